import { mutation, query, router } from '../../trpc.ts';
import { checkIntegration } from './check-integration.ts';
import { createIntegration } from './create-integration.ts';
import { listIntegrations } from './list-integrations.ts';
import { listPlatforms } from './list-platforms.ts';
import { listRestatements, listRuns } from './list-runs.ts';
import { pauseIntegration, resumeIntegration } from './pause-integration.ts';
import { removeIntegration } from './remove-integration.ts';
import { runSync } from './run-sync.ts';
import { updateIntegration } from './update-integration.ts';

export const integrationsRouter = router({
  list: query(listIntegrations),
  platforms: query(listPlatforms),
  runs: query(listRuns),
  restatements: query(listRestatements),
  check: mutation(checkIntegration),
  create: mutation(createIntegration),
  update: mutation(updateIntegration),
  pause: mutation(pauseIntegration),
  resume: mutation(resumeIntegration),
  remove: mutation(removeIntegration),
  sync: mutation(runSync),
});
