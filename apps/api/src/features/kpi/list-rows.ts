import { dayInZone } from '@openmops/domain/calendar';
import { DIMENSIONS, Filter, type KpiPlan, KpiQuery, type Note } from '@openmops/domain/kpi';
import { evaluateKpis } from '@openmops/domain/kpi/answer';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { FactRowOut, FactStore } from '../../stores/facts/port.ts';
import { verb } from '../../verb.ts';
import { withSourceless } from './needs.ts';
import { planQuestion } from './plan-question.ts';
import { ratesFor } from './read-kpi.ts';
import { partsOf, type ReadPart, sumPlan } from './sum-plan.ts';

const Input = z.strictObject({
  kpi: z.string().max(120),
  from: KpiQuery.shape.from,
  to: KpiQuery.shape.to,
  filters: z.array(Filter).max(30).default([]),
  offset: z.number().int().min(0).max(100_000_000).default(0),
  limit: z.number().int().min(1).max(1000).default(100),
});

/**
 * The rows behind a number: read from the same slices with the same filters as the number, so
 * that their count and their sums are the number's. A formula that reads several periods or totals
 * has the rows of each.
 */
export const listRows = verb({
  name: 'kpi.rows',
  permission: 'kpis.read',
  kind: 'read',
  input: Input,
  async run({ workspace, facts, db, now }, { kpi: name, from, to, filters, offset, limit }) {
    const slices = await facts.slices(workspace.id);
    const today = dayInZone(now, workspace.timeZone);
    const where = { facts, workspaceId: workspace.id, slices };
    const query = KpiQuery.parse({ kpis: [name], from, to, filters, how: true });
    const plan = planQuestion(workspace, query, { slices, today });
    const chosen = await Promise.all(plan.current.map((query) => partsOf(where, query)));
    const parts = chosen.flatMap((one) => one.parts);
    const page = await pageOf(where, parts, { offset, limit });
    const sums = await sumPlan(where, plan);
    const rates = await ratesFor(db, workspace.id, plan);
    const {
      value,
      parts: read,
      notes,
    } = valuesOf({ plan, sums, rates, currency: workspace.currency });
    return {
      total: page.total,
      columns: columnsOf(page.rows),
      measures: Object.entries(plan.reads).map(([id, { name, measure }]) => ({
        id,
        name,
        unit: measure.unit,
      })),
      rows: page.rows,
      sums: Object.fromEntries(Object.keys(plan.reads).map((key) => [key, read[key] ?? null])),
      value,
      notes,
    };
  },
});

/** One page over all parts, as if they were one list. */
async function pageOf(
  { facts, workspaceId }: { facts: FactStore; workspaceId: string },
  parts: ReadPart[],
  page: { offset: number; limit: number },
): Promise<{ total: number; rows: FactRowOut[] }> {
  let total = 0;
  const rows: FactRowOut[] = [];
  for (const { query, slices } of parts) {
    const offset = Math.max(0, page.offset - total);
    const limit = page.limit - rows.length;
    const found = await facts.rows(workspaceId, query, slices, { offset, limit });
    total += found.total;
    rows.push(...found.rows);
  }
  return { total, rows };
}

/** The number and its sums. Amounts that cannot be added (no rate) are null, and a note says why. */
function valuesOf(input: {
  plan: KpiPlan;
  sums: Awaited<ReturnType<typeof sumPlan>>;
  rates: Parameters<typeof evaluateKpis>[0]['rates'];
  currency: string;
}): { value: number | null; parts: Record<string, number | null>; notes: Note[] } {
  const { plan, sums, rates, currency } = input;
  try {
    const answer = evaluateKpis({ plan, ...sums, currency, rates });
    const { rows, notes } = withSourceless(answer, plan.asked);
    const asked = plan.query.kpis[0] ?? '';
    const own = notes.filter((note) => note.kpi === null || note.kpi === asked);
    const [row] = rows;
    return {
      value: row?.values[asked] ?? null,
      parts: row?.parts ?? {},
      notes: [...sums.notes, ...own],
    };
  } catch (error) {
    if (!(error instanceof MopsError) || error.code !== 'PRECONDITION') throw error;
    const { message, hint } = error;
    return {
      value: null,
      parts: {},
      notes: [...sums.notes, { code: 'no_rate', message, hint, kpi: null }],
    };
  }
}

/** The dimensions that any of the rows has. */
function columnsOf(rows: FactRowOut[]): { id: string; name: string }[] {
  return DIMENSIONS.filter(({ id }) =>
    rows.some((row) => (row.dims[id] ?? null) !== null && row.dims[id] !== ''),
  ).map(({ id, name }) => ({ id, name }));
}
