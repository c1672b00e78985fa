import type { Rate } from '../kpi/index.ts';
import type { Day } from '../shared/index.ts';
import { historyOf, SEED } from './company.ts';
import { keyedRandom } from './random.ts';
import { weekdayOf } from './season.ts';

const PAIRS = [
  { from: 'EUR', to: 'USD', centre: 1.12, width: 0.05 },
  { from: 'SEK', to: 'USD', centre: 0.1, width: 0.006 },
] as const;

/**
 * Invented daily rates of the ad accounts' currencies against the dollar, to five decimals. They
 * wander about a centre; a weekend repeats its Friday, as published tables are used.
 */
export function makeRates(today: Day): Rate[] {
  const { from } = historyOf(today);
  return PAIRS.flatMap((pair) => {
    let drift = 0;
    const rates: Rate[] = [];
    // A week earlier, so that the first weekend has its Friday.
    for (let day = from - 7; day <= today; day++) {
      const weekend = weekdayOf(day) % 6 === 0;
      const random = keyedRandom(SEED, `rate/${pair.from}/${day}`);
      if (!weekend) drift = drift * 0.985 + (random.unit() - 0.5) * 0.22;
      const rate = Math.round((pair.centre + pair.width * drift) * 100_000) / 100_000;
      rates.push({ day, from: pair.from, to: pair.to, rate });
    }
    return rates;
  });
}
