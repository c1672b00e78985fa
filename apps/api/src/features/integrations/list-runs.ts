import * as z from 'zod';
import { verb } from '../../verb.ts';
import { noIntegration } from './begin-run.ts';
import { findIntegrationRow, listRunRows } from './integrations.queries.ts';
import { IntegrationRun, Restatement } from './integrations.schema.ts';
import { listRestatementRows } from './restatements.queries.ts';

const limit = z.number().int().min(1).max(500).default(50);

/** The newest runs first, of one integration or of all. */
export const listRuns = verb({
  name: 'integrations.runs',
  permission: 'integrations.read',
  kind: 'read',
  input: z.strictObject({ id: z.string().optional(), limit }).prefault({}),
  output: z.array(IntegrationRun),
  run: ({ db, workspace }, input) =>
    listRunRows(db, workspace.id, {
      limit: input.limit,
      ...(input.id ? { integrationId: input.id } : {}),
    }),
});

/** Which days a platform later told otherwise, when, and by how much. */
export const listRestatements = verb({
  name: 'integrations.restatements',
  permission: 'integrations.read',
  kind: 'read',
  input: z.strictObject({ id: z.string(), limit }),
  output: z.array(Restatement),
  async run({ db, workspace }, input) {
    if (!(await findIntegrationRow(db, workspace.id, input.id))) throw noIntegration();
    return listRestatementRows(db, workspace.id, { integrationId: input.id, limit: input.limit });
  },
});
