import type { DayRange } from '@openmops/domain/calendar';
import { dayInZone } from '@openmops/domain/calendar';
import { additivityOf, CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi, type KpiAnswer } from '@openmops/domain/kpi';
import { type Day, formatDay, parseDay } from '@openmops/domain/shared';
import { type Scope, valuesOf } from '@openmops/domain/targets';
import type { Context } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';

type Asker = Pick<Context, 'instance' | 'workspace' | 'requestId' | 'now'>;

/** What is known of a KPI in a period on a day. */
export type Known = {
  /** Null: there is no value. */
  actual: number | null;
  /** The last day that is known; before the period where nothing of it is. */
  until: Day;
  /** By day, from a year before at most up to `until`; null for what does not add up. */
  daily: { from: Day; values: number[] } | null;
  /**
   * Of a ratio: what it was over that time; null for sums, and for balances, medians and the like, whose period is no
   * average of its days. `density`: 1, a value for each day, that of the day before
   * where nothing said it; less, the share of days that have a value, which alone are here.
   */
  levels: { values: number[]; density: number } | null;
  stale: boolean;
  /** What the answer itself says, such as a missing rate. */
  notes: { message: string; hint: string | null }[];
};

/** So many days of a year before teach how the rest may go. */
const HISTORY_DAYS = 400;
/** Rows that come on fewer days than this come now and then: deals, not ads. */
const DENSE_SHARE = 0.9;
const DENSE_DAYS = 56;

export type FactsQuestion = {
  kpi: string;
  scope: Scope;
  from: string;
  to: string;
  grain?: 'day';
};

/** Asks for a KPI of a part of the company, as every door answers it. */
export function askFacts(ctx: Asker, asked: FactsQuestion): Promise<KpiAnswer> {
  const { instance, workspace, requestId } = ctx;
  const { kpi, scope, from, to, grain } = asked;
  // Who may see plans may see their KPIs, also with a key for plans alone.
  const actor = { kind: 'system' as const };
  return readKpi.call(
    { instance, workspace, requestId, actor },
    {
      kpis: [kpi],
      from,
      to,
      filters: Object.entries(scope).map(([dim, part]) => ({
        dim,
        op: 'in',
        values: valuesOf(part),
      })),
      ...(grain ? { grain, spine: true, limit: 5000 } : { how: true }),
    },
  );
}

/**
 * A KPI from the facts: its value in the period up to a day, and the last day that is known. Rows that come every
 * day are known up to the last day with rows; those that come now and then up to the day before the last import.
 */
export async function knownFacts(
  ctx: Asker,
  asked: Pick<FactsQuestion, 'kpi' | 'scope'> & {
    range: DayRange;
    asOf: Day;
    measures: 'sum' | 'level';
  },
): Promise<Known> {
  const { kpi, scope, range, asOf, measures } = asked;
  const to = Math.min(range.to, asOf);
  const nothing: Known = {
    actual: null,
    until: asOf,
    daily: null,
    levels: null,
    stale: false,
    notes: [],
  };
  if (to < range.from) return { ...nothing, actual: measures === 'sum' ? 0 : null };
  const isSum = measures === 'sum';
  const isRatio = !isSum && additivityOf(CATALOGUE, findKpi(CATALOGUE, kpi)) === 'ratio';
  const days = { from: formatDay(range.from), to: formatDay(to) };
  const since = formatDay(Math.min(range.from, to - HISTORY_DAYS));
  const [answer, history] = await Promise.all([
    askFacts(ctx, { kpi, scope, ...days }),
    askFacts(ctx, { kpi, scope, from: since, to: days.to, grain: 'day' }),
  ]);
  const marks = Object.values(answer.how?.watermark ?? {}).map((one) => one && parseDay(one));
  const known = marks.filter((one): one is Day => typeof one === 'number');
  const notes = answer.notes.map(({ message, hint }) => ({ message, hint }));
  const stale = answer.sources.some((one) => one.stale);
  if (known.length === 0) return { ...nothing, until: range.from - 1, notes };
  const lastRow = Math.min(...known);
  // Some KPIs say nothing by day: their days are no history of nothing.
  const byDay = history.notes.every((one) => one.code !== 'grain_too_fine') ? history : null;
  const rows = byDay?.rows.map((row) => row.values[kpi] ?? null) ?? null;
  const values = isSum ? (rows?.map((value) => value ?? 0) ?? null) : null;
  const first = parseDay(since) ?? 0;
  const imported = answer.asOf === null ? lastRow : dayBefore(ctx, answer.asOf);
  const dense = values !== null && isDense(values, lastRow - first);
  const until = Math.min(asOf, dense || stale ? lastRow : Math.max(lastRow, imported));
  const value = answer.rows[0]?.values[kpi] ?? null;
  return {
    actual: value ?? (isSum && until >= range.from && notes.length === 0 ? 0 : null),
    until,
    daily: values && trimmed(values.slice(0, Math.max(0, until - first + 1)), first),
    levels: !isRatio || !rows ? null : levelsOf(rows.slice(0, Math.max(0, until - first + 1))),
    stale,
    notes,
  };
}

const dayBefore = ({ workspace }: Asker, instant: string): Day =>
  dayInZone(Date.parse(instant), workspace.timeZone) - 1;

function isDense(values: readonly number[], last: number): boolean {
  const recent = values.slice(Math.max(0, last - DENSE_DAYS + 1), last + 1);
  const full = recent.filter((one) => one !== 0).length;
  return recent.length > 0 && full >= DENSE_SHARE * recent.length;
}

/** What a level was: by day, or on the days that have a value where most have none. */
function levelsOf(rows: readonly (number | null)[]): Known['levels'] {
  const first = rows.findIndex((one) => one !== null);
  const own = first < 0 ? [] : rows.slice(first);
  const told = own.filter((one) => one !== null);
  if (told.length === 0) return null;
  const density = told.length / own.length;
  if (density < 0.5) return { values: told, density };
  let last = 0;
  const values = own.map((one) => {
    last = one ?? last;
    return last;
  });
  return { values, density: 1 };
}

// Before the first row there was no data, not nothing.
function trimmed(values: number[], from: Day): Known['daily'] {
  const first = values.findIndex((one) => one !== 0);
  return first < 0 ? { from, values: [] } : { from: from + first, values: values.slice(first) };
}
