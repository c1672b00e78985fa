import { type PlatformCall, platformServer } from '../../engine/testing/platform-server.ts';
import { googleToken } from '../test-google-token.ts';

/** Events of a day: dimensions as text, metrics as numbers. */
export type Ga4Row = { date: string } & Record<string, string | number>;

export type Ga4Property = {
  rows: Ga4Row[];
  /** Tokens that are accepted; null: any. */
  tokens: string[] | null;
  /** Rows of a page, whatever was asked. */
  rowsPerPage: number;
  currencyCode: string;
  metadata: object;
};

type Named = { name: string };
type Asked = {
  dateRanges: { startDate: string; endDate: string }[];
  dimensions: Named[];
  metrics: Named[];
  offset: string;
  limit: string;
};

/** The Data API as its documentation describes it, over a property that a test can change. */
export async function testGa4(property: Ga4Property) {
  return platformServer((call) => {
    if (call.path === '/token') return googleToken(property, call);
    const bearer = call.headers.authorization?.replace('Bearer ', '') ?? '';
    if (property.tokens !== null && !property.tokens.includes(bearer))
      return failed(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    if (!/^\/v1beta\/properties\/\d+:runReport$/.test(call.path))
      return failed(404, 'NOT_FOUND', 'Not found');
    return runReport(property, call);
  });
}

function runReport(property: Ga4Property, call: PlatformCall) {
  const { dateRanges, dimensions, metrics, offset, limit } = call.json as Asked;
  if (dimensions.length > 9 || metrics.length > 10)
    return failed(400, 'INVALID_ARGUMENT', 'Requests are limited to 9 dimensions and 10 metrics.');
  const [range] = dateRanges;
  const dayOf = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const sums = new Map<string, number[]>();
  for (const row of property.rows) {
    const day = dayOf(row.date);
    if (!range || day < range.startDate || day > range.endDate) continue;
    const key = JSON.stringify(dimensions.map(({ name }) => row[name] ?? '(not set)'));
    const sum = sums.get(key) ?? metrics.map(() => 0);
    sums.set(
      key,
      metrics.map(({ name }, at) => (sum[at] ?? 0) + Number(row[name] ?? 0)),
    );
  }
  const all = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  const from = Number(offset);
  const page = all.slice(from, from + Math.min(Number(limit), property.rowsPerPage));
  return {
    body: {
      dimensionHeaders: dimensions,
      metricHeaders: metrics.map(({ name }) => ({ name, type: 'TYPE_INTEGER' })),
      // Without rows the list is left out.
      ...(page.length > 0 ? { rows: page.map(([key, sum]) => rowOf(key, sum)) } : {}),
      rowCount: all.length,
      metadata: { currencyCode: property.currencyCode, timeZone: 'UTC', ...property.metadata },
      kind: 'analyticsData#runReport',
    },
  };
}

const rowOf = (key: string, sum: number[]) => ({
  dimensionValues: (JSON.parse(key) as string[]).map((value) => ({ value })),
  metricValues: sum.map((value) => ({ value: String(value) })),
});

const failed = (code: number, status: string, message: string) => ({
  status: code,
  body: { error: { code, message, status } },
});

/** No tokens are left for this hour. */
export const QUOTA_USED = failed(
  429,
  'RESOURCE_EXHAUSTED',
  'Exhausted property tokens for a project per hour.',
);
