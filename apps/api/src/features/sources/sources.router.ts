import { query, router } from '../../trpc.ts';
import { listSources } from './list-sources.ts';

export const sourcesRouter = router({
  list: query(listSources),
});
