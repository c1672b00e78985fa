import { MopsError } from '@openmops/domain/shared';
import { hashToken } from '../../secret.ts';
import { publicVerb } from '../../verb.ts';
import { appendInstanceAudit } from '../audit/append-audit.ts';
import { checkPassword } from './check-password.ts';
import { useOneTimeToken } from './one-time-links.ts';
import { hashPassword } from './password.ts';
import { setPassword } from './people.ts';
import { OpenInput } from './session.schema.ts';

/** A one-time link: the demo opens as it is, an invited member chooses a password first. */
export const openLink = publicVerb({
  name: 'session.open',
  kind: 'write',
  input: OpenInput,
  async run({ records, now, requestId }, { token, password }) {
    const found = await records.system.db
      .selectFrom('one_time_tokens')
      .innerJoin('users', 'users.id', 'one_time_tokens.user_id')
      .select(['one_time_tokens.kind', 'users.email', 'users.name'])
      .where('token_hash', '=', hashToken(token))
      .where('kind', 'in', ['demo', 'member'])
      .where('expires_at', '>', new Date(now))
      .executeTakeFirst();
    if (!found) throw gone();
    let passwordHash: string | null = null;
    if (found.kind === 'member') {
      if (password === undefined) {
        throw new MopsError(
          'PRECONDITION',
          'Choose a password first.',
          'Send token and password.',
          {
            needs: 'password',
            email: found.email,
          },
        );
      }
      checkPassword(password, found);
      passwordHash = await hashPassword(password);
    }
    return records.system.transaction(async (trx) => {
      const used = await useOneTimeToken(trx, token, { kinds: ['demo', 'member'], now });
      if (!used?.userId) throw gone();
      if (passwordHash) await setPassword(trx, used.userId, passwordHash);
      await appendInstanceAudit(trx, {
        at: new Date(now),
        userId: used.userId,
        verb: 'session.open',
        details: { link: used.kind, choosesPassword: passwordHash !== null },
        requestId,
      });
      return { userId: used.userId };
    });
  },
});

function gone(): MopsError {
  return new MopsError(
    'NOT_FOUND',
    'This link is not valid: it was used or is too old.',
    'Ask for a new one; the sample link is printed again when the server starts.',
  );
}
