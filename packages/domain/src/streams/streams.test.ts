import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cursorOf,
  keyOf,
  memberSlice,
  readAirbyte,
  readAirbyteCatalog,
  readInstant,
  readSinger,
  type StreamRecord,
  streamErrorDetail,
  textAt,
} from './index.ts';

/** The reason, field and words of the error that a line gives. */
function refusal(read: () => unknown) {
  try {
    read();
  } catch (error) {
    const { reason, line, stream, field } = streamErrorDetail(error) ?? {};
    return { reason, line, stream, field, message: (error as Error).message };
  }
  throw new Error('It was not refused.');
}

const recordOf = (text: string, stream = 's') =>
  readSinger(`{"type":"RECORD","stream":"${stream}","record":${text}}`, 1)[0] as StreamRecord;

describe('text of values', () => {
  it('is cut out as it was sent', () => {
    const text = '{"a" : {"b":[1.10, {"c":"]}\\\\"}] } , "d":-0.0e+1,"e":"\\"}","f":null}';
    expect(textAt(text, ['a', 'b'])).toBe('[1.10, {"c":"]}\\\\"}]');
    expect(textAt(text, ['d'])).toBe('-0.0e+1');
    expect(textAt(text, ['e'])).toBe('"\\"}"');
    expect(textAt(text, ['f'])).toBe('null');
    expect(textAt(text, ['g'])).toBeNull();
    expect(textAt(text, ['a', 'b', 'c'])).toBeNull();
    expect(textAt('{"\\u0061":1,"a":2}', ['a'])).toBe('2');
    expect(textAt('{"a":2,"\\u0061":1}', ['a'])).toBe('1');
    expect(memberSlice('[1]', 0, 'a')).toBeNull();
    expect(memberSlice('{}', 0, 'a')).toBeNull();
  });

  it('has the value that JSON has, for every member of every object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }),
        fc.constantFrom(undefined, 1, '\t'),
        (object, indent) => {
          const text = JSON.stringify(object, null, indent);
          for (const [name, value] of Object.entries(object)) {
            expect(JSON.stringify(JSON.parse(textAt(text, [name]) ?? ''))).toBe(
              JSON.stringify(value),
            );
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('a line of a Singer tap', () => {
  it('becomes a record with its own text', () => {
    const line =
      ' {"type": "RECORD", "stream": "ads", "record": {"id": 9223372036854775807, "cost": 1.10}, "version": 7, "time_extracted": "2026-01-02T00:00:00Z"}\r';
    expect(readSinger(line, 4)).toEqual([
      {
        type: 'record',
        stream: 'ads',
        text: '{"id": 9223372036854775807, "cost": 1.10}',
        record: { id: 2 ** 63, cost: 1.1 },
        deleted: false,
        version: 7,
        extractedAt: Date.UTC(2026, 0, 2),
        line: 4,
      },
    ]);
    expect(recordOf('{"_sdc_deleted_at":"2026-01-01"}').deleted).toBe(true);
    expect(recordOf('{"_sdc_deleted_at":null,"_ab_cdc_deleted_at":""}').deleted).toBe(false);
    expect(readSinger('  ', 1)).toEqual([]);
  });

  it('becomes a schema, a version, a batch', () => {
    const schema = { type: 'object', properties: { id: {} } };
    const message = { type: 'SCHEMA', stream: 's', schema, key_properties: ['a.b', 'c'] };
    expect(readSinger(JSON.stringify(message), 1)).toEqual([
      {
        type: 'schema',
        stream: 's',
        schema,
        key: [['a.b'], ['c']],
        cursor: null,
        mode: 'upsert',
        line: 1,
      },
    ]);
    const plain = { ...message, key_properties: [], bookmark_properties: ['at'] };
    expect(readSinger(JSON.stringify(plain), 1)).toMatchObject([
      { mode: 'append', cursor: ['at'] },
    ]);
    expect(readSinger('{"type":"ACTIVATE_VERSION","stream":"s","version":3}', 2)).toEqual([
      { type: 'activate', stream: 's', version: 3, line: 2 },
    ]);
    const batch = {
      type: 'BATCH',
      stream: 's',
      encoding: { format: 'jsonl', compression: 'gzip' },
      manifest: ['file:///a.gz'],
    };
    expect(readSinger(JSON.stringify(batch), 2)).toEqual([
      { type: 'batch', stream: 's', compression: 'gzip', files: ['file:///a.gz'], line: 2 },
    ]);
  });

  it.each([
    ['{"type":"RECORD","stream":"s","record":{"a":1', 'not_json', null],
    ['[1]', 'bad_message', null],
    ['{"type":"RECORD","record":{}}', 'bad_message', 'stream'],
    ['{"type":"RECORD","stream":"s"}', 'bad_message', 'record'],
    ['{"type":"SCHEMA","stream":"s","schema":{"type":"object"}}', 'invalid_schema', 'schema'],
    [
      '{"type":"SCHEMA","stream":"s","schema":{"properties":{}},"key_properties":[1]}',
      'invalid_schema',
      'key_properties',
    ],
    ['{"type":"STATE"}', 'bad_message', 'value'],
    ['{"type":"ACTIVATE_VERSION","stream":"s"}', 'bad_message', 'version'],
    [
      '{"type":"BATCH","stream":"s","encoding":{"format":"parquet"},"manifest":[]}',
      'bad_message',
      'encoding',
    ],
    [
      '{"type":"BATCH","stream":"s","encoding":{"format":"jsonl","compression":"zstd"},"manifest":[]}',
      'bad_message',
      'encoding',
    ],
    ['{"type":"BATCH","stream":"s","encoding":{"format":"jsonl"}}', 'bad_message', 'manifest'],
    ['{"type":"Record"}', 'unknown_message', 'type'],
  ])('%s is refused with line and field', (text, reason, field) => {
    const told = refusal(() => readSinger(text, 12));
    expect(told).toMatchObject({ reason, field, line: 12 });
    expect(told.message).toMatch(/^Line 12/);
  });
});

describe('a line of an Airbyte source', () => {
  it('becomes a record, a state, an end, a notice', () => {
    const record =
      '{"type":"RECORD","record":{"namespace":"crm","stream":"s","data":{"id": 1.0},"emitted_at":5}}';
    expect(readAirbyte(record, 1)).toMatchObject([
      { type: 'record', stream: 'crm.s', text: '{"id": 1.0}', extractedAt: 5, version: null },
    ]);
    const state =
      '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"s"},"stream_state":{"n":1.0}}}}';
    expect(readAirbyte(` ${state}`, 2)).toEqual([
      { type: 'state', stream: 's', text: state, line: 2 },
    ]);
    const legacy = '{"type":"STATE","state":{"data":{}}}';
    expect(readAirbyte(legacy, 2)).toEqual([
      { type: 'state', stream: null, text: legacy, line: 2 },
    ]);
    const trace = (inner: unknown) => JSON.stringify({ type: 'TRACE', trace: inner });
    const status = (word: string) =>
      trace({
        type: 'STREAM_STATUS',
        stream_status: { stream_descriptor: { name: 's' }, status: word },
      });
    expect(readAirbyte(status('COMPLETE'), 3)).toMatchObject([{ type: 'end', complete: true }]);
    expect(readAirbyte(status('INCOMPLETE'), 3)).toMatchObject([{ type: 'end', complete: false }]);
    expect(readAirbyte(status('STARTED'), 3)).toEqual([]);
    const failed = trace({ type: 'ERROR', error: { message: 'no' } });
    expect(readAirbyte(failed, 3)).toMatchObject([
      { type: 'notice', level: 'error', message: 'no' },
    ]);
    const log = '{"type":"LOG","log":{"level":"WARN","message":"slow"}}';
    expect(readAirbyte(log, 3)).toMatchObject([
      { type: 'notice', level: 'warning', message: 'slow' },
    ]);
    expect(readAirbyte('starting …', 3)).toMatchObject([{ type: 'notice', level: 'info' }]);
    const control =
      '{"type":"CONTROL","control":{"connectorConfig":{"config":{"token":"secret"}}}}';
    expect(JSON.stringify(readAirbyte(control, 3))).not.toContain('secret');
    expect(readAirbyte('{"type":"SPEC","spec":{}}', 3)).toEqual([]);
    expect(refusal(() => readAirbyte('{"type":"RECORD"}', 9))).toMatchObject({
      field: 'record',
      line: 9,
    });
    expect(refusal(() => readAirbyte('{"type":"SCHEMA"}', 9)).reason).toBe('unknown_message');
    expect(refusal(() => readAirbyte('{"type":"REC', 9)).reason).toBe('not_json');
  });

  it('of a catalog says how each stream is kept', () => {
    const stream = {
      name: 's',
      json_schema: { properties: {} },
      source_defined_primary_key: [['id']],
    };
    const one = (more: object, of: object = stream) =>
      readAirbyteCatalog({ streams: [{ stream: of, ...more }] })[0];
    expect(readAirbyteCatalog({ streams: [stream] })[0]).toMatchObject({
      mode: 'upsert',
      key: [['id']],
    });
    expect(one({ destination_sync_mode: 'append' })).toMatchObject({ mode: 'append', key: [] });
    expect(one({ destination_sync_mode: 'overwrite' })).toMatchObject({ mode: 'replace', key: [] });
    expect(one({ destination_sync_mode: 'overwrite_dedup' })).toMatchObject({
      mode: 'replace',
      key: [['id']],
    });
    const dedup = {
      destination_sync_mode: 'append_dedup',
      primary_key: [['a', 'b']],
      cursor_field: ['at'],
    };
    expect(one(dedup)).toMatchObject({ mode: 'upsert', key: [['a', 'b']], cursor: ['at'] });
    const keyless = { name: 's', namespace: 'n' };
    expect(refusal(() => one({ destination_sync_mode: 'append_dedup' }, keyless))).toMatchObject({
      reason: 'invalid_schema',
      stream: 'n.s',
      field: 'primary_key',
    });
    expect(refusal(() => one({ destination_sync_mode: 'merge' })).field).toBe(
      'destination_sync_mode',
    );
    expect(refusal(() => readAirbyteCatalog([])).field).toBe('streams');
  });
});

describe('keys and cursors', () => {
  it('tell records apart as their source does', () => {
    const key = (text: string, ...paths: string[][]) => keyOf(recordOf(text), paths);
    expect(key('{"a":1}')).toBe('');
    expect(key('{"a":1.0}', ['a'])).toBe(key('{"a":1}', ['a']));
    expect(key('{"a":"1"}', ['a'])).not.toBe(key('{"a":1}', ['a']));
    expect(key('{"a":9223372036854775807}', ['a'])).not.toBe(
      key('{"a":9223372036854775806}', ['a']),
    );
    expect(key('{"a":9223372036854775807.0}', ['a'])).toBe('[9223372036854775807]');
    expect(key('{"a":{"b":true},"c":null}', ['a', 'b'], ['c'])).toBe('[true,null]');
    expect(key('{"a":1.5}', ['a'])).toBe('[1.5]');
    expect(refusal(() => key('{"a":{}}', ['a', 'b']))).toMatchObject({
      reason: 'missing_key',
      field: 'a.b',
    });
    expect(refusal(() => key('{"a":null}', ['a'])).message).toContain('null');
    expect(refusal(() => key('{"a":1}', ['toString'])).field).toBe('toString');
  });

  it('are one for two records exactly when all their values are', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.tuple(value, value), fc.tuple(value, value), (one, other) => {
        const key = ([a, b]: unknown[]) =>
          keyOf(recordOf(JSON.stringify({ a, b })), [['a'], ['b']]);
        const equal = JSON.stringify(one) === JSON.stringify(other);
        expect(key(one) === key(other)).toBe(equal);
      }),
      { numRuns: 1_000 },
    );
  });

  it('read instants and numbers', () => {
    expect(readInstant('2026-11-22')).toBe(Date.UTC(2026, 10, 22));
    expect(readInstant('2026-11-22 10:00:00')).toBe(Date.UTC(2026, 10, 22, 10));
    expect(readInstant('2026-11-22T10:00:00+0130')).toBe(Date.UTC(2026, 10, 22, 8, 30));
    expect(readInstant('2026-11-22T10:00:00.000001Z')).toBe(Date.UTC(2026, 10, 22, 10) + 0.001);
    expect(readInstant('yesterday at noon')).toBeNull();
    expect(readInstant('2026-13-01')).toBeNull();
    expect(cursorOf({ n: 5 }, ['n'])).toBe(5);
    expect(cursorOf({ n: '005.5' }, ['n'])).toBe(5.5);
    expect(cursorOf({ n: 'abc' }, ['n'])).toBeNull();
    expect(cursorOf({ n: { m: true } }, ['n', 'm'])).toBeNull();
    expect(cursorOf({}, ['n', 'm'])).toBeNull();
  });
});
