import type { DimensionId } from '../kpi/index.ts';
import { type Day, MICROS_PER_UNIT } from '../shared/index.ts';
import { shapeOf } from '../sources/index.ts';
import { VISIBLE_QUERIES } from './answer-key.ts';
import { collectRows, type DemoBatch, NO_ACCOUNT } from './batch.ts';
import { historyOf, monthStart, SEED } from './company.ts';
import type { Visits } from './make-web.ts';
import { keyedRandom, split } from './random.ts';

const BRAND = ['larkfield', 'larkfield instruments', 'larkfield spectro s2', 'larkfield support'];
const SUBJECTS = [
  'benchtop spectrometer',
  'uv vis spectrometer',
  'portable spectrometer',
  'inline flow meter',
  'coriolis flow meter',
  'ultrasonic flow sensor',
  'calibration service',
  'flow meter calibration',
];
const INTENTS = ['', ' price', ' comparison', ' for food industry', ' how it works', ' accuracy'];
const QUERIES = [...BRAND, ...SUBJECTS.flatMap((one) => INTENTS.map((intent) => one + intent))];

const MEASURES = ['serp_clicks', 'serp_impressions', 'serp_position_x_impressions'];

/** Clicks, impressions and average position (in hundredths) of the whole site on a day. */
export type SearchDay = { day: Day; clicks: number; impressions: number; position: number };

/** What the dates card of Search Console shows. */
export function searchDaysOf(visits: readonly Visits[]): SearchDay[] {
  return visits
    .filter((visit) => visit.source === 'google' && visit.medium === 'organic')
    .map(({ day, sessions }) => {
      const random = keyedRandom(SEED, `serp/${day}`);
      const clicks = random.count(sessions * 1.06);
      const impressions = Math.round((clicks / 0.027) * random.around(0.06));
      return { day, clicks, impressions, position: Math.round(1480 * random.around(0.02)) };
    });
}

/** The two cards: dates, complete; and queries by whole month, without the rare ones. */
export function makeSearch(today: Day, visits: readonly Visits[]): DemoBatch[] {
  const { to } = historyOf(today);
  const days = searchDaysOf(visits);
  const dates = collectRows('');
  for (const { day, clicks, impressions, position } of days)
    dates.add(
      day,
      [],
      [clicks * MICROS_PER_UNIT, impressions * MICROS_PER_UNIT, impressions * position * 10_000],
    );
  const queries = collectRows('');
  for (let ago = 13; ago >= 0; ago--) {
    const first = monthStart(today, ago);
    const last = Math.min(monthStart(today, ago - 1) - 1, to);
    const month = days.filter(({ day }) => day >= first && day <= last);
    if (month.length > 0) addQueries(first, last, month);
  }
  return [
    searchBatch([], false, 'larkfield-search-console-dates.csv', dates.rows),
    searchBatch(['search_term'], true, 'larkfield-search-console-queries.csv', queries.rows),
  ];

  function addQueries(first: Day, last: Day, month: SearchDay[]) {
    const random = keyedRandom(SEED, `queries/${first}`);
    const total = (of: (day: SearchDay) => number) => month.reduce((sum, day) => sum + of(day), 0);
    const shown = (share: number, sum: number) => Math.floor(share * sum);
    // A few queries bring most; the weights fall like 1/rank.
    const weights = QUERIES.map((_, rank) => random.around(0.25) / (rank + 1));
    const clicks = split(
      shown(
        VISIBLE_QUERIES.clicks,
        total((d) => d.clicks),
      ),
      weights,
      0.5,
    );
    const flatter = weights.map((weight) => weight + 0.03);
    const seen = shown(
      VISIBLE_QUERIES.impressions,
      total((d) => d.impressions),
    );
    const impressions = split(seen, flatter, 0.5);
    QUERIES.forEach((query, i) => {
      const position = Math.round((i < BRAND.length ? 130 : 900 + 14 * i) * random.around(0.08));
      const count = impressions[i] ?? 0;
      const values = [
        (clicks[i] ?? 0) * MICROS_PER_UNIT,
        count * MICROS_PER_UNIT,
        count * position * 10_000,
      ];
      queries.add(first, [query], values, last);
    });
  }
}

function searchBatch(
  dims: DimensionId[],
  period: boolean,
  file: string,
  rows: DemoBatch['rows'],
): DemoBatch {
  return {
    dataset: 'search_console',
    source: 'search_console',
    shape: shapeOf(dims, period),
    dims,
    measures: MEASURES,
    file,
    account: NO_ACCOUNT,
    currency: '',
    keyedByRecord: false,
    importedOn: rows.length > 0 ? Math.max(...rows.map((row) => row.dayTo)) + 1 : 0,
    rows,
  };
}
