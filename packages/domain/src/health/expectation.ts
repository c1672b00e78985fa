import { mustBeFinite, mustBePositive } from '../statistics/index.ts';
import { activeTime, afterActive, learnRhythm } from './rhythm.ts';
import { dueTimes, nextDue, type Schedule } from './schedule.ts';
import { HOUR_MS, MINUTE_MS } from './words.ts';

/** When the next is to come: by a plan, by a promise (an age, and some grace before it is late), or as it always came. */
export type Expectation =
  | { kind: 'schedule'; schedule: Schedule; graceMinutes?: number }
  | { kind: 'within'; hours: number; graceHours?: number; restDays?: readonly number[] }
  | { kind: 'rhythm'; arrivals: readonly number[] };

export type Expected = {
  /** When the next was or is due. */
  dueAt: number;
  /** From when on it is late, and from when on a second one is missing as well. */
  lateAt: number;
  staleAt: number;
  /** How many should have come since the last one, by now. */
  missed: number;
  /** On what this rests: `every 24 hours, never on Sunday`. */
  words: string;
};

const GRACE_MINUTES = 60;
const MOST = 1000;

/**
 * What was to be expected after the last one; null where too little has come to know a rhythm, or a plan never
 * comes. Refuses unknown instants, negative times, and schedules that are none.
 * @param last instant of the last one
 * @param at now, and the zone whose weekdays count
 * @example expectAfter({ kind: 'within', hours: 24 }, 0, { now: 50 * 3_600_000, timeZone: 'UTC' }).missed // 2
 */
export function expectAfter(
  expectation: Expectation,
  last: number,
  { now, timeZone }: { now: number; timeZone: string },
): Expected | null {
  mustBeFinite('The last arrival', last);
  mustBeFinite('Now', now);
  if (expectation.kind === 'schedule') return bySchedule(expectation, last, now);
  const paced = paceOf(expectation, timeZone);
  if (paced === null) return null;
  const { gapMs, allowedMs, restDays, words } = paced;
  const rest = { restDays, timeZone };
  const waited = activeTime({ from: last, to: now }, rest);
  return {
    dueAt: afterActive(last, gapMs, rest),
    lateAt: afterActive(last, allowedMs, rest),
    staleAt: afterActive(last, allowedMs + gapMs, rest),
    missed:
      waited < allowedMs ? 0 : Math.max(1, Math.floor((waited - (allowedMs - gapMs)) / gapMs)),
    words,
  };
}

function bySchedule(
  { schedule, graceMinutes = GRACE_MINUTES }: Extract<Expectation, { kind: 'schedule' }>,
  last: number,
  now: number,
): Expected | null {
  mustBeFinite('The grace', graceMinutes);
  const grace = Math.max(0, graceMinutes) * MINUTE_MS;
  const dueAt = nextDue(schedule, last);
  if (dueAt === null) return null;
  const second = nextDue(schedule, dueAt) ?? dueAt;
  return {
    dueAt,
    lateAt: dueAt + grace,
    staleAt: second + grace,
    missed: dueTimes(schedule, { after: last, until: now - grace, most: MOST }).length,
    words: `planned as “${schedule.cron}” (${schedule.timeZone})`,
  };
}

function paceOf(expectation: Exclude<Expectation, { kind: 'schedule' }>, timeZone: string) {
  if (expectation.kind === 'within') {
    const { hours, graceHours = 0, restDays = [] } = expectation;
    mustBePositive('The allowed age in hours', hours);
    mustBeFinite('The grace in hours', graceHours);
    const gapMs = hours * HOUR_MS;
    const allowedMs = gapMs + Math.max(0, graceHours) * HOUR_MS;
    const grace = allowedMs > gapMs ? `, and ${graceHours} of grace` : '';
    return { gapMs, allowedMs, restDays, words: `allowed are ${hours} hours${grace}` };
  }
  const rhythm = learnRhythm(expectation.arrivals, timeZone);
  if (rhythm === null || rhythm.usualGapMs <= 0) return null;
  return {
    gapMs: rhythm.usualGapMs,
    allowedMs: rhythm.allowedGapMs,
    restDays: rhythm.restDays,
    words: `usual is ${rhythm.words}`,
  };
}
