import { MopsError } from '@openmops/domain/shared';
import type { Role } from '@openmops/domain/workspace';
import type { Actor } from '../../actor.ts';
import type { Trx } from '../../stores/records/records.ts';
import { countOwners } from './members.queries.ts';

/** Only an owner makes, changes or removes an owner. */
export function mayTouch(actor: Actor, ...roles: (Role | null)[]): void {
  const mayAll =
    actor.kind === 'local' ||
    actor.kind === 'system' ||
    (actor.kind === 'user' && actor.role === 'owner');
  if (mayAll || !roles.includes('owner')) return;
  throw new MopsError('FORBIDDEN', 'Only an owner changes owners.', 'Ask an owner.');
}

/** A workspace keeps an owner. Call it after `lockedRole`, so that two at once see each other. */
export async function keepAnOwner(
  trx: Trx,
  workspaceId: string,
  change: { from: Role; to: Role | null },
): Promise<void> {
  if (change.from !== 'owner' || change.to === 'owner') return;
  if ((await countOwners(trx, workspaceId)) > 1) return;
  throw new MopsError(
    'CONFLICT',
    'This is the last owner of the workspace.',
    'Make somebody else an owner first.',
  );
}

export function noMember(): MopsError {
  return new MopsError('NOT_FOUND', 'There is no such member.', 'Reload the list.');
}
