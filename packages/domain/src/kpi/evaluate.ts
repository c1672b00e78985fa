import { formatDay } from '../shared/day.ts';
import { groupBy } from '../shared/group-by.ts';
import { type Cells, cellsOf, type Place } from './cells.ts';
import { chooseCurrency, type Summed } from './choose-currency.ts';
import { evalExpr } from './eval-expr.ts';
import { groupKey, placeKey } from './group-key.ts';
import { notesOf } from './notes-of.ts';
import { orderRows } from './order-rows.ts';
import type { Rate } from './rates.ts';
import { measuresOf, resolveExpr } from './resolve.ts';
import type {
  Expr,
  KpiAnswerRow,
  KpiPlan,
  Measure,
  MeasureQuery,
  MeasureRow,
  Note,
} from './schema.ts';

/**
 * Sums → values. `current[i]` are the rows of `plan.current[i]`, `previous[i]` those of
 * `plan.previous[i]`. Ratios are made here and nowhere else, from the sums of exactly the asked
 * cell, so a total is never a mean of its parts. Money comes out in units of the returned currency.
 *
 * Values are keyed by the names that were asked (`spend`, not `paid.cost`). A group without rows
 * has flows of 0 and ratios of null, in the range as in the one it is compared with.
 * @example evaluateKpis({ plan, current: [rows], previous: [], currency: 'EUR', rates: [] }).rows[0]?.values // { ctr: 0.02 }
 */
export function evaluateKpis(input: {
  plan: KpiPlan;
  current: MeasureRow[][];
  previous: MeasureRow[][];
  currency: string;
  rates: readonly Rate[];
}): { currency: string; rows: KpiAnswerRow[]; notes: Note[] } {
  const { plan } = input;
  const current = paired(plan.current, input.current);
  const previous = paired(plan.previous, input.previous);
  const { currency, convert, notes } = chooseCurrency([...current, ...previous], input);
  const carry = plan.query.spine;
  const cells = cellsOf(current, { convert, carry });
  const before = plan.previousBuckets ? cellsOf(previous, { convert, carry }) : null;
  const asked = plan.kpis.map((kpi, i) => ({
    kpi,
    name: plan.query.kpis[i] ?? kpi.id,
    expr: resolveExpr(kpi.expr),
    measures: measuresOf(kpi),
  }));
  const refused = new Map<string, Measure>();
  const places = placesOf(plan, cells);
  const rows: KpiAnswerRow[] = [];
  // Period by period, so that nothing is computed for rows beyond the limit.
  for (const [, together] of groupByBucket(places)) {
    if (rows.length >= plan.query.limit) break;
    const valued = together.map((place) => ({
      ...place,
      values: valuesAt({ asked, cells, place, refused }),
    }));
    for (const row of orderRows(valued, asked[0]?.name ?? '')) {
      if (rows.length >= plan.query.limit) break;
      const known = before && row.bucket < (plan.previousBuckets?.length ?? 0);
      const earlier = known ? valuesAt({ asked, cells: before, place: row }) : nulls(asked);
      rows.push(answerRow(plan, { ...row, previous: before ? earlier : null }));
    }
  }
  const counts = { rows: places.length, kept: rows.length };
  return { currency, rows, notes: [...notes, ...notesOf({ asked, cells, refused, ...counts })] };
}

function groupByBucket(places: Place[]): [number, Place[]][] {
  return [...groupBy(places, (place) => place.bucket)].sort(([a], [b]) => a - b);
}

/** A KPI as it was asked for. */
export type Asked = { kpi: KpiPlan['kpis'][number]; name: string; expr: Expr; measures: Measure[] };
type Values = Record<string, number | null>;

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
    [...groups.values()].map((group) => ({ key: placeKey(bucket, group), bucket, group })),
  );
}

function valuesAt(input: {
  asked: Asked[];
  cells: Cells;
  place: Place;
  refused?: Map<string, Measure>;
}): Values {
  const { asked, cells, place, refused } = input;
  const values: Values = {};
  const read = cells.at(place);
  for (const { name, expr, measures } of asked) {
    values[name] = evalExpr(expr, (id) => {
      const cell = read(id);
      const base = cell.reason && measures.find((one) => one.id === id);
      if (base) refused?.set(name, base);
      return cell.value;
    });
  }
  return values;
}

function nulls(asked: Asked[]): Values {
  return Object.fromEntries(asked.map(({ name }) => [name, null]));
}

function answerRow(
  plan: KpiPlan,
  row: Place & { values: Values; previous: Values | null },
): KpiAnswerRow {
  const bucket = plan.buckets[row.bucket];
  return {
    dims: Object.fromEntries(plan.query.by.map((dim, i) => [dim, row.group[i] ?? null])),
    period: plan.query.grain === null ? null : (bucket?.label ?? null),
    from: formatDay(bucket?.from ?? 0),
    to: formatDay(bucket?.to ?? 0),
    values: row.values,
    previous: row.previous,
  };
}
