import type { Rate } from '@openmops/domain/kpi';
import type { ImportReport } from '@openmops/domain/sources';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db } from '../../stores/records/records.ts';

/** The exchange rates of a run of days, oldest first. */
export async function ratesBetween(
  db: Db,
  workspaceId: string,
  days: { from: number; to: number },
): Promise<Rate[]> {
  const rows = await db
    .selectFrom('rates')
    .select(['day', 'base', 'quote', 'rate'])
    .where('workspace_id', '=', workspaceId)
    .where('day', '>=', days.from)
    .where('day', '<=', days.to)
    .orderBy('day')
    .execute();
  return rows.map(({ day, base, quote, rate }) => ({ day, from: base, to: quote, rate }));
}

export type Accepted = { dataset: string; source: string; name: string; at: Date };

/** The accepted imports of a workspace, newest last: what numbers are made of. */
export async function acceptedImports(db: Db, workspaceId: string): Promise<Accepted[]> {
  const rows = await db
    .selectFrom('batches')
    .select(['landed', 'report', 'done_at', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'done')
    .orderBy('seq')
    .execute();
  return rows.map((row) => {
    const { dataset, source } = row.landed as LandedBatch;
    const name = (row.report as ImportReport | null)?.sourceName ?? source;
    return { dataset, source, name, at: row.done_at ?? row.created_at };
  });
}
