import { MopsError } from '@openmops/domain/shared';

/** Who changed a record last, and when. */
export type LastChange = { version: number; changed_by: string; changed_at: Date };

/**
 * Refuses a change that was made on an older version: somebody else changed it in between.
 * @throws MopsError CONFLICT; `detail` says who, when, and what it is now
 */
export function refuseStale(
  seen: number,
  row: LastChange,
  { names, now }: { names: ReadonlyMap<string, string>; now: unknown },
): void {
  if (row.version === seen) return;
  const who = names.get(row.changed_by) ?? 'Somebody';
  throw new MopsError(
    'CONFLICT',
    `${who} changed it in between. Nothing of yours was saved.`,
    'Compare with what it is now, and save again.',
    { by: who, at: row.changed_at.toISOString(), version: row.version, now },
  );
}
