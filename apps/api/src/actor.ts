import type { Filter } from '@openmops/domain/kpi';
import { GRANTS, type Permission, type Role } from '@openmops/domain/workspace';

/** Who asks. Every call of a verb has one, and the audit trail names it. */
export type Actor =
  | {
      kind: 'user';
      id: string;
      name: string;
      email: string;
      /** In the workspace of the call; null: not a member, or no workspace is meant. */
      role: Role | null;
    }
  /** `permissions` are the key's scopes, less what the person who made it may no longer do. */
  | { kind: 'apiKey'; id: string; name: string; permissions: readonly Permission[] }
  | {
      kind: 'embed';
      id: string;
      name: string;
      kpis: string[];
      filters: Filter[];
      /** Goals, and plans, lines and campaigns of the budget, that it names; left out: none. */
      goals?: string[];
      budgets?: string[];
    }
  /** The command line on this machine, by the user who owns the data folder. */
  | { kind: 'local' }
  /** OpenMOps itself: the demo, clean-up. */
  | { kind: 'system' };

/** @example actorMay({ kind: 'local' }, 'imports.write') // true */
export function actorMay(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case 'user':
      return actor.role !== null && GRANTS[actor.role].includes(permission);
    case 'apiKey':
      return actor.permissions.includes(permission);
    // Only verbs that say so are open to an embed; what it names is checked by them.
    case 'embed':
      return permission === 'kpis.read' || permission === 'plans.read';
    case 'local':
    case 'system':
      return true;
  }
}

/** The id under which the audit trail knows the actor. */
export function actorId(actor: Actor): string | null {
  return 'id' in actor ? actor.id : null;
}
