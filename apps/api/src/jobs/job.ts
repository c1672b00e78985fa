import type { Instance } from '../instance.ts';

/** One recurring piece of work: when, in whose time zone, and about what. */
export type Recurring = {
  /** Tells schedules of one kind apart; at most one job of a key runs or waits at a time. */
  key: string;
  /** Five fields, as cron has them. */
  cron: string;
  timeZone: string;
  data: Readonly<Record<string, string>>;
};

/** A kind of work that is done on schedule. A room adds its line in `kinds.ts`. */
export type JobKind = {
  /** `integrations.sync`: the name of its queue. */
  name: string;
  /** Everything of this kind that is to recur, over all workspaces. */
  recurring(instance: Instance): Promise<Recurring[]>;
  /**
   * Does it once. What goes wrong with the work itself is its own to record; what it throws makes the
   * job be done again, up to three times. It stops soon after `stop` is aborted, by throwing.
   */
  work(
    instance: Instance,
    data: Readonly<Record<string, string>>,
    stop: AbortSignal,
  ): Promise<void>;
};
