import type { Instance } from './instance.ts';
import type { Records } from './stores/records/records.ts';

/** Runs of this process, by the record store that knows them. */
const live = new WeakMap<Records, Set<string>>();

/** The ids of the runs of this process that have not ended. */
export function liveRuns({ records }: Pick<Instance, 'records'>): Set<string> {
  const known = live.get(records) ?? new Set<string>();
  live.set(records, known);
  return known;
}

/**
 * Whether a run that has not ended belongs to a process that lives: this one, or another one over
 * the same servers that has spoken within `deadAfterMs`.
 */
export function isLive(
  instance: Instance,
  run: { id: string; beatAt: Date },
  deadAfterMs: number,
): boolean {
  if (liveRuns(instance).has(run.id)) return true;
  // A data folder has one process; servers are shared by several.
  const shared = instance.records.engine === 'postgres' && instance.folder === null;
  return shared && instance.now() - run.beatAt.getTime() < deadAfterMs;
}
