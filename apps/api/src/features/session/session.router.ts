import { query, router } from '../../trpc.ts';
import { getSession } from './get-session.ts';

/** Signing in and one-time links set cookies, so they have addresses of their own: doors/auth.ts. */
export const sessionRouter = router({
  get: query(getSession),
});
