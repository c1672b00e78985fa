import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { listStreams } from './list-streams.ts';
import { recordOf, schemaOf, streamsOf } from './streams.testing.ts';

let instance: TestInstance;
let streams: ReturnType<typeof streamsOf>;
let scope: ReturnType<TestInstance['scope']>;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22, 12) });
});
afterAll(() => instance.close());
beforeEach(async () => {
  const workspace = await instance.addWorkspace();
  scope = instance.scope({ kind: 'local' }, workspace);
  streams = streamsOf(instance, workspace);
});

const schema = schemaOf('s', ['k']);
const record = (k: unknown, v: unknown) => recordOf('s', { k, v });
const state = (at: number) => ({ type: 'STATE', value: { at } });
const listed = () => listStreams.call(scope, {});

describe('names of streams', () => {
  it.each([
    'a/b//c?d#e%2F',
    '📈 Käufe “é”',
    'x'.repeat(500),
    '📈'.repeat(250),
    '../../etc',
    'a.b',
    "';--",
  ])('may be %s', async (name) => {
    const given = [schemaOf(name, ['k']), recordOf(name, { k: 1, v: 'a' }), state(1)];
    expect(await streams.send(given)).toMatchObject({ state: 'done', rows: 1 });
    expect(await streams.texts(name)).toEqual(['{"k":1,"v":"a"}']);
    expect((await listed()).map(({ stream }) => stream)).toEqual([name]);
  });

  it.each(['x'.repeat(501), 'a\0b', 'a\u0007b', '\ud800', ' '])(
    'are refused with the line: %j',
    async (name) => {
      const report = await streams.send([
        schema,
        record(1, 'a'),
        state(1),
        schemaOf(name, ['k']),
        record(2, 'b'),
      ]);
      expect(report).toMatchObject({ state: 'failed', rows: 1, given: ['{"at":1}'] });
      expect(report.issues.at(-1)).toMatchObject({ line: 4, field: 'stream' });
      expect((await listed()).map(({ stream }) => stream)).toEqual(['s']);
    },
  );
});

