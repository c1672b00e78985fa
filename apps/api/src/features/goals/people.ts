import { MopsError } from '@openmops/domain/shared';
import { actorId } from '../../actor.ts';
import type { Context } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';

export type Names = ReadonlyMap<string, string>;

export const byOf = ({ actor }: Pick<Context, 'actor'>): string => actorId(actor) ?? actor.kind;

type Maker = Pick<Context, 'actor' | 'now'>;

/** Who made a record, and when. */
export function madeBy(ctx: Maker) {
  const [by, at] = [byOf(ctx), new Date(ctx.now)];
  return { version: 1, created_by: by, created_at: at, changed_by: by, changed_at: at };
}

/** Who changed the version of a record that was seen, and when. */
export const changedBy = (ctx: Maker, seen: number) => ({
  version: seen + 1,
  changed_by: byOf(ctx),
  changed_at: new Date(ctx.now),
});

/** A name, also of somebody who left. */
export const nameIn = (names: Names, id: string): string => names.get(id) ?? 'Somebody who left';

/** Refuses an owner who is no member. Not inside of a transaction. */
export async function mustBeMember(
  ctx: Pick<Context, 'instance' | 'workspace'>,
  owner: string | null | undefined,
): Promise<void> {
  if (owner === null || owner === undefined) return;
  const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
  const person = owner !== 'local' && owner !== 'system' && names.has(owner);
  if (!person)
    throw new MopsError(
      'INVALID',
      'The owner is no member of this workspace.',
      'Take one of the list of members.',
    );
}
