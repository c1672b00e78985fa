import type { Rate } from '@openmops/domain/kpi';
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
