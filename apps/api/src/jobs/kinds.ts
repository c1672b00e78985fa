import { remindJob } from '../features/content/remind.ts';
import { healthJob } from '../features/health/health-job.ts';
import { peopleJob } from '../features/identity/people-job.ts';
import { syncJob } from '../features/integrations/sync-job.ts';
import { mailJob } from '../features/notifications/mail-job.ts';
import { auditJob } from '../features/quality/audit-job.ts';
import { planningJob } from '../features/strategy/remind-job.ts';
import { compactJob } from '../features/streams/compact-job.ts';
import { deliverJob } from '../features/subscriptions/deliver-job.ts';
import type { JobKind } from './job.ts';

/** Everything that is done on schedule. */
export const JOB_KINDS: readonly JobKind[] = [
  syncJob,
  auditJob,
  healthJob,
  peopleJob,
  mailJob,
  remindJob,
  planningJob,
  deliverJob,
  compactJob,
];
