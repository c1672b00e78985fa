import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Actor } from '../../actor.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { CLIENTS } from './clients/index.ts';
import { createIntegration } from './create-integration.ts';
import type { PullClient } from './engine/client.ts';
import { type PlatformServer, platformServer } from './engine/testing/platform-server.ts';
import { fakeClock } from './engine/testing/pull.ts';
import { statesOf } from './integrations.queries.ts';
import { listIntegrations } from './list-integrations.ts';
import { listRestatements, listRuns } from './list-runs.ts';
import { syncIntegration } from './sync-integration.ts';
import { updateIntegration } from './update-integration.ts';

/** An ad platform that tells results by day and campaign, ten days to a page. */
const Rows = z.object({
  rows: z.array(z.looseObject({ date: z.string() })),
  next: z.number().nullable(),
});
const ads: PullClient = {
  platform: 'test_ads',
  name: 'Test Ads',
  kind: 'days',
  hosts: ['api.ads.test'],
  settings: [{ name: 'account', label: 'Account id', pattern: /\d+/ }],
  credentials: ['token'],
  limit: { requests: 1000, perMs: 1000 },
  streams: [
    {
      name: 'results',
      key: [['date'], ['campaign', 'id']],
      cursor: null,
      mode: 'upsert',
      slice: 10,
      needs: 'nothing',
      day: (record) => (record as { date?: string }).date ?? null,
      measures: [['spend'], ['conversions']],
      async page({ place, days, config }, tools) {
        const query = { ...days, account: config.account, page: (place as number | null) ?? 0 };
        const call = { stream: 'results', url: 'https://api.ads.test/results', query };
        const { rows, next } = await tools.ask(call, Rows);
        return { records: rows, next };
      },
    },
  ],
};
(CLIENTS as PullClient[]).push(ads);

const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-10T06:00:00Z');
type Result = { date: string; campaign: { id: number }; spend: string; conversions: number };

let instance: TestInstance;
let workspace: Workspace;
let admin: Actor;
let server: PlatformServer;
let now = START;
let results: Map<string, Result>;
beforeAll(async () => {
  server = await platformServer(({ query }) => {
    const [from = '', to = ''] = [query.get('from') ?? '', query.get('to') ?? ''];
    const found = [...results.values()].filter(({ date }) => date >= from && date <= to);
    const page = Number(query.get('page'));
    const rows = found.sort((a, b) => (a.date < b.date ? -1 : 1)).slice(page * 8, page * 8 + 8);
    return { body: { rows, next: (page + 1) * 8 < found.length ? page + 1 : null } };
  });
  instance = await testInstance({
    now: () => now,
    env: { OPENMOPS_STAND_INS: `test_ads=${server.address}` },
  });
});
afterAll(async () => {
  await instance.close();
  await server.close();
});
beforeEach(async () => {
  now = START;
  results = new Map();
  workspace = await instance.addWorkspace();
  admin = await instance.addUser(workspace, 'admin');
});
afterEach(() => server.failNext());

const by = (actor: Actor) => instance.scope(actor, workspace);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function tell(day: number, campaign: number, spend: string, conversions: number): void {
  const date = iso(START + day * DAY_MS);
  results.set(`${date}/${campaign}`, { date, campaign: { id: campaign }, spend, conversions });
}

async function connect(more: object = {}): Promise<string> {
  const { id } = await createIntegration.call(by(admin), {
    platform: 'test_ads',
    settings: { account: '1' },
    credentials: { kind: 'token', token: 'canary-token-of-test' },
    startDay: iso(START - 20 * DAY_MS),
    ...more,
  });
  return id;
}

const sync = (integrationId: string, more: object = {}) =>
  syncIntegration(instance, {
    workspace,
    integrationId,
    begunBy: 'schedule',
    clock: fakeClock(now),
    ...more,
  });

/** What stands in the raw store, by day and campaign. */
async function standing(): Promise<Map<string, Result>> {
  const stream = await instance.records
    .scoped(workspace.id)
    .db.selectFrom('streams')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('name', '=', 'results')
    .executeTakeFirst();
  const rows = new Map<string, Result>();
  if (!stream) return rows;
  const question = {
    workspaceId: workspace.id,
    streamId: stream.id,
    hidden: [],
    activeVersion: null,
  };
  for await (const page of instance.facts.raw.read(question)) {
    for (const { text } of page) {
      const row = JSON.parse(text) as Result;
      rows.set(`${row.date}/${row.campaign.id}`, row);
    }
  }
  return rows;
}

