import { query, router } from '../../trpc.ts';
import { connectFile } from './connect-file.ts';

export const odataRouter = router({ connect: query(connectFile) });
