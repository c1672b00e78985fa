import { type PlatformCall, platformServer } from '../../engine/testing/platform-server.ts';

export type HubspotRecord = {
  id: string;
  properties: Record<string, string | null>;
  history?: Record<string, { value: string; timestamp: string; sourceType: string }[]>;
  /** Object type → ids of associated records. */
  associated?: Record<string, number[]>;
  createdAt: string;
  updatedAt: string;
  archivedAt?: string;
};
export type HubspotEvent = { id: string; created: number; type: string; recipient: string };

export type HubspotAccount = {
  objects: Record<string, HubspotRecord[]>;
  events: HubspotEvent[];
  /** Tokens that are accepted; null: any. */
  tokens: string[] | null;
  /** Refresh token → access token that it gives, and the refresh token that replaces it. */
  refresh: Record<string, { access: string; next: string }>;
  /** How many events are in a page, whatever was asked. */
  eventsPerPage: number;
};

/** HubSpot as its documentation describes it, with the records of an account that a test can change. */
export async function testHubspot(account: HubspotAccount) {
  return platformServer((call) => {
    if (call.path === '/oauth/v1/token') return token(account, call);
    const bearer = call.headers.authorization?.replace('Bearer ', '') ?? '';
    if (account.tokens !== null && !account.tokens.includes(bearer)) {
      return {
        status: 401,
        body: { status: 'error', message: 'expired', category: 'EXPIRED_AUTHENTICATION' },
      };
    }
    const [, area, version, kind, object = '', action] = call.path.split('/');
    if (area === 'email') return { body: events(account, call) };
    if (area === 'crm' && version === 'v4') {
      return { status: 207, body: associations(account, call) };
    }
    if (kind === 'owners')
      return {
        body: { results: [{ id: '7', email: 'o@example.com', updatedAt: '2026-01-01T00:00:00Z' }] },
      };
    if (kind === 'pipelines')
      return { body: { results: [{ id: 'default', label: 'Sales', stages: [] }] } };
    const records = account.objects[object] ?? [];
    if (kind === 'properties')
      return { body: { results: namesOf(records).map((name) => ({ name })) } };
    if (action === 'search') return { body: search(records, call) };
    if (action === 'batch') return { body: batch(records, call) };
    return { body: archived(records, call) };
  });
}

function token(account: HubspotAccount, call: PlatformCall) {
  const known = account.refresh[call.form.get('refresh_token') ?? ''];
  if (!known || call.form.get('client_secret') !== 'client-secret-of-test') {
    return {
      status: 400,
      body: {
        status: 'BAD_REFRESH_TOKEN',
        error: 'invalid_grant',
        error_description: 'missing or invalid refresh token',
      },
    };
  }
  account.tokens = [known.access];
  return {
    body: {
      access_token: known.access,
      refresh_token: known.next,
      token_type: 'bearer',
      expires_in: 1800,
    },
  };
}

type Filter = { propertyName: string; operator: 'GT' | 'GTE'; value: string };

function search(records: HubspotRecord[], call: PlatformCall) {
  const { filterGroups, limit } = call.json as {
    filterGroups: { filters: Filter[] }[];
    limit: number;
  };
  const filters = filterGroups[0]?.filters ?? [];
  const fits = (record: HubspotRecord) =>
    filters.every(({ propertyName, operator, value }) => {
      const own =
        propertyName === 'hs_object_id' ? Number(record.id) : Date.parse(record.updatedAt);
      return operator === 'GT' ? own > Number(value) : own >= Number(value);
    });
  const found = records
    .filter((record) => record.archivedAt === undefined && fits(record))
    .sort((a, b) => Number(a.id) - Number(b.id));
  return {
    total: found.length,
    results: found.slice(0, limit).map(({ id }) => ({ id, properties: {} })),
  };
}

function batch(records: HubspotRecord[], call: PlatformCall) {
  const { inputs, properties, propertiesWithHistory } = call.json as {
    inputs: { id: string }[];
    properties: string[];
    propertiesWithHistory: string[];
  };
  const wanted = inputs.flatMap(({ id }) => records.filter((record) => record.id === id));
  return {
    status: 'COMPLETE',
    results: wanted.map(({ id, createdAt, updatedAt, properties: own, history = {} }) => ({
      id,
      properties: Object.fromEntries(properties.map((name) => [name, own[name] ?? null])),
      propertiesWithHistory: Object.fromEntries(
        propertiesWithHistory.map((name) => [name, history[name] ?? []]),
      ),
      createdAt,
      updatedAt,
      archived: false,
    })),
  };
}

function archived(records: HubspotRecord[], call: PlatformCall) {
  const gone = records.filter((record) => record.archivedAt !== undefined);
  const from = Number(call.query.get('after') ?? 0);
  const page = gone.slice(from, from + 2);
  const next = from + 2 < gone.length ? { paging: { next: { after: String(from + 2) } } } : {};
  return {
    results: page.map(({ id, properties, createdAt, updatedAt, archivedAt }) => ({
      id,
      properties,
      createdAt,
      updatedAt,
      archived: true,
      archivedAt,
    })),
    ...next,
  };
}

function associations(account: HubspotAccount, call: PlatformCall) {
  const [, , , , from = '', to = ''] = call.path.split('/');
  const { inputs } = call.json as { inputs: { id: string }[] };
  const results = inputs.flatMap(({ id }) => {
    const ids = account.objects[from]?.find((record) => record.id === id)?.associated?.[to] ?? [];
    if (ids.length === 0) return [];
    return [{ from: { id }, to: ids.map((toObjectId) => ({ toObjectId, associationTypes: [] })) }];
  });
  return { status: 'COMPLETE', results };
}

function events(account: HubspotAccount, call: PlatformCall) {
  const within = account.events
    .filter(
      ({ created }) =>
        created >= Number(call.query.get('startTimestamp')) &&
        created <= Number(call.query.get('endTimestamp')),
    )
    .sort((a, b) => b.created - a.created);
  const from = Number(call.query.get('offset') ?? 0);
  const to = from + account.eventsPerPage;
  return { events: within.slice(from, to), hasMore: to < within.length, offset: String(to) };
}

function namesOf(records: HubspotRecord[]): string[] {
  return [...new Set(records.flatMap(({ properties }) => Object.keys(properties)))];
}
