import { formatValue, type KpiAnswer, type KpiHow } from '@openmops/domain/kpi';
import { type Command, table, UsageError, type Values } from '../../cli/command.ts';
import type { DescribedKpi } from './describe-kpi.ts';
import { splitList, toQuestion } from './parse-question.ts';

const GRAINS = ['day', 'week', 'month', 'quarter', 'year'];
const COMPARISONS = ['previous', 'year'];
const ALIGNMENTS = ['date', 'weekday'];

const read: Command = {
  name: 'kpi',
  usage:
    'ID… --from YYYY-MM-DD --to YYYY-MM-DD [--by dim,dim] [--grain day|week|month|quarter|year] [--filter dim=value]… [--compare previous|year] [--align date|weekday] [--spine] [--limit N] [--how]',
  summary: 'Values of KPIs, with their definition and sources.',
  positionals: { min: 1, max: 40 },
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    by: { type: 'string', multiple: true },
    grain: { type: 'string' },
    filter: { type: 'string', multiple: true },
    compare: { type: 'string' },
    align: { type: 'string' },
    limit: { type: 'string' },
    spine: { type: 'boolean' },
    how: { type: 'boolean' },
  },
  async run({ positionals, values, client }) {
    const answer = await client.call<KpiAnswer>('kpi.read', questionOf(positionals, values));
    return { json: kpiJson(answer), text: () => kpiText(answer) };
  },
};

function questionOf(positionals: string[], values: Values) {
  const { from, to, by, grain, filter, compare, align, limit, spine, how } = values;
  if (!from || !to)
    throw new UsageError('Both --from and --to are needed, like --from 2026-01-01.');
  if (grain && !GRAINS.includes(String(grain)))
    throw new UsageError(`--grain is one of ${GRAINS.join(', ')}.`);
  if (compare && !COMPARISONS.includes(String(compare)))
    throw new UsageError('--compare is previous or year.');
  if (align && !ALIGNMENTS.includes(String(align)))
    throw new UsageError('--align is date or weekday.');
  if (align && !compare) throw new UsageError('--align says how to --compare previous or year.');
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
    align: align ? String(align) : undefined,
    limit: limit ? Number(limit) : undefined,
    spine: spine === true ? true : undefined,
    how: how === true ? true : undefined,
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
    rows: answer.rows.map(({ dims, period, values, previous, from: _, to: __, ...more }) => ({
      ...dims,
      ...(period === null ? {} : { period }),
      values,
      ...(previous === null ? {} : { previous }),
      ...more,
    })),
    sources: answer.sources,
    notes: answer.notes,
    ...(answer.how ? { how: answer.how } : {}),
  };
}

function kpiText(answer: KpiAnswer): string {
  const names = Object.keys(answer.kpis);
  const dims = Object.keys(answer.rows[0]?.dims ?? {});
  const grain = answer.rows.some((row) => row.period !== null);
  const compared = answer.previous !== null;
  const shown = (name: string, value: number | null | undefined, currency: string) => {
    const kpi = answer.kpis[name];
    return kpi ? formatValue(value ?? null, kpi.unit, { locale: 'en', currency }) : '';
  };
  // Split by currency, amounts stay in their own.
  const currencyOf = (row: KpiAnswer['rows'][number]) => row.dims.currency || answer.currency;
  const rows = answer.rows.map((row) => [
    ...dims.map((dim) => row.dims[dim] ?? '(not set)'),
    ...(grain ? [row.period ?? ''] : []),
    ...names.flatMap((name) => [
      shown(name, row.values[name], currencyOf(row)),
      ...(compared ? [shown(name, row.previous?.[name], currencyOf(row))] : []),
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
    // What is true of several KPIs is said once.
    ...new Set(answer.notes.map((note) => `Note: ${note.message}`)),
    ...(answer.how ? howText(answer, answer.how) : []),
  ].join('\n');
}

/** Formulas, base values of each row, and what else the values depend on. */
function howText(answer: KpiAnswer, how: KpiHow): string[] {
  const ids = Object.keys(how.measures);
  const rows = answer.rows.map((row) => [
    [...Object.values(row.dims).map((value) => value ?? '(not set)'), row.period ?? ''].join(' '),
    ...ids.map((id) => {
      const unit = how.measures[id]?.unit;
      const currency = row.dims.currency || answer.currency;
      return unit ? formatValue(row.parts?.[id] ?? null, unit, { locale: 'en', currency }) : '';
    }),
  ]);
  const until = Object.entries(how.watermark).map(([id, day]) => `${id} ${day ?? 'no rows'}`);
  return [
    '',
    ...Object.entries(how.kpis).map(
      ([name, { formula, version, definition }]) =>
        `${name} = ${formula} (version ${version}, ${definition})`,
    ),
    '',
    table(['', ...ids.map((id) => how.measures[id]?.name ?? id)], rows),
    '',
    `Days of ${how.calendar.timeZone}. Last day with rows: ${until.join(', ')}.`,
    how.fx === 'none' ? 'No amount was converted.' : `Converted to ${how.fx.to}: ${how.fx.rule}.`,
  ];
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
          ['id', 'short ids', 'name', 'no source yet: needs', 'formula'],
          kpis.map((kpi) => [
            kpi.id,
            kpi.aliases.join(', '),
            kpi.name,
            kpi.needs.flatMap((need) => (need.mappable ? [] : need.what)).join(', '),
            kpi.formula,
          ]),
        ),
    };
  },
};

export const kpiCommands = [read, list];
