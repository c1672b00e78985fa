import type { Rate } from '../kpi/index.ts';
import type { Day } from '../shared/index.ts';
import { RESTATEMENT } from './answer-key.ts';
import type { DemoBatch } from './batch.ts';
import { makeAds } from './make-ads.ts';
import { makeBooks } from './make-books.ts';
import { makeEmail } from './make-email.ts';
import { leadsOf } from './make-leads.ts';
import { makeRates } from './make-rates.ts';
import { makeSearch } from './make-search.ts';
import { makeWeb, visitsOf } from './make-web.ts';

/** All that the demo company has imported, oldest import first, and its rates. */
export type Demo = { batches: DemoBatch[]; rates: Rate[] };

/** These come by connectors: see `streams.ts`. */
const STREAMED: readonly string[] = ['meta_ads', 'linkedin_ads'];

/**
 * The demo company Larkfield Instruments: thirteen whole months and the current one up to
 * yesterday. Nothing in it is real. The same day gives the same bytes.
 * @example generateDemo(20778).batches.length // 10
 */
export function generateDemo(today: Day): Demo {
  const visits = visitsOf(today);
  const ads = makeAds(today);
  const batches = [
    ...ads
      .filter(({ source }) => !STREAMED.includes(source))
      .flatMap((batch) => (batch.source === RESTATEMENT.source ? restated(batch, today) : [batch])),
    makeWeb(today, visits),
    ...makeSearch(today, visits),
    makeEmail(today),
    ...makeBooks(today, { ads, leads: leadsOf(today, visits) }),
  ];
  batches.sort((a, b) => a.importedOn - b.importedOn);
  return { batches, rates: makeRates(today) };
}

/** The history as it was imported a week ago, and the overlapping export that restates one day of it. */
function restated(batch: DemoBatch, today: Day): DemoBatch[] {
  const firstTo = RESTATEMENT.firstTo(today);
  const cost = batch.measures.indexOf('ad_cost');
  const lower = (value: number | null, index: number) =>
    value === null || index === cost
      ? value
      : Math.floor((value * RESTATEMENT.firstShare) / 1_000_000) * 1_000_000;
  const first = batch.rows
    .filter((row) => row.day <= firstTo)
    .map((row) =>
      row.day === RESTATEMENT.day(today) ? { ...row, values: row.values.map(lower) } : row,
    );
  const second = batch.rows.filter((row) => row.day >= RESTATEMENT.secondFrom(today));
  return [
    { ...batch, importedOn: firstTo + 1, rows: first },
    { ...batch, file: batch.file.replace('.csv', '-latest.csv'), rows: second },
  ];
}
