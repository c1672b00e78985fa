import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { openIngest } from './open-ingest.ts';
import { recordOf, schemaOf, streamsOf } from './streams.testing.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
let instance: TestInstance;
let streams: ReturnType<typeof streamsOf>;
let workspaceId = '';
beforeAll(async () => {
  instance = await testInstance({ now: () => NOW });
});
afterAll(() => instance.close());
beforeEach(async () => {
  const workspace = await instance.addWorkspace();
  workspaceId = workspace.id;
  streams = streamsOf(instance, workspace);
});

const record = (k: unknown, v: unknown, more = {}) => recordOf('s', { k, v }, more);
const state = (at: number) => ({ type: 'STATE', value: { at } });
const schema = schemaOf('s', ['k']);

describe('values', () => {
  it('stay digit for digit as they were sent', async () => {
    const texts = [
      '{"k":9223372036854775807,"v":1.10}',
      '{"k":9223372036854775806,"v":1e308}',
      '{"k":1,"v":"1.0","w":1.0,"x":-0.0}',
      '{"k":2,"v":"1969-12-31T23:59:59.999999-05:30", "w": "0001-01-01"}',
      '{"k":3,"v":"naïve 漢字 \\u0000 \\ud83d\\ude00","select":{"order by":[{"a.b":null}]},"":0}',
    ];
    const lines = texts.map((text) => `{"type":"RECORD","stream":"s","record":${text}}`);
    await streams.send([schema, ...lines]);
    expect((await streams.texts('s')).toSorted()).toEqual(texts.toSorted());
  });

  it('are told apart by all fields of the key, whatever they hold', async () => {
    const two = schemaOf('two', ['a', 'b']);
    const rows = [
      { a: 'x,y', b: 'z' },
      { a: 'x', b: 'y,z' },
      { a: '1', b: 1 },
      { a: 1, b: '1' },
      { a: 'x"', b: null },
    ];
    await streams.send([two, ...rows.map((row) => recordOf('two', row))]);
    await streams.send([two, recordOf('two', { a: 1.0, b: '1', v: 'new' })]);
    const texts = await streams.texts('two');
    expect(texts.length).toBe(5);
    expect(texts).toContain('{"a":1,"b":"1","v":"new"}');
  });
});

describe('versions, deletions and modes', () => {
  it('leave only rows of the active version, also when it comes twice', async () => {
    const plain = schemaOf('s', []);
    const at = (version: number, v: number) => recordOf('s', { v }, { version });
    const activate = (version: number) => ({ type: 'ACTIVATE_VERSION', stream: 's', version });
    await streams.send([plain, at(1, 1), at(1, 2), activate(1), at(1, 3), activate(1)]);
    expect(await streams.texts('s')).toEqual(['{"v":1}', '{"v":2}', '{"v":3}']);
    await streams.send([plain, at(2, 4), activate(2), recordOf('s', { v: 5 })]);
    expect(await streams.texts('s')).toEqual(['{"v":4}', '{"v":5}']);
  });

  it('keep deleted records with their mark, or let them go', async () => {
    const gone = recordOf('s', { k: 1, _sdc_deleted_at: '2026-11-01T00:00:00Z' });
    await streams.send([schema, record(1, 'a'), record(2, 'b'), gone]);
    expect((await streams.texts('s')).length).toBe(2);
    const report = await streams.send([schema, gone], { hardDelete: true });
    expect(report.streams).toMatchObject([{ deleted: 1 }]);
    expect(await streams.texts('s')).toEqual(['{"k":2,"v":"b"}']);
    await streams.send([schema, record(1, 'again')], { hardDelete: true });
    expect((await streams.texts('s')).length).toBe(2);
  });

  it('let the newer version of a record win by the cursor of the stream', async () => {
    const marked = schemaOf('s', ['k'], { bookmark_properties: ['at'] });
    const on = (v: string, at: unknown) => recordOf('s', { k: 1, v, at });
    const one = async (...records: unknown[]) => {
      await streams.send([marked, ...records]);
      return (JSON.parse((await streams.texts('s'))[0] ?? '') as { v: string }).v;
    };
    expect(await one(on('new', '2026-11-02T00:00:00Z'), on('old', '2026-11-01T23:59:59Z'))).toBe(
      'new',
    );
    expect(await one(on('zone', '2026-11-02T00:30:00+01:00'))).toBe('new');
    expect(await one(on('none', null))).toBe('none');
    expect(await one(on('far', '2099-01-01T00:00:00Z'))).toBe('far');
    expect(await one(on('later', '2026-11-22T12:00:00.000001Z'))).toBe('later');
  });

  it('take the clock of a source that is ahead for the time of arrival', async () => {
    const ahead = record(1, 'a', { time_extracted: '2099-01-01T00:00:00Z' });
    const report = await streams.send([schema, ahead, record(1, 'b')]);
    expect(report).toMatchObject({ state: 'done', issueCounts: { clock_ahead: 1 } });
    expect(await streams.texts('s')).toEqual(['{"k":1,"v":"b"}']);
  });

  it('give rows that stand the new key when the key changes', async () => {
    await streams.send([schema, record(1, 'a'), record(2, 'b')]);
    const byV = { ...schemaOf('s', ['v']), schema: { properties: { k: {}, v: {} } } };
    const report = await streams.send([byV, record(3, 'a'), state(1)]);
    expect(report.issueCounts).toEqual({ key_changed: 1 });
    expect(await streams.texts('s')).toEqual(['{"k":3,"v":"a"}', '{"k":2,"v":"b"}']);
    await streams.send([{ ...byV, key_properties: [] }, record(3, 'a')]);
    expect((await streams.texts('s')).length).toBe(3);
  });
});

