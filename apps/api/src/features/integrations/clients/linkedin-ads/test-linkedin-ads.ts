import {
  type PlatformAnswer,
  type PlatformCall,
  platformServer,
} from '../../engine/testing/platform-server.ts';

export type LinkedinRow = {
  date: string;
  campaign: number;
  creative: number;
  cost: string;
  clicks: number;
};

export type LinkedinAccount = {
  rows: LinkedinRow[];
  campaigns: { id: number; name: string; status: string }[];
  /** Tokens that are accepted; null: any. */
  tokens: string[] | null;
  /** The user has a role in the account. */
  readable: boolean;
  /** Entities of a page. */
  perPage: number;
};

const MOST_ELEMENTS = 15_000;

/** The Marketing API as its documentation describes it, over an account that a test can change. */
export async function testLinkedinAds(account: LinkedinAccount) {
  return platformServer((call) => {
    if (call.path === '/oauth/v2/accessToken') return token(account, call);
    const bearer = call.headers.authorization?.replace('Bearer ', '') ?? '';
    if (account.tokens !== null && !account.tokens.includes(bearer))
      return failed(401, 'EXPIRED_ACCESS_TOKEN', 'The token used in the request has expired');
    if (call.headers['x-restli-protocol-version'] !== '2.0.0')
      return failed(400, 'ILLEGAL_ARGUMENT', 'Unknown protocol');
    if (!/^20\d{4}$/.test(String(call.headers['linkedin-version'])))
      return failed(426, 'NONEXISTENT_VERSION', 'Requested version is not active');
    const [, , entity, id, edge] = call.path.split('/');
    if (entity === 'adAnalytics') return analytics(account, call);
    if (!account.readable)
      return failed(403, 'ACCESS_DENIED', 'Not enough permissions to access: adAccounts');
    if (edge === undefined)
      return {
        body: {
          id: Number(id),
          name: 'Account',
          currency: 'EUR',
          test: false,
          servingStatuses: ['RUNNABLE'],
        },
      };
    return edge === 'adCampaigns'
      ? campaigns(account, { id: String(id), call })
      : creatives(account, call);
  });
}

/** LinkedIn names neither the kind of the token nor, without a change, a new refresh token. */
function token(account: LinkedinAccount, call: PlatformCall): PlatformAnswer {
  if (call.form.get('refresh_token') !== 'refresh-of-test')
    return {
      status: 400,
      body: {
        error: 'invalid_request',
        error_description: 'The provided refresh token is invalid',
      },
    };
  account.tokens = [`access-${(account.tokens ?? []).length + 1}`];
  return {
    body: {
      access_token: account.tokens[0],
      expires_in: 5_184_000,
      refresh_token_expires_in: 31_536_000,
    },
  };
}

/** Brackets, colons and commas that are syntax must arrive as they are, those within a URN escaped. */
const ANALYTICS =
  /\?q=analytics&pivot=(CAMPAIGN|CREATIVE)&timeGranularity=DAILY&dateRange=\(start:\(year:(\d+),month:(\d+),day:(\d+)\),end:\(year:(\d+),month:(\d+),day:(\d+)\)\)&accounts=List\(urn%3Ali%3AsponsoredAccount%3A\d+\)&fields=([A-Za-z,]+)$/;

function analytics(account: LinkedinAccount, call: PlatformCall): PlatformAnswer {
  const found = ANALYTICS.exec(call.target);
  if (!found) return failed(400, 'ILLEGAL_ARGUMENT', 'Query parameters cannot be parsed');
  const [, pivot = '', ...rest] = found;
  if ((found[8] ?? '').split(',').length > 22)
    return failed(400, 'ILLEGAL_ARGUMENT', 'Too many metrics');
  const dayOf = ([year, month, day]: string[]) =>
    `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const [from, to] = [dayOf(rest.slice(0, 3)), dayOf(rest.slice(3, 6))];
  // Who may not read an account is told of nothing.
  const rows = account.readable ? account.rows : [];
  const within = rows.filter(({ date }) => date >= from && date <= to);
  return {
    body: {
      paging: { start: 0, count: 10, links: [] },
      elements: within.slice(0, MOST_ELEMENTS).map((row) => ({
        dateRange: { start: partsOf(row.date), end: partsOf(row.date) },
        pivotValues: [
          pivot === 'CAMPAIGN'
            ? `urn:li:sponsoredCampaign:${row.campaign}`
            : `urn:li:sponsoredCreative:${row.creative}`,
        ],
        costInLocalCurrency: row.cost,
        impressions: 100,
        clicks: row.clicks,
      })),
    },
  };
}

function partsOf(date: string) {
  const [year, month, day] = date.split('-').map(Number);
  return { year, month, day };
}

function campaigns(account: LinkedinAccount, { id, call }: { id: string; call: PlatformCall }) {
  const from = Number(call.query.get('pageToken') ?? 0);
  const end = from + account.perPage;
  const elements = account.campaigns.slice(from, end).map((one) => ({
    ...one,
    account: `urn:li:sponsoredAccount:${id}`,
    campaignGroup: 'urn:li:sponsoredCampaignGroup:615492066',
    costType: 'CPC',
  }));
  const metadata = end < account.campaigns.length ? { nextPageToken: String(end) } : {};
  return { body: { elements, metadata } };
}

function creatives(account: LinkedinAccount, call: PlatformCall): PlatformAnswer {
  if (call.headers['x-restli-method'] !== 'FINDER')
    return failed(400, 'ILLEGAL_ARGUMENT', 'No finder');
  const ids = new Map(account.rows.map(({ creative, campaign }) => [creative, campaign]));
  const elements = [...ids].map(([creative, campaign]) => ({
    id: `urn:li:sponsoredCreative:${creative}`,
    campaign: `urn:li:sponsoredCampaign:${campaign}`,
    intendedStatus: 'ACTIVE',
  }));
  return { body: { elements, metadata: {} } };
}

export const failed = (status: number, code: string, message: string): PlatformAnswer => ({
  status,
  body: { status, code, message, serviceErrorCode: 65_601 },
});
