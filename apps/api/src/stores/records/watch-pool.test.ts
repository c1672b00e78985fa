import type { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createApp } from '../../doors/app.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { openRecords, type Records } from './records.ts';

const SLOW = 'select count(*) from generate_series(1, 2000000) a where a % 7 = 3';

/** A store of its own, and the thread that it runs in. */
async function openWatched(): Promise<{ records: Records; worker: Worker }> {
  const { promise, resolve } = Promise.withResolvers<Worker>();
  process.once('worker', resolve);
  const records = await openRecords({
    databaseUrl: null,
    folder: null,
    dump: inject('recordsDump'),
    watch: { statementMs: 200, probeMs: 400 },
  });
  return { records, worker: await promise };
}

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

/** The doors over these records; the facts and the rest are those of `instance`. */
const doors = (records: Records) => createApp({ ...instance, records });

describe('the watch over the record store', () => {
  it('notices a statement that does not come back, refuses new work, and forgives', async () => {
    const { records } = await openWatched();
    const app = doors(records);
    expect((await app.request('/readyz')).status).toBe(200);
    const slow = sql.raw(SLOW).execute(records.raw);
    await vi.waitFor(async () => expect((await app.request('/readyz')).status).toBe(503));
    const told = await app.request('/readyz');
    expect(told.status).toBe(503);
    expect(told.headers.get('retry-after')).toBe('5');
    expect(await told.json()).toMatchObject({
      ready: false,
      reasons: [expect.stringMatching(/^The record store has /)],
    });
    await vi.waitFor(async () =>
      expect(await records.system.db.selectFrom('users').execute().catch(String)).toMatch(
        /has worked on one statement/,
      ),
    );
    await slow;
    await vi.waitFor(async () => expect((await app.request('/readyz')).status).toBe(200));
    await records.close();
  });

  it('says that the store has stopped, at once', async () => {
    const { records, worker } = await openWatched();
    const app = doors(records);
    const during = sql.raw(SLOW).execute(records.raw).catch(String);
    await worker.terminate();
    expect(await during).toMatch(/stopped/);
    const told = await app.request('/readyz');
    expect(told.status).toBe(503);
    expect(await told.json()).toEqual({ ready: false, reasons: ['The record store has stopped.'] });
    expect((await app.request('/livez')).status).toBe(200);
    await records.close();
  });
});
