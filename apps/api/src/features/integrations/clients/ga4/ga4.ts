import type { Page, PageRequest, PullClient, PullStream, PullTools } from '../../engine/client.ts';
import { refusal } from '../../engine/refusals.ts';
import { retryDelayMs } from '../google-answers.ts';
import { perAccount } from '../per-account.ts';
import { Report } from './answer.ts';
import { noticesOf } from './notices.ts';
import { GA4_REPORTS, type Ga4Report } from './reports.ts';

const API = 'https://analyticsdata.googleapis.com/v1beta';
/** The API gives up to 250,000; a page of this size is some megabytes. */
const ROWS = 10_000;

function stream(report: Ga4Report): PullStream {
  return {
    name: report.name,
    key: [['property_id'], ['date'], ...report.dimensions.map((name) => [name])],
    cursor: null,
    mode: 'upsert',
    slice: report.slice,
    day: (record) => dayOf((record as { date?: unknown }).date),
    measures: report.metrics.filter((name) => !PEOPLE.test(name)).map((name) => [name]),
    needs: 'Viewer of the property, and the Google Analytics Data API switched on',
    page: perAccount('propertyIds', (property, request, tools) =>
      readReport(report, { property, request }, tools),
    ),
  };
}

/** Counts of people are not to be added over rows. */
const PEOPLE = /users$/i;

/** `20260301`, or `(other)`, which is of no day. */
function dayOf(date: unknown): string | null {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(String(date)) ?? [];
  return year === undefined ? null : `${year}-${month}-${day}`;
}

async function readReport(
  report: Ga4Report,
  asked: { property: string; request: PageRequest },
  tools: PullTools,
): Promise<Page> {
  const { property, request } = asked;
  const offset = (request.place as number | null) ?? 0;
  const dimensions = ['date', ...report.dimensions];
  const answer = await tools.ask(
    {
      stream: report.name,
      url: `${API}/properties/${property}:runReport`,
      method: 'POST',
      body: {
        dateRanges: [{ startDate: request.days?.from, endDate: request.days?.to }],
        dimensions: dimensions.map((name) => ({ name })),
        metrics: report.metrics.map((name) => ({ name })),
        // Pages are parts of one list only when the list has an order.
        orderBys: dimensions.map((dimensionName) => ({ dimension: { dimensionName } })),
        offset: String(offset),
        limit: String(ROWS),
      },
    },
    Report,
  );
  const { dimensionHeaders, metricHeaders, rows, rowCount, metadata } = answer;
  const names = [...dimensionHeaders, ...metricHeaders].map(({ name }) => name);
  const { currencyCode } = metadata;
  const records = rows.map(({ dimensionValues, metricValues }) => {
    const values = [...dimensionValues, ...metricValues].map(({ value }) => value);
    const fields = Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
    return { property_id: property, ...(currencyCode ? { currencyCode } : {}), ...fields };
  });
  const end = offset + rows.length;
  if (rows.length === 0 && end < rowCount) {
    const said = `it has ${rowCount} rows and gives none from ${end} on.`;
    throw refusal({ client: ga4, stream: report.name, reason: 'shape', said });
  }
  const notices = offset === 0 ? noticesOf(metadata, request.days) : [];
  return { records, next: end < rowCount ? end : null, notices };
}

/**
 * Google Analytics 4, Data API v1beta. Ten calls at once and tokens per hour and day for a property; a call
 * that finds none left is answered by 429.
 * Sources: developers.google.com/analytics/devguides/reporting/data/v1, “properties.runReport”,
 * “ResponseMetaData”, “Quotas”, “API Dimensions & Metrics”.
 */
export const ga4: PullClient = {
  platform: 'ga4',
  name: 'Google Analytics 4',
  kind: 'days',
  hosts: ['analyticsdata.googleapis.com', 'oauth2.googleapis.com'],
  settings: [
    {
      name: 'propertyIds',
      label: 'Property ids, digits, separated by commas; not the measurement id G-…',
      pattern: /\d{5,12}(\s*,\s*\d{5,12})*/,
    },
  ],
  credentials: ['assertion', 'refresh'],
  tokenEndpoint: () => ({
    url: 'https://oauth2.googleapis.com/token',
    scopes: ['https://www.googleapis.com/auth/analytics.readonly'],
  }),
  limit: { requests: 10, perMs: 1_000 },
  askedWaitMs: ({ text }) => retryDelayMs(text),
  streams: GA4_REPORTS.map(stream),
};
