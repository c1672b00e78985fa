import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { instantAfter, listsInTurn, type Version, versionsOf, writeList } from './attendee-list.ts';
import { campaignRow } from './campaigns.queries.ts';

/** Takes the last list of attendees back: everybody on it, or taken off by it, is as before. */
export const undoAttendees = verb({
  name: 'campaigns.undoAttendees',
  permission: 'streams.write',
  kind: 'long',
  input: z.strictObject({
    campaign: z.string().max(40),
    list: z.iso.datetime().describe('As the import answered it.'),
  }),
  output: z.object({ people: z.number() }),
  run: (ctx, asked) => listsInTurn(ctx, asked.campaign, () => takeBack(ctx, asked)),
});

async function takeBack(
  ctx: Context<'long'>,
  { campaign: id, list }: { campaign: string; list: string },
): Promise<{ people: number }> {
  const campaign = await campaignRow(ctx.db, ctx.workspace.id, id);
  const all = [...(await versionsOf(ctx, campaign.code)).values()];
  const newest = all.flatMap((versions) => versions.slice(-1));
  if (newest.some(({ listed }) => listed.listed_at > list))
    throw new MopsError(
      'CONFLICT',
      'Another list of this event was taken in, or taken back, since.',
      'Take in the right list instead.',
    );
  const at = instantAfter(
    ctx.now,
    newest.map(({ listed }) => listed),
  );
  const back = all.flatMap((versions): Version[] => {
    const last = versions.at(-1);
    if (last?.listed.listed_at !== list) return [];
    const before = versions.filter(({ listed }) => listed.listed_at < list).at(-1);
    const { listed, deleted } = before ?? { ...last, deleted: true };
    return [{ listed: { ...listed, listed_at: at }, deleted }];
  });
  if (back.length === 0)
    throw new MopsError('NOT_FOUND', 'There is no such list of this event.', 'Look again.');
  await writeList(ctx, back);
  await ctx.transact(async () => {
    ctx.audit({ campaign: campaign.code, id, list, people: back.length });
  });
  return { people: back.length };
}
