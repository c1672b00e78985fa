import type { JobKind } from '../../jobs/job.ts';
import { deliverDue } from './deliver.ts';
import { nextDueAt } from './due.queries.ts';

/** Sends what is due, while something waits: later tries, and what a process that died has left. */
export const deliverJob: JobKind = {
  name: 'subscriptions.deliver',
  async recurring({ records }) {
    const next = await nextDueAt(records.system.db);
    return next === null ? [] : [{ key: 'all', cron: '* * * * *', timeZone: 'UTC', data: {} }];
  },
  work: (instance, _, stop) => deliverDue(instance, { stop }),
};
