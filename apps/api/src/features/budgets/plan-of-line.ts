import { MopsError } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { LineRow } from './line-rows.ts';
import type { PlanRow } from './plans.queries.ts';

/** The plan in which a line counts. NOT_FOUND for a line of another scenario. */
export async function planOfLine(db: Db | Trx, line: LineRow): Promise<PlanRow> {
  const plan = await db
    .selectFrom('plans')
    .selectAll()
    .where('workspace_id', '=', line.workspace_id)
    .where('scenario_id', '=', line.scenario_id)
    .executeTakeFirst();
  if (plan) return plan;
  throw new MopsError(
    'NOT_FOUND',
    `${line.name} is a line of a scenario that does not count.`,
    'Choose a line of the plan.',
  );
}
