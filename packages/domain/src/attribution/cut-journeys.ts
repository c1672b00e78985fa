import type { JourneyEvent, Journeys } from './build-journeys.ts';
import type { Milestone } from './models.ts';

export type Journey = {
  entity: string;
  /** Id of the conversion, where it has one. */
  conversionId: string | null;
  converted: boolean;
  /** Instant of the conversion, or of the last touch. */
  endMs: number;
  valueMicros: number;
  channels: string[];
  /** Days from each touch to the end. */
  agesDays: number[];
  /** Which touch (0 = the first) stood before a milestone. */
  milestones: Partial<Record<Milestone, number>>;
};

export type Cut = {
  rules: {
    lookbackDays: number;
    viewLookbackDays: number;
    sessionGapMinutes: number;
    resetsAfterConversion: boolean;
    asOfMs: number | null;
  };
  counts: Journeys['counts'];
  /** Ids of conversions seen so far, of all entities. */
  seen: Set<string>;
};

type Visit = { timeMs: number; channel: string; isView: boolean };
/** Touches that led to no conversion, until the last of them. */
type Run = { visits: Visit[]; endMs: number };
type Reached = { timeMs: number; milestone: Milestone };

const DAY_MS = 86_400_000;

/** Journeys of one entity from its events in order of time. */
export function cutJourneys(entity: string, events: readonly JourneyEvent[], cut: Cut): Journey[] {
  const journeys: Journey[] = [];
  const visits: Visit[] = [];
  const reached: Reached[] = [];
  const unused = new Set<Visit>();
  let convertedMs = Number.NEGATIVE_INFINITY;
  const fail = () => {
    for (const visit of unused) if (visit.timeMs <= convertedMs) cut.counts.outsideLookback++;
    journeys.push(...failed(entity, [...unused], cut));
    unused.clear();
  };
  let lastTouch: { channel: string; timeMs: number } | null = null;
  for (const event of events) {
    if (event.kind === 'milestone') reached.push(event);
    if (event.kind === 'touch' && event.channel.trim() !== '') {
      cut.counts.touches++;
      const gapMs = event.timeMs - (lastTouch?.timeMs ?? Number.NEGATIVE_INFINITY);
      const sameVisit =
        lastTouch?.channel === event.channel && gapMs <= cut.rules.sessionGapMinutes * 60_000;
      lastTouch = { channel: event.channel, timeMs: event.timeMs };
      if (sameVisit) {
        cut.counts.merged++;
        continue;
      }
      const { timeMs, channel, isView = false } = event;
      const visit = { timeMs, channel, isView };
      visits.push(visit);
      unused.add(visit);
    }
    if (event.kind !== 'conversion') continue;
    if (event.id !== undefined) {
      if (cut.seen.has(event.id)) {
        cut.counts.duplicateConversions++;
        continue;
      }
      cut.seen.add(event.id);
    }
    convertedMs = event.timeMs;
    const counted = visits.filter((visit) => isWithin(visit, event.timeMs, cut));
    for (const visit of counted) unused.delete(visit);
    journeys.push({
      ...journeyOf(entity, counted, event.timeMs),
      conversionId: event.id ?? null,
      converted: true,
      valueMicros: event.valueMicros,
      milestones: placed(reached, counted),
    });
    if (!cut.rules.resetsAfterConversion) continue;
    fail();
    visits.length = 0;
    reached.length = 0;
    lastTouch = null;
  }
  fail();
  return journeys;
}

function isWithin({ timeMs, isView }: Visit, endMs: number, { rules }: Cut): boolean {
  const days = isView ? Math.min(rules.viewLookbackDays, rules.lookbackDays) : rules.lookbackDays;
  return endMs - timeMs <= days * DAY_MS;
}

/** Touches that led to no conversion, cut where the silence is longer than the lookback. */
function failed(entity: string, visits: readonly Visit[], { rules, counts }: Cut): Journey[] {
  const runs: Run[] = [];
  const lookbackMs = rules.lookbackDays * DAY_MS;
  for (const visit of visits) {
    const run = runs.at(-1);
    if (run && visit.timeMs - run.endMs <= lookbackMs) {
      run.visits.push(visit);
      run.endMs = visit.timeMs;
    } else runs.push({ visits: [visit], endMs: visit.timeMs });
  }
  const asOf = rules.asOfMs;
  const settled = runs.filter(({ endMs }) => asOf === null || asOf - endMs > lookbackMs);
  counts.open += runs.length - settled.length;
  return settled.map((run) => journeyOf(entity, run.visits, run.endMs));
}

function journeyOf(entity: string, visits: readonly Visit[], endMs: number): Journey {
  return {
    entity,
    conversionId: null,
    converted: false,
    endMs,
    valueMicros: 0,
    channels: visits.map(({ channel }) => channel),
    agesDays: visits.map(({ timeMs }) => (endMs - timeMs) / DAY_MS),
    milestones: {},
  };
}

/** The last touch at or before each milestone; the conversion itself is `won`. */
function placed(reached: readonly Reached[], visits: readonly Visit[]): Journey['milestones'] {
  const places: Journey['milestones'] = visits.length > 0 ? { won: visits.length - 1 } : {};
  for (const { milestone, timeMs } of reached) {
    const at = visits.findLastIndex((visit) => visit.timeMs <= timeMs);
    if (at >= 0) places[milestone] = at;
  }
  return places;
}
