import * as z from 'zod';
import { publicVerb } from '../../verb.ts';
import { isClaimed, workspacesOfUser } from './session.queries.ts';

/** Who is signed in, where they may go, and whether the instance has an owner yet. */
export const getSession = publicVerb({
  name: 'session.get',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ actor, records }) {
    const { db } = records.system;
    const user =
      actor?.kind === 'user' ? { id: actor.id, name: actor.name, email: actor.email } : null;
    return {
      user,
      claimed: await isClaimed(db),
      workspaces: user ? await workspacesOfUser(db, user.id) : [],
    };
  },
});
