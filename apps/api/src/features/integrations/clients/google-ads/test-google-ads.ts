import { type PlatformCall, platformServer } from '../../engine/testing/platform-server.ts';
import { googleToken } from '../test-google-token.ts';

/** A row by its fields in the query language: `{ 'campaign.id': '1', 'metrics.clicks': 2 }`. */
export type GoogleAdsRow = Record<string, string | number | boolean>;

export type GoogleAdsAccount = {
  /** Resource → its rows; those of results have `segments.date`. */
  resources: Record<string, GoogleAdsRow[]>;
  tokens: string[] | null;
  developerToken: string;
  /** Rows of a page; the real one has 10,000. */
  rowsPerPage: number;
  /** Page tokens of before are void. */
  voidPages: boolean;
};

/** `googleAds:search` as its documentation describes it, over an account that a test can change. */
export async function testGoogleAds(account: GoogleAdsAccount) {
  return platformServer((call) => {
    if (call.path === '/token') return googleToken(account, call);
    const bearer = call.headers.authorization?.replace('Bearer ', '') ?? '';
    if (account.tokens !== null && !account.tokens.includes(bearer))
      return failed(401, { status: 'UNAUTHENTICATED', message: 'invalid credentials' });
    if (call.headers['developer-token'] !== account.developerToken)
      return failed(403, {
        status: 'PERMISSION_DENIED',
        message: 'The developer token is not valid.',
      });
    if (!/^\/v\d+\/customers\/\d{10}\/googleAds:search$/.test(call.path))
      return failed(404, { status: 'NOT_FOUND', message: 'Requested entity was not found.' });
    return search(account, call);
  });
}

function search(account: GoogleAdsAccount, call: PlatformCall) {
  const { query, pageToken, ...rest } = call.json as { query: string; pageToken?: string };
  if ('pageSize' in rest) return invalid('PAGE_SIZE_NOT_SUPPORTED');
  const [, names = '', resource = '', from = '', to = '9'] =
    /^SELECT (.+) FROM (\w+)(?: WHERE segments.date BETWEEN '(.+)' AND '(.+)')?$/.exec(query) ?? [];
  const fields = names.split(', ');
  if (fields.some((field) => /^campaign\.(start|end)_date$/.test(field)))
    return invalid('UNRECOGNIZED_FIELD');
  const start = pageToken === undefined ? 0 : startOf(account, { query, pageToken });
  if (start === null) return invalid('INVALID_PAGE_TOKEN');
  const found = group(account.resources[resource] ?? [], { fields, from, to });
  const end = start + account.rowsPerPage;
  const results = found.slice(start, end).map((row) => nested(row, fields));
  return {
    body: {
      ...(results.length > 0 ? { results } : {}),
      ...(end < found.length ? { nextPageToken: tokenOf(query, end) } : {}),
      fieldMask: fields.map(camel).join(','),
      queryResourceConsumption: '1234',
    },
  };
}

const tokenOf = (query: string, start: number) =>
  Buffer.from(JSON.stringify([query, start])).toString('base64url');

function startOf(account: GoogleAdsAccount, asked: { query: string; pageToken: string }) {
  const [query, start] = JSON.parse(Buffer.from(asked.pageToken, 'base64url').toString('utf8')) as [
    string,
    number,
  ];
  return query === asked.query && !account.voidPages ? start : null;
}

/** Rows alike in all but their metrics are one; rows of days without any metric are none. */
function group(
  rows: GoogleAdsRow[],
  asked: { fields: string[]; from: string; to: string },
): GoogleAdsRow[] {
  const ids = asked.fields.filter((field) => !field.startsWith('metrics.'));
  const metrics = asked.fields.filter((field) => field.startsWith('metrics.'));
  const groups = new Map<string, GoogleAdsRow>();
  for (const row of rows) {
    const date = String(row['segments.date'] ?? '');
    if (date < asked.from || date > asked.to) continue;
    const key = JSON.stringify(ids.map((field) => row[field] ?? null));
    const known = groups.get(key) ?? Object.fromEntries(ids.map((id) => [id, row[id] ?? '']));
    for (const name of metrics) known[name] = Number(known[name] ?? 0) + Number(row[name] ?? 0);
    groups.set(key, known);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** As JSON of protocol buffers: nested, in camel case, whole numbers of 64 bits as text. */
function nested(row: GoogleAdsRow, fields: string[]): object {
  const whole: Record<string, unknown> = {};
  for (const field of fields) {
    const value = row[field];
    if (value === '' || value === undefined) continue;
    const parts = camel(field).split('.');
    let at = whole;
    for (const part of parts.slice(0, -1)) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    const long = typeof value === 'number' && !/conversions|Value/.test(field);
    at[parts.at(-1) ?? ''] = long ? String(value) : value;
  }
  return whole;
}

const camel = (field: string) => field.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

export const failed = (
  code: number,
  error: { status: string; message: string; details?: unknown },
) => ({
  status: code,
  body: { error: { code, ...error } },
});

const invalid = (requestError: string) =>
  failed(400, {
    status: 'INVALID_ARGUMENT',
    message: 'Request contains an invalid argument.',
    details: [
      {
        '@type': 'type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure',
        errors: [{ errorCode: { requestError }, message: requestError }],
      },
    ],
  });

/** Too many operations; how long to wait stands in the details. */
export const EXHAUSTED = failed(429, {
  status: 'RESOURCE_EXHAUSTED',
  message: 'Resource has been exhausted (e.g. check quota).',
  details: [
    {
      errors: [
        {
          errorCode: { quotaError: 'RESOURCE_TEMPORARILY_EXHAUSTED' },
          details: { quotaErrorDetails: { rateScope: 'DEVELOPER', retryDelay: '37s' } },
        },
      ],
    },
  ],
});
