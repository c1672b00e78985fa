import * as z from 'zod';
import { verb } from '../../verb.ts';
import { keepAnOwner, mayTouch, noMember } from './guard-owner.ts';
import { lockedRole } from './members.queries.ts';

/** Takes a person out of the workspace; keys that the person made stop working with it. */
export const removeMember = verb({
  name: 'members.remove',
  permission: 'members.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(64) }),
  async run({ db, actor, workspace, audit }, { id }) {
    const from = await lockedRole(db, workspace.id, id);
    if (from === null) throw noMember();
    mayTouch(actor, from);
    await keepAnOwner(db, workspace.id, { from, to: null });
    await db
      .deleteFrom('members')
      .where('workspace_id', '=', workspace.id)
      .where('user_id', '=', id)
      .execute();
    audit({ member: id, from });
    return { id };
  },
});
