import { query, router } from '../../trpc.ts';
import { mappingRouter, quarantineRouter } from '../mappings/mappings.router.ts';
import { readCatalogue } from '../mappings/read-catalogue.ts';
import { readLineage } from '../mappings/read-lineage.ts';
import { browseStream } from './browse-stream.ts';
import { listStreamRows } from './list-stream-rows.ts';
import { listStreamRuns } from './list-stream-runs.ts';
import { listStreams } from './list-streams.ts';
import { showStream } from './show-stream.ts';
// The command line calls them by name.
import './ingest-messages.ts';
import './kept-rows.ts';

export const streamsRouter = router({
  list: query(listStreams),
  rows: query(listStreamRows),
  get: query(showStream),
  browse: query(browseStream),
  runs: query(listStreamRuns),
  catalogue: query(readCatalogue),
  lineage: query(readLineage),
  mapping: mappingRouter,
  quarantine: quarantineRouter,
});
