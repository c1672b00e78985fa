import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openClient } from '../../cli/client.ts';
import { type Env, readEnv } from '../../env.ts';
import { openLog } from '../../log.ts';
import { type Running, startServer } from '../../server.ts';
import { openmops, testFiles } from '../../testing/run-openmops.ts';
import { makeRecords } from '../../testing/test-records.ts';
import { recordOf, schemaOf } from './streams.testing.ts';

const { folder, file } = testFiles();
const dataDir = join(folder, 'data');
const json = (...messages: unknown[]) => messages.map((one) => `${JSON.stringify(one)}\n`).join('');
const state = (at: number) => ({ type: 'STATE', value: { at } });

beforeAll(async () => {
  vi.stubEnv('OPENMOPS_DATA_DIR', dataDir);
  vi.stubEnv('OPENMOPS_DEMO', '0');
  await makeRecords(dataDir);
  await openmops('workspace', 'create', 'acme');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true, force: true });
});

it('takes messages alone: states on standard output, everything else on the other', async () => {
  const messages = file(
    'a.singer',
    `${json(schemaOf('s', ['k']))}{"type":"RECORD","stream":"s","record":{"k":1,"v":1.10}}\n${json(state(1), recordOf('s', {}))}{"type":`,
  );
  const wrong = await openmops('ingest', '--singer', '--source', 'crm', messages);
  expect(wrong).toMatchObject({ exit: 1, out: '{"at":1}' });
  expect(wrong.err).toContain('Line 4 (stream “s”) has no “k”, which is its key.');
  expect(wrong.err).toContain('Line 5 is no complete JSON');
  expect(wrong.err).toContain('1 rows (s 1), 2 set aside, 1 states given back');
  const rows = await openmops('stream', 'rows', 's', '--json');
  expect(rows.out).toBe('{"stream":"s","columns":["k","v"],"rows":[\n{"k":1,"v":1.10}\n]}');
  const listed = JSON.parse((await openmops('stream', 'list', '--json')).out);
  expect(listed.streams).toMatchObject([
    { source: 'crm', stream: 's', key: ['k'], rows: 1, arrived: 1, state: { at: 1 } },
  ]);
});

describe('beside a server', () => {
  let env: Env;
  let server: Running;
  beforeAll(async () => {
    env = readEnv({
      OPENMOPS_DATA_DIR: dataDir,
      OPENMOPS_PORT: '0',
      OPENMOPS_DEMO: '0',
      LOG_LEVEL: 'silent',
    });
    server = await startServer({ env, log: openLog(env), say: () => {} });
  });
  afterAll(() => server.stop());

  it('with --json prints the report on standard error, also a refusal', async () => {
    const good = file('b.singer', json(schemaOf('t', []), recordOf('t', { v: 1 }), state(2)));
    const taken = await openmops('ingest', '--singer', good, '--json');
    expect(taken).toMatchObject({ exit: 0, out: '{"at":2}' });
    expect(JSON.parse(taken.err)).toMatchObject({ state: 'done', rows: 1, states: 1 });
    const refused = await openmops('ingest', '--singer', good, '--json', '--workspace', 'nobody');
    expect(refused).toMatchObject({ exit: 1, out: '' });
    expect(JSON.parse(refused.err)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('takes an Airbyte catalog from a file, and numbers the lines of the messages', async () => {
    const streams = [
      { stream: { name: 'd' }, destination_sync_mode: 'append_dedup', primary_key: [['id']] },
    ];
    const catalog = file('catalog.json', JSON.stringify({ streams }));
    const data = (id: unknown) => ({
      type: 'RECORD',
      record: { stream: 'd', data: { id }, emitted_at: 1 },
    });
    const messages = file('a.airbyte', json(data(1), data(1), data(null)));
    const taken = await openmops('ingest', '--airbyte', '--catalog', catalog, messages);
    expect(taken.err).toContain('Line 3 (stream “d”)');
    expect((await openmops('stream', 'rows', 'd')).out).toBe('{"id":1}');
  });

  it.each([
    ['ingest'],
    ['ingest', '--singer', '--airbyte'],
    ['ingest', '--singer', '--catalog', 'x'],
    ['stream', 'rows'],
    ['stream', 'rows', 's', '--limit', 'many'],
  ])('%s %s %s: wrong usage', async (...args) => {
    expect((await openmops(...args)).exit).toBe(2);
  });

  it('names what is missing', async () => {
    expect((await openmops('ingest', '--singer', 'nowhere')).exit).toBe(1);
    const absent = await openmops('stream', 'rows', 'nothing');
    expect(absent).toMatchObject({ exit: 1 });
    expect(absent.err).toContain('There is no stream nothing.');
  });

  it('gives a state back while the source still sends', async () => {
    const client = await openClient({ env, workspace: null });
    const given: string[] = [];
    let heard = () => {};
    const first = new Promise<void>((resolve) => {
      heard = resolve;
    });
    async function* body() {
      yield Buffer.from(json(schemaOf('u', ['k']), recordOf('u', { k: 1 }), state(1)));
      // It would wait for ever if states came at the end.
      await first;
      yield Buffer.from(json(recordOf('u', { k: 2 }), state(2)));
    }
    const report = await client.ingest({
      format: 'singer',
      source: undefined,
      hardDelete: false,
      firstLine: 1,
      folder,
      body: body(),
      onState: (text) => {
        given.push(text);
        heard();
      },
    });
    expect(report).toMatchObject({ state: 'done', rows: 2, states: 2 });
    expect(given).toEqual(['{"at":1}', '{"at":2}']);
    const early = json(recordOf('w', { k: 2 }), ...Array.from({ length: 5_000 }, () => state(1)));
    const refused = await openmops('ingest', '--singer', file('early.singer', early));
    expect(refused.err).toContain('before the schema of its stream');
    expect((await openmops('ingest', '--singer', 'nowhere')).err).toContain('nowhere');
    expect((await openmops('stream', 'rows', 'u')).out.split('\n').length).toBe(2);
  });
});
