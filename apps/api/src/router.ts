import { sessionRouter } from './features/session/session.router.ts';
import { router } from './trpc.ts';

/** Every room adds its line. */
export const appRouter = router({
  session: sessionRouter,
});
export type AppRouter = typeof appRouter;
