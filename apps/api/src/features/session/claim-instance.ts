import { MopsError } from '@openmops/domain/shared';
import type { Trx } from '../../stores/records/records.ts';
import { publicVerb } from '../../verb.ts';
import { appendInstanceAudit } from '../audit/append-audit.ts';
import { insertWorkspace } from '../workspace/insert-workspace.ts';
import { checkPassword } from './check-password.ts';
import { useOneTimeToken } from './one-time-links.ts';
import { hashPassword } from './password.ts';
import { addPerson, setPassword } from './people.ts';
import { isClaimed } from './session.queries.ts';
import { ClaimInput } from './session.schema.ts';

/** The first person takes the instance with the link that the console printed. */
export const claimInstance = publicVerb({
  name: 'session.claim',
  kind: 'write',
  input: ClaimInput,
  async run({ records, now, requestId }, input) {
    if (await isClaimed(records.system.db)) throw gone();
    checkPassword(input.password, input);
    const passwordHash = await hashPassword(input.password);
    return records.system.transaction(async (trx) => {
      const token = await useOneTimeToken(trx, input.token, { kinds: ['claim'], now });
      if (!token) throw gone();
      const userId = await addPerson(trx, { name: input.name, email: input.email });
      await setPassword(trx, userId, passwordHash);
      await markClaimed(trx, userId);
      await adoptWorkspaces(trx, userId);
      if (input.workspace) {
        const actor = { kind: 'user' as const, id: userId, name: input.name, email: input.email };
        await insertWorkspace(trx, {
          input: input.workspace,
          owner: userId,
          actor: { ...actor, role: 'owner' },
          now,
          requestId,
        });
      }
      await appendInstanceAudit(trx, {
        at: new Date(now),
        userId,
        verb: 'session.claim',
        details: { workspace: input.workspace?.slug ?? null },
        requestId,
      });
      return { userId };
    });
  },
});

/** Of two at once, the second finds the row and is refused. */
async function markClaimed(trx: Trx, userId: string): Promise<void> {
  const added = await trx
    .insertInto('instance')
    .values({ key: 'claimed', value: JSON.stringify({ userId }) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows !== 1n) throw gone();
}

/** What the command line or the demo made before there was anybody now has an owner. */
async function adoptWorkspaces(trx: Trx, userId: string): Promise<void> {
  const orphans = await trx
    .selectFrom('workspaces')
    .select('id')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('members')
            .select('user_id')
            .whereRef('members.workspace_id', '=', 'workspaces.id')
            .where('role', '=', 'owner'),
        ),
      ),
    )
    .execute();
  for (const { id } of orphans) {
    await trx
      .insertInto('members')
      .values({ workspace_id: id, user_id: userId, role: 'owner' })
      .execute();
  }
}

function gone(): MopsError {
  return new MopsError(
    'NOT_FOUND',
    'This link is not valid: it was used, is older than an hour, or the instance has its owner.',
    'Start the server again for a new link, or sign in.',
  );
}
