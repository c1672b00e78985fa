import type { Instance } from '../../instance.ts';
import { makeOneTimeToken } from './one-time-links.ts';
import { isClaimed } from './session.queries.ts';

/** A new token for the first owner, valid for an hour; those before it are void. Null: there is an owner. */
export async function claimToken(instance: Instance): Promise<string | null> {
  const { system } = instance.records;
  if (await isClaimed(system.db)) return null;
  const now = instance.now();
  return system.transaction((trx) => makeOneTimeToken(trx, { kind: 'claim', userId: null, now }));
}
