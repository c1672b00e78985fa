import { query, router } from '../../trpc.ts';
import { followTrace } from './follow-trace.ts';

export const traceRouter = router({ follow: query(followTrace) });
