import { mustBe, mustBeFinite } from '../statistics/index.ts';

export type StreamOptions = {
  /** Values to learn from before anything is said; an alert silences the next fifth of as many, at least the short mean. */
  learn: number;
  /** Values in the short mean; default 24. */
  short?: number;
  /** Values in the long window; default 4,000. */
  long?: number;
};

export type StreamScore = {
  /** 0 to 1; from 0.5 it is an alert. */
  score: number;
  alert: boolean;
  /** Where the short mean was expected; null while learning. */
  expected: [low: number, high: number] | null;
};

const SHORT = 24;
const LONG = 4000;
/** Standard deviations of the long window at which the score is a half. */
const POINT = 2;

/**
 * A detector that sees one value after the other and never looks ahead: the mean of the last values
 * against the mean and deviation of the long window before them, and every value beyond all seen so far.
 * After an alert it is silent for a while, so that one event is one alert. Constant time per value. Throws INVALID
 * for windows that are none and, at each value, for what is no finite number.
 * @example
 * const push = createStreamDetector({ learn: 20, short: 2 });
 * const scores = [...Array(40).keys()].map((t) => push(t === 39 ? 90 : 10 + (t % 3)));
 * scores[38].alert // false
 * scores[39].alert // true
 */
export function createStreamDetector({ learn, short = SHORT, long = LONG }: StreamOptions) {
  mustBe(
    Number.isInteger(learn) && learn >= 2,
    `${learn} values teach nothing.`,
    'Learn from at least 2 values.',
  );
  mustBe(
    Number.isInteger(short) && short >= 1,
    `A mean of ${short} values is none.`,
    'Give at least 1.',
  );
  mustBe(
    Number.isInteger(long) && long > short,
    'The long window must be longer than the short.',
    'Default is 4000 against 24.',
  );
  const size = short + long;
  const ring = new Float64Array(size);
  // At least until the short mean has forgotten what raised the alert.
  const silence = Math.max(short, Math.floor(learn / 5));
  const needed = Math.max(2, Math.min(learn, long) - short);
  let seen = 0;
  let quietUntil = 0;
  // Sums of what differs from the first value, so that large levels do not eat the digits.
  let origin = 0;
  let [recent, sum, squares] = [0, 0, 0];
  let [low, high] = [Infinity, -Infinity];

  return function push(value: number): StreamScore {
    mustBeFinite('The value', value);
    if (seen === 0) origin = value;
    const x = value - origin;
    const place = seen % size;
    const oldest = ring[place] as number;
    recent += x;
    if (seen >= short) {
      const leaving = ring[(seen - short) % size] as number;
      recent -= leaving;
      sum += leaving;
      squares += leaving * leaving;
    }
    if (seen >= size) {
      sum -= oldest;
      squares -= oldest * oldest;
    }
    ring[place] = x;
    seen++;
    const count = Math.min(Math.max(0, seen - short), long);
    const answer = count >= needed && seen > learn ? judge(x, count) : NOTHING_YET;
    low = Math.min(low, x);
    high = Math.max(high, x);
    if (seen % size === 0) recount();
    return answer;
  };

  function judge(x: number, count: number): StreamScore {
    const mean = sum / count;
    const spread = Math.sqrt(Math.max(0, squares / count - mean * mean));
    // A window that never moved still knows rounding.
    const unit = Math.max(spread, 1e-12 * Math.abs(mean + origin), 1e-12);
    const away = Math.abs(recent / Math.min(short, seen) - mean) / unit;
    const extreme = high > low && (x > high || x < low) ? Math.abs(x - mean) / unit : 0;
    const size = Math.max(away, extreme);
    const score = size / (size + POINT);
    const middle = mean + origin;
    const expected: [number, number] = [middle - POINT * unit, middle + POINT * unit];
    if (seen <= quietUntil) return { score: 0, alert: false, expected };
    const alert = score >= 0.5;
    if (alert) quietUntil = seen + silence;
    return { score, alert, expected };
  }

  /** Takes the sums anew, before rounding adds up. */
  function recount(): void {
    [recent, sum, squares] = [0, 0, 0];
    for (let back = 1; back <= size; back++) {
      const x = ring[(seen - back) % size] as number;
      if (back <= short) recent += x;
      else {
        sum += x;
        squares += x * x;
      }
    }
  }
}

const NOTHING_YET: StreamScore = { score: 0, alert: false, expected: null };

/**
 * Runs the stream detector over a whole series in its order. Learns from the first 15 %, at most 750
 * values; a null is a gap and scores 0. Throws INVALID as `createStreamDetector` does.
 * @example detectStream([1, 1, 2, 1, 2, 1, 1, 2]).length // 8
 */
export function detectStream(
  values: ArrayLike<number | null>,
  options: Partial<StreamOptions> = {},
): StreamScore[] {
  const learn = options.learn ?? Math.max(2, Math.min(750, Math.floor(values.length * 0.15)));
  const push = createStreamDetector({ ...options, learn });
  return Array.from(values, (value) => (value === null ? NOTHING_YET : push(value)));
}
