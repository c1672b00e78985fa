import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformServer } from '../../engine/testing/platform-server.ts';
import { fakeClock, pull, standing } from '../../engine/testing/pull.ts';
import { hubspot } from './hubspot.ts';
import { type HubspotAccount, type HubspotRecord, testHubspot } from './test-hubspot.ts';

let account: HubspotAccount;
let server: PlatformServer;
beforeEach(async () => {
  account = {
    objects: {
      contacts: Array.from({ length: 120 }, (_, index) => contact(index + 1)),
      companies: [],
      deals: [],
    },
    events: Array.from({ length: 7 }, (_, index) => ({
      id: `e${index}`,
      created: Date.parse('2026-06-10T00:00:00Z') + index * 1000,
      type: 'OPEN',
      recipient: 'a@example.com',
    })),
    tokens: null,
    refresh: {},
    eventsPerPage: 3,
  };
  server = await testHubspot(account);
});
afterEach(() => server.close());

function contact(id: number, more: Partial<HubspotRecord> = {}): HubspotRecord {
  return {
    id: String(id),
    properties: { email: `c${id}@example.com`, lifecyclestage: 'lead' },
    history: {
      lifecyclestage: [{ value: 'lead', timestamp: '2026-05-01T00:00:00Z', sourceType: 'FORM' }],
    },
    associated: { companies: [900 + id] },
    createdAt: '2026-05-01T00:00:00Z',
    updatedAt: '2026-05-01T00:00:00Z',
    ...more,
  };
}

describe('HubSpot', () => {
  it('reads contacts whole: properties, histories, associations', async () => {
    const { records, error } = await pull({ client: hubspot, server, streams: ['contacts'] });
    expect(error).toBeNull();
    expect(records).toHaveLength(120);
    expect(records[0]?.record).toEqual({
      id: '1',
      properties: { email: 'c1@example.com', lifecyclestage: 'lead' },
      propertiesWithHistory: {
        lifecyclestage: [{ value: 'lead', timestamp: '2026-05-01T00:00:00Z', sourceType: 'FORM' }],
        hs_lead_status: [],
      },
      createdAt: '2026-05-01T00:00:00Z',
      updatedAt: '2026-05-01T00:00:00Z',
      archived: false,
      associations: { companies: { results: [{ id: '901' }] } },
    });
  });

  it('then brings what has changed and what was deleted', async () => {
    const clock = fakeClock(Date.now());
    const first = await pull({ client: hubspot, server, streams: ['contacts'], clock });
    const later = new Date(Date.now() + 1000).toISOString();
    account.objects.contacts = [
      ...(account.objects.contacts ?? []).map((one) =>
        one.id === '5'
          ? contact(5, { properties: { email: 'new@example.com' }, updatedAt: later })
          : one,
      ),
      contact(130, { archivedAt: later }),
      contact(131, { archivedAt: '2026-01-01T00:00:00Z' }),
      contact(132, { archivedAt: later }),
    ];
    const second = await pull({
      client: hubspot,
      server,
      streams: ['contacts'],
      clock,
      state: first.state,
    });
    expect(second.records.map(({ record, deleted }) => [record.id, deleted])).toEqual([
      ['5', false],
      ['130', true],
      ['132', true],
    ]);
    const rows = standing(hubspot, [...first.records, ...second.records], 'contacts');
    expect(rows.size).toBe(120);
    expect(rows.get('["5"]')).toMatchObject({ properties: { email: 'new@example.com' } });
  });

  it('reads pipelines, owners and e-mail events in pages', async () => {
    const streams = ['deal_pipelines', 'owners', 'email_events'];
    const { records } = await pull({
      client: hubspot,
      server,
      streams,
      start: '2026-06-01T00:00:00Z',
    });
    expect(records.map(({ stream, record }) => `${stream} ${record.id}`)).toEqual([
      'deal_pipelines default',
      'owners 7',
      ...['e6', 'e5', 'e4', 'e3', 'e2', 'e1', 'e0'].map((id) => `email_events ${id}`),
    ]);
  });

  it('begins e-mail events anew when the token of the page has become void', async () => {
    const streams = ['email_events'];
    const more = { client: hubspot, server, streams, start: '2026-06-01T00:00:00Z' };
    server.failNext(undefined, { status: 403, body: {} });
    const first = await pull(more);
    expect(first.records).toHaveLength(3);
    server.failNext({ status: 400, body: { message: 'invalid offset' } });
    const second = await pull({ ...more, state: first.state });
    expect(second.error).toBeNull();
    expect(standing(hubspot, [...first.records, ...second.records], 'email_events').size).toBe(7);
  });

  it('gets new tokens, keeps the refresh token that replaced the old one, and repeats no secret', async () => {
    account.tokens = [];
    account.refresh = { 'refresh-1-of-test': { access: 'access-1', next: 'refresh-2-of-test' } };
    const credentials = {
      kind: 'refresh' as const,
      clientId: 'client-id',
      clientSecret: 'client-secret-of-test',
      refreshToken: 'refresh-1-of-test',
    };
    const kept: string[] = [];
    const keepRefreshToken = async (token: string) => void kept.push(token);
    const options = { client: hubspot, server, streams: ['owners'], credentials, keepRefreshToken };
    expect((await pull(options)).records).toHaveLength(1);
    expect(kept).toEqual(['refresh-2-of-test']);
    const { error } = await pull({
      ...options,
      credentials: { ...credentials, refreshToken: 'void-of-test' },
    });
    expect(error).toMatchObject({
      message: 'HubSpot, stream owners: no token: invalid_grant: missing or invalid refresh token.',
      hint: expect.stringContaining('new credentials of HubSpot'),
    });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/of-test/);
  });
});

it('what one stream is refused does not keep the others from being read', async () => {
  server.failNext({ status: 403, body: { message: 'no scope' } });
  const options = { client: hubspot, server, streams: ['deal_pipelines', 'owners'] };
  const { error, records, messages } = await pull(options);
  expect(error).toMatchObject({ message: 'HubSpot, stream deal_pipelines: 403 no scope' });
  expect(records.map(({ stream }) => stream)).toEqual(['owners']);
  expect(messages.filter(({ type }) => type === 'end' || type === 'notice')).toMatchObject([
    { type: 'end', stream: 'deal_pipelines', complete: false },
    { type: 'notice', level: 'error', stream: 'deal_pipelines' },
  ]);
});

describe('a stop at any call', () => {
  it('loses nothing, doubles nothing, and costs one page', async () => {
    const streams = ['contacts', 'owners', 'email_events'];
    const options = { client: hubspot, server, streams, start: '2026-06-01T00:00:00Z' };
    const whole = await pull(options);
    const calls = server.calls.length;
    expect(calls).toBeGreaterThan(10);
    for (let at = 0; at < calls; at++) {
      server.calls.length = 0;
      server.failNext(...Array.from({ length: at }, () => undefined), { status: 403, body: {} });
      const first = await pull(options);
      expect(first.error).toMatchObject({ detail: { reason: 'permission', upstream: 403 } });
      const second = await pull({ ...options, state: first.state });
      expect(second.error).toBeNull();
      for (const stream of streams) {
        const both = [...first.records, ...second.records];
        // Streams that were read whole before the stop are asked once more for what is new.
        expect(standing(hubspot, both, stream)).toEqual(standing(hubspot, whole.records, stream));
      }
    }
  });
});