describe('what is wrong', () => {
  it('is set aside with its line, and the rest is safe', async () => {
    const typed = { properties: { k: { type: 'integer' }, v: { type: 'string' } } };
    const report = await streams.send([
      { ...schema, schema: typed },
      record(1, 'a'),
      '{"type":"RECORD","stream":"s","record":{"k":2,"v":',
      record(3, 3),
      'no JSON at all',
      `{"type":"RECORD","stream":"s","record":{"k":4,"v":"${'x'.repeat(34 * 1024 ** 2)}"}}`,
      { type: 'HELLO' },
      recordOf('s', { v: 'b' }),
      recordOf('s', [1]),
      record(5, 'z'),
      state(5),
    ]);
    expect(report).toMatchObject({ state: 'failed', error: null, rows: 2, rejected: 7 });
    expect(report.issues.map(({ code, line }) => [code, line])).toEqual([
      ['not_json', 3],
      ['wrong_record', 4],
      ['not_json', 5],
      ['too_long', 6],
      ['unknown_message', 7],
      ['missing_key', 8],
      ['bad_message', 9],
    ]);
    expect(report.given).toEqual(['{"at":5}']);
    expect((await streams.texts('s')).length).toBe(2);
    const kept = await instance.records
      .scoped(workspaceId)
      .db.selectFrom('stream_rejects')
      .select(['line', 'bytes', 'text'])
      .orderBy('line')
      .execute();
    expect(kept.map((one) => one.line)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(kept[1]?.text).toBe('{"k":3,"v":3}');
    expect(kept[3]?.text.length).toBe(64 * 1024);
  });

  it('ends the run when nothing after it has a meaning; what came before the last state stays', async () => {
    const report = await streams.send([
      schemaOf('s', []),
      recordOf('s', { v: 1 }),
      state(1),
      recordOf('s', { v: 2 }),
      recordOf('t', { v: 3 }),
      recordOf('s', { v: 4 }),
    ]);
    expect(report.error).toContain('Line 5 (stream “t”)');
    expect(report.given).toEqual(['{"at":1}']);
    expect(await streams.texts('s')).toEqual(['{"v":1}']);
  });

  it('of a schema is told: drafts 4 to 7 are understood, what no draft knows is not', async () => {
    const draft4 = {
      id: 'http://example.com/x',
      properties: {
        k: { type: 'integer', minimum: 0, exclusiveMinimum: true },
        v: { type: 'number', multipleOf: 1e-38, format: 'singer.decimal' },
      },
      additionalProperties: false,
    };
    const good = await streams.send([
      { ...schema, schema: draft4 },
      recordOf('s', { k: 1, v: 0.1, w: 1 }),
    ]);
    expect(good).toMatchObject({ state: 'done', rows: 1 });
    const bad = await streams.send([
      { ...schema, schema: { properties: { v: { type: 'money' } } } },
    ]);
    expect(bad.error).toContain('no JSON Schema');
  });

  it('of two runs: one at a time writes to a stream, and the second is told which has it', async () => {
    const at = { instance, workspaceId };
    const message = {
      stream: 's',
      schema: null,
      cursor: null,
      mode: 'append',
      line: null,
    } as const;
    const first = await openIngest(at, { source: 'x', kind: 'push' });
    await first.write([{ type: 'schema', key: [], ...message }]);
    const second = await openIngest(at, { source: 'x', kind: 'push' });
    const refused = second.write([{ type: 'schema', key: [], ...message }]);
    await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(refused).rejects.toThrow(first.run);
    await second.abort(new Error('refused'));
    const waiting = await openIngest(at, { source: 'x', kind: 'push', wait: true });
    const written = waiting.write([{ type: 'schema', key: [], ...message }]);
    await first.close();
    await written;
    expect((await waiting.close()).state).toBe('done');
  });
});

describe('batches', () => {
  it('are read from local files, plain and gzip; others are refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openmops-batch-'));
    const lines = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    await writeFile(join(folder, 'a.jsonl'), lines({ k: 1, v: 'a' }, { k: 2, v: 'b' }));
    await writeFile(join(folder, 'b c.jsonl.gz'), gzipSync(lines({ k: 2, v: 'B' }, { k: 3 })));
    await symlink('/dev', join(folder, 'device'));
    const batch = (compression: string | undefined, ...manifest: string[]) => ({
      type: 'BATCH',
      stream: 's',
      encoding: { format: 'jsonl', compression },
      manifest,
    });
    const address = `file://${folder}/b%20c.jsonl.gz`;
    const good = [schema, batch(undefined, 'a.jsonl'), batch('gzip', address), state(1)];
    const report = await streams.send(good, { folder });
    expect(report).toMatchObject({ state: 'done', rows: 4, given: ['{"at":1}'] });
    expect(await streams.texts('s')).toEqual(['{"k":1,"v":"a"}', '{"k":2,"v":"B"}', '{"k":3}']);
    for (const name of ['missing', 'device', 'http://example.com/a', 's3://a/b']) {
      const refused = await streams.send([schema, batch(undefined, name), state(2)], { folder });
      expect(refused.error).toContain(name);
      expect(refused.given).toEqual([]);
    }
    expect((await streams.send([schema, batch(undefined, 'a.jsonl')])).error).toContain(
      'command line',
    );
    await rm(folder, { recursive: true });
  });
});

