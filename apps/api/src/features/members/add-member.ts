import { MopsError } from '@openmops/domain/shared';
import { ROLES } from '@openmops/domain/workspace';
import * as z from 'zod';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { elevated } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { makeOneTimeToken } from '../session/one-time-links.ts';
import { addPerson } from '../session/people.ts';
import { email, personName } from '../session/session.schema.ts';
import { mayTouch } from './guard-owner.ts';
import { lockedRole, personByEmail } from './members.queries.ts';

/**
 * Adds a person. Somebody new gets a link, valid for an hour and once, that the admin passes on;
 * somebody who signs in already just finds the workspace. Adding again makes a new link.
 */
export const addMember = verb({
  name: 'members.add',
  permission: 'members.write',
  kind: 'write',
  input: z.strictObject({ email, name: personName, role: z.enum(ROLES) }),
  async run({ db, actor, workspace, instance, now, audit }, input) {
    mayTouch(actor, input.role);
    // Who acts as the only member meanwhile is waited for.
    await holdWorkspace(db, workspace.id);
    return elevated(db, async () => {
      const known = await personByEmail(db, input.email);
      const role = known ? await lockedRole(db, workspace.id, known.id) : null;
      const waiting = known === undefined || known.accounts === 0;
      if (role !== null && !waiting) {
        throw new MopsError(
          'CONFLICT',
          `${input.email} is a member already.`,
          'Change the role instead.',
        );
      }
      const userId = known?.id ?? (await addPerson(db, input));
      if (role === null) {
        await db
          .insertInto('members')
          .values({ workspace_id: workspace.id, user_id: userId, role: input.role })
          .execute();
      }
      audit({ member: userId, role: role ?? input.role });
      // A link opens the whole account, so it is not for an admin who shares the person with others.
      const shared = known !== undefined && known.workspaces > (role === null ? 0 : 1);
      if (!waiting || shared) return { id: userId, link: null };
      const token = await makeOneTimeToken(db, { kind: 'member', userId, now });
      return { id: userId, link: `${instance.address()}/open#token=${token}` };
    });
  },
});
