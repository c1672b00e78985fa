import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import { normalPoint } from '../statistics/normal.ts';

/** One stay: how long it was seen, and whether it ended or was still going on. */
export type Stay = { duration: number; ended: boolean };

export type SurvivalPoint = {
  time: number;
  /** Stays that had lasted so long. */
  atRisk: number;
  ended: number;
  censored: number;
  /** Share that lasts longer. */
  survival: number;
  /** Greenwood's. */
  standardError: number;
  low: number;
  high: number;
};

/** How the interval is made: on the logarithm (R's default), on log(-log), or as it is. */
export type SurvivalScale = 'log' | 'log-log' | 'plain';

export type Survival = {
  stays: number;
  ended: number;
  /** One point for each duration that occurs, ascending. */
  points: SurvivalPoint[];
  /** Time that half of them outlast; null where more than half last longer than anything seen. */
  median: number | null;
  /** Of the median, from the interval of the curve; null: open on that side. */
  medianInterval: { low: number | null; high: number | null };
  method: 'kaplan-meier';
  version: 1;
  warnings: Issue[];
};

/**
 * How long stays last, counting those that still go on for as long as they were seen: leaving them out
 * would count only the quick ones. Product-limit estimate (Kaplan & Meier 1958, JASA 53) with Greenwood's
 * variance (1926); as R `survival::survfit`. Refuses an empty set, NaN and negative durations.
 * @example estimateSurvival([{ duration: 2, ended: true }, { duration: 3, ended: false }]).points[0]?.survival // 0.5
 */
export function estimateSurvival(
  stays: readonly Stay[],
  options: { level?: number; scale?: SurvivalScale } = {},
): Survival {
  mustBe(stays.length > 0, 'There are no stays.', 'Give at least one duration.');
  for (const [i, { duration }] of stays.entries()) {
    mustBe(
      duration >= 0 && Number.isFinite(duration),
      `Stay ${i + 1} lasted ${duration}.`,
      'Give durations from 0 on.',
    );
  }
  const z = normalPoint(options.level ?? 0.95);
  const sorted = stays.toSorted((a, b) => a.duration - b.duration);
  const points: SurvivalPoint[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let i = 0; i < sorted.length; ) {
    const time = (sorted[i] as Stay).duration;
    const atRisk = sorted.length - i;
    let ended = 0;
    let censored = 0;
    for (; i < sorted.length && sorted[i]?.duration === time; i++) {
      if (sorted[i]?.ended) ended += 1;
      else censored += 1;
    }
    survival *= 1 - ended / atRisk;
    if (ended < atRisk) greenwood += ended / (atRisk * (atRisk - ended));
    const limits = limitsOf({ survival, greenwood, z, scale: options.scale ?? 'log' });
    points.push({
      time,
      atRisk,
      ended,
      censored,
      survival,
      standardError: survival * Math.sqrt(greenwood),
      ...limits,
    });
  }
  const ended = stays.filter((stay) => stay.ended).length;
  const median = crossing(points, 'survival');
  return {
    stays: stays.length,
    ended,
    points,
    median,
    medianInterval: { low: crossing(points, 'low'), high: crossing(points, 'high') },
    method: 'kaplan-meier',
    version: 1,
    warnings: warningsOf(ended, median),
  };
}

/**
 * Share of stays that last longer than `time`, from an estimated curve; 1 before its first point.
 * @example survivalAt(estimateSurvival([{ duration: 2, ended: true }, { duration: 3, ended: false }]), 2.5) // 0.5
 */
export function survivalAt({ points }: Survival, time: number): number {
  mustBe(!Number.isNaN(time), 'The time is no number.', 'Give a duration.');
  return points.findLast((point) => point.time <= time)?.survival ?? 1;
}

function limitsOf(of: { survival: number; greenwood: number; z: number; scale: SurvivalScale }) {
  const { survival, greenwood, z, scale } = of;
  const spread = z * Math.sqrt(greenwood);
  // Where all are through or none yet, nothing is known of the spread.
  if (survival === 0) return { low: 0, high: 1 };
  if (spread === 0) return { low: survival, high: survival };
  if (scale === 'plain') return cut(survival - spread * survival, survival + spread * survival);
  if (scale === 'log') return cut(survival * Math.exp(-spread), survival * Math.exp(spread));
  const log = Math.log(survival);
  const factor = Math.exp(spread / -log);
  return cut(survival ** factor, survival ** (1 / factor));
}

const cut = (low: number, high: number) => ({ low: Math.max(0, low), high: Math.min(1, high) });

/**
 * Where a curve first falls to one half; where it stays there for a while, the middle of that while, as in
 * survfit.
 */
function crossing(
  points: readonly SurvivalPoint[],
  curve: 'survival' | 'low' | 'high',
): number | null {
  const near = 1e-8;
  const at = points.findIndex((point) => point.ended > 0 && point[curve] <= 0.5 + near);
  const found = points[at];
  if (!found) return null;
  if (found[curve] < 0.5 - near) return found.time;
  const next = points.slice(at + 1).find((point) => point.ended > 0);
  return next ? (found.time + next.time) / 2 : found.time;
}

/** Below so many ends an estimate hangs on single cases. */
const FEWEST_ENDED = 10;

function warningsOf(ended: number, median: number | null): Issue[] {
  const found: Issue[] = [];
  const add = (code: string, message: string, hint: string) =>
    found.push({ code, severity: 'warning', message, hint, line: null, field: null });
  if (ended < FEWEST_ENDED) {
    add('few_ended', `Only ${ended} stays have ended.`, 'Read the interval, not the median.');
  }
  if (median === null) {
    add(
      'median_not_reached',
      'Fewer than half have ended: the median lies beyond what was seen.',
      'Wait, or read the share that lasts longer than a given time.',
    );
  }
  return found;
}
