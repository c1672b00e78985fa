import { randomUUID } from 'node:crypto';
import { STORED_DATASETS } from '@openmops/domain/catalogue';
import type { DatasetId } from '@openmops/domain/kpi';
import { assignedIn, assignedInMonth } from './assigned.ts';
import type { Engine } from './engine.ts';
import { literal, partition } from './literal.ts';
import { passesBy } from './passes-by.ts';
import type { AssignedCampaign, LandedBatch } from './port.ts';
import { copyRows, mergeRecords, mergeRows, type Scope, sharedMonths } from './publish-sql.ts';
import type { Remembered } from './remember.ts';
import { MONTH, type Tables, tableOf } from './tables.ts';

/** Rows that one merging statement holds at a time; more are taken in several passes. */
const MERGE_ROWS = 400_000;

type Month = { month: number; rows: Map<string, number> };
type Dataset = { months: Month[] /** Batches with CRM records. */; keyed: Set<string> };

type At = {
  engine: Engine;
  tables: Tables;
  /** Told of the months that are put in place while it happens. */
  during?: Remembered['during'];
};

/**
 * Rebuilds the months that the touched batches have rows in, each from all active batches, and
 * puts each in place in one step. Until then queries see the month as it was. A publish that was
 * interrupted is mended by publishing again.
 */
export async function publish(
  { engine, tables, during = (_, _months, work) => work() }: At,
  workspaceId: string,
  touched: string[],
  active: LandedBatch[],
): Promise<void> {
  const assigned = await assignedIn(engine, workspaceId);
  const datasets = await monthsOf(engine, tables, workspaceId);
  for (const [dataset, { months, keyed }] of datasets) {
    const batches = active.filter((batch) => batch.dataset === dataset);
    const here = touched.filter((id) => months.some((month) => month.rows.has(id)));
    if (here.length === 0) continue;
    // A record moves between months when the CRM exports it again, so all of them are rebuilt.
    const records = here.some((id) => keyed.has(id));
    const due = months.filter((month) => records || here.some((id) => month.rows.has(id)));
    await rebuild(engine, { workspaceId, dataset, months: due, batches, assigned, during });
  }
}

/** Which batches have how many rows in which month. */
async function monthsOf(
  engine: Engine,
  tables: Tables,
  workspaceId: string,
): Promise<Map<DatasetId, Dataset>> {
  const parts = STORED_DATASETS.map((dataset) => {
    const records = tables.has(dataset, 'record') ? 'count(record)' : 'toUInt64(0)';
    return `SELECT dataset, ${MONTH} AS month, batch, count() AS n, ${records} AS records
     FROM ${tableOf('landed', dataset)} WHERE workspace = ${literal(workspaceId)} GROUP BY 1, 2, 3`;
  });
  const found = await engine.look<[DatasetId, number, string, string, string]>(
    `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY 1, 2, 3`,
  );
  const datasets = new Map<DatasetId, Dataset>();
  for (const [dataset, month, batch, rows, records] of found) {
    const { months, keyed } = datasets.get(dataset) ?? { months: [], keyed: new Set<string>() };
    datasets.set(dataset, { months, keyed });
    if (Number(records) > 0) keyed.add(batch);
    let last = months.at(-1);
    if (last?.month !== Number(month)) {
      last = { month: Number(month), rows: new Map() };
      months.push(last);
    }
    last.rows.set(batch, Number(rows));
  }
  return datasets;
}

type Rebuild = {
  workspaceId: string;
  dataset: DatasetId;
  months: Month[];
  batches: LandedBatch[];
  assigned: AssignedCampaign[];
  during: Remembered['during'];
};

