import type { Db } from '../../stores/records/records.ts';
import type { WorkspaceSlice } from '../kpi/sum-plan.ts';
import { openAlerts } from './alerts.queries.ts';
import { feedOf } from './feed-of.ts';
import { expectations } from './health.queries.ts';
import { watchFeed } from './watch-files.ts';

/** Source and dataset → why its numbers are not what they should be, in words. */
export type StaleFeeds = ReadonlyMap<string, string>;

const STALE: ReadonlySet<string> = new Set(['stale', 'silent', 'broken']);

/** What persons expect of sources, and what the last look at streams has found. */
export type Watched = {
  persons: Awaited<ReturnType<typeof expectations>>;
  alerts: Awaited<ReturnType<typeof openAlerts>>;
};

/** Reads what `staleFeeds` judges by. */
export async function readWatched(db: Db, workspaceId: string): Promise<Watched> {
  const [persons, alerts] = await Promise.all([
    expectations(db, workspaceId),
    openAlerts(db, workspaceId),
  ]);
  return { persons, alerts };
}

/**
 * What every door says of facts that are behind: by the newest day that they have, against what is
 * expected, and by what the last look at their streams has found.
 */
export function staleFeeds(
  { persons, alerts }: Watched,
  workspace: { timeZone: string },
  given: { slices: readonly WorkspaceSlice[]; now: number; nameOf: (source: string) => string },
): StaleFeeds {
  const found = new Map<string, string>();
  for (const alert of alerts)
    if (STALE.has(alert.status)) for (const feed of alert.feeds) found.set(feed, alert.message);
  const { slices, now, nameOf } = given;
  for (const [key, own] of Map.groupBy(slices, (one) => feedOf(one.source, one.dataset))) {
    const [first] = own;
    if (!first) continue;
    const { status, findings } = watchFeed(
      {
        source: first.source,
        name: nameOf(first.source),
        dataset: first.dataset,
        lastDay: own.reduce((day, one) => Math.max(day, one.to), first.to),
        rows: 0,
        wholePeriods: own.every(({ shape }) => shape.endsWith('~period')),
        person: persons.get(first.source) ?? null,
        running: false,
      },
      { now, timeZone: workspace.timeZone },
    );
    if (STALE.has(status) && findings[0]) found.set(key, findings[0].message);
  }
  return found;
}