describe('a sync', () => {
  it('brings everything into the raw store, digit for digit, and says what it did', async () => {
    for (let day = -15; day <= 0; day++) tell(day, 1, '10.50', 1);
    const id = await connect();
    const run = await sync(id);
    expect(run).toMatchObject({
      state: 'done',
      rows: 16,
      streams: { results: 16 },
      from: '2025-12-21',
      to: '2026-01-10',
      restatedDays: 0,
      error: null,
    });
    expect(run.calls).toBe(4);
    expect(await standing()).toEqual(results);
    const [listed] = await listIntegrations.call(by(admin), {});
    expect(listed).toMatchObject({ id, source: 'test_ads', lastRun: { id: run.id } });
    expect(listed?.lastSuccess).toBe('2026-01-10T06:00:00.000Z');
  });

  it('is one at a time; the other is told since when the first one runs', async () => {
    const id = await connect();
    const both = await Promise.allSettled([sync(id), sync(id)]);
    const refused = both.find((one) => one.status === 'rejected');
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(refused?.reason).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/is being synced since 2026-01-10T06:00:00\.000Z \(run ir_/),
    });
  });

  it('that the platform refuses fails with the reason, keeps what came, and goes on later', async () => {
    for (let day = -19; day <= 0; day++) tell(day, 1, '1', 0);
    const id = await connect();
    server.failNext(undefined, undefined, { status: 403, body: { message: 'no right' } });
    const first = await sync(id);
    expect(first).toMatchObject({
      state: 'failed',
      reason: 'permission',
      error: 'Test Ads, stream results: 403 no right',
      hint: 'Allow its user or app in Test Ads: nothing. Or leave the stream out.',
      rows: 9,
    });
    const second = await sync(id);
    expect(second).toMatchObject({ state: 'done', rows: 11 });
    expect(await standing()).toEqual(results);
  });

  it('never shows a token: not in records, lists, runs, errors', async () => {
    const id = await connect();
    server.failNext(
      { status: 401, body: {} },
      { status: 401, body: { message: 'canary-token-of-test is wrong' } },
    );
    const run = await sync(id);
    expect(run).toMatchObject({ state: 'failed', reason: 'authentication' });
    const stored = await instance.records.system.db
      .selectFrom('integrations')
      .selectAll()
      .execute();
    const shown = [
      run,
      stored,
      await listIntegrations.call(by(admin), {}),
      await listRuns.call(by(admin), {}),
    ];
    expect(JSON.stringify(shown)).not.toContain('canary-token');
    expect(server.calls.at(-1)?.headers.authorization).toBe('Bearer canary-token-of-test');
  });

  it('refuses settings that are none, and kinds of sign-in that the platform has not', async () => {
    await expect(connect({ settings: { acount: '1' } })).rejects.toThrow('Did you mean account?');
    await expect(connect({ settings: { account: 'x' } })).rejects.toThrow('is not valid');
    await expect(connect({ streams: ['result'] })).rejects.toThrow('Did you mean results?');
    const credentials = { kind: 'client', clientId: 'a', clientSecret: 'b' };
    await expect(connect({ credentials })).rejects.toThrow('does not sign in by client');
    await expect(connect({ platform: 'hubspott' })).rejects.toThrow('Did you mean hubspot?');
    const id = await connect();
    await expect(connect()).rejects.toThrow('already brings the source test_ads');
    await expect(updateIntegration.call(by(admin), { id, schedule: 'daily' })).rejects.toThrow(
      'is no schedule',
    );
  });
});

