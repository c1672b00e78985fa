import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readEnv } from '../../env.ts';
import { openLog } from '../../log.ts';
import { type Running, startServer } from '../../server.ts';
import { openmops, testFiles } from '../../testing/run-openmops.ts';
import { makeRecords } from '../../testing/test-records.ts';
import { testHubspot } from './clients/hubspot/test-hubspot.ts';
import type { PlatformServer } from './engine/testing/platform-server.ts';

const { folder, file } = testFiles();
const dataDir = join(folder, 'data');
let platform: PlatformServer;
let server: Running;
beforeAll(async () => {
  await makeRecords(dataDir);
  vi.stubEnv('OPENMOPS_DATA_DIR', dataDir);
  vi.stubEnv('OPENMOPS_DEMO', '0');
  platform = await testHubspot({
    objects: { contacts: [], companies: [], deals: [] },
    events: [],
    tokens: ['good-token'],
    refresh: {},
    eventsPerPage: 10,
  });
  const env = readEnv({
    OPENMOPS_DATA_DIR: dataDir,
    OPENMOPS_PORT: '0',
    OPENMOPS_DEMO: '0',
    LOG_LEVEL: 'silent',
    OPENMOPS_STAND_INS: `hubspot=${platform.address}`,
  });
  server = await startServer({ env, log: openLog(env), say: () => {} });
  await openmops('workspace', 'create', 'acme', '--timezone', 'Europe/Berlin');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
  await platform.close();
});

const answer = async (...args: string[]) => JSON.parse((await openmops(...args, '--json')).out);
const schedules = async () => {
  const { records } = server.instance;
  const { rows } = await records
    .statement("select key, cron, timezone from pgboss.schedule where name = 'integrations.sync'")
    .catch(() => ({ rows: [] }));
  return rows;
};

it('connects, syncs, pauses and removes, beside a server that plans it', async () => {
  const token = (name: string) =>
    file(`${name}.json`, JSON.stringify({ kind: 'token', token: name }));
  const refused = await openmops('integration', 'create', 'hubspott', '--credentials', token('a'));
  expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('Did you mean hubspot?') });
  const good = [
    '--credentials',
    token('bad-token'),
    '--stream',
    'owners',
    '--schedule',
    '5 4 * * *',
  ];
  const { id } = await answer('integration', 'create', 'hubspot', ...good);

  const wrong = await openmops('integration', 'sync', id);
  expect(wrong.exit).toBe(1);
  expect(wrong.err).toContain('HubSpot, stream owners: the token was refused.');
  expect(wrong.err).toContain('fix: Give the integration new credentials of HubSpot');
  await answer('integration', 'update', id, '--credentials', token('good-token'));
  const { run } = await answer('integration', 'sync', id);
  expect(run).toMatchObject({ state: 'done', begunBy: 'hand', rows: 1, streams: { owners: 1 } });

  await answer('integration', 'update', id, '--sign-in-until', '2027-03-01');
  const { integrations } = await answer('integration', 'list');
  expect(integrations).toMatchObject([
    {
      id,
      platform: 'hubspot',
      state: 'active',
      streams: ['owners'],
      lastRun: { id: run.id },
      signInUntil: '2027-03-01',
      signInEndsAt: '2027-02-28T23:00:00.000Z',
    },
  ]);
  await answer('integration', 'update', id, '--sign-in-until', 'none');
  expect((await answer('integration', 'list')).integrations[0].signInEndsAt).toBeNull();
  const { runs } = await answer('integration', 'runs', id);
  expect(runs).toMatchObject([{ state: 'done' }, { state: 'failed', reason: 'authentication' }]);
  expect((await openmops('integration', 'runs')).out).toContain('the token was refused');
  expect(await answer('integration', 'restatements', id)).toEqual({ restatements: [] });

  const planned = [{ key: id, cron: '5 4 * * *', timezone: 'Europe/Berlin' }];
  await expect.poll(schedules).toEqual(planned);
  await openmops('integration', 'pause', id);
  await expect.poll(schedules).toEqual([]);
  expect((await openmops('integration', 'list')).out).toContain('paused');
  await openmops('integration', 'resume', id);
  await openmops('integration', 'remove', id);
  expect((await openmops('integration', 'list')).out).toBe('No integration yet.');
  expect((await openmops('integration', 'sync', id)).err).toContain('There is no such integration');
});
