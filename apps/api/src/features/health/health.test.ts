import { formatDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../stores/records/new-id.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from '../imports/import-file.ts';
import { uploadFile } from '../imports/upload-file.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { listSources } from '../sources/list-sources.ts';
import { streamsOf } from '../streams/streams.testing.ts';
import { listenTo } from '../subscriptions/subscriptions.testing.ts';
import { expectSource } from './expect-source.ts';
import { acknowledgeAlert, snoozeAlert } from './mark-alert.ts';
import { listAlerts, readHealth } from './read-health.ts';
import { retrySource } from './retry-source.ts';
import { watchWorkspace } from './watch-workspace.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 8, 1, 9);

let instance: TestInstance;
let now = START;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance({ now: () => now });
});
afterAll(() => instance.close());
beforeEach(async () => {
  now = START;
  workspace = await instance.addWorkspace();
});

const scope = () => instance.scope({ kind: 'local' }, workspace);
const health = (source?: string) => readHealth.call(scope(), source ? { source } : {});
const watch = () => watchWorkspace(instance, workspace);
const today = () => Math.floor(now / DAY);

const SCHEMA = {
  type: 'SCHEMA',
  stream: 'signups',
  key_properties: ['id'],
  schema: { properties: {} },
};

/** What a tap sends on a day; a type that changes is a drift. */
async function send(day: number, id: (n: number) => unknown = (n) => `c${n}`, count = 40) {
  const rows = Array.from({ length: count }, (_, n) => ({
    type: 'RECORD',
    stream: 'signups',
    record: { id: `${day}-${n}`, campaign_id: id(n), nested: { plan: 'free' } },
  }));
  await streamsOf(instance, workspace).send([SCHEMA, ...rows], { source: 'shop' });
}

async function sendDays(days: number) {
  for (let day = 0; day < days; day++) {
    await send(day);
    now += DAY;
  }
}

async function importDays(source: string, from: number, to: number) {
  async function* body() {
    yield Buffer.from('Day,Account name,Campaign,Cost\n');
    for (let day = from; day <= to; day++) yield Buffer.from(`${formatDay(day)},Acme,A,10.00\n`);
  }
  const { upload } = await uploadFile.call(scope(), { name: 'a.csv', body: body() });
  await importFile.call(scope(), { upload, options: { source, currency: 'EUR' } });
}

describe('a stream', () => {
  it('that simply stops raises one alert, with no error event anywhere', async () => {
    await sendDays(12);
    await watch();
    expect((await health()).status).toBe('ok');
    expect(await listAlerts.call(scope(), {})).toEqual([]);

    const told = await listenTo(instance, workspace);
    now += 3 * DAY;
    expect(await watch()).toMatchObject({ opened: [{ cause: 'silence' }], resolved: 0 });
    const { sources, status, alerts } = await health();
    expect(status).toBe('silent');
    expect(sources[0]).toMatchObject({
      id: 'shop',
      status: 'silent',
      expectation: { by: 'rhythm' },
      rows: 480,
    });
    expect(sources[0]?.says).toMatch(/^No run of shop\.signups since 2026-09-12 09:00: 3 runs/);
    expect(sources[0]?.volume.filter(({ rows }) => rows === 40)).toHaveLength(12);
    expect(alerts).toMatchObject([{ source: 'shop', status: 'silent', streams: ['signups'] }]);
    const { db } = instance.records.scoped(workspace.id);
    const failed = await db
      .selectFrom('stream_runs')
      .where('state', '!=', 'done')
      .selectAll()
      .execute();
    expect(failed).toEqual([]);

    now += DAY;
    expect(await watch()).toEqual({ opened: [], still: 1, resolved: 0 });
    await send(90);
    expect(await watch()).toEqual({ opened: [], still: 0, resolved: 1 });
    expect((await health()).status).toBe('ok');
    const [ended] = await listAlerts.call(scope(), {});
    expect(ended?.resolvedAt).toBe(new Date(now).toISOString());
    expect(await told()).toMatchObject([
      { type: 'alert.opened', data: { source: 'shop', cause: 'silence', resolvedAt: null } },
      { type: 'alert.cleared', data: { id: ended?.id, resolvedAt: ended?.resolvedAt } },
    ]);
  });

  it('whose field turns from text into numbers is told until somebody accepts it', async () => {
    await sendDays(3);
    await watch();
    await send(50, (n) => n);
    await watch();
    const [source] = (await health()).sources;
    const drift = source?.streams[0]?.findings.find(({ rule }) => rule === 'drift');
    expect(drift).toMatchObject({
      code: 'drift.type',
      // Nothing is mapped, so nothing breaks.
      state: null,
      severity: 'info',
      message: 'campaign_id of shop.signups was string and is now number.',
    });
    expect(await listAlerts.call(scope(), {})).toEqual([]);
  });

  it('whose field is missing now and then has no drift, and a new one is named', async () => {
    await sendDays(2);
    await send(20, (n) => (n % 2 ? null : 'x'));
    await watch();
    const more = { id: 'x1', campaign_id: 'c', nested: { plan: 'free', seats: 3 } };
    const record = { type: 'RECORD', stream: 'signups', record: more };
    await streamsOf(instance, workspace).send([SCHEMA, record], { source: 'shop' });
    await watch();
    const findings = (await health()).sources[0]?.streams[0]?.findings.map((one) => one.message);
    expect(findings).toEqual(['nested.seats of shop.signups is new.']);
  });
});

