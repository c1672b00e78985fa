import { MopsError } from '@openmops/domain/shared';

type Seen = { seen: number; now: number; by: string; at: Date; what: unknown };

/** Refuses a change of what somebody else has changed meanwhile: who, when, and what it is now. */
export function refuseStale({ seen, now, by, at, what }: Seen, names: ReadonlyMap<string, string>) {
  if (seen === now) return;
  const who = names.get(by) ?? 'Somebody';
  throw new MopsError(
    'CONFLICT',
    `${who} has changed this meanwhile, at ${at.toISOString()}.`,
    'Look at what it is now, then make your change again.',
    { version: now, changedBy: who, changedAt: at.toISOString(), now: what },
  );
}
