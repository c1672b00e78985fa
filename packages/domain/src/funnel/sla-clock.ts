import {
  addBusinessTime,
  type BusinessHours,
  businessSeconds,
} from '../calendar/business-hours.ts';
import { mustBe } from '../statistics/check.ts';
import { type Interval, wilsonInterval } from '../statistics/interval.ts';

/** All instants are milliseconds since 1970 UTC. */
export type SlaInput = {
  startedAt: number;
  /** Working time that is allowed, in seconds. */
  targetSeconds: number;
  hours: BusinessHours;
  /** When it was answered; null or left out: not yet. */
  stoppedAt?: number | null;
  /** Times in which the clock stands still (waiting for the customer); `to` null: until now. */
  pauses?: readonly { from: number; to: number | null }[];
  now: number;
};

export type SlaClock = {
  /** Null while it is paused with time left: then nobody knows yet. */
  dueAt: number | null;
  /** `late`: not answered, and the time is over. `breached`: answered too late. */
  status: 'running' | 'paused' | 'met' | 'late' | 'breached';
  /** Working time used, pauses left out. */
  elapsedSeconds: number;
  /** Below 0 where the target is passed. */
  remainingSeconds: number;
  method: 'sla-business-time';
  version: 1;
};

/**
 * The clock of a promise in working time: when it is due, how much is used, and whether it was kept. An
 * answer at the very instant it is due is in time. Refuses unknown times, a negative target, and pauses
 * that overlap or end before they begin.
 * @example slaClock({ startedAt: 0, targetSeconds: 0, hours: { timeZone: 'UTC', week: { 4: ['00:00-24:00'] } }, now: 0 }).dueAt // 0
 */
export function slaClock(input: SlaInput): SlaClock {
  const { startedAt, targetSeconds, hours, now } = input;
  const stoppedAt = input.stoppedAt ?? null;
  mustBe(
    Number.isFinite(startedAt) && Number.isFinite(now) && targetSeconds >= 0,
    'The clock has no start, no now, or a negative target.',
    'Give milliseconds since 1970, and seconds from 0 on.',
  );
  const end = stoppedAt ?? now;
  mustBe(end >= startedAt, 'The clock ends before it starts.', 'Swap the two instants.');
  const pauses = pausesOf(input);
  const due = dueOf(input, pauses);
  const paused = pauses
    .filter(({ from }) => from < end)
    .reduce((sum, { from, to }) => sum + between(hours, from, Math.min(to ?? end, end)), 0);
  const elapsedSeconds = businessSeconds(hours, { from: startedAt, to: end }) - paused;
  const inTime = due === null || end <= due;
  const waiting =
    stoppedAt === null && pauses.some(({ from, to }) => from <= now && (to ?? now) >= now);
  const status =
    stoppedAt !== null
      ? inTime
        ? 'met'
        : 'breached'
      : inTime
        ? waiting
          ? 'paused'
          : 'running'
        : 'late';
  return {
    dueAt: due,
    status,
    elapsedSeconds,
    remainingSeconds: targetSeconds - elapsedSeconds,
    method: 'sla-business-time',
    version: 1,
  };
}

/**
 * How many promises were kept: those met, of those met, breached and late. Clocks that still run in time
 * are counted apart, because they may go either way. Null shares where nothing is decided.
 * @example slaAttainment([]).share // null
 */
export function slaAttainment(clocks: readonly Pick<SlaClock, 'status'>[]): {
  met: number;
  missed: number;
  open: number;
  share: number | null;
  interval: Interval | null;
  method: 'wilson';
  version: 1;
} {
  const count = (...wanted: SlaClock['status'][]) =>
    clocks.filter(({ status }) => wanted.includes(status)).length;
  const met = count('met');
  const missed = count('breached', 'late');
  const decided = met + missed;
  return {
    met,
    missed,
    open: clocks.length - decided,
    share: decided > 0 ? met / decided : null,
    interval: wilsonInterval(met, decided),
    method: 'wilson',
    version: 1,
  };
}

type Pause = { from: number; to: number | null };

/** Pauses inside the clock, in order. */
function pausesOf({ pauses = [], startedAt }: SlaInput): Pause[] {
  const sorted = pauses.toSorted((a, b) => a.from - b.from);
  for (const [i, { from, to }] of sorted.entries()) {
    const next = sorted[i + 1];
    mustBe(
      Number.isFinite(from) &&
        (to === null || to >= from) &&
        (!next || (to !== null && to <= next.from)),
      'Pauses overlap, or end before they begin.',
      'Give pauses one after another; only the last one may be open.',
    );
  }
  return sorted
    .filter(({ to }) => to === null || to > startedAt)
    .map(({ from, to }) => ({ from: Math.max(from, startedAt), to }));
}

/** When the working time outside of pauses is used up; null where an open pause comes first. */
function dueOf(
  { startedAt, targetSeconds, hours }: SlaInput,
  pauses: readonly Pause[],
): number | null {
  let from = startedAt;
  let left = targetSeconds;
  for (const pause of pauses) {
    const used = between(hours, from, pause.from);
    if (used >= left) break;
    if (pause.to === null) return null;
    left -= used;
    from = pause.to;
  }
  return addBusinessTime(hours, { from, seconds: left });
}

const between = (hours: BusinessHours, from: number, to: number) =>
  to > from ? businessSeconds(hours, { from, to }) : 0;
