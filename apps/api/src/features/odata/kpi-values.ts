import { dayInZone, unitOf } from '@openmops/domain/calendar';
import { additivityOf, CATALOGUE, KPIS } from '@openmops/domain/catalogue';
import {
  findKpi,
  Grain,
  type Kpi,
  type KpiAnswer,
  KpiQuery,
  measuresOf,
} from '@openmops/domain/kpi';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { calendarOf } from '../kpi/plan-question.ts';
import { answerOf } from '../kpi/read-kpi.ts';
import type { WorkspaceSlice } from '../kpi/sum-plan.ts';
import { type Chunk, type EntitySet, quoted, type Reading } from './entity-set.ts';
import { badRequest, type Row } from './expression.ts';
import { KPI_VALUE_FIELDS, SPLITS, unitText, withKpiIds } from './kpi-fields.ts';
import { daysOf, filledBy, valuesOf } from './restrict.ts';

const GRAINS = [...Grain.options, 'range'] as const;
type FeedGrain = (typeof GRAINS)[number];
/** Periods that are asked for at once: an answer has at most 5,000 rows. */
const PERIODS: Record<FeedGrain, number> = {
  day: 62,
  week: 26,
  month: 12,
  quarter: 8,
  year: 5,
  range: 1,
};
const KPIS_AT_ONCE = 40;
const MAX_SPLITS = 4;
const MAX_ROWS = 5000;
const MAX_VALUES = 200;

/** Values of KPIs, as every door gives them: one row per KPI, period and split. */
export const KPI_VALUES: EntitySet = kpiSet('KpiValues', 'day');
/** The same where nobody writes a filter: month by month. */
export const KPI_MONTHS: EntitySet = kpiSet('KpiMonths', 'month');

function kpiSet(name: string, grain: FeedGrain): EntitySet {
  return {
    name,
    type: 'KpiValue',
    description: `Values of KPIs by ${grain}, finished: the number that every other door gives. Most cannot be added; ask for the grain that you show.`,
    key: 'id',
    fields: () => KPI_VALUE_FIELDS,
    normal: withKpiIds,
    filterOf,
    read: (reading) => readValues(reading, grain),
  };
}

type Part = { grain: FeedGrain; by: string };

async function* readValues(reading: Reading, usual: FeedGrain): AsyncGenerator<Chunk> {
  const { ctx, conditions } = reading;
  const slices = await ctx.facts.slices(ctx.workspace.id);
  const kpis = askedKpis(reading, slices);
  const parts = askedParts(reading, usual);
  const begin = reading.start === null ? null : positionOf(reading.start);
  const first = begin
    ? parts.findIndex((one) => one.grain === begin.grain && one.by === begin.by)
    : 0;
  if (first < 0) throw badRequest('The $skiptoken is not of this question.', 'Begin again.');
  for (const [at, part] of parts.entries()) {
    if (at < first || kpis.length === 0) continue;
    const days = daysIn(reading, part.grain, slices);
    if (!days) continue;
    if (part.grain === 'range') {
      yield await chunkOf({ ctx, conditions, part, kpis, ...days });
      continue;
    }
    const from = begin && at === first ? begin.day : days.from;
    for await (const chunk of periods({ ctx, conditions, part, kpis, from, to: days.to }))
      yield chunk;
  }
}

type Asked = Pick<Reading, 'ctx' | 'conditions'> & {
  part: Part;
  kpis: string[];
  from: number;
  to: number;
};

/** Period by period; fewer at once where there are many values. */
async function* periods(asked: Asked): AsyncGenerator<Chunk> {
  const { grain } = asked.part;
  const calendar = calendarOf(asked.ctx.workspace);
  let count = PERIODS[grain];
  let from = asked.from;
  while (from <= asked.to) {
    let to = from - 1;
    for (let at = 0; at < count && to < asked.to; at++)
      to = unitOf(to + 1, grain as Grain, calendar).to;
    const chunk = await chunkOf({ ...asked, from, to }).catch((error) => {
      if (count > 1 && isTooMany(error)) return null;
      throw error;
    });
    if (!chunk) {
      count = Math.ceil(count / 2);
      continue;
    }
    if (chunk.rows.length > 0) yield chunk;
    from = to + 1;
  }
}

async function chunkOf({ ctx, conditions, part, kpis, from, to }: Asked): Promise<Chunk> {
  const by = part.by === '' ? [] : part.by.split(',');
  const filters = by.flatMap((dim) => {
    const values = valuesOf(conditions, dim) as (string | null)[] | null;
    if (!values || values.length === 0 || values.length > MAX_VALUES) return [];
    return [{ dim, op: 'in' as const, values }];
  });
  const rows: Row[] = [];
  for (let at = 0; at < kpis.length; at += KPIS_AT_ONCE) {
    const query = KpiQuery.parse({
      kpis: kpis.slice(at, at + KPIS_AT_ONCE),
      from: formatDay(from),
      to: formatDay(to),
      by,
      grain: part.grain === 'range' ? null : part.grain,
      filters,
      limit: MAX_ROWS,
    });
    const today = dayInZone(ctx.now, ctx.workspace.timeZone);
    const answer = await answerOf(ctx, { query, today, locked: [] });
    if (answer.notes.some((note) => note.code === 'limited')) throw tooMany(part);
    rows.push(...rowsOf(answer, part));
  }
  rows.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return { at: `${part.grain}|${part.by}|${from}`, rows };
}

const order = (row: Row) => `${row.date} ${row.id}`;

