import type { Day } from '../shared/index.ts';
import { mustBe } from '../statistics/index.ts';
import type { JudgedDay, KpiSeries } from './kpi-series.ts';
import { noiseOf, robustScale } from './noise.ts';
import { WARM_UP, walkBaseline } from './walk-baseline.ts';

export type JudgeOptions = {
  /** Days from here on are not over, or still fill up: they are left out. */
  watermark?: Day | null;
  /** Days that teach nothing and raise no alert. */
  holidays?: Day[];
  /** Robust deviations from which a day is anomalous; default 3.5. */
  threshold?: number;
  /** Steps in one season; default 7. */
  season?: number;
  /** Smallest denominator of a ratio, and smallest gain or loss of a count, that can raise an alert; default 30 and 5. */
  least?: { denominator?: number; count?: number };
};

/** Past distances that a scale looks at, and needs at least. */
const RECENT = 90;
const FEWEST = 14;

/**
 * Judges each day of a series by what came before it. The modified z is 0.6745 · (x − median) / MAD of past
 * errors (Iglewicz & Hoaglin 1993), on a scale where the sampling noise of counts and shares is one: a day
 * is never stranger than its sample allows. Null for gaps, for holidays, and while there is too little to
 * learn from (three seasons and 14 errors). Throws INVALID for numbers that are not finite, negative counts, and
 * ratios without both parts.
 * @example
 * const values = [...Array(60).keys()].map((t) => (t === 59 ? 400 : 100 + (t % 7) + (t % 3)));
 * judgeDays({ id: 'visits', kind: 'count', from: 0, values }).at(-1).anomalous // true
 */
export function judgeDays(series: KpiSeries, options: JudgeOptions = {}): (JudgedDay | null)[] {
  const { watermark = null, holidays = [], threshold = 3.5, season = 7, least = {} } = options;
  const { kind, from } = series;
  checkSeries(series, threshold);
  const days = watermark === null ? series.values.length : Math.max(0, watermark - from);
  const count = Math.min(series.values.length, days);
  const seen = Array.from({ length: count }, (_, t) => series.values[t] ?? null);
  const sizes = Array.from({ length: count }, (_, t) => series.denominators?.[t] ?? null);
  const free = new Set(holidays.map((day) => day - from));
  const noise = noiseOf(kind, seen);
  const judged: (JudgedDay | null)[] = new Array(count).fill(null);
  const past: number[] = [];

  let lowest = Infinity;
  for (const value of seen.slice(0, WARM_UP * season)) lowest = Math.min(lowest, value ?? lowest);

  function judge(t: number, value: number, forecast: number): number {
    const mean = Math.max(forecast, floorOf(kind, lowest));
    lowest = Math.min(lowest, value);
    const size = kind === 'ratio' ? (sizes[t] ?? 0) : 1;
    const level = Math.abs(mean);
    const share = kind === 'ratio' ? clampShare(mean / Math.max(size, 1e-12)) : mean;
    const distance = noise.distance(value, share, size);
    const enough = past.length >= FEWEST;
    const { middle, scale } = enough
      ? robustScale(past.slice(-RECENT), { least: noise.least(level), threshold })
      : { middle: 0, scale: Number.POSITIVE_INFINITY };
    const z = enough ? Math.max(-1000, Math.min(1000, (distance - middle) / scale)) : 0;
    const counts = kind === 'count' ? Math.abs(value - mean) >= (least.count ?? 5) : true;
    const large = kind === 'ratio' ? size >= (least.denominator ?? 30) : counts;
    const anomalous = large && Math.abs(z) >= threshold;
    if (enough) {
      const [low, high] = noise.ends(share, threshold * scale, size);
      judged[t] = {
        day: from + t,
        value: kind === 'ratio' ? (size > 0 ? value / size : 0) : value,
        mean: share,
        expected: [low, high],
        z,
        // What a small sample cannot show stays below a half.
        score: Math.min(Math.abs(z) / (Math.abs(z) + threshold), anomalous ? 1 : 0.49),
        anomalous,
        gain: value - mean,
      };
    }
    past.push(distance);
    if (!anomalous) return value;
    const [low, high] = noise.ends(share, threshold * scale, size);
    return (z > 0 ? high : low) * (kind === 'ratio' ? size : 1);
  }

  const means =
    kind === 'ratio'
      ? walkBaseline({ values: sizes, season, skip: (t) => free.has(t), tame: (_, value) => value })
      : null;
  walkBaseline({
    values: seen,
    season,
    skip: (t) => free.has(t) || (kind === 'ratio' && !((sizes[t] ?? 0) > 0)),
    tame: (t, value, mean) => {
      if (kind !== 'ratio') return judge(t, value, mean);
      // A share is expected from its parts, at the size that the day really had.
      const expectedSize = means?.[t] ?? 0;
      const size = sizes[t] ?? 0;
      const atSize = expectedSize > 0 ? (mean / expectedSize) * size : mean;
      return judge(t, value, atSize);
    },
  });
  return judged;
}

/** The least that can be expected: counts are not negative, and what was always above zero stays there. */
function floorOf(kind: KpiSeries['kind'], lowest: number): number {
  if (kind !== 'amount') return 0;
  return lowest > 0 && lowest < Infinity ? lowest / 2 : -Infinity;
}

const clampShare = (share: number) => Math.min(1, Math.max(0, share));

function checkSeries({ id, kind, values, denominators }: KpiSeries, threshold: number): void {
  const { length } = values;
  mustBe(
    length >= WARM_UP,
    `${id} has ${length} days.`,
    'Give at least five weeks of days to judge the last ones.',
  );
  mustBe(length <= 20_000, `${id} has ${length} days.`, 'Give the last years only.');
  mustBe(
    threshold > 0 && threshold < 1000,
    `A threshold of ${threshold} is none.`,
    'Give robust deviations: 3.5.',
  );
  mustBe(
    (kind === 'ratio') === (denominators !== undefined),
    `${id}: a ratio, and only a ratio, has denominators.`,
    'Give both parts of a ratio, never its value alone.',
  );
  for (let t = 0; t < length; t++) {
    const value = values[t] ?? null;
    if (value === null) continue;
    const size = denominators?.[t] ?? null;
    mustBe(
      Math.abs(value) <= 1e15,
      `${id}: day ${t + 1} is ${value}.`,
      'Give finite numbers, null for a gap.',
    );
    mustBe(
      kind === 'amount' || value >= 0,
      `${id}: day ${t + 1} counts ${value}.`,
      'A count is 0 or more.',
    );
    if (kind !== 'ratio') continue;
    mustBe(
      size !== null && size >= value && size <= 1e15,
      `${id}: day ${t + 1} has ${value} of ${size}.`,
      'The numerator is a part of the denominator; both are there or none.',
    );
  }
}
