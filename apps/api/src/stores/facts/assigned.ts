import type { Engine } from './engine.ts';
import { integer, literal } from './literal.ts';
import type { AssignedCampaign } from './port.ts';

export const ASSIGNED_TABLE = 'assigned_campaigns';
const COLUMNS = ['workspace', 'at', 'source', 'account', 'campaign', 'day_from', 'day_to', 'name'];
export const ASSIGNED_COLUMNS: readonly string[] = COLUMNS;

/** The table of campaigns that people gave to rows. The records of it are truth, this is a copy. */
export async function migrateAssigned(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE TABLE IF NOT EXISTS ${ASSIGNED_TABLE} (
       workspace LowCardinality(String), at UInt32, source String, account Nullable(String),
       campaign Nullable(String), day_from Int32, day_to Int32, name String)
     ENGINE = MergeTree PARTITION BY workspace ORDER BY (workspace, at)
     SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  );
}

/** Takes the place of all that was assigned in a workspace; the first one that fits a row holds. */
export async function replaceAssigned(
  engine: Engine,
  workspaceId: string,
  list: readonly AssignedCampaign[],
): Promise<void> {
  const before = await assignedIn(engine, workspaceId);
  if (before.length > 0)
    await engine.run(`ALTER TABLE ${ASSIGNED_TABLE} DROP PARTITION ${literal(workspaceId)}`);
  if (list.length === 0) return;
  const rows = list.map((one, at) =>
    [
      literal(workspaceId),
      integer(at),
      bytes(one.source),
      orNull(one.account),
      orNull(one.campaign),
      integer(one.from),
      integer(one.to),
      bytes(one.name),
    ].join(', '),
  );
  await engine.run(
    `INSERT INTO ${ASSIGNED_TABLE} (${COLUMNS.join(', ')}) VALUES ${rows.map((row) => `(${row})`).join(', ')}`,
  );
}

/** What is assigned in a workspace, in order. */
export async function assignedIn(engine: Engine, workspaceId: string): Promise<AssignedCampaign[]> {
  const found = await engine.look<
    [string, string | null, string | null, number, number, string]
  >(`SELECT source, account, campaign, day_from, day_to, name FROM ${ASSIGNED_TABLE}
     WHERE workspace = ${literal(workspaceId)} ORDER BY at`);
  return found.map(([source, account, campaign, from, to, name]) => ({
    source,
    account,
    campaign,
    from: Number(from),
    to: Number(to),
    name,
  }));
}

/** Whether rows of a month (202601) may have a campaign that a person gave them. */
export function assignedInMonth(list: readonly AssignedCampaign[], month: number): boolean {
  return list.some(({ from, to }) => monthOf(from) <= month && month <= monthOf(to));
}

/** The campaign of a row: the one that it came with (`campaign`), unless a person gave it another. */
export function assignedSql(list: readonly AssignedCampaign[], campaign: string): string {
  if (list.length === 0) return campaign;
  const cases = list.flatMap((one) => [
    [
      `source = ${bytes(one.source)}`,
      ...(one.account === null ? [] : [`account = ${bytes(one.account)}`]),
      one.campaign === null
        ? `ifNull(${campaign}, '') = ''`
        : `ifNull(${campaign}, '') = ${bytes(one.campaign)}`,
      `day >= ${integer(one.from)}`,
      `day_to <= ${integer(one.to)}`,
    ].join(' AND '),
    bytes(one.name),
  ]);
  return `CAST(multiIf(${cases.join(', ')}, ${campaign}), 'LowCardinality(Nullable(String))')`;
}

function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

const orNull = (text: string | null) => (text === null ? 'NULL' : bytes(text));

/** A text of a person inside a statement: as its bytes, so that no character means anything. */
function bytes(text: string): string {
  return `unhex('${Buffer.from(text, 'utf8').toString('hex')}')`;
}
