import type { DatasetId } from '@openmops/domain/kpi';
import { formatDay } from '@openmops/domain/shared';
import { PRESETS } from '@openmops/domain/sources';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { feedOf } from '../health/feed-of.ts';
import { readWatched, staleFeeds } from '../health/stale-feeds.ts';
import { lastImports } from './last-imports.ts';
import { asideBySource } from './sources.queries.ts';

export type SourceListed = {
  id: string;
  name: string;
  dataset: DatasetId;
  accounts: string[];
  /** Instant of the last import; null: its imports are gone. */
  lastImport: string | null;
  from: string;
  to: string;
  rows: number;
  stale: boolean;
  /** In words; null when the source is up to date. */
  staleReason: string | null;
};

/** Every source with data in the workspace: how far it reaches and whether it is behind. */
export const listSources = verb({
  name: 'sources.list',
  permission: 'sources.read',
  kind: 'read',
  input: z.object({}).prefault({}),
  run: (ctx) => sourcesWithData(ctx),
});

/** The same for another verb that may tell it. */
export async function sourcesWithData({
  db,
  facts,
  workspace,
  now,
}: Context<'read'>): Promise<SourceListed[]> {
  const [slices, imports, aside, watched] = await Promise.all([
    facts.slices(workspace.id),
    lastImports(db, workspace.id),
    asideBySource(db, workspace.id),
    readWatched(db, workspace.id),
  ]);
  const called = (source: string) =>
    imports.find((one) => one.source === source)?.name ?? nameOf(source);
  const late = staleFeeds(watched, workspace, { slices, now, nameOf: called });
  const groups = Map.groupBy(slices, (slice) => `${slice.source}\n${slice.dataset}`);
  const listed = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const to = Math.max(...group.map((slice) => slice.to));
    const last = imports.find(
      (one) => one.source === first.source && one.dataset === first.dataset,
    );
    const { source, dataset } = first;
    const staleReason =
      aside.get(`${source}\n${dataset}`) ?? late.get(feedOf(source, dataset)) ?? null;
    return [
      {
        id: first.source,
        name: last?.name ?? nameOf(first.source),
        dataset: first.dataset,
        accounts: [...new Set(group.map((slice) => slice.account))].filter(Boolean).sort(),
        lastImport: last?.at.toISOString() ?? null,
        from: formatDay(Math.min(...group.map((slice) => slice.from))),
        to: formatDay(to),
        rows: group.reduce((sum, slice) => sum + slice.rows, 0),
        stale: staleReason !== null,
        staleReason,
      },
    ];
  });
  return listed.sort((a, b) => a.name.localeCompare(b.name));
}

function nameOf(source: string): string {
  return PRESETS.find((preset) => preset.id === source)?.name ?? source;
}
