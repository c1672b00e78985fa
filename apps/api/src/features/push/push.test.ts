import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standingRows } from '../../testing/standing-rows.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';
import { mapWaiting } from '../mappings/map-soon.ts';
import { total } from '../mappings/mappings.testing.ts';
import type { PushAnswer } from './push.schema.ts';

let instance: TestInstance;
let workspace: Workspace;
let key = '';
let reader = '';
let later = 0;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.now() + later });
  workspace = await instance.addWorkspace();
  const owner = instance.scope(await instance.addUser(workspace, 'owner'), workspace);
  key = (await createKey.call(owner, { name: 'w', scopes: ['streams.write'] })).key;
  reader = (await createKey.call(owner, { name: 'r', scopes: ['sources.read'] })).key;
});
afterAll(() => instance.close());

type Asked = {
  headers?: Record<string, string>;
  body?: string | Uint8Array | ReadableStream | null;
  token?: string;
};
const post = (path: string, { headers = {}, body = null, token = key }: Asked) =>
  instance.app.request(`/api/v1/ingest/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
const ndjson = { 'content-type': 'application/x-ndjson' };
const push = async (path: string, asked: Asked) => {
  const response = await post(path, asked);
  return { status: response.status, response, answer: (await response.json()) as PushAnswer };
};

const standing = (stream: string, source = 'push') =>
  standingRows(instance, workspace, { source, stream });

describe('a push', () => {
  it('takes lines, digit for digit, and answers for each', async () => {
    const body = '{"id":1,"amount":1.10}\n{"id":9223372036854775807}\n\n{"id":3,"t":"ä"}';
    const { status, answer } = await push('deals?key=id', { headers: ndjson, body });
    expect(status).toBe(200);
    expect(answer).toEqual({
      accepted: 3,
      rejected: 0,
      rows: [1, 2, 4].map((row) => ({ row, status: 'accepted' })),
    });
    expect((await standing('deals')).sort()).toEqual(body.split('\n').filter(Boolean).sort());
  });

  it('takes an array, one object, and says what is wrong with the rest', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const body = '[{"id":1,"v":1},{"id":null},{"v":2},7,{a:1},{"id":1,"v":2}';
    const { status, answer } = await push('mixed?key=id', { headers, body });
    expect(status).toBe(207);
    expect([answer.accepted, answer.rejected]).toEqual([2, 5]);
    expect(
      answer.rows.map(({ row, status: one, issue }) => [row, one, issue?.code, issue?.field]),
    ).toEqual([
      [1, 'accepted', undefined, undefined],
      [2, 'rejected', 'missing_key', 'id'],
      [3, 'rejected', 'missing_key', 'id'],
      [4, 'rejected', 'not_an_object', null],
      [5, 'rejected', 'not_json', null],
      [6, 'accepted', undefined, undefined],
      [7, 'rejected', 'cut_off', null],
    ]);
    for (const { issue } of answer.rows) if (issue) expect(issue.hint).toMatch(/\.$/);
    expect(await standing('mixed')).toEqual(['{"id":1,"v":2}']);
    const one = await push('mixed', { headers, body: '{\n "id": 2\n}' });
    expect(one.answer).toMatchObject({ accepted: 1 });
    expect((await standing('mixed')).length).toBe(2);
    const guessed = await push('guessed', { body: ' [{"a":1},{"a":1}]' });
    expect([guessed.answer.accepted, await standing('guessed')]).toEqual([
      2,
      ['{"a":1}', '{"a":1}'],
    ]);
  });

  it('may begin with a byte order mark, in any pieces, and end its lines as Windows does', async () => {
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    const pieces = (text: string, piece: number) => {
      const bytes = Buffer.concat([mark, Buffer.from(text)]);
      return new ReadableStream({
        start(controller) {
          for (let at = 0; at < bytes.length; at += piece)
            controller.enqueue(Uint8Array.from(bytes.subarray(at, at + piece)));
          controller.close();
        },
      });
    };
    for (const [piece, headers, text] of [
      [1, ndjson, '{"a":1}\r\n\r\n{"a":2}\r\n'],
      [2, {}, '[{"a":3}]'],
      [99, { 'content-type': 'application/json' }, '\r\n[{"a":4},\r\n{"a":5}]'],
    ] as const) {
      const { status } = await push('marked', { headers, body: pieces(text, piece) });
      expect(status).toBe(200);
    }
    expect(await standing('marked')).toEqual([1, 2, 3, 4, 5].map((a) => `{"a":${a}}`));
    expect((await push('marked', { headers: ndjson, body: mark })).status).toBe(400);
  });

  it('keeps the key of a stream, and lets the greatest cursor win', async () => {
    const path = 'contacts?source=shop&key=account,id&cursor=updated_at';
    const row = (id: number, name: string, at: string) =>
      JSON.stringify({ account: 'a', id, name, updated_at: at });
    await push(path, { headers: ndjson, body: row(1, 'new', '2026-02-01T00:00:00Z') });
    const plain = 'contacts?source=shop';
    await push(plain, { headers: ndjson, body: row(1, 'old', '2026-01-01T00:00:00Z') });
    expect((await standing('contacts', 'shop')).map((text) => JSON.parse(text).name)).toEqual([
      'new',
    ]);
    const bad = await push(plain, { headers: ndjson, body: row(1, 'x', 'yesterday') });
    expect(bad.answer.rows[0]?.issue).toMatchObject({ code: 'bad_cursor', field: 'updated_at' });
    expect(await standing('contacts')).toEqual([]);
  });

  it('with a key answers once, and the same answer for seven days', async () => {
    const headers = { ...ndjson, 'idempotency-key': 'order 7' };
    const body = '{"n":1}\n{"n":2}\nno';
    const first = await push('log', { headers, body });
    expect([first.status, first.response.headers.get('idempotent-replayed')]).toEqual([207, null]);
    const again = await push('log', { headers, body });
    expect([again.status, again.response.headers.get('idempotent-replayed')]).toEqual([
      207,
      'true',
    ]);
    expect(again.answer).toEqual(first.answer);
    expect(await standing('log')).toEqual(['{"n":1}', '{"n":2}']);
    expect((await post('log', { headers, body: '{"n":3}' })).status).toBe(422);
    expect((await post('other', { headers, body })).status).toBe(422);
    expect((await post('log?key=n', { headers, body })).status).toBe(422);
    later = 7 * 86_400_000 - 60_000;
    expect((await push('log', { headers, body })).response.headers.get('idempotent-replayed')).toBe(
      'true',
    );
    later = 7 * 86_400_000 + 60_000;
    expect(
      (await push('log', { headers, body })).response.headers.get('idempotent-replayed'),
    ).toBeNull();
    expect((await standing('log')).length).toBe(4);
    later = 0;
  });

  it('keeps the answer of a request without a good row, too', async () => {
    const headers = { ...ndjson, 'idempotency-key': 'bad' };
    const first = await push('none', { headers, body: 'x' });
    expect([first.status, first.answer.accepted]).toEqual([207, 0]);
    expect(
      (await push('none', { headers, body: 'x' })).response.headers.get('idempotent-replayed'),
    ).toBe('true');
    expect((await post('none', { headers, body: '{}' })).status).toBe(422);
  });

  it('refuses a second request with the key of one that is at work', async () => {
    const headers = { ...ndjson, 'idempotency-key': 'slow' };
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = new ReadableStream({
      async start(controller) {
        controller.enqueue(Buffer.from('{"n":1}\n'));
        await gate;
        controller.enqueue(Buffer.from('{"n":2}\n'));
        controller.close();
      },
    });
    const first = push('slow', { headers, body: slow });
    await expect
      .poll(async () => {
        const { status, headers: got } = await post('slow', { headers, body: '{"n":1}' });
        return [status, got.get('retry-after')];
      })
      .toEqual([409, '1']);
    finish();
    expect((await first).answer.accepted).toBe(2);
    const replayed = await push('slow', { headers, body: '{"n":1}\n{"n":2}\n' });
    expect(replayed.response.headers.get('idempotent-replayed')).toBe('true');
  });

  it('of which nothing is kept frees its key', async () => {
    const headers = { ...ndjson, 'idempotency-key': 'free' };
    expect((await post('free', { headers, body: ' \n' })).status).toBe(400);
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('{"n":1}\n'));
        controller.error(new Error('gone'));
      },
    });
    expect((await post('free', { headers, body: broken })).status).toBe(500);
    expect(await standing('free')).toEqual([]);
    expect((await push('free', { headers, body: '{"n":2}' })).status).toBe(200);
    expect(await standing('free')).toEqual(['{"n":2}']);
  });

  it('has limits, beyond which nothing of it is kept', async () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, n) => `{"n":${n}}`).join('\n');
    expect((await post('limits', { headers: ndjson, body: rows(10_001) })).status).toBe(413);
    const huge = `{"a":"${'x'.repeat(999_990)}"}\n`.repeat(34);
    expect((await post('limits', { headers: ndjson, body: huge })).status).toBe(413);
    expect(await standing('limits')).toEqual([]);
    const long = `{"a":"${'x'.repeat(1024 ** 2)}"}\n{"b":1}`;
    const { status, answer } = await push('limits', { headers: ndjson, body: long });
    expect([status, answer.rows[0]?.issue?.code]).toEqual([207, 'row_too_long']);
    expect(await standing('limits')).toEqual(['{"b":1}']);
    expect((await push('limits', { headers: ndjson, body: rows(10_000) })).answer.accepted).toBe(
      10_000,
    );
    const gzip = { ...ndjson, 'content-encoding': 'gzip' };
    expect((await post('limits', { headers: gzip, body: 'x' })).status).toBe(415);
    const invalid = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const { answer: told } = await push('limits', { headers: ndjson, body: invalid });
    expect(told.rows[0]?.issue?.code).toBe('not_utf8');
  });

  it('becomes facts a moment after it was answered, all that came together', async () => {
    const path = 'campaign_performance_report?source=google_ads&key=segments.date,campaign.id';
    const row = (day: number) =>
      JSON.stringify({
        segments: { date: `2026-02-0${day}` },
        campaign: { id: 1 },
        customer: { currency_code: 'EUR' },
        metrics: { cost_micros: 5_000_000 },
      });
    await Promise.all([1, 2].map((day) => push(path, { headers: ndjson, body: row(day) })));
    await expect.poll(() => total(instance, workspace, 'spend')).toBe(10);
    await push(path, { headers: ndjson, body: row(3) });
    await mapWaiting(instance);
    expect(await total(instance, workspace, 'spend')).toBe(15);
  });

  it('needs a key that may write streams, and a good form', async () => {
    expect((await post('x', { token: reader, body: '{}' })).status).toBe(403);
    expect((await post('x', { token: 'omp_live_x', body: '{}' })).status).toBe(401);
    expect((await post('x?source=Not%20one', { body: '{}' })).status).toBe(400);
    expect((await post('x?key=a..b', { body: '{}' })).status).toBe(400);
    expect((await post('x?colour=red', { body: '{}' })).status).toBe(400);
    expect(
      (await post('x', { body: '{}', headers: { 'idempotency-key': 'k'.repeat(256) } })).status,
    ).toBe(400);
    expect((await post('x', {})).status).toBe(400);
    expect((await push('odd%2Fname%20%E2%9C%93', { body: '{"a":1}' })).status).toBe(200);
    expect(await standing('odd/name ✓')).toEqual(['{"a":1}']);
  });

  it('stands in the OpenAPI document with every answer', async () => {
    const response = await instance.app.request('/api/openapi.json');
    const { paths } = (await response.json()) as {
      paths: Record<string, { post?: Record<string, Record<string, object>> }>;
    };
    const operation = paths['/api/v1/ingest/{stream}']?.post ?? {};
    expect(Object.keys(operation.responses ?? {})).toEqual(
      expect.arrayContaining([
        '200',
        '207',
        '400',
        '401',
        '403',
        '409',
        '413',
        '415',
        '422',
        '429',
      ]),
    );
    expect(Object.keys((operation.requestBody?.content ?? {}) as object)).toEqual([
      'application/x-ndjson',
      'application/json',
    ]);
  });
});
