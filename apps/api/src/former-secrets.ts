import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { FormerSecret } from './stores/records/seal.ts';

/** How many count at once, beside the one of now. */
const MOST = 4;
const HOUR_MS = 3_600_000;

/** For how many hours the secret of now still counts; 0: it has leaked, so neither it nor any before it does. */
export const OldHours = z
  // Digits from an address or a command line; nothing and false are no 0, which ends every secret.
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(0).max(168))
  .default(24);

/** Of the former secrets those that count at an instant, the newest first. */
export function countingSecrets(
  former: readonly FormerSecret[] | null,
  now: number,
): FormerSecret[] {
  return (former ?? []).filter(({ until }) => Date.parse(until) > now);
}

/** When the last of the former secrets stops to count; null: none does. */
export function oldSecretUntil(former: readonly FormerSecret[] | null, now: number): string | null {
  const times = countingSecrets(former, now).map(({ until }) => until);
  return times.sort().at(-1) ?? null;
}

/**
 * The former secrets once the secret of now is replaced: every one counts until the time that was said of it.
 * `until`: that of the one that is replaced; null: it counts no more, or there is none.
 * @throws MopsError CONFLICT when too many would count.
 */
export function replaceSecret(
  row: { secret: string | null; former_secrets: readonly FormerSecret[] | null },
  { oldHours, now }: { oldHours: number; now: number },
): { former: FormerSecret[]; until: string | null } {
  if (oldHours === 0) return { former: [], until: null };
  const until = new Date(now + oldHours * HOUR_MS).toISOString();
  const before = countingSecrets(row.former_secrets, now);
  const former = row.secret === null ? before : [{ secret: row.secret, until }, ...before];
  const first = before.map((one) => one.until).sort()[0];
  if (former.length > MOST && first !== undefined)
    throw new MopsError(
      'CONFLICT',
      `${MOST} former secrets still count.`,
      `Change it again after ${first}, or end the old ones at once.`,
    );
  return { former, until: row.secret === null ? null : until };
}
