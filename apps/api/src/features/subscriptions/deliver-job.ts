import type { JobKind } from '../../jobs/job.ts';
import { deliverDue, deliverSoon } from './deliver.ts';
import { nextDueAt } from './due.queries.ts';

/** Sends what is due, while something waits: later tries, and what a process that died has left. */
export const deliverJob: JobKind = {
  name: 'subscriptions.deliver',
  async recurring({ records, now }) {
    const next = await nextDueAt(records.system.db, new Date(now()));
    return next === null ? [] : [{ key: 'all', cron: '* * * * *', timeZone: 'UTC', data: {} }];
  },
  async work(instance, _, stop) {
    await deliverDue(instance, { stop });
    // What its turn has left.
    deliverSoon(instance);
  },
};
