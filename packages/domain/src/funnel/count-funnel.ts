import type { Issue } from '../shared/issue.ts';
import { type Interval, wilsonInterval } from '../statistics/interval.ts';
import { median } from '../statistics/summary.ts';
import { checkFunnel } from './check-funnel.ts';
import type { FunnelEvent, FunnelInput, Walk } from './funnel.ts';
import { walkAnyOrder } from './walk-any-order.ts';
import { walkInOrder } from './walk-in-order.ts';

export type FunnelCount = {
  name: string;
  /** Entities that took the step, each once. */
  count: number;
  /** Of those at the last step that had to be taken before; null for the first, or of none. */
  fromPrevious: number | null;
  /** Of those at the first step; null of none. */
  fromFirst: number | null;
  /** Of `fromPrevious`, 95 % by Wilson; null where the counts are no part and whole. */
  interval: Interval | null;
  /** Median time since the step before, of those who took both; null where nobody did. */
  medianSeconds: number | null;
};

export type Funnel = {
  steps: FunnelCount[];
  /** Share of the first step that came to the last one. */
  conversion: number | null;
  interval: Interval | null;
  /** Entities whose way an exclusion ended. */
  excluded: number;
  /** Entities that entered, are not through, and still have time (with `asOf` and a window). */
  open: number;
  method: 'sequential' | 'strict' | 'unordered';
  version: 1;
  warnings: Issue[];
};

/**
 * How many take each step of a funnel. Every entity counts once, by the best of its tries. Events of one
 * instant count as if they came in the order of the steps. Refuses no steps, unknown times, a period that
 * ends before it begins, and settings that contradict each other.
 * @example countFunnel({ events: [{ entity: 'a', event: 'visit', at: 0 }, { entity: 'a', event: 'order', at: 9 }, { entity: 'b', event: 'visit', at: 3 }], steps: [{ event: 'visit' }, { event: 'order' }] }).conversion // 0.5
 */
export function countFunnel(input: FunnelInput): Funnel {
  checkFunnel(input);
  const { steps, order = 'sequential', count = 'entered', period } = input;
  const walks = [...walksOf(input).values()];
  const counted = (walk: Walk, step: number) => {
    const at = walk.reached[step] ?? null;
    return at !== null && (count === 'entered' || !period || (at >= period.from && at < period.to));
  };
  const counts = steps.map((_, i) => walks.filter((walk) => counted(walk, i)).length);
  const rows = steps.map((step, i): FunnelCount => {
    const base = baseOf(steps, i);
    const whole = base === null ? null : (counts[base] as number);
    const took = walks.filter((walk) => counted(walk, i)).flatMap((walk) => walk.took[i] ?? []);
    return {
      name: step.name ?? step.event,
      count: counts[i] as number,
      fromPrevious: whole ? (counts[i] as number) / whole : null,
      fromFirst: counts[0] ? (counts[i] as number) / counts[0] : null,
      interval: whole ? wilsonInterval(counts[i] as number, whole) : null,
      medianSeconds: took.length > 0 ? median(took) / 1000 : null,
    };
  });
  const first = counts[0] ?? 0;
  const last = counts.at(-1) ?? 0;
  const open = openOf(walks, input);
  return {
    steps: rows,
    conversion: first > 0 ? last / first : null,
    interval: wilsonInterval(last, first),
    excluded: walks.filter((walk) => walk.excluded).length,
    open,
    method: order,
    version: 1,
    warnings: warningsOf(input, { open, first }),
  };
}

/** The best walk of each entity; with constants, of each of its values. */
function walksOf(input: FunnelInput): Map<string, Walk> {
  const { steps, order = 'sequential', exclusions = [], fillForward = false } = input;
  const { count = 'entered', period } = input;
  const stepsOf = new Map<string, number[]>();
  for (const [i, { event }] of steps.entries()) {
    stepsOf.set(event, [i, ...(stepsOf.get(event) ?? [])]);
  }
  const rules = {
    steps,
    stepsOf,
    exclusions,
    order,
    fillForward,
    windowMs: (input.windowSeconds ?? Number.POSITIVE_INFINITY) * 1000,
    mayStart: (at: number) =>
      count === 'converted' || !period || (at >= period.from && at < period.to),
  };
  const walks = new Map<string, Walk>();
  for (const { entity, events } of trailsOf(input)) {
    const walk = order === 'unordered' ? walkAnyOrder(events, rules) : walkInOrder(events, rules);
    const known = walks.get(entity);
    walks.set(entity, known ? better(known, walk) : walk);
  }
  return walks;
}

/** Events of each entity (and value of its constants), in time. */
function trailsOf({ events, steps, constants = [] }: FunnelInput) {
  const place = new Map<string, number>();
  for (const [i, { event }] of steps.entries()) if (!place.has(event)) place.set(event, i);
  const rank = (event: FunnelEvent) => place.get(event.event) ?? steps.length;
  const trails = new Map<string, { entity: string; events: FunnelEvent[] }>();
  for (const event of events) {
    const held = constants.map((name) => event.props?.[name] ?? null);
    const key = constants.length === 0 ? event.entity : JSON.stringify([event.entity, ...held]);
    const trail = trails.get(key);
    if (trail) trail.events.push(event);
    else trails.set(key, { entity: event.entity, events: [event] });
  }
  for (const trail of trails.values()) {
    trail.events.sort((a, b) => a.at - b.at || rank(a) - rank(b));
  }
  return trails.values();
}

/** Step by step the earlier of two walks of one entity. */
function better(one: Walk, other: Walk): Walk {
  const earlier = (i: number) => {
    const [a, b] = [one.reached[i] ?? null, other.reached[i] ?? null];
    return b === null || (a !== null && a <= b) ? one : other;
  };
  return {
    reached: one.reached.map((_, i) => earlier(i).reached[i] ?? null),
    took: one.took.map((_, i) => earlier(i).took[i] ?? null),
    excluded: one.excluded || other.excluded,
  };
}

/** The step that one comes from: the last before it that is not optional. */
function baseOf(steps: FunnelInput['steps'], at: number): number | null {
  for (let i = at - 1; i >= 0; i--) if (!steps[i]?.optional) return i;
  return null;
}

function openOf(walks: readonly Walk[], { asOf, windowSeconds, count }: FunnelInput): number {
  if (asOf === undefined || windowSeconds === undefined || count === 'converted') return 0;
  return walks.filter(({ reached }) => {
    const start = reached[0] ?? null;
    return start !== null && reached.at(-1) === null && start + windowSeconds * 1000 > asOf;
  }).length;
}

function warningsOf(input: FunnelInput, { open, first }: { open: number; first: number }): Issue[] {
  const found: Issue[] = [];
  const add = (code: string, message: string, hint: string) =>
    found.push({ code, severity: 'warning', message, hint, line: null, field: null });
  if (first === 0) add('nobody_entered', 'Nobody took the first step.', 'Check period and names.');
  if (open > 0) {
    add(
      'window_open',
      `${open} of ${first} entered so late that they still have time.`,
      'Read the conversion of an earlier period, or wait.',
    );
  }
  if (input.count === 'converted') {
    add(
      'throughput_ratio',
      'Each step counts its own people of the period: the shares compare different people.',
      'For a conversion rate count those who entered in the period.',
    );
  }
  return found;
}
