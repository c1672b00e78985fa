import { convertMicros, findRate, rateBook, roundToMinor } from '../money/index.ts';
import type { Day } from '../shared/index.ts';
import { shapeOf } from '../sources/index.ts';
import { centsToMicros, collectRows, type DemoBatch, NO_ACCOUNT } from './batch.ts';
import { DEMO_WORKSPACE, historyOf, SEED } from './company.ts';
import type { Lead } from './make-leads.ts';
import { makeRates } from './make-rates.ts';
import { keyedRandom } from './random.ts';
import { growth, season, weekdayOf } from './season.ts';

const BASE = DEMO_WORKSPACE.currency;
/** Cents of an ordinary working day. */
const PEOPLE = 140_000;
const TOOLS = 24_000;
const AGENCIES = 38_000;
const REVENUE = 4_100_000;
const MARGIN = 0.64;

const BOOKS = [
  'marketing_spend',
  'program_spend',
  'people_spend',
  'tech_spend',
  'agency_spend',
  'finance_revenue',
  'gross_profit',
];
const ATTRIBUTED = ['pipeline_created_marketing_sourced', 'attributed_revenue'];
/** Who came by these was not brought by marketing. */
const UNSOURCED: ReadonlySet<string> = new Set(['Direct', 'Referral']);

type Known = { ads: readonly DemoBatch[]; leads: readonly Lead[] };

/**
 * What finance exports, day by day: marketing money (what the platforms took and what stands beside it), revenue and
 * gross profit; and what sales operations give to marketing: pipeline that it sourced, and revenue of won deals.
 */
export function makeBooks(today: Day, { ads, leads }: Known): DemoBatch[] {
  const { from, to } = historyOf(today);
  const media = mediaByDay(ads, today);
  const books = collectRows(BASE);
  const given = collectRows(BASE);
  for (let day = from; day <= to; day++) {
    const random = keyedRandom(SEED, `books/${day}`);
    const works = weekdayOf(day) % 6 === 0 ? 0 : 1;
    const cents = (amount: number, spread: number) =>
      centsToMicros(Math.round(works * amount * random.around(spread)));
    const agencies = cents(AGENCIES, 0.1);
    const program = (media.get(day) ?? 0) + agencies;
    const [people, tools] = [cents(PEOPLE, 0.02), cents(TOOLS, 0.02)];
    const revenue = cents(REVENUE * season(day, 'web') * growth(day, from), 0.06);
    const profit = centsToMicros(Math.round((revenue * MARGIN * random.around(0.02)) / 10_000));
    const spent = program + people + tools;
    books.add(day, [], [spent, program, people, tools, agencies, revenue, profit]);
    const sourced = leads.filter(({ channel }) => !UNSOURCED.has(channel));
    const sum = (of: 'opportunity' | 'won') =>
      sourced.reduce((all, lead) => (lead[of] === day ? all + lead.amountMicros : all), 0);
    given.add(day, [], [sum('opportunity'), sum('won')]);
  }
  const at = { currency: BASE, account: NO_ACCOUNT, dims: [], shape: shapeOf([], false) };
  const file = { ...at, keyedByRecord: false, importedOn: today };
  return [
    {
      ...{ ...file, dataset: 'finance', source: 'finance_export', name: 'Finance export' },
      ...{ measures: BOOKS, file: 'larkfield-finance-daily.csv', rows: books.rows },
    },
    {
      ...{ ...file, dataset: 'opportunity', source: 'attribution_report' },
      ...{ name: 'Attribution report', measures: ATTRIBUTED },
      ...{ file: 'larkfield-attribution-daily.csv', rows: given.rows },
    },
  ];
}

/** What the platforms took on each day, in the currency of the books at the rates of the days. */
function mediaByDay(ads: readonly DemoBatch[], today: Day): Map<Day, number> {
  const book = rateBook(makeRates(today), { base: BASE });
  const sums = new Map<Day, number>();
  for (const { currency, measures, rows } of ads) {
    const cost = measures.indexOf('ad_cost');
    for (const { day, values } of rows) {
      const found = currency === BASE ? null : findRate(book, { from: currency, to: BASE, day });
      const micros = values[cost] ?? 0;
      const own = found ? Number(convertMicros(BigInt(micros), found.rate)) : micros;
      sums.set(day, (sums.get(day) ?? 0) + own);
    }
  }
  return new Map([...sums].map(([day, micros]) => [day, roundToMinor(micros, BASE)]));
}
