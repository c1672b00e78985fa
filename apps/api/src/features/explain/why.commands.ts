import { formatValue } from '@openmops/domain/kpi';
import { type Command, table, UsageError, type Values } from '../../cli/command.ts';
import { parseFilters } from '../kpi/parse-question.ts';
import type { WhyAnswer } from './explain.schema.ts';

const why: Command = {
  name: 'why',
  usage:
    'KPI --from YYYY-MM-DD --to YYYY-MM-DD [--by DIM] [--compare previous|year] [--align date|weekday] [--filter dim=value]…',
  summary: 'Why a KPI changed: parts that sum to the change, from the data of the workspace.',
  positionals: { min: 1, max: 1 },
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    by: { type: 'string' },
    compare: { type: 'string' },
    align: { type: 'string' },
    filter: { type: 'string', multiple: true },
  },
  async run({ positionals: [kpi = ''], values, client }) {
    const { from, to, by } = values;
    if (!from || !to)
      throw new UsageError('Both --from and --to are needed, like --from 2026-01-01.');
    const answer = await client.call<WhyAnswer>('kpi.explain', {
      kpi,
      from: String(from),
      to: String(to),
      by: by ? String(by) : null,
      compare: choice(values, 'compare', ['previous', 'year']),
      align: choice(values, 'align', ['date', 'weekday']),
      filters: parseFilters([values.filter ?? []].flat().map(String)),
    });
    return { json: answer, text: () => textOf(answer) };
  },
};

function choice(values: Values, name: string, known: string[]): string {
  const text = String(values[name] ?? known[0]);
  if (known.includes(text)) return text;
  throw new UsageError(`--${name} is ${known.join(' or ')}.`);
}

function textOf(answer: WhyAnswer): string {
  const { unit, currency, by, parts, change } = answer;
  const shown = (value: number) => formatValue(value, unit, { locale: 'en', currency });
  const rows = parts.map(({ segment, rest, name, value, share }) => [
    ...(by === null ? [] : [rest ? '(not told apart)' : (segment ?? '(not set)')]),
    name,
    shown(value),
    share === null ? '' : `${Math.round(share * 1000) / 10} %`,
  ]);
  const [best] = answer.ranking;
  return [
    `${answer.name}: ${shown(answer.before)} → ${shown(answer.after)} (${change < 0 ? '' : '+'}${shown(change)})`,
    `${answer.range.from} to ${answer.range.to}, against ${answer.previous.from} to ${answer.previous.to}.`,
    '',
    table([...(by === null ? [] : [by]), 'part', 'change', 'of the change'], rows),
    '',
    `The parts sum to ${shown(answer.sum)}.`,
    ...(best
      ? [
          `Most telling dimension: ${best.dimension} (${best.elements.map(({ segment, power }) => `${segment ?? 'not set'} ${Math.round(power * 100)} %`).join(', ')}).`,
        ]
      : []),
    ...answer.findings.map(({ message, hint }) => `- ${message}${hint ? ` ${hint}` : ''}`),
    ...answer.notes.map(({ message }) => `Note: ${message}`),
  ].join('\n');
}

export const whyCommands = [why];