describe('restated days', () => {
  it('are read again, 30 every day and 90 every week: the last value stands, each change is told', async () => {
    const id = await connect({ startDay: iso(START - 70 * DAY_MS) });
    for (let day = -70; day < 0; day++) tell(day, 1, '100.00', 1);
    const told: string[] = [];
    for (let day = 0; day < 22; day++) {
      now = START + day * DAY_MS;
      tell(day, 1, '100.00', 1);
      if (day === 10) tell(9, 2, '5', 0);
      // A campaign that was there for a day is struck out of the report the day after.
      if (day === 11) results.delete(`${iso(START + 9 * DAY_MS)}/2`);
      // Conversions come late: of yesterday and of 25 days ago, in a week of 60 days ago.
      for (const late of day === 0 ? [] : [1, 25, ...(day % 7 === 0 ? [60] : [])]) {
        tell(day - late, 1, '100.00', 1 + late);
        told.push(`${iso(now - late * DAY_MS)} at ${iso(now)}`);
      }
      expect(await sync(id)).toMatchObject({ state: 'done' });
    }
    expect(await standing()).toEqual(results);
    const found = await listRestatements.call(by(admin), { id, limit: 500 });
    const said = found.map(({ day, at }) => `${day} at ${at.slice(0, 10)}`);
    expect(said.sort()).toEqual([...new Set([...told, '2026-01-19 at 2026-01-21'])].sort());
    expect(found.find(({ at }) => at.startsWith('2026-01-11'))).toMatchObject({
      stream: 'results',
      rowsChanged: 1,
      rowsAdded: 0,
      rowsRemoved: 0,
      sums: { conversions: { before: 1, after: 2 } },
    });
    expect(found.filter(({ rowsRemoved }) => rowsRemoved > 0)).toMatchObject([
      { day: '2026-01-19', rowsRemoved: 1, sums: { spend: { before: 105, after: 100 } } },
    ]);
  });

  it('are not those that begin to speak when they are over; late rows of an empty day are', async () => {
    const id = await connect();
    tell(-1, 1, '100.00', 1);
    expect(await sync(id)).toMatchObject({ state: 'done', restatedDays: 0 });
    now = START + DAY_MS;
    tell(0, 1, '100.00', 1);
    expect(await sync(id)).toMatchObject({ state: 'done', restatedDays: 0 });
    tell(-5, 1, '7.00', 0);
    expect(await sync(id)).toMatchObject({ state: 'done', restatedDays: 1 });
    expect(await listRestatements.call(by(admin), { id, limit: 9 })).toMatchObject([
      { day: iso(START - 5 * DAY_MS), rowsAdded: 1, sums: { spend: { before: 0, after: 7 } } },
    ]);
  });
});

describe('a process that dies', () => {
  it('before it has written down what a day said does not keep rows that are struck out later', async () => {
    for (let day = -5; day <= 0; day++) for (const campaign of [1, 2]) tell(day, campaign, '1', 0);
    const id = await connect();
    await sync(id);
    await instance.records.system.transaction((trx) =>
      trx.deleteFrom('integration_days').where('workspace_id', '=', workspace.id).execute(),
    );
    results.delete(`${iso(START - 2 * DAY_MS)}/2`);
    expect(await sync(id)).toMatchObject({ state: 'done', restatedDays: 0 });
    expect(await standing()).toEqual(results);
    tell(-2, 1, '3', 0);
    expect(await sync(id)).toMatchObject({ state: 'done', restatedDays: 1 });
  });

  it('leaves a run that the next one ends, and a state from which it goes on', async () => {
    for (let day = -19; day <= 0; day++) tell(day, 1, '1', 0);
    const id = await connect();
    const stop = new AbortController();
    const clock = fakeClock(now);
    const stopping = sync(id, {
      clock,
      stop: {
        get aborted() {
          return server.calls.length >= asked + 2;
        },
      } as AbortSignal,
    });
    const asked = server.calls.length;
    expect(await stopping).toMatchObject({ state: 'stopped', error: 'The server stopped.' });
    stop.abort();
    const db = instance.records.scoped(workspace.id).db;
    const states = await statesOf(db, workspace.id, 'test_ads');
    expect(JSON.parse(states.results ?? '')).toMatchObject({ days: { to: '2026-01-10' } });
    await instance.records.system.transaction((trx) =>
      trx
        .updateTable('integration_runs')
        .set({ state: 'running' })
        .where('workspace_id', '=', workspace.id)
        .execute(),
    );
    expect(await sync(id)).toMatchObject({ state: 'done' });
    expect(await standing()).toEqual(results);
    const runs = await listRuns.call(by(admin), { id });
    expect(runs.map(({ state }) => state).sort()).toEqual(['done', 'stopped']);
  });
});
