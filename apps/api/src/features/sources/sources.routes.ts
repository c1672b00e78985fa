import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { listSources } from './list-sources.ts';

const Source = z.object({
  id: z.string(),
  name: z.string(),
  dataset: z.string(),
  accounts: z.array(z.string()),
  lastImport: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  rows: z.number(),
  stale: z.boolean(),
  staleReason: z.string().nullable(),
});

export const sourceRoutes = [
  route({
    method: 'get',
    path: '/api/v1/sources',
    summary: 'Sources',
    description: 'Where data comes from, how far it reaches, and what is behind.',
    tag: 'Imports',
    permission: 'sources.read',
    answers: [
      {
        contentType: 'application/json',
        schema: z.object({ sources: z.array(Source) }),
        description: 'Every source with data.',
      },
    ],
    handle: async ({ verb }) => ({ sources: await verb(listSources, {}) }),
  }),
];
