import { forecastMeans } from '../forecast/index.ts';

/** Seasons that a baseline looks back on, and needs at least. */
const MEMORY = 26;
const SHORTEST_MEMORY = 60;
export const WARM_UP = 3;

type Walk = {
  values: (number | null)[];
  season: number;
  /** Days on which nothing is learned. */
  skip: (t: number) => boolean;
  /** Draws a value back to what would still have been believed; the same value when it is fine. */
  tame: (t: number, value: number, mean: number) => number;
};

/**
 * What each value was expected to be, from the values before it only: the Comb forecast, made anew for
 * each season (each value where the series is short). Values that are not believed are learned as the end of
 * what would have been; a season's length of them in a row is a new level, and is learned as it is.
 * Null for the first three seasons.
 */
export function walkBaseline({ values, season, skip, tame }: Walk): (number | null)[] {
  const warmUp = WARM_UP * season;
  const stride = values.length - warmUp > 60 ? season : 1;
  const memory = Math.max(MEMORY * season, SHORTEST_MEMORY);
  const learned: number[] = [];
  const expected: (number | null)[] = [];
  let ahead: number[] = [];
  let strange: number[] = [];
  for (let t = 0; t < values.length; t++) {
    const value = values[t] ?? null;
    if (t < warmUp) {
      expected.push(null);
      learned.push(value ?? usual(values.slice(0, warmUp), t % season, season));
      continue;
    }
    if (ahead.length === 0) {
      const from = Math.max(0, learned.length - memory);
      ahead = forecastMeans(learned.slice(from), { season, horizon: stride });
    }
    const mean = ahead.shift() as number;
    expected.push(mean);
    if (value === null || skip(t)) {
      learned.push(mean);
      continue;
    }
    const tamed = tame(t, value, mean);
    strange = tamed === value ? [] : [...strange, t];
    const [first = t] = strange;
    const oneSide = strange.every((at) => (values[at] ?? 0) > (expected[at] ?? 0) === value > mean);
    learned.push(tamed);
    if (strange.length >= Math.max(season, 5) && oneSide) {
      for (let at = first; at <= t; at++) learned[at] = values[at] ?? (learned[at] as number);
      strange = [];
      ahead = [];
    }
  }
  return expected;
}

/** What a gap at the beginning stands for: the mean of its season, or of all. */
function usual(beginning: (number | null)[], place: number, season: number): number {
  const own = beginning.filter((_, t) => t % season === place).filter(isKnown);
  const known = own.length > 0 ? own : beginning.filter(isKnown);
  return known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : 0;
}

const isKnown = (value: number | null) => value !== null;
