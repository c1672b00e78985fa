import type { DatasetId } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';
import type { LandedBatch } from './port.ts';
import { copyRows, mergeRecords, mergeRows, type Scope, sharedMonths } from './publish-sql.ts';
import { integer, literal } from './sql.ts';
import { MONTH } from './tables.ts';

/** Rows that one merging statement holds at a time; more are taken in several passes. */
const MERGE_ROWS = 400_000;

type Month = { month: number; rows: Map<string, number> };

/**
 * Rebuilds the months that the touched batches have rows in, each from all active batches, and
 * puts each in place in one step. Until then queries see the month as it was. A publish that was
 * interrupted is mended by publishing again.
 */
export async function publish(
  engine: Engine,
  workspaceId: string,
  touched: string[],
  active: LandedBatch[],
): Promise<void> {
  const datasets = await monthsOf(engine, workspaceId);
  const byId = new Map(active.map((batch) => [batch.batchId, batch]));
  for (const [dataset, months] of datasets) {
    const batches = active.filter((batch) => batch.dataset === dataset);
    const here = touched.filter((id) => months.some((month) => month.rows.has(id)));
    if (here.length === 0) continue;
    // A record moves between months when the CRM exports it again, so all of them are rebuilt.
    const records = here.some((id) => byId.get(id)?.keyedByRecord !== false);
    const due = months.filter((month) => records || here.some((id) => month.rows.has(id)));
    await rebuild(engine, { workspaceId, dataset, months: due, batches });
  }
}

/** Which batches have how many rows in which month. */
async function monthsOf(engine: Engine, workspaceId: string): Promise<Map<DatasetId, Month[]>> {
  const found = await engine.look<[DatasetId, number, string, string]>(
    `SELECT dataset, ${MONTH}, batch, count() FROM landed
     WHERE workspace = ${literal(workspaceId)} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  const datasets = new Map<DatasetId, Month[]>();
  for (const [dataset, month, batch, rows] of found) {
    const months = datasets.get(dataset) ?? [];
    datasets.set(dataset, months);
    let last = months.at(-1);
    if (last?.month !== Number(month)) {
      last = { month: Number(month), rows: new Map() };
      months.push(last);
    }
    last.rows.set(batch, Number(rows));
  }
  return datasets;
}

async function rebuild(
  engine: Engine,
  what: { workspaceId: string; dataset: DatasetId; months: Month[]; batches: LandedBatch[] },
): Promise<void> {
  const { workspaceId, dataset, months, batches } = what;
  const partitions = months.map(
    ({ month }) => `(${literal(workspaceId)}, ${literal(dataset)}, ${integer(month)})`,
  );
  const clear = `ALTER TABLE staging ${partitions.map((one) => `DROP PARTITION ${one}`).join(', ')}`;
  await engine.run(clear);
  const daily = batches.filter((batch) => !batch.keyedByRecord);
  const scope = { workspaceId, dataset, months: months.map(({ month }) => month) };
  const shared = await overlappingMonths(engine, scope, daily);
  const plain = scope.months.filter((month) => !shared.has(month));
  const here = daily.filter((batch) => months.some((month) => month.rows.has(batch.batchId)));
  if (here.length > 0 && plain.length > 0)
    await engine.run(copyRows({ ...scope, months: plain }, here, false));
  for (const month of months) {
    if (shared.has(month.month)) await merge(engine, { workspaceId, dataset, month, batches });
    await placeRecords(engine, { workspaceId, dataset, month, batches });
  }
  for (const partition of partitions)
    await engine.run(`ALTER TABLE facts REPLACE PARTITION ${partition} FROM staging`);
  await engine.run(clear);
}

type Part = { workspaceId: string; dataset: DatasetId; month: Month; batches: LandedBatch[] };

/** Months in which a day of an account is described by more than one batch. */
async function overlappingMonths(
  engine: Engine,
  scope: Scope,
  daily: LandedBatch[],
): Promise<Set<number>> {
  if (daily.length < 2) return new Set();
  const found = await engine.look<[number]>(sharedMonths(scope, daily));
  return new Set(found.map(([month]) => Number(month)));
}

async function merge(engine: Engine, { workspaceId, dataset, month, batches }: Part) {
  const daily = batches.filter((batch) => !batch.keyedByRecord && month.rows.has(batch.batchId));
  const scope = { workspaceId, dataset, months: [month.month] };
  await engine.run(copyRows(scope, daily, true));
  for (const pass of passes(rowsOf(month, daily))) await engine.run(mergeRows(scope, daily, pass));
}

/** Records compete over all months of their dataset, so each month is asked about all of them. */
async function placeRecords(engine: Engine, { workspaceId, dataset, month, batches }: Part) {
  const keyed = batches.filter((batch) => batch.keyedByRecord);
  if (!keyed.some((batch) => month.rows.has(batch.batchId))) return;
  const scope = { workspaceId, dataset, months: [month.month] };
  for (const pass of passes(rowsOf(month, keyed)))
    await engine.run(mergeRecords(scope, keyed, pass));
}

function rowsOf(month: Month, batches: LandedBatch[]): number {
  return batches.reduce((sum, batch) => sum + (month.rows.get(batch.batchId) ?? 0), 0);
}

function passes(rows: number): { pass: number; of: number }[] {
  const of = Math.max(1, Math.ceil(rows / MERGE_ROWS));
  return Array.from({ length: of }, (_, pass) => ({ pass, of }));
}