describe('a source', () => {
  it('has streams of its own, and states of its own, also when another sends the same name', async () => {
    const [one, other] = await Promise.all([
      streams.send([schema, record(1, 'one'), state(1)], { source: 'one' }),
      streams.send([schema, record(1, 'other'), state(2)], { source: 'other' }),
    ]);
    expect([one.state, other.state]).toEqual(['done', 'done']);
    expect(await streams.texts('s', 'one')).toEqual(['{"k":1,"v":"one"}']);
    expect(await streams.texts('s', 'other')).toEqual(['{"k":1,"v":"other"}']);
    await expect(streams.texts('s')).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('may begin with a byte order mark and end its lines as Windows does', async () => {
    const lines = [schema, record(1, 'a'), state(1)].map((one) => JSON.stringify(one));
    const report = await streams.send(`\ufeff${lines.join('\r\n')}\r\n\r\n`);
    expect(report).toMatchObject({ state: 'done', rows: 1, given: ['{"at":1}'] });
    expect(await streams.texts('s')).toEqual(['{"k":1,"v":"a"}']);
  });

  it('may hold what no store takes: it is kept as it was written', async () => {
    const odd = '{"k":1,"v":"a\\u0000b\\ud800","__proto__":{"x":1},"constructor":2}';
    const properties = { k: {}, v: { enum: ['\0', 'a\0b\ud800'] }, 'a\0b': {} };
    const report = await streams.send([
      { ...schema, schema: { properties } },
      `{"type":"RECORD","stream":"s","record":${odd}}`,
      '{"type":"STATE","value":{"at":"a\\u0000b"}}',
    ]);
    expect(report).toMatchObject({ state: 'done', rows: 1, given: ['{"at":"a\\u0000b"}'] });
    expect(await streams.texts('s')).toEqual([odd]);
    expect((await listed())[0]).toMatchObject({ rows: 1 });
  });
});

describe('records', () => {
  it('of two thousand fields stand whole', async () => {
    const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`c${at}`, at]));
    const properties = Object.fromEntries(
      Object.keys(wide).map((name) => [name, { type: ['null', 'integer'] }]),
    );
    const given = [
      { ...schema, schema: { properties: { k: {}, ...properties } } },
      recordOf('s', { k: 1, ...wide }),
      state(1),
    ];
    expect(await streams.send(given)).toMatchObject({ state: 'done', rows: 1 });
    expect((await streams.rows('s')).columns).toHaveLength(2_001);
  });

  it('change their type in the middle: by a new schema, or they are set aside', async () => {
    const typed = (type: string) => ({ ...schema, schema: { properties: { k: {}, v: { type } } } });
    const report = await streams.send([
      typed('integer'),
      record(1, 1),
      record(2, 'two'),
      typed('string'),
      record(3, 'three'),
      state(3),
    ]);
    expect(report).toMatchObject({ state: 'failed', rows: 2, rejected: 1, given: ['{"at":3}'] });
    expect(report.issues).toMatchObject([{ code: 'wrong_record', line: 3, field: 'v' }]);
    expect(await streams.texts('s')).toEqual(['{"k":1,"v":1}', '{"k":3,"v":"three"}']);
  });

  it('need all of their key; of several fields one may be null', async () => {
    const two = { ...schemaOf('s', ['k', 'l']) };
    const report = await streams.send([
      two,
      recordOf('s', { k: 1 }),
      recordOf('s', { k: null, l: null }),
      recordOf('s', { k: { deep: 1 }, l: null, v: 1 }),
      recordOf('s', { k: { deep: 2 }, l: null, v: 2 }),
      recordOf('s', { k: { deep: 1 }, l: null, v: 3 }),
      state(1),
    ]);
    expect(report.issues.map(({ code, line, field }) => [code, line, field])).toEqual([
      ['missing_key', 2, 'l'],
      ['missing_key', 3, 'k'],
    ]);
    expect(await streams.texts('s')).toEqual([
      '{"k":{"deep":1},"l":null,"v":3}',
      '{"k":{"deep":2},"l":null,"v":2}',
    ]);
  });

  it('that are deleted before they came leave nothing that stands', async () => {
    const gone = recordOf('s', { k: 9, _sdc_deleted_at: '2026-11-22T11:00:00Z' });
    for (const hardDelete of [true, false]) {
      const report = await streams.send([schema, record(1, 'a'), gone, state(1)], { hardDelete });
      expect(report).toMatchObject({ state: 'done', rows: 2 });
    }
    await streams.send([schema, record(1, 'b'), state(2)], { hardDelete: true });
    expect(await streams.texts('s')).toEqual(['{"k":1,"v":"b"}']);
  });

  it('go when a version without any is activated, and a stream that nobody described is told', async () => {
    const version = (at: number) => ({ type: 'ACTIVATE_VERSION', stream: 's', version: at });
    await streams.send([schema, { ...record(1, 'a'), version: 1 }, version(1), state(1)]);
    expect(await streams.texts('s')).toHaveLength(1);
    expect(await streams.send([schema, version(2), state(2)])).toMatchObject({ state: 'done' });
    expect(await streams.texts('s')).toEqual([]);
    const report = await streams.send([version(3), state(3)]);
    expect(report).toMatchObject({ state: 'failed', given: [] });
    expect(report.issues).toMatchObject([{ code: 'record_before_schema', line: 1 }]);
  });
});

describe('a batch', () => {
  it('of a file that is cut off or no gzip keeps nothing of it, nor the state after it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openmops-odd-'));
    const rows = Array.from({ length: 20_000 }, (_, k) => `{"k":${k},"v":"${Math.sin(k)}"}\n`);
    const whole = gzipSync(rows.join(''));
    const files = {
      'cut.gz': whole.subarray(0, whole.length / 2),
      'flipped.gz': Buffer.from(whole).fill(0x5a, whole.length >> 1, (whole.length >> 1) + 64),
      'plain.gz': Buffer.from(rows.join('')),
      'empty.gz': Buffer.alloc(0),
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    const batch = (name: string) => ({
      ...{ type: 'BATCH', stream: 's', manifest: [name] },
      encoding: { format: 'jsonl', compression: 'gzip' },
    });
    for (const name of [...Object.keys(files), 'missing.gz']) {
      const given = [schema, record('kept', 1), state(1), batch(name), state(2)];
      const report = await streams.send(given, { folder });
      expect([name, report.state, report.given]).toEqual([name, 'failed', ['{"at":1}']]);
      expect(report.issueCounts).toMatchObject({ bad_file: 1 });
      expect(report.error).toMatch(new RegExp(`^Line 4 .*${name}, which cannot be read: `));
      expect(await streams.texts('s')).toEqual(['{"k":"kept","v":1}']);
    }
    await rm(folder, { recursive: true });
  });
});
