import type { FunnelEvent, FunnelInput, FunnelStep, Walk } from './funnel.ts';

/** A way that has come to a step: when it began, when it came here, and from where. */
type Way = { start: number; at: number; before: { step: number; at: number } | null };

type Rules = Pick<FunnelInput, 'steps' | 'exclusions' | 'order' | 'fillForward'> & {
  windowMs: number;
  /** Indexes of the steps that an event may take, the last one first, so that it takes one of each way. */
  stepsOf: ReadonlyMap<string, readonly number[]>;
  /** Whether a way may begin at this instant. */
  mayStart: (at: number) => boolean;
};

/**
 * One entity's events, in order, through a funnel in order: one pass. Ways to each step are kept so that
 * the later began is found first, because it leaves most of the window; a later one that began no earlier
 * makes those before it needless.
 */
export function walkInOrder(events: readonly FunnelEvent[], rules: Rules): Walk {
  const { steps } = rules;
  const ways: Way[][] = steps.map(() => []);
  const walk: Walk = {
    reached: steps.map(() => null),
    took: steps.map(() => null),
    excluded: false,
  };
  let last: Arrival[] = [];
  let known = false;
  for (const event of events) {
    const taken = rules.stepsOf.get(event.event) ?? NONE;
    const arrived: Arrival[] = taken.length === 0 ? NOWHERE : [];
    for (const step of taken) {
      const way = wayTo(step, event.at, { ways, last, known, rules });
      if (way) arrived.push({ step, way });
    }
    if (rules.exclusions?.length && exclude(event, ways, rules)) walk.excluded = true;
    for (const { step, way } of arrived) {
      keep(ways[step] as Way[], way);
      if (walk.reached[step] === null) {
        walk.reached[step] = way.at;
        walk.took[step] =
          way.before && way.before.step === step - 1 ? way.at - way.before.at : null;
      }
    }
    last = arrived;
    known ||= taken.length > 0;
  }
  if (rules.fillForward) fill(walk);
  return walk;
}

type Arrival = { step: number; way: Way };

const NONE: readonly number[] = [];
const NOWHERE: Arrival[] = [];

/** What is known of an entity when its next event comes; `known`: it has taken a step at any time. */
type Known = { ways: Way[][]; last: Arrival[]; known: boolean; rules: Rules };

function wayTo(step: number, at: number, { ways, last, known, rules }: Known): Way | null {
  const { steps, windowMs, mayStart, fillForward } = rules;
  let best: Way | null = null;
  for (let from = step - 1; from >= 0; from--) {
    const way =
      rules.order === 'strict'
        ? (last.find((one) => one.step === from)?.way ?? null)
        : firstInTime(ways[from] as Way[], at, steps[step] as FunnelStep);
    const inTime = way && withinOf(steps[step] as FunnelStep) >= at - way.at;
    if (way && inTime && at - way.start <= windowMs && (!best || way.start > best.start)) {
      best = { start: way.start, at, before: { step: from, at: way.at } };
    }
    if (!fillForward && !steps[from]?.optional) return best;
  }
  // Filled in, a way may begin at any step, unless the entity was in the funnel before.
  const fresh = step === 0 || (!best && !known);
  return fresh && mayStart(at) ? { start: at, at, before: null } : best;
}

/** The way that began last among those that are still in time; the others will never be again. */
function firstInTime(ways: Way[], at: number, step: FunnelStep): Way | null {
  const within = withinOf(step);
  return ways.find((way) => at - way.at <= within) ?? null;
}

const withinOf = (step: FunnelStep) => (step.withinSeconds ?? Number.POSITIVE_INFINITY) * 1000;

function keep(ways: Way[], way: Way): void {
  while (ways.length > 0 && (ways.at(-1) as Way).start <= way.start) ways.pop();
  ways.push(way);
}

/** Ends the ways between two steps; answers whether there were any. */
function exclude(event: FunnelEvent, ways: Way[][], { exclusions = [] }: Rules): boolean {
  let ended = false;
  for (const { event: name, from = 0, to = ways.length - 1 } of exclusions) {
    if (name !== event.event) continue;
    for (let step = from; step < to; step++) {
      const open = ways[step] as Way[];
      if (open.length > 0) ended = true;
      open.length = 0;
    }
  }
  return ended;
}

/** Steps before the furthest count as reached when it was. */
function fill(walk: Walk): void {
  let later: number | null = null;
  for (let step = walk.reached.length - 1; step >= 0; step--) {
    const at = walk.reached[step] as number | null;
    if (at === null || (later !== null && at > later)) walk.reached[step] = later;
    else later = at;
  }
}
