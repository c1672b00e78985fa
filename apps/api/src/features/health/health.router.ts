import { mutation, query, router } from '../../trpc.ts';
import { expectSource } from './expect-source.ts';
import { acknowledgeAlert, snoozeAlert } from './mark-alert.ts';
import { listAlerts, readHealth } from './read-health.ts';
import { retrySource } from './retry-source.ts';
// The command line calls it by name.
import './read-everywhere.ts';

export const healthRouter = router({
  read: query(readHealth),
  alerts: query(listAlerts),
  expect: mutation(expectSource),
  retry: mutation(retrySource),
  acknowledge: mutation(acknowledgeAlert),
  snooze: mutation(snoozeAlert),
});
