import { query, router } from '../../trpc.ts';
import { getSession } from './get-session.ts';

export const sessionRouter = router({
  get: query(getSession),
});
