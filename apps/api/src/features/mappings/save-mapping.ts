import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { findRepeats } from './find-repeats.ts';
import { type MapReport, mapStream } from './map-stream.ts';
import { mapNamed } from './map-streams.ts';
import type { MappingWish } from './mapping-state.ts';
import { mappingState } from './mapping-states.ts';
import { addMappingVersion, forgetHash, mappingVersions, saveWish } from './mappings.queries.ts';
import { WishInput } from './mappings.schema.ts';
import { openMapping } from './open-mapping.ts';

/**
 * Saves how a stream is mapped, and maps all of it anew: what stood aside and is mended now counts,
 * once. Until that is done, the facts of before stand.
 */
export const saveMapping = verb({
  name: 'streams.mapping.save',
  permission: 'streams.write',
  kind: 'long',
  input: WishInput.extend({ stream: z.string() }),
  async run(ctx, { stream: id, ...given }): Promise<MapReport> {
    return saveAndMap(ctx, { stream: id, wish: given as MappingWish, restores: null });
  },
});

/** Takes the mapping of a stream back to a version of before, as a new version; 0: as the pack has it. */
export const restoreMapping = verb({
  name: 'streams.mapping.restore',
  permission: 'streams.write',
  kind: 'long',
  input: z.strictObject({ stream: z.string(), version: z.number().int().min(0) }),
  async run(ctx, { stream: id, version }): Promise<MapReport> {
    const at = { workspaceId: ctx.workspace.id, streamId: id };
    const known = await mappingVersions(ctx.db, at);
    const wish = version === 0 ? AS_PACKED : known.find((one) => one.version === version)?.wish;
    if (!wish)
      throw new MopsError('NOT_FOUND', 'There is no such version.', 'Choose one of the list.');
    return saveAndMap(ctx, { stream: id, wish, restores: version });
  },
});

const AS_PACKED: MappingWish = { pack: null, overrides: null, own: null };

async function saveAndMap(
  ctx: Context<'long'>,
  { stream: id, wish, restores }: { stream: string; wish: MappingWish; restores: number | null },
): Promise<MapReport> {
  const { stream, state, question, choose } = await openMapping(ctx, id);
  const chosen = choose(wish);
  // What is refused is not saved: the numbers of the stream would stand still.
  if (chosen) await findRepeats(ctx.facts.raw, question, chosen);
  const at = { workspaceId: ctx.workspace.id, streamId: stream.id };
  const by = 'name' in ctx.actor ? ctx.actor.name : ctx.actor.kind;
  await ctx.transact(async (trx) => {
    const given = { wish, by, at: new Date(ctx.now), restores };
    await saveWish(trx, at, wish);
    const version = await addMappingVersion(trx, at, given);
    ctx.audit({ stream: stream.id, pack: chosen?.pack ?? null, version });
  });
  const report = (await mapStream(ctx, stream.id)) ?? nothing(stream.name);
  await mapNamed(ctx, [stream.id]);
  await tellReleased(ctx, at, state.reasons);
  return report;
}

type Reasons = readonly { rows: number }[];

/** How many records that stood aside count now; the trail keeps it for the value report. */
async function tellReleased(
  ctx: Context<'long'>,
  { workspaceId, streamId }: { workspaceId: string; streamId: string },
  before: Reasons,
): Promise<number> {
  // Not what the pass has seen: where nothing had to be mapped, all still stand aside.
  const after = (await mappingState(ctx.db, workspaceId, streamId)).reasons;
  const released = Math.max(0, most(before) - most(after));
  // Known only when all is mapped, after what was changed has its own entry.
  if (released > 0) await ctx.transact(async () => ctx.audit({ stream: streamId, released }));
  return released;
}

/** A record may have several reasons, so that their sum would count it twice. */
const most = (reasons: Reasons) => Math.max(0, ...reasons.map(({ rows }) => rows));

/** Maps a stream anew as a whole, so that records that can be taken now are. */
export const releaseQuarantine = verb({
  name: 'streams.quarantine.release',
  permission: 'streams.write',
  kind: 'long',
  input: z.object({ stream: z.string() }),
  async run(ctx, { stream: id }): Promise<MapReport & { released: number }> {
    const { stream, state } = await openMapping(ctx, id);
    const at = { workspaceId: ctx.workspace.id, streamId: stream.id };
    await ctx.transact(async (trx) => {
      ctx.audit({ stream: stream.id });
      await forgetHash(trx, at);
    });
    const report = (await mapStream(ctx, stream.id)) ?? nothing(stream.name);
    return { ...report, released: await tellReleased(ctx, at, state.reasons) };
  },
});

const nothing = (stream: string): MapReport => ({
  stream,
  pack: null,
  records: 0,
  rows: 0,
  aside: 0,
  months: [],
});
