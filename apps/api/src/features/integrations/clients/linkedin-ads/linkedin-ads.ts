import * as z from 'zod';
import type {
  Page,
  PageRequest,
  PullCall,
  PullClient,
  PullStream,
  PullTools,
} from '../../engine/client.ts';
import { refusal } from '../../engine/refusals.ts';
import { type Days, halvesOf } from '../../engine/slices.ts';
import { perAccount } from '../per-account.ts';

const API = 'https://api.linkedin.com/rest';
/** A version is served for a year at least. */
const VERSION = '202606';
/** More are cut off without a word. */
const MOST_ELEMENTS = 15_000;

const MEASURES = [
  'costInLocalCurrency',
  'impressions',
  'clicks',
  'landingPageClicks',
  'externalWebsiteConversions',
  'externalWebsitePostViewConversions',
  'conversionValueInLocalCurrency',
  'oneClickLeads',
  'totalEngagements',
  'videoStarts',
  'videoViews',
  'videoCompletions',
  'approximateMemberReach',
];

const Day = z.object({ year: z.number(), month: z.number(), day: z.number() });
const Analytics = z.object({
  elements: z.array(
    z.looseObject({
      dateRange: z.object({ start: Day, end: Day }),
      pivotValues: z.array(z.string()).min(1),
    }),
  ),
});
const Listed = z.object({
  elements: z.array(z.looseObject({})),
  metadata: z.looseObject({ nextPageToken: z.string().optional() }).optional(),
});
const Account = z.looseObject({ id: z.union([z.number(), z.string()]) });

function call(stream: string, asked: { path: string; config: PageRequest['config'] }): PullCall {
  return {
    stream,
    // Written out whole: brackets, colons and commas are the syntax of Rest.li and must stay as they are.
    url: `${API}/${asked.path}`,
    headers: {
      'linkedin-version': asked.config.apiVersion ?? VERSION,
      'x-restli-protocol-version': '2.0.0',
    },
  };
}

function results(name: string, pivot: 'CAMPAIGN' | 'CREATIVE'): PullStream {
  return {
    name,
    key: [['account_id'], ['start_date'], ['pivotValue']],
    cursor: null,
    mode: 'upsert',
    slice: 30,
    day: (record) => (record as { start_date?: string }).start_date ?? null,
    measures: [
      ['costInLocalCurrency'],
      ['impressions'],
      ['clicks'],
      ['externalWebsiteConversions'],
      ['oneClickLeads'],
    ],
    needs: 'scope r_ads_reporting, and a role in the ad account',
    page: perAccount('accountIds', (account, request, tools) =>
      analytics({ name, pivot, account, request }, tools),
    ),
  };
}

type Asked = { name: string; pivot: string; account: string; request: PageRequest };

/** There are no pages: a range whose answer is full is halved, down to a day. */
async function analytics(asked: Asked, tools: PullTools): Promise<Page> {
  const { name, pivot, account, request } = asked;
  const whole = request.days ?? {
    from: request.start.slice(0, 10),
    to: request.until.slice(0, 10),
  };
  const [days = whole, ...left] = (request.place as Days[] | null) ?? [whole];
  const fields = ['dateRange', 'pivotValues', ...MEASURES].join(',');
  const query = [
    `q=analytics&pivot=${pivot}&timeGranularity=DAILY`,
    `dateRange=(start:${dateOf(days.from)},end:${dateOf(days.to)})`,
    `accounts=List(${encodeURIComponent(`urn:li:sponsoredAccount:${account}`)})`,
    `fields=${fields}`,
  ].join('&');
  const path = `adAnalytics?${query}`;
  await readable(name, { account, config: request.config }, tools);
  const { elements } = await tools.ask(call(name, { path, config: request.config }), Analytics);
  if (elements.length < MOST_ELEMENTS) {
    const records = elements.map((one) => ({
      account_id: account,
      start_date: dayOf(one.dateRange.start),
      end_date: dayOf(one.dateRange.end),
      pivotValue: one.pivotValues[0],
      ...one,
    }));
    return { records, next: left.length > 0 ? left : null };
  }
  if (days.from === days.to) {
    const said = `more than ${MOST_ELEMENTS} rows on ${days.from}, of which LinkedIn does not give all.`;
    throw refusal({ client: linkedinAds, stream: name, reason: 'size', said });
  }
  return { records: [], next: [...halvesOf(days), ...left] };
}

/** Who may not read an account gets no rows instead of a refusal, and all of its results would seem gone. */
function readable(
  stream: string,
  asked: { account: string; config: PageRequest['config'] },
  tools: PullTools,
) {
  const path = `adAccounts/${asked.account}`;
  return tools.once(`linkedin account ${asked.account}`, () =>
    tools.ask(call(stream, { path, config: asked.config }), Account),
  );
}

const dateOf = (day: string) => {
  const [year, month, date] = day.split('-').map(Number);
  return `(year:${year},month:${month},day:${date})`;
};
const dayOf = ({ year, month, day }: z.output<typeof Day>) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const accounts: PullStream = {
  name: 'accounts',
  key: [['id']],
  cursor: null,
  mode: 'upsert',
  needs: 'scope r_ads',
  page: perAccount('accountIds', async (account, { config }, tools) => ({
    records: [await readable('accounts', { account, config }, tools)],
    next: null,
  })),
};

function list(name: string, asked: { path: string; finder: string }): PullStream {
  return {
    name,
    key: [['id']],
    cursor: null,
    mode: 'upsert',
    needs: 'scope r_ads',
    page: perAccount('accountIds', async (account, { config, place }, tools) => {
      const token = place === null ? '' : `&pageToken=${encodeURIComponent(String(place))}`;
      const path = `adAccounts/${account}/${asked.path}?q=${asked.finder}&pageSize=100${token}`;
      const one = call(name, { path, config });
      const headers = { ...one.headers, 'x-restli-method': 'FINDER' };
      const { elements, metadata } = await tools.ask({ ...one, headers }, Listed);
      const records = elements.map((element) => ({ account_id: account, ...element }));
      return { records, next: metadata?.nextPageToken || null };
    }),
  };
}

/**
 * LinkedIn Marketing API, versioned. Results name campaigns and creatives by their URN only; what they
 * are called is read apart. A refresh token lives a year.
 * Sources: learn.microsoft.com/linkedin/marketing, “Reporting”, “Ad Accounts”, “Campaigns”, “Creatives”,
 * “Versioning”; learn.microsoft.com/linkedin/shared, “Rate limits”, “Refresh tokens”, “Protocol versions”.
 */
export const linkedinAds: PullClient = {
  platform: 'linkedin_ads',
  name: 'LinkedIn Ads',
  kind: 'days',
  hosts: ['api.linkedin.com', 'www.linkedin.com'],
  settings: [
    {
      name: 'accountIds',
      label: 'Ids of the ad accounts, digits, separated by commas',
      pattern: /\d{3,12}(\s*,\s*\d{3,12})*/,
    },
    {
      name: 'apiVersion',
      label: `Version of the API, year and month; ${VERSION} when left out`,
      pattern: /20\d{4}/,
      optional: true,
    },
  ],
  credentials: ['refresh', 'token'],
  tokenEndpoint: () => ({ url: 'https://www.linkedin.com/oauth/v2/accessToken' }),
  limit: { requests: 10, perMs: 1_000 },
  streams: [
    accounts,
    list('campaigns', { path: 'adCampaigns', finder: 'search' }),
    list('creatives', { path: 'creatives', finder: 'criteria' }),
    results('campaign_daily', 'CAMPAIGN'),
    results('creative_daily', 'CREATIVE'),
  ],
};
