import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { Integration, IntegrationRun, Restatement } from './integrations.schema.ts';
import { listIntegrations } from './list-integrations.ts';
import { listRestatements, listRuns } from './list-runs.ts';
import { runSync } from './run-sync.ts';

const json = 'application/json';
const params = z.object({ id: z.string() });
const query = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) });

export const integrationRoutes = [
  route({
    method: 'get',
    path: '/api/v1/integrations',
    summary: 'Integrations',
    description: 'Connected platforms, their schedule and their last run.',
    tag: 'Integrations',
    permission: 'integrations.read',
    answers: [
      {
        contentType: json,
        schema: z.object({ integrations: z.array(Integration) }),
        description: 'Every integration, without credentials.',
      },
    ],
    handle: async ({ verb }) => ({ integrations: await verb(listIntegrations, {}) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/integrations/{id}/sync',
    summary: 'Sync an integration',
    description: 'Reads what is new, and answers when it is done. A failed run is an answer too.',
    tag: 'Integrations',
    permission: 'integrations.write',
    params,
    answers: [{ contentType: json, schema: IntegrationRun, description: 'The run.' }],
    handle: ({ verb, params: { id } }) => verb(runSync, { id }),
  }),
  route({
    method: 'get',
    path: '/api/v1/integrations/{id}/runs',
    summary: 'Runs of an integration',
    tag: 'Integrations',
    permission: 'integrations.read',
    params,
    query,
    answers: [
      {
        contentType: json,
        schema: z.object({ runs: z.array(IntegrationRun) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ verb, params: { id }, query: { limit } }) => ({
      runs: await verb(listRuns, { id, limit }),
    }),
  }),
  route({
    method: 'get',
    path: '/api/v1/integrations/{id}/restatements',
    summary: 'Restated days of an integration',
    tag: 'Integrations',
    permission: 'integrations.read',
    params,
    query,
    answers: [
      {
        contentType: json,
        schema: z.object({ restatements: z.array(Restatement) }),
        description: 'Which days were told otherwise later, when, and by how much.',
      },
    ],
    handle: async ({ verb, params: { id }, query: { limit } }) => ({
      restatements: await verb(listRestatements, { id, limit }),
    }),
  }),
];
