import { query, router } from '../../trpc.ts';
import { listEvents, readEngagement } from './read-engagement.ts';

export const engagementRouter = router({
  campaigns: query(readEngagement),
  events: query(listEvents),
});