function rowsOf(answer: KpiAnswer, { grain, by }: Part): Row[] {
  const asOf = answer.asOf === null ? null : Date.parse(answer.asOf);
  const labels = Object.entries(answer.kpis).map(([kpi, label]) => ({
    kpi,
    unit: unitText(label.unit),
    ...{ name: label.name, definition: label.definition, version: label.version },
    additivity: additivityOf(CATALOGUE, findKpi(CATALOGUE, kpi)),
    currency: label.unit.kind === 'money' ? answer.currency : null,
  }));
  return answer.rows.flatMap((row) =>
    labels.flatMap((label): Row[] => {
      const value = row.values[label.kpi] ?? null;
      if (value === null) return [];
      const dims = by === '' ? [] : by.split(',').map((dim) => row.dims[dim] ?? null);
      return [
        {
          ...label,
          id: JSON.stringify([label.kpi, grain, row.from, row.to, by, ...dims]),
          ...{ grain, date: row.from, date_to: row.to, by },
          period: row.period ?? `${row.from}..${row.to}`,
          value,
          as_of: asOf,
          ...row.dims,
        },
      ];
    }),
  );
}

/** The KPIs that the filter names; else all of which the workspace has rows. */
function askedKpis({ conditions }: Reading, slices: readonly WorkspaceSlice[]): string[] {
  const named = valuesOf(conditions, 'kpi');
  if (named) return named.filter((one) => typeof one === 'string');
  const datasets = new Set(slices.map((one) => one.dataset));
  const hasRows = (kpi: Kpi) =>
    measuresOf(CATALOGUE, kpi).every((one) => datasets.has(one.dataset));
  return KPIS.filter(hasRows).map((kpi) => kpi.id);
}

function askedParts({ conditions }: Reading, usual: FeedGrain): Part[] {
  const grains = valuesOf(conditions, 'grain') ?? [usual];
  const splits = valuesOf(conditions, 'by') ?? [filledBy(conditions, SPLITS).join(',')];
  return grains.flatMap((grain) =>
    splits.map((by) => ({ grain: checkedGrain(grain), by: checkedSplit(by ?? '') })),
  );
}

function checkedGrain(grain: unknown): FeedGrain {
  const found = GRAINS.find((one) => one === grain);
  if (found) return found;
  throw badRequest(`There is no grain “${grain}”.`, `One of ${GRAINS.join(', ')}.`);
}

function checkedSplit(by: unknown): string {
  const dims = String(by).split(',').filter(Boolean);
  const unknown = dims.find((dim) => !SPLITS.includes(dim));
  if (unknown === undefined && dims.length <= MAX_SPLITS && dims.join(',') === by)
    return String(by);
  throw badRequest(
    unknown === undefined
      ? `“${by}” is no split: at most ${MAX_SPLITS} columns, with commas and no spaces between them.`
      : `There is no split by “${unknown}”.`,
    `Split by ${SPLITS.join(', ')}.`,
  );
}

/** The first day of the first whole period and the last day of the last one that may pass. */
function daysIn(
  { ctx, conditions }: Reading,
  grain: FeedGrain,
  slices: readonly WorkspaceSlice[],
): { from: number; to: number } | null {
  if (slices.length === 0) return null;
  const asked = daysOf(conditions, 'date');
  const ends = daysOf(conditions, 'date_to');
  const dataFrom = slices.reduce((day, one) => Math.min(day, one.from), Number.POSITIVE_INFINITY);
  const dataTo = slices.reduce((day, one) => Math.max(day, one.to), Number.NEGATIVE_INFINITY);
  if (grain === 'range') {
    const from = asked.from ?? dataFrom;
    const to = Math.min(ends.to ?? asked.to ?? dataTo, asked.to ?? Number.POSITIVE_INFINITY);
    return to < from ? null : { from, to };
  }
  const calendar = calendarOf(ctx.workspace);
  const earliest = unitOf(dataFrom, grain, calendar).from;
  let first = Math.max(asked.from ?? earliest, earliest);
  const unit = unitOf(first, grain, calendar);
  if (unit.from < first) first = unit.to + 1;
  const last = Math.min(asked.to ?? dataTo, ends.to ?? dataTo, dataTo);
  return last < first ? null : { from: first, to: unitOf(last, grain, calendar).to };
}

function positionOf(at: string): Part & { day: number } {
  const [grain, by = '', day] = at.split('|');
  const found = Number(day);
  if (!Number.isInteger(found)) throw badRequest('The $skiptoken is not valid.', 'Begin again.');
  return { grain: checkedGrain(grain), by, day: found };
}

function filterOf(key: string): string | null {
  try {
    const [kpi, grain, date, dateTo, by] = JSON.parse(key) as string[];
    const words = Object.entries({ kpi, grain, by, id: key });
    if (words.some(([, value]) => typeof value !== 'string')) return null;
    const texts = words.map(([name, value]) => `${name} eq ${quoted(value ?? '')}`);
    return [...texts, `date eq ${date}`, `date_to eq ${dateTo}`].join(' and ');
  } catch {
    return null;
  }
}

function tooMany({ by }: Part): MopsError {
  return new MopsError(
    'LIMIT',
    `There are more than ${MAX_ROWS} values by ${by} in one period.`,
    'Split by fewer columns, or filter them.',
    { status: 400, code: 'too_many_values' },
  );
}

function isTooMany(error: unknown): boolean {
  const detail = error instanceof MopsError ? (error.detail as { code?: string } | null) : null;
  return detail?.code === 'too_many_values';
}
