import { mutation, query, router } from '../../trpc.ts';
import { listSamples, readSample } from './read-samples.ts';
import { removeDemo } from './remove-demo.ts';

export const demoRouter = router({
  samples: query(listSamples),
  sample: query(readSample),
  remove: mutation(removeDemo),
});