describe('files', () => {
  it('are silent by the days that they have; KPIs, money and every door say so', async () => {
    now = Date.UTC(2026, 10, 22, 9);
    await importDays('city_ads', today() - 60, today() - 1);
    await importDays('town_ads', today() - 60, today() - 5);
    await watch();
    const { counts, sources, alerts } = await health();
    expect(counts).toEqual({ ok: 1, silent: 1 });
    const town = sources.find(({ id }) => id === 'town_ads');
    expect(town?.says).toContain('silent for 4 days: the newest data is of 2026-11-17');
    expect(town?.impact.kpis.map(({ kpi }) => kpi)).toContain('paid.cost');
    expect(town?.impact.kpis[0]?.sinceDay).toBe('2026-11-18');
    expect(town?.impact.money).toEqual([{ currency: 'EUR', booked: 40, estimated: 40, days: 4 }]);
    expect(alerts).toHaveLength(1);

    const question = { kpis: ['spend'], from: '2026-11-01', to: '2026-11-21' };
    const answer = await readKpi.call(scope(), question);
    const stale = answer.sources.find(({ id }) => id === 'town_ads');
    expect(stale).toMatchObject({ stale: true, upTo: '2026-11-17' });
    expect(stale?.staleReason).toContain('silent for 4 days');
    expect(answer.notes).toMatchObject([{ code: 'source_stale', kpi: 'spend' }]);
    const whole = await readKpi.call(scope(), { ...question, to: '2026-11-17' });
    expect(whole.notes).toEqual([]);
    const listed = (await listSources.call(scope(), {})).find(({ id }) => id === 'town_ads');
    expect(listed?.staleReason).toBe(stale?.staleReason);
    const { advice } = await retrySource.call(scope(), { source: 'town_ads' });
    expect(advice).toMatch(/export the missing days/);
  });

  it('are expected as a person says, with the name of who said it', async () => {
    now = Date.UTC(2026, 10, 23, 9); // A Monday.
    await importDays('town_ads', today() - 40, today() - 4); // Up to Thursday.
    expect((await health()).sources[0]?.status).toBe('silent');
    const every = { hours: 24, graceHours: 12, workdaysOnly: true };
    await expectSource.call(scope(), { source: 'town_ads', every, why: 'nobody works then' });
    const [source] = (await health()).sources;
    expect(source).toMatchObject({
      status: 'ok',
      expectation: { by: 'person', setBy: 'command line', why: 'nobody works then' },
    });
    now += DAY;
    expect((await health()).sources[0]?.status).not.toBe('ok');
    await expectSource.call(scope(), { source: 'town_ads', every: null });
    expect((await health()).sources[0]?.expectation.by).toBe('kind');
    await expect(expectSource.call(scope(), { source: 'nobody', every })).rejects.toThrow(
      'There is no source nobody here.',
    );
  });
});

describe('an alert', () => {
  it('can be acknowledged and put off, with the reason, and is shown again after', async () => {
    now = Date.UTC(2026, 10, 22, 9);
    await importDays('town_ads', today() - 30, today() - 9);
    await watch();
    const [alert] = (await health()).alerts;
    const id = alert?.id ?? '';
    const seen = await acknowledgeAlert.call(scope(), { id, why: 'asked them' });
    expect(seen).toMatchObject({ acknowledgedBy: 'command line', why: 'asked them' });
    await snoozeAlert.call(scope(), { id, hours: 24 });
    expect((await health()).alerts).toEqual([]);
    now += 25 * HOUR;
    expect((await health()).alerts).toHaveLength(1);
    await expect(snoozeAlert.call(scope(), { id: 'al_none', hours: 1 })).rejects.toThrow(
      'There is no such alert here.',
    );
    const other = await instance.addWorkspace();
    const outside = instance.scope({ kind: 'local' }, other);
    await expect(acknowledgeAlert.call(outside, { id })).rejects.toThrow('no such alert');
  });
});

