import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Instance } from '../../instance.ts';
import type { ResolvedPlace } from '../../stores/facts/resolved-port.ts';
import type { PeoplePlace } from './people-places.ts';
import { PEOPLE_FIELDS, PEOPLE_TABLES } from './people-rows.ts';
import type { Resolved, ResolveWish, SourcedFact } from './resolve-people.ts';
import type { FromWorker, ToWorker } from './resolve-worker.ts';

/**
 * Resolves people in a thread of its own, so that requests are answered meanwhile: hands it the rows
 * of the model page by page, and writes what it finds.
 */
export async function runResolver(given: {
  instance: Instance;
  places: readonly PeoplePlace[];
  into: ResolvedPlace;
  wish: ResolveWish;
}): Promise<Pick<Resolved, 'counts' | 'warnings'> & { facts: SourcedFact[] }> {
  const { instance, places, into, wish } = given;
  const worker = takeWorker();
  let sent = 0;
  const ask = async (message: ToWorker): Promise<FromWorker> => {
    const answer = once(worker, 'message');
    worker.postMessage(message);
    const [found] = (await answer) as [FromWorker];
    if ('failed' in found) throw new Error(found.failed);
    return found;
  };
  try {
    for (const table of PEOPLE_TABLES)
      for (const { at, source, tables } of places) {
        if (!tables.includes(table)) continue;
        const question = { ...at, table, fields: PEOPLE_FIELDS[table] };
        for await (const page of instance.facts.model.read(question)) {
          sent += page.length;
          await ask({ add: { table, source, rows: page.map(({ values }) => values) } });
        }
      }
    const facts: SourcedFact[] = [];
    for (let answer = await ask({ resolve: wish }); ; answer = await ask({ next: true })) {
      if ('rows' in answer) await instance.facts.resolved.put(into, answer.rows);
      if ('facts' in answer) for (const fact of answer.facts) facts.push(fact);
      if ('done' in answer) {
        if (sent <= FEW_ROWS) rest(worker);
        return { ...answer.done, facts };
      }
    }
  } finally {
    if (worker !== resting?.worker) await worker.terminate();
  }
}

/** A thread that had more holds memory that only its end gives back. */
const FEW_ROWS = 5_000;
const REST_MS = 5_000;
/** Starting a thread takes longer than resolving a few rows, which often come one run after the other. */
let resting: { worker: Worker; timer: NodeJS.Timeout } | null = null;

function takeWorker(): Worker {
  const rested = resting;
  resting = null;
  if (rested) {
    clearTimeout(rested.timer);
    rested.worker.ref();
    return rested.worker;
  }
  return new Worker(new URL('./resolve-worker.ts', import.meta.url), {
    execArgv: [],
    // Most of what it makes stays: more room for young objects would only be held besides.
    resourceLimits: { maxYoungGenerationSizeMb: 24 },
  });
}

function rest(worker: Worker): void {
  if (resting) return;
  const timer = setTimeout(() => {
    resting = null;
    void worker.terminate();
  }, REST_MS);
  // Neither keeps a process from ending.
  timer.unref();
  worker.unref();
  resting = { worker, timer };
}
