import type { LifecycleDefinition, Track, Transition } from '@openmops/domain/lifecycle';
import { COMMON_LIFECYCLE } from '@openmops/domain/lifecycle';
import type { Issue } from '@openmops/domain/shared';
import type { Instance } from '../../instance.ts';
import type { Context } from '../../verb.ts';
import { peopleOf } from '../identity/open-people.ts';
import { agreedDefinition } from './agreed-definition.ts';

export type Tracks = {
  transitions: readonly Transition[];
  /** Those that have a deal. */
  deals: ReadonlySet<string>;
};

export type LoadedTracks = Tracks & {
  definition: LifecycleDefinition;
  resolvedAt: string | null;
  warnings: Issue[];
};

const KEPT_MS = 60_000;
const kept = new WeakMap<Instance, { key: string; tracks: Promise<Tracks> }>();

/** All ways through the stages. A screen asks several times at once, so the last ones are kept for a minute. */
export async function loadTracks(ctx: Context): Promise<LoadedTracks> {
  const people = await peopleOf(ctx);
  const definition = (await agreedDefinition(ctx.db, ctx.workspace.id)) ?? COMMON_LIFECYCLE;
  if (!people) {
    return { transitions: [], deals: new Set(), definition, resolvedAt: null, warnings: [] };
  }
  const { at, state } = people;
  const key = `${at.workspaceId}/${at.generation}`;
  let found = kept.get(ctx.instance);
  if (found?.key !== key) {
    found = { key, tracks: read(ctx, at) };
    kept.set(ctx.instance, found);
    const forget = () => {
      if (kept.get(ctx.instance)?.key === key) kept.delete(ctx.instance);
    };
    found.tracks.catch(forget);
    setTimeout(forget, KEPT_MS).unref();
  }
  const tracks = await found.tracks;
  return {
    ...tracks,
    definition,
    resolvedAt: state.resolvedAt.toISOString(),
    warnings: state.warnings.filter(({ code }) => code !== 'links_refused'),
  };
}

async function read(
  { facts }: Context,
  at: { workspaceId: string; generation: number },
): Promise<Tracks> {
  const transitions: Transition[] = [];
  const deals = new Set<string>();
  for await (const page of facts.resolved.read({ ...at, kind: 'track' }))
    for (const track of page as Track[]) {
      if (track.deal !== null) deals.add(track.id);
      for (const one of track.transitions) transitions.push(one);
    }
  return { transitions, deals };
}
