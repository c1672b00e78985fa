import * as z from 'zod';
import { planSoon } from '../../jobs/start-jobs.ts';
import { verb } from '../../verb.ts';
import { noIntegration } from './begin-run.ts';
import { changeIntegration, findIntegrationRow } from './integrations.queries.ts';

const input = z.strictObject({ id: z.string() });

/** Stops its schedule; by hand it can still be synced. */
export const pauseIntegration = verb({
  name: 'integrations.pause',
  permission: 'integrations.write',
  kind: 'write',
  input,
  run: (ctx, { id }) => setPaused(ctx, id, new Date(ctx.now)),
});

/** Starts its schedule again. */
export const resumeIntegration = verb({
  name: 'integrations.resume',
  permission: 'integrations.write',
  kind: 'write',
  input,
  run: (ctx, { id }) => setPaused(ctx, id, null),
});

async function setPaused(
  ctx: Parameters<Parameters<typeof verb<'write', typeof input, { id: string }>>[0]['run']>[0],
  id: string,
  at: Date | null,
): Promise<{ id: string }> {
  const { db, workspace, instance, audit } = ctx;
  if (!(await findIntegrationRow(db, workspace.id, id))) throw noIntegration();
  await changeIntegration(db, { workspaceId: workspace.id, id }, { paused_at: at });
  audit({ integration: id });
  planSoon(instance);
  return { id };
}
