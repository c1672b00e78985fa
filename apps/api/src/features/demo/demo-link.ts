import type { Instance } from '../../instance.ts';
import { makeOneTimeToken } from '../session/one-time-links.ts';
import { demoState } from './demo.queries.ts';

const LINK_HOURS = 24;

/**
 * A new one-time token that signs its bearer in as the guest of the sample workspace; the one
 * before it is void. Null: there is no sample.
 */
export async function demoToken(instance: Instance): Promise<string | null> {
  const { system } = instance.records;
  const state = await demoState(system.db);
  if (state?.step !== 'loaded') return null;
  return system.transaction((trx) =>
    makeOneTimeToken(trx, {
      kind: 'demo',
      userId: state.guestId,
      now: instance.now(),
      hours: LINK_HOURS,
    }),
  );
}
