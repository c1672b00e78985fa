import { worstStatus } from '@openmops/domain/health';
import * as z from 'zod';
import { actorMay } from '../../actor.ts';
import { verb } from '../../verb.ts';
import { newestAlerts, openAlerts, toAlert } from './alerts.queries.ts';
import { Alert, Health, type WatchedSource } from './health.schema.ts';
import { impactOfSource, NOTHING, readTouching } from './touched.ts';
import { watchSources } from './watch-sources.ts';

/** How every source fares now, what that touches, and what is open. */
export const readHealth = verb({
  name: 'health.read',
  permission: 'sources.read',
  kind: 'read',
  input: z.strictObject({ source: z.string().max(200).optional() }).prefault({}),
  output: Health,
  async run(ctx, asked) {
    const { db, workspace, now, actor } = ctx;
    const all = await watchSources(ctx);
    const seen = all.filter(({ id }) => asked.source === undefined || id === asked.source);
    const troubled = seen.some(({ streams }) =>
      streams.some(({ findings }) => findings.some(({ state }) => state !== null)),
    );
    const touching = troubled && actorMay(actor, 'kpis.read') ? await readTouching(ctx) : null;
    const at = { now, timeZone: workspace.timeZone };
    const sources: WatchedSource[] = seen.map((source) => ({
      ...source,
      impact: touching ? impactOfSource(source, touching, at) : NOTHING,
    }));
    const alerts = (await openAlerts(db, workspace.id))
      .filter((row) => row.snoozed_until === null || row.snoozed_until.getTime() <= now)
      .filter((row) => asked.source === undefined || row.source === asked.source)
      .map(toAlert);
    const counts: Record<string, number> = {};
    for (const { status } of sources) counts[status] = (counts[status] ?? 0) + 1;
    return {
      at: new Date(now).toISOString(),
      status: worstStatus(sources.map(({ status }) => status)),
      counts,
      sources,
      alerts,
    };
  },
});

/** What was told, the newest first: open, put off and ended. */
export const listAlerts = verb({
  name: 'health.alerts',
  permission: 'sources.read',
  kind: 'read',
  input: z
    .strictObject({
      source: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(500).default(100),
    })
    .prefault({}),
  output: z.array(Alert),
  run: async ({ db, workspace }, asked) =>
    (await newestAlerts(db, workspace.id, asked)).map(toAlert),
});
