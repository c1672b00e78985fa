import { setTimeout as sleep } from 'node:timers/promises';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { syncIntegration } from '../integrations/sync-integration.ts';
import { noSource } from './expect-source.ts';
import { watchSources } from './watch-sources.ts';
import { watchWorkspace } from './watch-workspace.ts';

/** A short run is waited for, a long one goes on by itself. */
const PATIENCE_MS = 1_500;

export const Retried = z.object({
  source: z.string(),
  /** Integrations that run now or have just run. */
  started: z.array(z.string()),
  /** What to do where nothing can be fetched from here. */
  advice: z.string().nullable(),
});

/** Runs what brings a source now; where that is not in our hands, says what to do. */
export const retrySource = verb({
  name: 'health.retry',
  permission: 'streams.write',
  kind: 'long',
  input: z.strictObject({ source: z.string().min(1).max(200) }),
  output: Retried,
  async run(ctx, { source }) {
    const { instance, workspace, db, now, transact, audit, log } = ctx;
    const found = (await watchSources({ instance, workspace, db, now })).find(
      ({ id }) => id === source,
    );
    if (!found) throw noSource(source);
    const active = found.integrations.filter(({ state }) => state === 'active');
    await transact(async () => audit({ source, integrations: active.map(({ id }) => id) }));
    if (active.length === 0) return { source, started: [], advice: adviceFor(found) };
    const runs = active.map(async ({ id }) => {
      try {
        await syncIntegration(instance, { workspace, integrationId: id, begunBy: 'hand' });
        await watchWorkspace(instance, workspace);
      } catch (error) {
        // It runs already: that is what was wished for.
        if (!(error instanceof MopsError) || error.code !== 'CONFLICT')
          log.warn({ err: error, integration: id }, 'a retry failed');
      }
    });
    await Promise.race([Promise.all(runs), sleep(PATIENCE_MS)]);
    return { source, started: active.map(({ id }) => id), advice: null };
  },
});

function adviceFor(source: {
  name: string;
  integrations: readonly unknown[];
  streams: readonly { kind: string }[];
}): string {
  const { name, integrations, streams } = source;
  if (integrations.length > 0) return `${name} is paused: resume its integration first.`;
  const kinds = new Set(streams.map(({ kind }) => kind));
  if (kinds.has('webhook'))
    return `${name} calls a webhook: look in ${name} whether it is switched on, and send a test from there.`;
  if (kinds.has('push'))
    return `${name} is pushed to us: run the program that sends it, and look at its log.`;
  if (kinds.has('singer') || kinds.has('airbyte'))
    return `${name} is brought by a connector: run it again where it is scheduled; it goes on from its last state.`;
  return `${name} came as files: export the missing days there and import them here.`;
}
