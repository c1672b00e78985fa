import { query, router } from '../../trpc.ts';
import { readView } from './read-view.ts';

export const viewsRouter = router({ read: query(readView) });
