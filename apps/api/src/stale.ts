import { MopsError } from '@openmops/domain/shared';

/** Who changed a record last, and when. */
export type LastChange = { version: number; changed_by: string; changed_at: Date };

type Faster = {
  /** What somebody else changed: `“Spring webinar”`, `this goal`. */
  what: string;
  /** Id of who did. */
  by: string;
  at: Date;
  version: number;
  /** What it is now, for who has to choose. */
  now: unknown;
  /** More than one part, each with what it was and is. */
  cells?: readonly unknown[];
};

/**
 * Somebody was faster: CONFLICT, and `detail` says who, when, and what it is now. The name of a person is put in by
 * `verb`, once no transaction has the only connection.
 */
export class Stale extends MopsError {
  readonly faster: Faster;

  constructor(faster: Faster, who = 'Somebody else') {
    const { what, at, version, now, cells } = faster;
    super(
      'CONFLICT',
      `${who} changed ${what} meanwhile.`,
      'Look at what it is now, then keep that or send yours again.',
      { by: who, at: at.toISOString(), version, now, ...(cells ? { cells } : {}) },
    );
    this.faster = faster;
  }

  named(names: ReadonlyMap<string, string>): Stale {
    const who = names.get(this.faster.by);
    return who === undefined ? this : new Stale(this.faster, who);
  }
}

/** Refuses a change of a record that is no longer as it was seen. @throws Stale */
export function refuseStale(
  row: LastChange,
  seen: number,
  of: { what: string; now: unknown },
): void {
  if (row.version === seen) return;
  const { changed_by: by, changed_at: at, version } = row;
  throw new Stale({ ...of, by, at, version });
}
