import type { Role } from '@openmops/domain/workspace';
import { actorId } from '../../actor.ts';
import type { Context } from '../../verb.ts';

/** Who answers for a call: a key acts for the person who made it, so two keys of one are one. */
export type Person = { id: string; role: Role | null };

/** The person behind a call; the command line is the owner of the machine. Not inside of a transaction. */
export async function personBehind(ctx: Context<'read' | 'long'>): Promise<Person> {
  const { actor } = ctx;
  if (actor.kind === 'user') return { id: actor.id, role: actor.role };
  if (actor.kind !== 'apiKey') return { id: actorId(actor) ?? actor.kind, role: 'owner' };
  const maker = await ctx.instance.records.system.db
    .selectFrom('api_keys')
    .leftJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'api_keys.workspace_id')
        .onRef('members.user_id', '=', 'api_keys.created_by'),
    )
    .select(['api_keys.created_by', 'members.role'])
    .where('api_keys.id', '=', actor.id)
    .executeTakeFirst();
  // A key that the command line made belongs to the owner of the machine.
  if (!maker || maker.created_by === '') return { id: 'local', role: 'owner' };
  return { id: maker.created_by, role: maker.role };
}
