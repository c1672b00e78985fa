import { formatDay } from '../shared/day.ts';
import { type Cells, cellsOf, placeKey } from './cells.ts';
import { chooseCurrency, type Summed } from './choose-currency.ts';
import { evalExpr } from './eval-expr.ts';
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
  const rows = [...placesOf(plan, cells)].map(([, place]) => {
    const values = valuesAt({ asked, cells, ...place, refused });
    const known = place.bucket < (plan.previousBuckets?.length ?? 0);
    const earlier = before && known ? valuesAt({ asked, cells: before, ...place }) : nulls(asked);
    return { ...place, values, previous: before ? earlier : null };
  });
  const ordered = orderRows(rows, asked[0]?.name ?? '');
  const kept = ordered.slice(0, plan.query.limit);
  return {
    currency,
    rows: kept.map((row) => answerRow(plan, row)),
    notes: [...notes, ...notesOf({ asked, cells, refused, rows: rows.length, kept: kept.length })],
  };
}

/** A KPI as it was asked for. */
export type Asked = { kpi: KpiPlan['kpis'][number]; name: string; expr: Expr; measures: Measure[] };
type Values = Record<string, number | null>;
type Place = { bucket: number; group: (string | null)[] };

function paired(queries: MeasureQuery[], rows: MeasureRow[][]): Summed[] {
  return queries.map((query, i) => ({ query, rows: rows[i] ?? [] }));
}

// Where rows are; with a spine, every bucket of every group; a single total always.
function placesOf(plan: KpiPlan, cells: Cells): Map<string, Place> {
  const places = new Map<string, Place>(cells.places);
  const { by, grain, spine } = plan.query;
  const groups = new Map([...places.values()].map(({ group }) => [JSON.stringify(group), group]));
  if (by.length === 0) groups.set('[]', []);
  const buckets = spine || (grain === null && by.length === 0) ? plan.buckets.keys() : [];
  for (const bucket of buckets) {
    for (const group of groups.values()) places.set(placeKey(bucket, group), { bucket, group });
  }
  return places;
}

function valuesAt(
  input: Place & { asked: Asked[]; cells: Cells; refused?: Map<string, Measure> },
): Values {
  const { asked, cells, bucket, group, refused } = input;
  return Object.fromEntries(
    asked.map(({ name, expr, measures }) => {
      const value = evalExpr(expr, (id) => {
        const cell = cells.read(id, bucket, group);
        const base = cell.reason && measures.find((one) => one.id === id);
        if (base) refused?.set(name, base);
        return cell.value;
      });
      return [name, value];
    }),
  );
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
