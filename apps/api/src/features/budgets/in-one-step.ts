import { MopsError } from '@openmops/domain/shared';
import type { Trx } from '../../stores/records/records.ts';
import type { Context } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';

/** Something was changed by somebody else since it was read. */
export class Stale extends Error {
  readonly what: string;
  readonly by: string;
  readonly at: Date;
  readonly detail: Record<string, unknown>;

  constructor(stale: { what: string; by: string; at: Date; detail: Record<string, unknown> }) {
    super(`${stale.what} is stale.`);
    this.what = stale.what;
    this.by = stale.by;
    this.at = stale.at;
    this.detail = stale.detail;
  }
}

/** A change that happens wholly or not at all; one that is stale is told who was faster, when, and what is there now. */
export async function inOneStep<T>(
  ctx: Context<'long'>,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  try {
    return await ctx.transact(work);
  } catch (error) {
    if (!(error instanceof Stale)) throw error;
    // Names are read now that the transaction is over: it had the only connection.
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const by = names.get(error.by) ?? 'Somebody who left';
    throw new MopsError(
      'CONFLICT',
      `${by} changed ${error.what} meanwhile.`,
      'Look at what it is now, then keep that or send yours again.',
      { by, at: error.at.toISOString(), ...error.detail },
    );
  }
}

/** Refuses a record that is no longer as it was seen. */
export function mustBeVersion(
  row: { version: number; changed_by: string; changed_at: Date },
  seen: number,
  of: { what: string; now: unknown },
): void {
  if (row.version === seen) return;
  const { changed_by: by, changed_at: at, version } = row;
  throw new Stale({ what: of.what, by, at, detail: { version, now: of.now } });
}
