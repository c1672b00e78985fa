import { mutation, query, router } from '../../trpc.ts';
import {
  concludeExperiment,
  createExperiment,
  importLook,
  lookAtExperiment,
  moveExperiment,
  planExperiment,
} from './change-experiment.ts';
import { listExperiments, showExperiment, sizeExperiment } from './show-experiment.ts';

export const experimentsRouter = router({
  list: query(listExperiments),
  get: query(showExperiment),
  size: query(sizeExperiment),
  create: mutation(createExperiment),
  plan: mutation(planExperiment),
  move: mutation(moveExperiment),
  look: mutation(lookAtExperiment),
  importCounts: mutation(importLook),
  conclude: mutation(concludeExperiment),
});
