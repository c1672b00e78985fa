import { ROLES } from '@openmops/domain/workspace';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { keepAnOwner, mayTouch, noMember } from './guard-owner.ts';
import { lockedRole } from './members.queries.ts';

/** Changes what a member may do, from the next request on. */
export const setRole = verb({
  name: 'members.setRole',
  permission: 'members.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(64), role: z.enum(ROLES) }),
  async run({ db, actor, workspace, audit }, { id, role }) {
    const from = await lockedRole(db, workspace.id, id);
    if (from === null) throw noMember();
    mayTouch(actor, from, role);
    await keepAnOwner(db, workspace.id, { from, to: role });
    await db
      .updateTable('members')
      .set({ role })
      .where('workspace_id', '=', workspace.id)
      .where('user_id', '=', id)
      .execute();
    audit({ member: id, from, to: role });
    return { id, role };
  },
});
