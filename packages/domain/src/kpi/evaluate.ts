import type { Rate } from '../money/rates.ts';
import { formatDay } from '../shared/day.ts';
import { groupBy } from '../shared/group-by.ts';
import { type Cells, cellsOf, type Place } from './cells.ts';
import { chooseCurrency, type Summed } from './choose-currency.ts';
import { groupKey } from './group-key.ts';
import { notesOf } from './notes-of.ts';
import { orderRows } from './order-rows.ts';
import type { KpiAnswerRow, KpiPlan, MeasureQuery, MeasureRow, Note } from './schema.ts';
import { certaintyAt, partsAt, type Refused, type Values, valuesAt } from './values-at.ts';

/**
 * Sums → values. `current[i]` are the rows of `plan.current[i]`, `previous[i]` those of
 * `plan.previous[i]`. Ratios are made here and nowhere else, from the sums of exactly the asked
 * cell, so a total is never a mean of its parts. Money comes out in units of the returned currency.
 *
 * Values are keyed by the names that were asked (`spend`, not `paid.cost`). Shares come with their
 * 95 % interval, and with `how` each row with the base values (`parts`) that its values follow from. A group without rows
 * has flows of 0 and ratios of null, in the range as in the one it is compared with.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const query = KpiQuery.parse({ kpis: ['ctr'], from: '2026-01-01', to: '2026-01-31' });
 * const plan = planKpis({ catalogue: CATALOGUE, query, calendar: GREGORIAN });
 * const place = { bucket: 0, day: null, currency: 'EUR', group: [] };
 * const rows = [{ ...place, values: [2_000_000n, 100_000_000n], counts: [1, 1] }];
 * const answer = evaluateKpis({ plan, current: [rows], previous: [], currency: 'EUR', rates: [] });
 * answer.rows[0]?.values // { ctr: 0.02 }
 */
export function evaluateKpis(input: {
  plan: KpiPlan;
  current: MeasureRow[][];
  previous: MeasureRow[][];
  currency: string;
  rates: readonly Rate[];
}): { currency: string; converted: boolean; rows: KpiAnswerRow[]; notes: Note[] } {
  const { plan } = input;
  const current = paired(plan.current, input.current);
  const previous = paired(plan.previous, input.previous);
  const { currency, convert, converted, notes } = chooseCurrency([...current, ...previous], input);
  const { spine: carry, how } = plan.query;
  const { asked, readings } = plan;
  const shared = { readings, dims: plan.query.by.length, convert, carry };
  const cells = cellsOf(current, { ...shared, side: 'spans' });
  const before = plan.previousBuckets
    ? cellsOf(previous, { ...shared, side: 'previousSpans' })
    : null;
  const refused = new Map<string, Refused>();
  const places = placesOf(plan, cells);
  const rows: KpiAnswerRow[] = [];
  const framed = frames(plan);
  // Period by period, so that nothing is computed for rows beyond the limit.
  for (const [, together] of groupByBucket(places)) {
    if (rows.length >= plan.query.limit) break;
    const valued = together.map((place) => ({
      ...place,
      values: valuesAt(asked, cells.at(place), refused),
    }));
    for (const row of orderRows(valued, asked[0]?.name ?? '')) {
      if (rows.length >= plan.query.limit) break;
      const read = cells.at(row);
      const known = before && row.bucket < (plan.previousBuckets?.length ?? 0);
      const earlier = known ? before.at(row) : nowhere;
      rows.push({
        ...answerRow(plan, framed(row.bucket), row),
        previous: before ? valuesAt(asked, earlier) : null,
        ...certaintyAt(asked, read),
        ...(how ? { parts: partsAt(asked, read) } : {}),
        ...(how && before ? { previousParts: partsAt(asked, earlier) } : {}),
      });
    }
  }
  const counts = { rows: places.length, kept: rows.length };
  const told = notesOf({ plan, cells, refused, ...counts });
  return { currency, converted, rows, notes: [...notes, ...told] };
}

function groupByBucket(places: Place[]): [number, Place[]][] {
  return [...groupBy(places, (place) => place.bucket)].sort(([a], [b]) => a - b);
}

function paired(queries: MeasureQuery[], rows: MeasureRow[][]): Summed[] {
  return queries.map((query, i) => ({ query, rows: rows[i] ?? [] }));
}

// Where rows are; with a spine, every bucket of every group; a single total always.
function placesOf(plan: KpiPlan, cells: Cells): Place[] {
  const { by, grain, spine } = plan.query;
  if (!spine && (grain !== null || by.length > 0)) return cells.places;
  const groups = new Map(by.length === 0 ? [['', [] as Place['group']]] : []);
  for (const { group } of cells.places) groups.set(groupKey(group), group);
  return plan.buckets.flatMap((_, bucket) =>
    [...groups.values()].map((group) => ({ bucket, group })),
  );
}

// A bucket that the range before does not have.
const nowhere: ReturnType<Cells['at']> = () => ({ value: null, reason: null });

type Frame = Pick<KpiAnswerRow, 'period' | 'from' | 'to'>;

/** What all rows of a bucket say of it, said once. */
function frames({ buckets, query }: KpiPlan): (bucket: number) => Frame {
  const known: Frame[] = [];
  return (at) => {
    const bucket = buckets[at];
    known[at] ??= {
      period: query.grain === null ? null : (bucket?.label ?? null),
      from: formatDay(bucket?.from ?? 0),
      to: formatDay(bucket?.to ?? 0),
    };
    return known[at];
  };
}

function answerRow(
  plan: KpiPlan,
  frame: Frame,
  row: Place & { values: Values },
): Omit<KpiAnswerRow, 'previous'> {
  const dims: KpiAnswerRow['dims'] = {};
  for (const [i, dim] of plan.query.by.entries()) dims[dim] = row.group[i] ?? null;
  return { dims, ...frame, values: row.values };
}
