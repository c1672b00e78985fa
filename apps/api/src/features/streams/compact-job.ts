import type { JobKind } from '../../jobs/job.ts';
import { compactStreams } from './compact-streams.ts';

/** When few people work, and not with the daily re-reads, which begin at five. */
const EVERY_NIGHT = '20 2 * * *';

/** Forgets rows of streams that nobody can ask for any more. */
export const compactJob: JobKind = {
  name: 'streams.compact',
  async recurring({ records }) {
    const one = await records.system.db.selectFrom('streams').select('id').limit(1).execute();
    return one.length === 0 ? [] : [{ key: 'all', cron: EVERY_NIGHT, timeZone: 'UTC', data: {} }];
  },
  async work(instance, _, stop) {
    const { forgotten } = await compactStreams(instance, { stop });
    if (forgotten > 0) instance.log.info({ forgotten }, 'rows of streams that nobody can ask for');
  },
};
