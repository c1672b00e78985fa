import { groupBy, type Issue, MopsError } from '../shared/index.ts';
import { type Cut, cutJourneys, type Journey } from './cut-journeys.ts';
import type { Milestone } from './models.ts';
import { type PathSet, readPaths, warning } from './path-set.ts';

/** What happened to a person or account, at an instant in milliseconds. */
export type JourneyEvent = { entity: string; timeMs: number } & (
  | {
      kind: 'touch';
      channel: string;
      /** An ad that was only seen; counts within `viewLookbackDays`. */
      isView?: boolean;
    }
  | { kind: 'milestone'; milestone: Milestone }
  | { kind: 'conversion'; valueMicros: number; id?: string }
);

export type JourneyRules = {
  /** How long before a conversion a touch may count; default 90. */
  lookbackDays?: number;
  /** The same for ads that were only seen; default 1. */
  viewLookbackDays?: number;
  /** Touches of one channel without a longer pause are one visit; default 30. */
  sessionGapMinutes?: number;
  /** Whether a conversion ends the journey, so that the next begins anew; default true. */
  resetsAfterConversion?: boolean;
  /** The same person under several ids, as `resolveIdentities` gives it. */
  identities?: ReadonlyMap<string, string>;
  /** End of the data: journeys that may still convert are left out. Default: none may. */
  asOfMs?: number;
};

export type Journeys = {
  /** The journeys that have touches, in order; feed it to `attribute`. */
  paths: PathSet;
  journeys: Journey[];
  /** What became of the events. */
  counts: {
    touches: number;
    /** Touches that belong to a visit already counted. */
    merged: number;
    /** Touches before the lookback of every conversion, kept as journeys that failed. */
    outsideLookback: number;
    duplicateConversions: number;
    /** Journeys whose last touch is too young to say that they failed. */
    open: number;
  };
  method: string;
  version: string;
  warnings: Issue[];
};

/**
 * Events → one journey per conversion, and one for each run of touches that led to none. Events may
 * come in any order. A milestone belongs to the last touch at or before it; the conversion is the
 * milestone `won`. A conversion with an id counts once. Throws INVALID for times and values that are
 * no finite numbers and for rules below 0.
 * @example
 * const at = (day, rest) => ({ entity: 'ann', timeMs: day * 86_400_000, ...rest });
 * buildJourneys([
 *   at(1, { kind: 'touch', channel: 'search' }),
 *   at(5, { kind: 'touch', channel: 'email' }),
 *   at(5, { kind: 'conversion', valueMicros: 9_000_000 }),
 *   at(8, { kind: 'touch', channel: 'social' }),
 * ]).journeys.map(({ channels, converted }) => [channels.join(), converted])
 * // [['search,email', true], ['social', false]]
 */
export function buildJourneys(events: readonly JourneyEvent[], rules: JourneyRules = {}): Journeys {
  const settings = checkedRules(rules);
  for (const event of events) checkEvent(event);
  const entityOf = (id: string) => rules.identities?.get(id) ?? id;
  const unordered = events.some((event, i) => event.timeMs < (events[i - 1] ?? event).timeMs);
  const counts = { touches: 0, merged: 0, outsideLookback: 0, duplicateConversions: 0, open: 0 };
  const journeys: Journey[] = [];
  const cut: Cut = { rules: settings, counts, seen: new Set() };
  for (const [entity, own] of groupBy(events, (event) => entityOf(event.entity))) {
    journeys.push(...cutJourneys(entity, own.toSorted(inTime), cut));
  }
  // Without any milestone the models say themselves where they take it to be.
  const known = events.some(({ kind }) => kind === 'milestone');
  return {
    paths: readPaths(journeys.map((journey) => rowOf(journey, known))),
    journeys,
    counts,
    method: `Journeys with a lookback of ${settings.lookbackDays} days`,
    version: '1',
    warnings: findings(counts, unordered),
  };
}

/** At the same instant the touch comes first: it is what led there. */
const RANK = { touch: 0, milestone: 1, conversion: 2 };
const inTime = (a: JourneyEvent, b: JourneyEvent) =>
  a.timeMs - b.timeMs || RANK[a.kind] - RANK[b.kind];

function rowOf(journey: Journey, known: boolean) {
  const { channels, agesDays, milestones, converted, valueMicros } = journey;
  return {
    path: channels,
    agesDays,
    ...(known && { milestones }),
    conversions: converted ? 1 : 0,
    nulls: converted ? 0 : 1,
    valueMicros,
  };
}

function checkedRules(rules: JourneyRules): Cut['rules'] {
  const settings = {
    lookbackDays: rules.lookbackDays ?? 90,
    viewLookbackDays: rules.viewLookbackDays ?? 1,
    sessionGapMinutes: rules.sessionGapMinutes ?? 30,
    resetsAfterConversion: rules.resetsAfterConversion ?? true,
    asOfMs: rules.asOfMs ?? null,
  };
  for (const name of ['lookbackDays', 'viewLookbackDays', 'sessionGapMinutes'] as const) {
    if (settings[name] >= 0 && Number.isFinite(settings[name])) continue;
    throw new MopsError(
      'INVALID',
      `${name} is ${settings[name]}.`,
      'Give a finite number, 0 or more.',
    );
  }
  return settings;
}

function checkEvent(event: JourneyEvent): void {
  const isValue =
    event.kind !== 'conversion' ||
    (Number.isSafeInteger(event.valueMicros) && event.valueMicros >= 0);
  if (Number.isFinite(event.timeMs) && isValue) return;
  throw new MopsError(
    'INVALID',
    `An event of ${event.entity} has no usable time or value.`,
    'Times are milliseconds, values whole micros of 0 or more.',
  );
}

function findings(counts: Journeys['counts'], unordered: boolean): Issue[] {
  const found: Issue[] = [];
  if (unordered) {
    const text = 'The events came in no order of time and were sorted.';
    found.push({ ...warning('unordered_events', text), severity: 'info' });
  }
  if (counts.duplicateConversions > 0) {
    const text = `${counts.duplicateConversions} conversions came twice and count once.`;
    found.push(warning('duplicate_conversions', text, 'Check who sends them twice.'));
  }
  if (counts.open > 0) {
    const text = `${counts.open} journeys may still convert and are left out.`;
    found.push({ ...warning('open_journeys', text), severity: 'info' });
  }
  return found;
}
