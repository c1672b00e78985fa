import * as z from 'zod';
import { verb } from '../../verb.ts';
import { noIntegration } from './begin-run.ts';
import { findIntegrationRow } from './integrations.queries.ts';
import { IntegrationRun } from './integrations.schema.ts';
import { syncIntegration } from './sync-integration.ts';

/** Syncs an integration now, and answers when it is done. */
export const runSync = verb({
  name: 'integrations.sync',
  permission: 'integrations.write',
  kind: 'long',
  input: z.strictObject({ id: z.string() }),
  output: IntegrationRun,
  async run({ instance, workspace, transact, audit }, { id }) {
    await transact(async (trx) => {
      if (!(await findIntegrationRow(trx, workspace.id, id))) throw noIntegration();
      audit({ integration: id });
    });
    return syncIntegration(instance, { workspace, integrationId: id, begunBy: 'hand' });
  },
});
