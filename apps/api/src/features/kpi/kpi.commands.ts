import { formatValue, type KpiAnswer } from '@openmops/domain/kpi';
import { type Command, table, UsageError, type Values } from '../../cli/command.ts';
import type { DescribedKpi } from './describe-kpi.ts';
import { splitList, toQuestion } from './parse-question.ts';

const GRAINS = ['day', 'week', 'month', 'quarter', 'year'];
const COMPARISONS = ['previous', 'year'];

const read: Command = {
  name: 'kpi',
  usage:
    'ID… --from YYYY-MM-DD --to YYYY-MM-DD [--by dim,dim] [--grain day|week|month|quarter|year] [--filter dim=value]… [--compare previous|year]',
  summary: 'Values of KPIs, with their definition and sources.',
  positionals: { min: 1, max: 40 },
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    by: { type: 'string', multiple: true },
    grain: { type: 'string' },
    filter: { type: 'string', multiple: true },
    compare: { type: 'string' },
    limit: { type: 'string' },
    spine: { type: 'boolean' },
  },
  async run({ positionals, values, client }) {
    const answer = await client.call<KpiAnswer>('kpi.read', questionOf(positionals, values));
    return { json: kpiJson(answer), text: () => kpiText(answer) };
  },
};

function questionOf(positionals: string[], values: Values) {
  const { from, to, by, grain, filter, compare, limit, spine } = values;
  if (!from || !to)
    throw new UsageError('Both --from and --to are needed, like --from 2026-01-01.');
  if (grain && !GRAINS.includes(String(grain)))
    throw new UsageError(`--grain is one of ${GRAINS.join(', ')}.`);
  if (compare && !COMPARISONS.includes(String(compare)))
    throw new UsageError('--compare is previous or year.');
  if (limit && !/^\d{1,4}$/.test(String(limit)))
    throw new UsageError('--limit is a number up to 5000.');
  return toQuestion({
    kpis: positionals.flatMap(splitList),
    from: String(from),
    to: String(to),
    by: textsOf(by).join(','),
    grain: grain ? String(grain) : undefined,
    filter: textsOf(filter),
    compare: compare ? String(compare) : undefined,
    limit: limit ? Number(limit) : undefined,
    spine: spine === true ? true : undefined,
  });
}

function textsOf(value: Values[string]): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** The documented JSON of the command line: dimensions stand in the row itself. */
export function kpiJson(answer: KpiAnswer) {
  return {
    currency: answer.currency,
    asOf: answer.asOf,
    from: answer.from,
    to: answer.to,
    ...(answer.previous ? { previous: answer.previous } : {}),
    kpis: answer.kpis,
    rows: answer.rows.map(({ dims, period, values, previous }) => ({
      ...dims,
      ...(period === null ? {} : { period }),
      values,
      ...(previous === null ? {} : { previous }),
    })),
    sources: answer.sources,
    notes: answer.notes,
  };
}

function kpiText(answer: KpiAnswer): string {
  const names = Object.keys(answer.kpis);
  const dims = Object.keys(answer.rows[0]?.dims ?? {});
  const grain = answer.rows.some((row) => row.period !== null);
  const compared = answer.previous !== null;
  const shown = (name: string, value: number | null | undefined) => {
    const kpi = answer.kpis[name];
    if (!kpi) return '';
    return formatValue(value ?? null, kpi.unit, { locale: 'en', currency: answer.currency });
  };
  const rows = answer.rows.map((row) => [
    ...dims.map((dim) => row.dims[dim] ?? '(not set)'),
    ...(grain ? [row.period ?? ''] : []),
    ...names.flatMap((name) => [
      shown(name, row.values[name]),
      ...(compared ? [shown(name, row.previous?.[name])] : []),
    ]),
  ]);
  const headings = [
    ...dims,
    ...(grain ? ['period'] : []),
    ...names.flatMap((name) => (compared ? [name, 'before'] : [name])),
  ];
  const sources = answer.sources.map(({ name, stale }) => (stale ? `${name} (stale)` : name));
  return [
    table(headings, rows),
    '',
    `${answer.from} to ${answer.to}${sources.length ? `, from ${sources.join(', ')}` : ''}${answer.asOf ? `, as of ${answer.asOf}` : ''}.`,
    ...answer.notes.map((note) => `Note: ${note.message}`),
  ].join('\n');
}

const list: Command = {
  name: 'kpi list',
  usage: '',
  summary: 'Names every KPI with its definition.',
  async run({ client }) {
    const kpis = await client.call<DescribedKpi[]>('kpi.list', {});
    return {
      json: { kpis },
      text: () =>
        table(
          ['id', 'short ids', 'name', 'formula'],
          kpis.map((kpi) => [kpi.id, kpi.aliases.join(', '), kpi.name, kpi.formula]),
        ),
    };
  },
};

export const kpiCommands = [read, list];
