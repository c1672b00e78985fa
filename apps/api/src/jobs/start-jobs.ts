import type { AttachableClock, Clock, Db as JobStore, PgBoss } from 'pg-boss';
import type { Instance } from '../instance.ts';
import type { JobKind, Recurring } from './job.ts';

/** How often schedules are compared with what is to recur: another process may have changed it. */
const PLAN_MS = 5 * 60_000;
/** A change made here is planned almost at once; several together once. */
const SOON_MS = 100;
const STOP_MS = 1_000;

/**
 * Few looks, since most of the time there is nothing to do. A slot is sent within half a minute, which
 * its window of a minute allows.
 */
const PACE = {
  cronMonitorIntervalSeconds: 30,
  cronWorkerIntervalSeconds: 15,
  superviseIntervalSeconds: 60,
  monitorIntervalSeconds: 60,
  maintenanceIntervalSeconds: 3600,
  clockMonitorIntervalSeconds: 600,
  queueCacheIntervalSeconds: 300,
  bamIntervalSeconds: 3600,
  flowIntervalSeconds: 3600,
};
const POLL_SECONDS = 15;

const QUEUE = {
  // One job of a key at a time, waiting or running.
  policy: 'exclusive',
  // A job whose process has died is taken up again after a minute of silence.
  heartbeatSeconds: 60,
  expireInSeconds: 12 * 3600,
  retryLimit: 3,
  retryDelay: 30,
  deleteAfterSeconds: 86_400,
  retentionSeconds: 86_400,
};

export type Jobs = {
  /** Makes the schedules what they should be. */
  plan(): Promise<void>;
  stop(): Promise<void>;
};

type Options = {
  instance: Instance;
  kinds: readonly JobKind[];
  /** Time and store of tests. */
  clock?: Clock | AttachableClock;
  store?: JobStore;
};

const running = new WeakMap<Instance['records'], { soon(): void }>();

/** To be called after a change of what is to recur; without jobs in this process it does nothing. */
export function planSoon(instance: Pick<Instance, 'records'>): void {
  running.get(instance.records)?.soon();
}

/**
 * Work on schedule, by pg-boss in a schema of its own in the record store. The library is loaded and
 * its tables are made when something is to recur for the first time.
 */
export function startJobs(options: Options): Jobs {
  const { instance, kinds } = options;
  const stopped = new AbortController();
  let boss: PgBoss | null = null;
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  const failed = (err: unknown) => {
    if (!stopped.signal.aborted) instance.log.error({ err }, 'jobs');
  };

  async function planNow(): Promise<void> {
    for (const kind of kinds) {
      const wanted = await kind.recurring(instance);
      if (stopped.signal.aborted) return;
      if (boss === null && wanted.length === 0) continue;
      boss ??= await open();
      await compare(boss, kind.name, wanted);
    }
  }

  async function open(): Promise<PgBoss> {
    const { PgBoss } = await import('pg-boss');
    const made = new PgBoss({
      db: options.store ?? { executeSql: (text, values) => statement(instance, text, values) },
      backend: instance.records.engine === 'pglite' ? 'pglite' : 'postgres',
      ...(options.clock ? { clock: options.clock } : {}),
      ...PACE,
    });
    made.on('error', failed);
    await made.start();
    for (const kind of kinds) {
      await made.createQueue(kind.name, QUEUE);
      const work = { pollingIntervalSeconds: POLL_SECONDS, localConcurrency: 2 };
      await made.work<Record<string, string>>(kind.name, work, async (jobs) => {
        for (const { data } of jobs) await kind.work(instance, data, stopped.signal);
      });
    }
    return made;
  }

  const plan = () => {
    turn = turn.then(planNow).catch(failed);
    return turn;
  };
  const soon = () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(plan, SOON_MS);
    timer.unref();
  };
  running.set(instance.records, { soon });
  const again = setInterval(plan, PLAN_MS).unref();
  const first = plan();
  return {
    plan: () => first.then(plan),
    async stop() {
      stopped.abort();
      running.delete(instance.records);
      clearInterval(again);
      if (timer) clearTimeout(timer);
      await turn;
      await boss?.stop({ close: false, graceful: true, timeout: STOP_MS });
    },
  };
}

async function statement(instance: Instance, text: string, values?: unknown[]) {
  // biome-ignore lint/suspicious/noExplicitAny: the rows are the library's own.
  return (await instance.records.statement(text, values)) as { rows: any[] };
}

/** Schedules that are no longer wanted go, new and changed ones are written. */
async function compare(boss: PgBoss, name: string, wanted: readonly Recurring[]): Promise<void> {
  const known = new Map((await boss.getSchedules(name)).map((one) => [one.key, one]));
  for (const { key, cron, timeZone, data } of wanted) {
    const old = known.get(key);
    known.delete(key);
    if (old?.cron === cron && old.timezone === timeZone) continue;
    // `missed`: after a time without a process there is one run, however many slots went by.
    await boss.schedule(name, cron, data, { tz: timeZone, key, singletonKey: key, missed: 'once' });
  }
  for (const key of known.keys()) await boss.unschedule(name, key);
}