describe('Airbyte', () => {
  const data = (stream: string, record: unknown, more = {}) => ({
    type: 'RECORD',
    record: { stream, data: record, emitted_at: NOW, ...more },
  });
  const streamState = (name: string, at: number) => ({
    type: 'STATE',
    state: { type: 'STREAM', stream: { stream_descriptor: { name }, stream_state: { at } } },
  });
  const catalog = (mode: string, more = {}) => ({
    type: 'CATALOG',
    catalog: { streams: [{ stream: { name: 's' }, destination_sync_mode: mode, ...more }] },
  });
  const send = (...messages: unknown[]) => streams.send(messages, { format: 'airbyte' });

  it('takes records without a catalog, logs, and gives whole states back', async () => {
    const one = streamState('s', 1);
    const all = { type: 'STATE', state: { type: 'GLOBAL', global: { stream_states: [] } } };
    const report = await send(
      'a line of the log',
      { type: 'LOG', log: { level: 'INFO', message: 'hi' } },
      data('s', { id: 1 }),
      one,
      data('s', { id: 1 }, { namespace: 'crm' }),
      all,
      { type: 'STATE', state: { data: { old: 1 } } },
    );
    expect(report).toMatchObject({ state: 'done', rows: 2 });
    expect(report.given.map((text) => JSON.parse(text))).toEqual([
      one,
      all,
      { type: 'STATE', state: { data: { old: 1 } } },
    ]);
    expect(await streams.texts('crm.s')).toEqual(['{"id":1}']);
  });

  it('appends, or keeps the newest of a nested key', async () => {
    await send(catalog('append'), data('s', { id: 1 }), data('s', { id: 1 }));
    expect((await streams.texts('s')).length).toBe(2);
    const dedup = catalog('append_dedup', { primary_key: [['a', 'id']], cursor_field: ['at'] });
    await send(
      { ...dedup, catalog: { streams: [{ ...dedup.catalog.streams[0], stream: { name: 'd' } }] } },
      data('d', { a: { id: 1 }, at: 2 }),
      data('d', { a: { id: 1 }, at: 1 }),
      data('d', { a: { id: 2 }, at: 1, _ab_cdc_deleted_at: '2026-01-01' }),
    );
    expect(await streams.texts('d')).toEqual([
      '{"a":{"id":1},"at":2}',
      '{"a":{"id":2},"at":1,"_ab_cdc_deleted_at":"2026-01-01"}',
    ]);
  });

  it('overwrites at the end, and only when the source has sent everything', async () => {
    await send(catalog('overwrite'), data('s', { id: 1 }), data('s', { id: 1 }));
    const report = await send(catalog('overwrite'), data('s', { id: 2 }), streamState('s', 2));
    expect(report.given.length).toBe(1);
    expect(await streams.texts('s')).toEqual(['{"id":2}']);
    const ended = (status: string) => ({
      type: 'TRACE',
      trace: {
        type: 'STREAM_STATUS',
        stream_status: { stream_descriptor: { name: 's' }, status },
      },
    });
    const broken = await send(
      catalog('overwrite'),
      data('s', { id: 3 }),
      streamState('s', 3),
      ended('INCOMPLETE'),
    );
    expect(broken).toMatchObject({ state: 'failed', given: [] });
    expect(await streams.texts('s')).toEqual(['{"id":2}']);
    await send(catalog('overwrite'));
    expect(await streams.texts('s')).toEqual(['{"id":2}']);
    await send(catalog('overwrite'), ended('COMPLETE'));
    expect(await streams.texts('s')).toEqual([]);
  });

  it('tells what the source says of its failure', async () => {
    const trace = { type: 'TRACE', trace: { type: 'ERROR', error: { message: 'no quota' } } };
    const report = await send(data('s', { id: 1 }), trace);
    expect(report).toMatchObject({ state: 'failed', rows: 1, issueCounts: { source_error: 1 } });
  });
});

it('gives the same rows however a stream is cut, and sent twice', async () => {
  const message = fc.record({ k: fc.nat(9), v: fc.nat(99), at: fc.nat(1_000_000) });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(message, { minLength: 1, maxLength: 60, selector: (one) => one.at }),
      fc.integer({ min: 1, max: 200 }),
      async (records, piece) => {
        const own = streamsOf(instance, await instance.addWorkspace());
        const marked = schemaOf('s', ['k'], { bookmark_properties: ['at'] });
        const lines = [marked, ...records.map((one) => recordOf('s', one)), state(1)];
        await own.send(lines, { piece });
        const once = await own.texts('s');
        const newest = new Map<number, (typeof records)[number]>();
        for (const one of records.toSorted((a, b) => a.at - b.at)) newest.set(one.k, one);
        expect(new Set(once)).toEqual(
          new Set([...newest.values()].map((one) => JSON.stringify(one))),
        );
        await own.send([marked, ...records.toReversed().map((one) => recordOf('s', one))]);
        expect(await own.texts('s')).toEqual(once);
      },
    ),
    { numRuns: 12 },
  );
});
