import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { streamsOf } from './streams.testing.ts';

/** The streams with which the Meltano SDK tests targets; see fixtures/README.md. */
const read = (name: string) =>
  readFileSync(join(import.meta.dirname, 'fixtures/singer', `${name}.singer`), 'utf8');

let instance: TestInstance;
let streams: ReturnType<typeof streamsOf>;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

const fresh = async () => {
  streams = streamsOf(instance, await instance.addWorkspace());
};
const values = async (stream: string) =>
  (await streams.texts(stream)).map((text) => JSON.parse(text));

const EXACT: Record<string, Record<string, unknown[]>> = {
  array_data: {
    test_array_data: [
      { id: 1, fruits: ['apple', 'orange', 'pear'] },
      { id: 2, fruits: ['banana', 'apple'] },
      { id: 3, fruits: ['pear'] },
      { id: 4, fruits: ['orange', 'banana', 'apple', 'pear'] },
    ],
  },
  camelcase: {
    TestCamelcase: [
      { Id: '1', clientName: 'Gitter Windows Desktop App' },
      { Id: '2', clientName: 'Gitter iOS App' },
    ],
  },
  camelcase_complex_schema: { ForecastingTypeToCategory: [] },
  duplicate_records: {
    test_duplicate_records: [
      { id: 1, metric: 100 },
      { id: 2, metric: 20 },
    ],
  },
  no_primary_keys: {
    test_no_pk: [
      { id: 1, metric: 11 },
      { id: 2, metric: 22 },
      { id: 3, metric: 33 },
    ],
  },
  optional_attributes: {
    test_optional_attributes: [
      { id: 1, optional: 'This is optional' },
      { id: 2 },
      { id: 3, optional: 'Also optional' },
      { id: 4 },
    ],
  },
  pk_updates: {
    example_stream: [
      { id: 1, name: 'Alice', email: 'alice@example.com' },
      { id: 2, name: 'Bob', email: 'bob@example.com' },
    ],
  },
  record_missing_fields: {
    record_missing_fields: [{ id: 1, optional: 'now you see me' }, { id: 2 }],
  },
  schema_no_properties: {
    test_object_schema_with_properties: [
      { object_store: { id: 1, metric: 187 } },
      { object_store: { id: 2, metric: 203 } },
    ],
    test_object_schema_no_properties: [
      { object_store: { id: 1, metric: 1 } },
      { object_store: { id: 2, metric: 2 } },
    ],
  },
  special_chars_in_attributes: {
    'test:SpecialChars!in?attributes': [
      {
        _id: 'a2e98886',
        d: { env: 'prod', 'agent:type': 'desktop', 'agent:os:version': '10.13.1' },
      },
    ],
  },
};

it.each(Object.keys(EXACT))('%s', async (name) => {
  await fresh();
  const report = await streams.send(read(name));
  expect(report).toMatchObject({ state: 'done', error: null, rejected: 0 });
  for (const [stream, rows] of Object.entries(EXACT[name] ?? {}))
    expect(await values(stream)).toEqual(rows);
});

it('encoded_string_data: every text as it was sent', async () => {
  await fresh();
  const sent = read('encoded_string_data');
  await streams.send(sent);
  for (const [stream, rows] of [
    ['test_strings', 11],
    ['test_strings_in_objects', 11],
    ['test_strings_in_arrays', 6],
  ] as const) {
    const texts = await streams.texts(stream);
    expect(texts.length).toBe(rows);
    for (const text of texts) expect(sent).toContain(`"record": ${text}}`);
  }
});

it('multiple_state_messages: every state comes back in order, rows after the last one stay', async () => {
  await fresh();
  const sent = read('multiple_state_messages');
  const { given } = await streams.send(sent);
  expect(given).toEqual([...sent.matchAll(/"STATE", "value": (.*)\}$/gm)].map((match) => match[1]));
  expect((await values('test_multiple_state_messages_a')).map((row) => row.metric)).toEqual([
    100, 200, 300, 400, 500, 600,
  ]);
  expect((await values('test_multiple_state_messages_b')).length).toBe(6);
});

it('no_primary_keys_append: a second run adds its rows', async () => {
  await fresh();
  await streams.send(read('no_primary_keys'));
  await streams.send(read('no_primary_keys_append'));
  expect((await values('test_no_pk')).map((row) => row.metric)).toEqual([
    11, 22, 33, 101, 202, 303, 404, 505,
  ]);
});

it('schema_updates: rows of every schema, and all columns', async () => {
  await fresh();
  await streams.send(read('schema_updates'));
  const { columns, rows } = await streams.rows('test_schema_updates');
  expect(columns).toEqual(['id', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6']);
  expect(rows.length).toBe(6);
  expect(JSON.parse(rows[4] ?? '')).toEqual({
    id: 5,
    a1: 105,
    a2: 'string5',
    a3: false,
    a4: { id: 3, value: 33 },
    a5: ['apple'],
    a6: 985,
  });
});

it('user_location: the second run updates and adds', async () => {
  await fresh();
  await streams.send(read('user_location_data'));
  await streams.send(read('user_location_upsert_data'));
  const names = Object.fromEntries((await values('test_users')).map((row) => [row.id, row.name]));
  expect(names).toEqual({
    1: 'Johny',
    2: 'George',
    3: 'Jacob',
    4: 'Josh',
    5: 'Jim',
    8: 'Thomas',
    12: 'Paul',
    13: 'Mary',
  });
  expect((await values('test_locations')).length).toBe(5);
  expect((await values('test_user_in_location')).length).toBe(5);
});

it.each([
  ['invalid_schema', 'invalid_schema', 1, null],
  ['record_before_schema', 'record_before_schema', 1, null],
  ['record_missing_key_property', 'missing_key', 2, 'id'],
  ['record_missing_required_property', 'wrong_record', 2, 'id'],
])('%s: the right error', async (name, reason, line, field) => {
  await fresh();
  const report = await streams.send(read(name));
  expect(report).toMatchObject({ state: 'failed', rows: 0, given: [] });
  const stream = `test_${name}`;
  if (field === null) expect(report.error).toContain(`Line ${line} (stream “${stream}”)`);
  else {
    expect(report.issueCounts).toEqual({ [reason]: 1 });
    expect(report.issues[0]).toMatchObject({ code: reason, line, field, severity: 'error' });
    expect(report.issues[0]?.message).toContain(stream);
  }
});
