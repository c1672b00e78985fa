import { query, router } from '../../trpc.ts';
import { mappingRouter, quarantineRouter } from '../mappings/mappings.router.ts';
import { readLineage } from '../mappings/read-lineage.ts';
import { listStreamRows } from './list-stream-rows.ts';
import { listStreams } from './list-streams.ts';
// The command line calls it by name, with a body.
import './ingest-messages.ts';

export const streamsRouter = router({
  list: query(listStreams),
  rows: query(listStreamRows),
  lineage: query(readLineage),
  mapping: mappingRouter,
  quarantine: quarantineRouter,
});
