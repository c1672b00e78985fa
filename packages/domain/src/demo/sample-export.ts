import { type Day, formatDay, MopsError } from '../shared/index.ts';
import type { DemoBatch } from './batch.ts';
import { printGa4 } from './exports/ga4.ts';
import { printGoogleAds } from './exports/google-ads.ts';
import { printLinkedInAds } from './exports/linkedin-ads.ts';
import { printMailchimp } from './exports/mailchimp.ts';
import { printMetaAds } from './exports/meta-ads.ts';
import { printMicrosoftAds } from './exports/microsoft-ads.ts';
import { type ExportView, viewOf } from './exports/view.ts';
import { makeAds } from './make-ads.ts';
import { makeEmail } from './make-email.ts';
import { makeWeb, visitsOf } from './make-web.ts';

/** A file to try the import with: text to be written as UTF-8, lines ending in CRLF. */
export type SampleExport = { name: string; text: string };

/** A source of which there is a sample file, and what is special about its exports. */
export type SampleSource = { source: string; name: string; shows: string };

export const SAMPLE_SOURCES: readonly SampleSource[] = [
  { source: 'google_ads', name: 'Google Ads', shows: 'Lines above the table, totals below it' },
  { source: 'meta_ads', name: 'Meta Ads', shows: 'Euros; the first row is the total' },
  {
    source: 'ga4',
    name: 'Google Analytics 4',
    shows: 'Comment lines, compact dates, a grand total',
  },
  { source: 'linkedin_ads', name: 'LinkedIn Ads', shows: 'Swedish kronor, American dates' },
  { source: 'microsoft_ads', name: 'Microsoft Ads', shows: 'Lines above that count the rows' },
  { source: 'mailchimp', name: 'Mailchimp', shows: 'One row per e-mail; rates are left out' },
];

const PRINTERS: Record<string, (view: ExportView) => string[]> = {
  google_ads: printGoogleAds,
  meta_ads: printMetaAds,
  ga4: printGa4,
  linkedin_ads: printLinkedInAds,
  microsoft_ads: printMicrosoftAds,
  mailchimp: printMailchimp,
};

const DAYS = 28;

/**
 * The last four weeks of one source of the demo company, as that platform would export them.
 * Throws NOT_FOUND for a source without a sample.
 * @example sampleExport('google_ads', 20778).name // 'larkfield-google-ads-2026-10-24-to-2026-11-20.csv'
 */
export function sampleExport(source: string, today: Day): SampleExport {
  const print = PRINTERS[source];
  const batch = batchesOf(source, today).find((one) => one.source === source);
  if (!print || !batch)
    throw new MopsError(
      'NOT_FOUND',
      `There is no sample file for “${source}”.`,
      `There is one for ${SAMPLE_SOURCES.map((one) => one.source).join(', ')}.`,
    );
  const last = batch.rows.reduce((day, row) => Math.max(day, row.day), 0);
  const view = viewOf(batch, last - DAYS + 1);
  const period = `${formatDay(view.from)}-to-${formatDay(view.to)}`;
  return {
    name: `larkfield-${source.replaceAll('_', '-')}-${period}.csv`,
    text: `${print(view).join('\r\n')}\r\n`,
  };
}

function batchesOf(source: string, today: Day): DemoBatch[] {
  if (source === 'ga4') return [makeWeb(today, visitsOf(today))];
  return source === 'mailchimp' ? [makeEmail(today)] : makeAds(today);
}
