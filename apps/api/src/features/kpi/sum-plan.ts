import type { KpiPlan, MeasureQuery, MeasureRow, Note } from '@openmops/domain/kpi';
import { chooseSlices, mergeRows, type SlicePart } from '@openmops/domain/kpi/facts';
import type { FactStore } from '../../stores/facts/port.ts';
import { absentDimensions } from './absent-dimensions.ts';

export type WorkspaceSlice = Awaited<ReturnType<FactStore['slices']>>[number];
/** What is read of one dataset: which measures from which slices; null: from all there are. */
export type ReadPart = { query: MeasureQuery; slices: SlicePart['slices'] | null };

type Where = { facts: FactStore; workspaceId: string; slices: WorkspaceSlice[] };

/** Sums for a plan: for each of its queries the rows, summed where nothing is counted twice. */
export async function sumPlan(where: Where, plan: KpiPlan) {
  const pairs = await Promise.all(
    plan.current.map((query, at) => sumPair(where, query, plan.previous[at])),
  );
  const absent = await absentDimensions(where, plan);
  return {
    current: pairs.map((pair) => pair.current),
    previous: plan.previous.map((_, at) => pairs[at]?.previous ?? []),
    notes: [...pairs.flatMap((pair) => pair.notes), ...absent],
  };
}

type Pair = { current: MeasureRow[]; previous: MeasureRow[]; notes: Note[] };

/** A range right after the one it is compared with is asked together with it. */
async function sumPair(
  where: Where,
  query: MeasureQuery,
  before: MeasureQuery | undefined,
): Promise<Pair> {
  const end = before?.buckets.at(-1)?.to;
  if (!before || end === undefined || end + 1 !== query.buckets[0]?.from) {
    const { rows, notes } = await sumQuery(where, query);
    const previous = before ? (await sumQuery(where, before)).rows : [];
    return { current: rows, previous, notes };
  }
  const buckets = [...before.buckets, ...query.buckets];
  const { rows, notes } = await sumQuery(where, { ...query, buckets });
  const first = before.buckets.length;
  return {
    current: rows
      .filter((row) => row.bucket >= first)
      .map((row) => ({ ...row, bucket: row.bucket - first })),
    previous: rows.filter((row) => row.bucket < first),
    notes,
  };
}

async function sumQuery(
  { facts, workspaceId, slices }: Where,
  query: MeasureQuery,
): Promise<{ rows: MeasureRow[]; notes: Note[] }> {
  const { parts, notes } = await partsOf({ facts, workspaceId, slices }, query);
  const summed = await Promise.all(
    parts.map(async (part) => ({
      measures: part.query.measures,
      rows: await facts.sums(workspaceId, part.query, part.slices),
    })),
  );
  const only = summed.length === 1 ? summed[0] : undefined;
  return { rows: only ? only.rows : mergeRows(query, summed), notes };
}

/** From which slices each measure of a query is read. The rows behind a number come from the same. */
export async function partsOf(
  { facts, workspaceId, slices }: Where,
  query: MeasureQuery,
): Promise<{ parts: ReadPart[]; notes: Note[] }> {
  // Nothing of this kind was ever imported; the store may not even have its columns.
  if (!slices.some((slice) => slice.dataset === query.dataset)) return { parts: [], notes: [] };
  if (eachAccountOnce(slices, query)) return { parts: [{ query, slices: null }], notes: [] };
  const first = query.buckets[0];
  const last = query.buckets.at(-1);
  if (!first || !last) return { parts: [], notes: [] };
  const coverage = await facts.coverage(
    workspaceId,
    query.dataset,
    query.measures,
    first.from,
    last.to,
  );
  const { parts, notes } = chooseSlices({ query, coverage });
  return {
    parts: parts.map((part) => ({
      query: { ...query, measures: part.measures },
      slices: part.slices,
    })),
    notes,
  };
}

/** Whether no account is described twice: one shape each, and no rows of whole periods. */
function eachAccountOnce(slices: WorkspaceSlice[], query: MeasureQuery): boolean {
  const accounts = new Set<string>();
  for (const slice of slices) {
    if (slice.dataset !== query.dataset) continue;
    const account = JSON.stringify([slice.source, slice.account]);
    if (accounts.has(account) || slice.shape.endsWith('~period')) return false;
    accounts.add(account);
  }
  return true;
}
