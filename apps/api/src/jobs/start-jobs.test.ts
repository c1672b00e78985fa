import { TestClock } from 'pg-boss';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instance } from '../instance.ts';
import { openLog } from '../log.ts';
import type { Records } from '../stores/records/records.ts';
import { sharedRecords } from '../testing/test-records.ts';
import type { JobKind, Recurring } from './job.ts';
import { type Jobs, planSoon, startJobs } from './start-jobs.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-03-08T05:30:00Z');

let records: Records;
let clock: TestClock;
let started: Jobs[];
let recurring: Recurring[];
let done: { by: string; key: string; at: string }[];
let inWork: ((stop: AbortSignal) => Promise<void>) | null;
beforeEach(async () => {
  records = await sharedRecords();
  clock = new TestClock(START);
  started = [];
  done = [];
  inWork = null;
  recurring = [{ key: 'in_1', cron: '0 * * * *', timeZone: 'UTC', data: { id: '1' } }];
});
afterEach(async () => {
  await Promise.all(started.map((jobs) => jobs.stop()));
  await records.statement('drop schema if exists pgboss cascade');
  await records.close();
});

/** A process with its jobs; several share the store. */
async function process(by: string): Promise<Jobs> {
  const instance = { records, log: openLog({ logLevel: 'silent' }) } as unknown as Instance;
  const kind: JobKind = {
    name: 'test.work',
    recurring: async () => recurring,
    async work(_instance, data, stop) {
      done.push({ by, key: data.id ?? '', at: new Date(clock.now()).toISOString() });
      await inWork?.(stop);
    },
  };
  const session = async (statements: string[]) => {
    for (const one of statements) await records.statement(one);
  };
  const store = {
    executeSql: async (text: string, values?: unknown[]) =>
      (await records.statement(text, values)) as { rows: never[] },
    setSessionStatements: session,
  };
  const jobs = startJobs({ instance, kinds: [kind], clock, store });
  started.push(jobs);
  await jobs.plan();
  return jobs;
}

/** To two minutes after an instant: at one go to shortly before it, then with a breath for handlers. */
async function passTo(instant: string): Promise<void> {
  const slot = Date.parse(instant);
  if (slot - 60_000 > clock.now()) await clock.setTime(slot - 60_000);
  while (clock.now() < slot + 120_000) {
    await clock.tick(15_000);
    // The clock does not wait for what the handlers do.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('work on schedule', () => {
  it('is done once in every slot by two processes', async () => {
    await process('a');
    await process('b');
    for (const hour of ['06', '07', '08']) await passTo(`2026-03-08T${hour}:00:00Z`);
    expect(done.map(({ at }) => at.slice(0, 13))).toEqual([
      '2026-03-08T06',
      '2026-03-08T07',
      '2026-03-08T08',
    ]);
  });

  it('is done once after three hours without a process, then as usual', async () => {
    const jobs = await process('a');
    await passTo('2026-03-08T06:00:00Z');
    expect(done).toHaveLength(1);
    await jobs.stop();
    started = [];
    await clock.setTime(Date.parse('2026-03-08T09:20:00Z'));
    await process('b');
    await passTo('2026-03-08T09:21:00Z');
    expect(done.map(({ by }) => by)).toEqual(['a', 'b']);
    await passTo('2026-03-08T10:00:00Z');
    expect(done).toHaveLength(3);
  });

  it('is done once when the clock jumps back an hour', async () => {
    await process('a');
    await passTo('2026-03-08T06:00:00Z');
    await clock.setTime(clock.now() - HOUR_MS);
    await passTo('2026-03-08T06:00:00Z');
    await passTo('2026-03-08T07:00:00Z');
    expect(done.map(({ at }) => at.slice(0, 13))).toEqual(['2026-03-08T06', '2026-03-08T07']);
  });

  it('goes by the time zone, also when the clocks change', async () => {
    // New York skips from 2 to 3 that day: 3:30 comes an hour earlier by UTC.
    recurring = [
      { key: 'in_1', cron: '30 3 * * *', timeZone: 'America/New_York', data: { id: '1' } },
    ];
    await process('a');
    await passTo('2026-03-08T07:30:00Z');
    await passTo('2026-03-08T08:30:00Z');
    expect(done.map(({ at }) => at.slice(0, 15))).toEqual(['2026-03-08T07:3']);
  });

  it('follows what is to recur, and is not even loaded before there is something', async () => {
    recurring = [];
    const jobs = await process('a');
    const schemas = async () =>
      (await records.statement("select 1 from pg_namespace where nspname = 'pgboss'")).rows.length;
    expect(await schemas()).toBe(0);
    recurring = [{ key: 'in_2', cron: '0 5 * * *', timeZone: 'UTC', data: { id: '2' } }];
    planSoon({ records });
    await expect.poll(schemas).toBe(1);
    await jobs.plan();
    const planned = async () =>
      (await records.statement('select key, cron from pgboss.schedule')).rows;
    expect(await planned()).toEqual([{ key: 'in_2', cron: '0 5 * * *' }]);
    recurring = [{ key: 'in_2', cron: '0 6 * * *', timeZone: 'UTC', data: { id: '2' } }];
    await jobs.plan();
    expect(await planned()).toEqual([{ key: 'in_2', cron: '0 6 * * *' }]);
    recurring = [];
    await jobs.plan();
    expect(await planned()).toEqual([]);
  });
});
