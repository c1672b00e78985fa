import { mutation, query, router } from '../../trpc.ts';
import { agreeDefinition, listDefinitions, proposeDefinition } from './definitions.ts';
import { readCohorts, readFunnel, readVelocity } from './read-stages.ts';

export const lifecycleRouter = router({
  definitions: query(listDefinitions),
  propose: mutation(proposeDefinition),
  agree: mutation(agreeDefinition),
  funnel: query(readFunnel),
  velocity: query(readVelocity),
  cohorts: query(readCohorts),
});
