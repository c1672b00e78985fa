import { isIP } from 'node:net';
import type { Instance } from '../../instance.ts';
import { appendInstanceAudit } from '../audit/append-audit.ts';
import type { Note } from './open-auth.ts';

/** From where a request comes: its id, its address, and the instant in ms since 1970. */
export type Origin = { requestId: string; ip: string; now: number };

const REFUSALS_AN_HOUR = 100;
const HOUR_MS = 3_600_000;

/** The audit row of a session that begins or ends. */
export function noteSession(verb: 'session.signIn' | 'session.signOut', from: Origin): Note {
  return (trx, userId) =>
    appendInstanceAudit(trx, {
      ...entry(from),
      verb,
      userId,
      details: { network: networkOf(from) },
    });
}

/**
 * Tells the audit trail of a refused password: for which account, if the address belongs to one, and
 * never what was typed. Guessers from many addresses must not fill the trail, so there are so many
 * rows an hour; the next one after them counts those that were left out.
 */
export function refusalNotes(instance: Pick<Instance, 'records'>) {
  let window = { endsAt: 0, rows: 0 };
  let leftOut = 0;
  return async (email: string, from: Origin): Promise<void> => {
    if (from.now >= window.endsAt) window = { endsAt: from.now + HOUR_MS, rows: 0 };
    if (window.rows >= REFUSALS_AN_HOUR) {
      leftOut++;
      return;
    }
    window.rows++;
    const more = leftOut > 0 ? { leftOut } : {};
    leftOut = 0;
    await instance.records.system.transaction(
      async (trx) => {
        const known = await trx
          .selectFrom('users')
          .select('id')
          .where('email', '=', email)
          .executeTakeFirst();
        await appendInstanceAudit(trx, {
          ...entry(from),
          verb: 'session.refused',
          userId: null,
          details: { account: known?.id ?? null, network: networkOf(from), ...more },
        });
      },
      { quiet: true },
    );
  };
}

function entry({ now, requestId }: Origin) {
  return { at: new Date(now), requestId };
}

/**
 * The network of an address, enough to see a strange place and too little to point at a person.
 * @example networkOf({ ip: '203.0.113.77' }) // '203.0.113.0/24'
 */
export function networkOf({ ip }: Pick<Origin, 'ip'>): string | null {
  if (isIP(ip) === 4) return `${ip.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIP(ip) !== 6) return null;
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::');
  const groups = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0');
  return `${[...groups, ...after].slice(0, 3).join(':')}::/48`;
}
