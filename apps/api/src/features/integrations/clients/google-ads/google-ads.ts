import * as z from 'zod';
import type {
  Page,
  PageRequest,
  PullCall,
  PullClient,
  PullStream,
  PullTools,
  Verdict,
} from '../../engine/client.ts';
import { retryDelayMs } from '../google-answers.ts';
import { perAccount } from '../per-account.ts';
import { type GoogleAdsReport, gaqlOf, keyOf, LISTS, RESULTS } from './reports.ts';

/** Served until August 2027. */
const VERSION = 'v25';

const Found = z.object({
  results: z.array(z.looseObject({})).default([]),
  nextPageToken: z.string().optional(),
});
const Refused = z.looseObject({ error: z.unknown() });

function stream(report: GoogleAdsReport): PullStream {
  const page = perAccount('customerIds', (customer, request, tools) =>
    search(report, { customer, request }, tools),
  );
  const common = {
    name: report.name,
    key: keyOf(report),
    cursor: null,
    mode: 'upsert' as const,
    needs: 'read-only access to the account, for the user or through the manager account',
    page,
  };
  if (report.slice === undefined) return common;
  return {
    ...common,
    slice: report.slice,
    day: (record) => (record as { segments?: { date?: string } }).segments?.date ?? null,
    measures: [
      ['metrics', 'costMicros'],
      ['metrics', 'impressions'],
      ['metrics', 'clicks'],
      ['metrics', 'conversions'],
      ['metrics', 'conversionsValue'],
    ],
  };
}

/** The size of a page is fixed: 10,000 rows. Its token is void with time; the days are then read anew. */
async function search(
  report: GoogleAdsReport,
  asked: { customer: string; request: PageRequest },
  tools: PullTools,
): Promise<Page> {
  const { config, days, place } = asked.request;
  const version = config.apiVersion ?? VERSION;
  const query = gaqlOf(report, days);
  const call: PullCall = {
    stream: report.name,
    url: `https://googleads.googleapis.com/${version}/customers/${asked.customer}/googleAds:search`,
    method: 'POST',
    body: { query },
  };
  if (place === null) return page(await tools.ask(call, Found));
  const going = { ...call, body: { query, pageToken: place }, accept: [400] };
  const answer = await tools.ask(going, Refused.or(Found));
  return page('error' in answer ? await tools.ask(call, Found) : (answer as Found));
}

type Found = z.output<typeof Found>;

function page({ results, nextPageToken }: Found): Page {
  return { records: results, next: nextPageToken ? nextPageToken : null };
}

const Failure = z.looseObject({
  partialFailureError: z.looseObject({ message: z.string().optional() }).optional(),
  error: z.looseObject({ message: z.string().optional() }).optional(),
});

/** A part of an answer is none: what failed within it would be missing without a word. */
function judge(body: unknown, status: number): Verdict {
  if (status >= 300) return 'fine';
  const failure = Failure.safeParse(body).data;
  const wrong = failure?.partialFailureError ?? failure?.error;
  return wrong ? { refused: `only a part was answered: ${wrong.message ?? 'no reason'}` } : 'fine';
}

/**
 * Google Ads API, `googleAds:search`. Money comes in micros as text; conversions have fractions and are
 * restated for up to 90 days. Removed campaigns keep their rows.
 * Sources: developers.google.com/google-ads/api, “REST interface: search”, “Authorization headers”,
 * “Query language”, “Rate limits”, “Release notes”.
 */
export const googleAds: PullClient = {
  platform: 'google_ads',
  name: 'Google Ads',
  kind: 'days',
  hosts: ['googleads.googleapis.com', 'oauth2.googleapis.com'],
  settings: [
    {
      name: 'customerIds',
      label: 'Customer ids of the accounts, as 123-456-7890, separated by commas',
      pattern: /\d{3}-?\d{3}-?\d{4}(\s*,\s*\d{3}-?\d{3}-?\d{4})*/,
    },
    {
      name: 'loginCustomerId',
      label: 'Customer id of the manager account through which they are reached',
      pattern: /\d{3}-?\d{3}-?\d{4}/,
      optional: true,
    },
    {
      name: 'apiVersion',
      label: `Version of the API; ${VERSION} when left out`,
      pattern: /v\d{2,3}/,
      optional: true,
    },
  ],
  credentials: ['refresh', 'assertion'],
  needsDeveloperToken: true,
  tokenEndpoint: () => ({
    url: 'https://oauth2.googleapis.com/token',
    scopes: ['https://www.googleapis.com/auth/adwords'],
  }),
  authorize: (token, { loginCustomerId }, credentials) => ({
    authorization: `Bearer ${token}`,
    'developer-token': ('developerToken' in credentials && credentials.developerToken) || '',
    ...(loginCustomerId ? { 'login-customer-id': loginCustomerId.replaceAll('-', '') } : {}),
  }),
  judge,
  askedWaitMs: ({ text }) => retryDelayMs(text),
  limit: { requests: 10, perMs: 1_000 },
  streams: [...LISTS, ...RESULTS].map(stream),
};
