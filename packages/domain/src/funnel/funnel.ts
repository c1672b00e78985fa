/** Something that a person, account or deal did, or that happened to it. */
export type FunnelEvent = {
  entity: string;
  event: string;
  /** Instant, milliseconds since 1970 UTC. */
  at: number;
  /** What may have to stay the same through the funnel: product, campaign. */
  props?: Readonly<Record<string, string | null>>;
};

export type FunnelStep = {
  event: string;
  /** Default: the event's name. */
  name?: string;
  /** Longest time since the step before, in seconds; default: any. */
  withinSeconds?: number;
  /** May be left out without ending the funnel; default: must be taken. */
  optional?: boolean;
};

/** An event that ends the way between two steps (by index; default: anywhere after the first). */
export type FunnelExclusion = { event: string; from?: number; to?: number };

/**
 * `sequential`: in this order, other events in between. `strict`: in this order, nothing in between.
 * `unordered`: all of them in any order.
 */
export type FunnelOrder = 'sequential' | 'strict' | 'unordered';

export type FunnelInput = {
  /** In any order. */
  events: readonly FunnelEvent[];
  steps: readonly FunnelStep[];
  order?: FunnelOrder;
  /** Longest time from the first step to any later one, in seconds; default: any. */
  windowSeconds?: number;
  /** Properties that must keep their value from step to step. */
  constants?: readonly string[];
  exclusions?: readonly FunnelExclusion[];
  /** Instants; the end is not included. Default: all of time. */
  period?: { from: number; to: number };
  /**
   * `entered`: those who took the first step in the period, whenever they went on (default).
   * `converted`: at each step those who took it in the period, whenever they entered.
   */
  count?: 'entered' | 'converted';
  /** Whoever takes a later step counts for those before it too, also without having taken them. */
  fillForward?: boolean;
  /** Instant up to which the events are complete, to tell who still has time. */
  asOf?: number;
};

/** When an entity took each step, as far as it came; null: not taken, or filled in. */
export type Walk = {
  /** Earliest instant of each step that was reached, by index; null: not reached. */
  reached: (number | null)[];
  /** Time since the step before it, in milliseconds, by index; null: not known. */
  took: (number | null)[];
  /** Whether an exclusion ended a way that was under way. */
  excluded: boolean;
};
