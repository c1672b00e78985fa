import type { LifecycleDefinition } from '@openmops/domain/lifecycle';
import type { Db, Trx } from '../../stores/records/records.ts';
import { definitionVersions } from './lifecycle.queries.ts';

/** The definition on which both heads agreed last; null: on none yet. Of two agreed at once the newer. */
export async function agreedDefinition(
  db: Db | Trx,
  workspaceId: string,
): Promise<LifecycleDefinition | null> {
  const agreed = (await definitionVersions(db, workspaceId)).filter((one) => one.agreedAt !== null);
  agreed.sort((a, b) => (b.agreedAt?.getTime() ?? 0) - (a.agreedAt?.getTime() ?? 0));
  return agreed[0]?.definition ?? null;
}