describe('an integration', () => {
  const day = (ago: number) => new Date(now - ago * DAY - 3 * HOUR);
  async function connect(runs: { ago: number; reason?: string }[], more = {}) {
    const { system } = instance.records;
    const id = newId('in');
    await system.transaction(async (trx) => {
      await trx
        .insertInto('integrations')
        .values({
          id,
          workspace_id: workspace.id,
          platform: 'linkedin_ads',
          name: 'LinkedIn',
          source: 'linkedin',
          settings: '{}',
          streams: '[]',
          credential_kind: 'token',
          sealed: '',
          start_day: '2026-01-01',
          schedule: '0 6 * * *',
          paused_at: null,
          widely_read_at: null,
          created_by: 'test',
          created_at: day(40),
          updated_at: day(40),
          ...more,
        })
        .execute();
      for (const { ago, reason } of runs)
        await trx
          .insertInto('integration_runs')
          .values({
            id: newId('ir'),
            workspace_id: workspace.id,
            integration_id: id,
            begun_by: 'schedule',
            state: reason ? 'failed' : 'done',
            started_at: day(ago),
            beat_at: day(ago),
            ended_at: day(ago),
            day_from: '2026-01-01',
            day_to: '2026-01-02',
            stream_run: null,
            streams: '{}',
            reason: reason ?? null,
            error: reason ? 'LinkedIn Ads: the token is not accepted.' : null,
            hint: null,
          })
          .execute();
    });
    await system.transaction((trx) =>
      trx
        .insertInto('streams')
        .values({
          id: newId('st'),
          workspace_id: workspace.id,
          source: 'linkedin',
          name: 'ad_analytics',
          kind: 'pull',
          mode: 'upsert',
          key: '[]',
          cursor: null,
          schema: null,
          active_version: null,
          highest_cursor: null,
          pack: null,
          last_received_at: null,
          open_run: null,
          created_at: day(40),
        })
        .execute(),
    );
  }
  const past = (from: number, to: number) =>
    Array.from({ length: from - to + 1 }, (_, i) => ({ ago: from - i }));

  it('whose runs did not happen is silent, and says which was the next', async () => {
    await connect(past(20, 4));
    await watch();
    const [source] = (await health()).sources;
    expect(source).toMatchObject({ status: 'silent', expectation: { by: 'schedule' } });
    expect(source?.says).toContain('4 runs did not happen');
    expect(source?.integrations[0]).toMatchObject({ state: 'active' });
    expect(source?.integrations[0]?.nextRun).toBe('2026-09-02T06:00:00.000Z');
    expect((await health()).alerts).toHaveLength(1);
  });

  it('whose sign-in is refused has one cause, whatever follows from it', async () => {
    await connect([
      ...past(20, 4),
      ...[3, 2, 1, 0].map((ago) => ({ ago, reason: 'authentication' })),
    ]);
    await watch();
    expect(await health()).toMatchObject({
      status: 'broken',
      alerts: [{ cause: 'sign_in', codes: ['errors.broken', 'sign_in.refused'] }],
    });
  });

  it('whose sign-in ends is told 14 days before, louder 3 days before, and when it is over', async () => {
    const ends = new Date(now + 16 * DAY);
    await connect(past(20, 0), { sign_in_ends_at: ends, schedule: '0 6 1 1 *' });
    const told = async () =>
      (await health()).alerts.map(({ cause, severity, codes, message }) => [
        cause,
        severity,
        codes.join(),
        message,
      ]);
    await watch();
    expect(await told()).toEqual([]);
    now += 3 * DAY;
    await watch();
    const sentence = (left: string) =>
      `The sign-in of LinkedIn ends in ${left} (2026-09-17 09:00).`;
    expect(await told()).toContainEqual([
      'sign_in',
      'warning',
      'sign_in.ends',
      sentence('13 days'),
    ]);
    now += 11 * DAY;
    await watch();
    expect(await told()).toContainEqual(['sign_in', 'error', 'sign_in.ends', sentence('2 days')]);
    now += 3 * DAY;
    await watch();
    expect((await health()).status).toBe('broken');
    expect((await told()).find(([cause]) => cause === 'sign_in')?.[2]).toContain('sign_in.expired');
    // What a person knows counts more than what the platform said.
    await instance.records.system.transaction((trx) =>
      trx
        .updateTable('integrations')
        .set({ sign_in_until: '2026-12-01' })
        .where('workspace_id', '=', workspace.id)
        .execute(),
    );
    await watch();
    expect((await told()).map(([cause]) => cause)).not.toContain('sign_in');
  });

  it('that is paused is expected to do nothing, and a new schedule begins when it is made', async () => {
    await connect(past(20, 9), { paused_at: day(8) });
    expect((await health()).sources[0]?.status).toBe('unknown');
    const { system } = instance.records;
    const change = { paused_at: null, updated_at: new Date(now) };
    await system.transaction((trx) =>
      trx
        .updateTable('integrations')
        .set(change)
        .where('workspace_id', '=', workspace.id)
        .execute(),
    );
    expect((await health()).sources[0]?.status).toBe('ok');
  });
});
