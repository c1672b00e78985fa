import * as z from 'zod';
import { planSoon } from '../../jobs/start-jobs.ts';
import { verb } from '../../verb.ts';
import { noIntegration } from './begin-run.ts';

/** Forgets an integration with its credentials and runs. What it has brought stays. */
export const removeIntegration = verb({
  name: 'integrations.remove',
  permission: 'integrations.write',
  kind: 'write',
  input: z.strictObject({ id: z.string() }),
  async run({ db, workspace, instance, audit }, { id }) {
    const { numDeletedRows } = await db
      .deleteFrom('integrations')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw noIntegration();
    audit({ integration: id });
    planSoon(instance);
    return { id };
  },
});
