import * as z from 'zod';
import { verb } from '../../verb.ts';
import { type MapReport, mapStream } from './map-stream.ts';
import { mapNamed } from './map-streams.ts';
import { forgetHash, saveWish } from './mappings.queries.ts';
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
    const wish = given as Parameters<typeof saveWish>[2];
    const { stream, choose } = await openMapping(ctx, id);
    const chosen = choose(wish);
    const at = { workspaceId: ctx.workspace.id, streamId: stream.id };
    await ctx.transact(async (trx) => {
      ctx.audit({ stream: stream.id, pack: chosen?.pack ?? null });
      await saveWish(trx, at, wish);
    });
    const report = await mapStream(ctx, stream.id);
    await mapNamed(ctx, [stream.id]);
    return report ?? nothing(stream.name);
  },
});

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
    const before = Math.max(0, ...state.reasons.map(({ rows }) => rows));
    return { ...report, released: Math.max(0, before - report.aside) };
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
