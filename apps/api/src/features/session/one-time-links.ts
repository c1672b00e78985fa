import { hashToken, newToken } from '../../secret.ts';
import type { Trx } from '../../stores/records/records.ts';

const HOUR_MS = 3_600_000;
export type LinkKind = 'claim' | 'demo' | 'member';

/** A new token of a kind (for a person); the ones before it are void. Only its hash is stored. */
export async function makeOneTimeToken(
  trx: Trx,
  link: { kind: LinkKind; userId: string | null; now: number; hours?: number },
): Promise<string> {
  const { kind, userId, now, hours = 1 } = link;
  let old = trx.deleteFrom('one_time_tokens').where('kind', '=', kind);
  if (userId) old = old.where('user_id', '=', userId);
  await old.execute();
  const token = newToken();
  await trx
    .insertInto('one_time_tokens')
    .values({
      token_hash: hashToken(token),
      kind,
      user_id: userId,
      expires_at: new Date(now + hours * HOUR_MS),
    })
    .execute();
  return token;
}

/** Takes a token away and says for whom it was; null: unknown, used or too old. */
export async function useOneTimeToken(
  trx: Trx,
  token: string,
  allowed: { kinds: LinkKind[]; now: number },
): Promise<{ kind: LinkKind; userId: string | null } | null> {
  const row = await trx
    .deleteFrom('one_time_tokens')
    .where('token_hash', '=', hashToken(token))
    .where('kind', 'in', allowed.kinds)
    .where('expires_at', '>', new Date(allowed.now))
    .returning(['kind', 'user_id'])
    .executeTakeFirst();
  return row ? { kind: row.kind, userId: row.user_id } : null;
}
