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
  const worker = new Worker(new URL('./resolve-worker.ts', import.meta.url), { execArgv: [] });
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
        for await (const page of instance.facts.model.read(question))
          await ask({ add: { table, source, rows: page.map(({ values }) => values) } });
      }
    const facts: SourcedFact[] = [];
    for (let answer = await ask({ resolve: wish }); ; answer = await ask({ next: true })) {
      if ('rows' in answer) await instance.facts.resolved.put(into, answer.rows);
      if ('facts' in answer) for (const fact of answer.facts) facts.push(fact);
      if ('done' in answer) return { ...answer.done, facts };
    }
  } finally {
    await worker.terminate();
  }
}
