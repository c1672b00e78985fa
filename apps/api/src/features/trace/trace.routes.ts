import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { followTrace } from './follow-trace.ts';
import { Trace } from './trace.schema.ts';

export const traceRoutes = [
  route({
    method: 'get',
    path: '/api/v1/trace',
    summary: 'Follow a euro',
    description:
      'From any record up to the objective that it serves, and down to what came back. What is missing is named.',
    tag: 'Trace',
    permission: 'plans.read',
    query: z.object({ id: z.string() }),
    answers: [{ contentType: 'application/json', schema: Trace, description: 'The chain.' }],
    handle: ({ query, verb }) => verb(followTrace, query),
  }),
];