async function rebuild(engine: Engine, what: Rebuild): Promise<void> {
  const { workspaceId, dataset, months } = what;
  const daily = what.batches.filter((batch) => !batch.keyedByRecord);
  const scope = { workspaceId, dataset, months: months.map(({ month }) => month) };
  const shared = await overlappingMonths(engine, scope, daily);
  const dailyIds = new Set(daily.map((batch) => batch.batchId));
  const place = (some: Month[], from: string) =>
    what.during(
      workspaceId,
      some.map(({ month }) => ({ dataset, month })),
      () =>
        engine.run(
          `ALTER TABLE ${tableOf('facts', dataset)} ${some
            .map(
              ({ month }) =>
                `REPLACE PARTITION ${partition(workspaceId, dataset, month)} FROM ${from}`,
            )
            .join(', ')}`,
        ),
    );
  // All that has landed in a month stands, each day once: the month is shared by both tables, not copied.
  const whole = months.filter(
    ({ month, rows }) =>
      !shared.has(month) &&
      !assignedInMonth(what.assigned, month) &&
      [...rows.keys()].every((id) => dailyIds.has(id)),
  );
  if (whole.length > 0) await place(whole, tableOf('landed', dataset));
  const mixed = months.filter((month) => !whole.includes(month));
  if (mixed.length === 0) return;
  const into = `staging_${randomUUID().replaceAll('-', '')}`;
  await engine.run(`CREATE TABLE ${into} AS ${tableOf('facts', dataset)}`);
  try {
    await fill(engine, { ...what, months: mixed, shared, into });
    await place(mixed, into);
  } finally {
    await engine.run(`DROP TABLE ${into} SYNC`);
  }
}

/** Writes the months as they shall be, into a table of their own. */
async function fill(
  engine: Engine,
  what: Rebuild & { shared: Set<number>; into: string },
): Promise<void> {
  const { workspaceId, dataset, months, batches, shared, into, assigned } = what;
  const daily = batches.filter((batch) => !batch.keyedByRecord);
  const scope = {
    workspaceId,
    dataset,
    into,
    assigned,
    months: months.map(({ month }) => month),
  };
  const plain = scope.months.filter((month) => !shared.has(month));
  const here = daily.filter((batch) => months.some((month) => month.rows.has(batch.batchId)));
  if (here.length > 0 && plain.length > 0)
    await engine.run(copyRows({ ...scope, months: plain }, here, false));
  for (const some of bundles(months.filter(({ month }) => shared.has(month))))
    await merge(engine, { scope, months: some, batches: daily });
  const keyed = batches.filter((batch) => batch.keyedByRecord);
  const withRecords = months.filter(({ rows }) => keyed.some(({ batchId }) => rows.has(batchId)));
  for (const some of bundles(withRecords))
    await placeRecords(engine, { scope, months: some, batches: keyed });
}

type Part = { scope: Scope; months: Month[]; batches: LandedBatch[] };

/** Months that one statement can hold together: most of the time of a small one is its planning. */
function bundles(months: Month[]): Month[][] {
  const made: Month[][] = [];
  let held = Number.POSITIVE_INFINITY;
  for (const month of months) {
    const rows = [...month.rows.values()].reduce((sum, count) => sum + count, 0);
    held += rows;
    if (held <= MERGE_ROWS) made.at(-1)?.push(month);
    else {
      made.push([month]);
      held = rows;
    }
  }
  return made;
}

/** Months in which a day of an account is described by more than one batch. */
async function overlappingMonths(
  engine: Engine,
  scope: Omit<Scope, 'into' | 'assigned'>,
  daily: LandedBatch[],
): Promise<Set<number>> {
  if (daily.length < 2) return new Set();
  const found = await engine.look<[number]>(sharedMonths(scope, daily));
  return new Set(found.map(([month]) => Number(month)));
}

async function merge(engine: Engine, part: Part) {
  const here = part.batches.filter(({ batchId }) =>
    part.months.some(({ rows }) => rows.has(batchId)),
  );
  const scope = monthsIn(part);
  await engine.run(copyRows(scope, here, true));
  for (const pass of passesBy(rowsOf(part), 'k', MERGE_ROWS))
    await engine.run(mergeRows(scope, here, pass));
}

/** Records compete over all months of their dataset, so some months are asked about all of them. */
async function placeRecords(engine: Engine, part: Part) {
  for (const pass of passesBy(rowsOf(part), 'k', MERGE_ROWS))
    await engine.run(mergeRecords(monthsIn(part), part.batches, pass));
}

function monthsIn({ scope, months }: Part): Scope {
  return { ...scope, months: months.map(({ month }) => month) };
}

function rowsOf({ months, batches }: Part): number {
  return months.reduce(
    (sum, { rows }) => batches.reduce((more, { batchId }) => more + (rows.get(batchId) ?? 0), sum),
    0,
  );
}
