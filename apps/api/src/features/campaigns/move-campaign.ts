import { dayInZone } from '@openmops/domain/calendar';
import { type CampaignState, type CampaignType, moveCampaign } from '@openmops/domain/campaigns';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { verb } from '../../verb.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { addMove, campaignRow, changeCampaign, rulesOf } from './campaigns.queries.ts';
import { Campaign, MoveInput } from './campaigns.schema.ts';
import { shownCampaign } from './create-campaign.ts';
import { gateFacts } from './gate-facts.ts';

/** Moves a campaign to a state that is next to its own. Refused with the gates that are not met. */
export const moveCampaignVerb = verb({
  name: 'campaigns.move',
  permission: 'campaigns.write',
  kind: 'long',
  input: MoveInput,
  output: Campaign.extend({ warnings: z.array(z.string()) }),
  async run(ctx, { id, version, to, reason }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const today = dayInZone(ctx.now, ctx.workspace.timeZone);
    const now = await shownCampaign(ctx, id, names);
    const warnings = await ctx.transact(async (trx) => {
      const row = await campaignRow(trx, ctx.workspace.id, id);
      refuseStale(row, version, { what: `“${row.name}”`, now });
      const { rules } = await rulesOf(trx, ctx.workspace.id);
      const step = { type: row.type as CampaignType, from: row.state as CampaignState, to };
      const facts = await gateFacts(trx, row, {
        workspace: ctx.workspace,
        now: ctx.now,
        today,
        reason,
      });
      const move = asRefusal(() => moveCampaign(step, facts, rules));
      const warned = move.warnings.map(({ message }) => message);
      const who = { by: byOf(ctx.actor), at: new Date(ctx.now) };
      // What ends has an end: the day on which somebody said so, if none was planned before.
      const over = to === 'ended' && (row.day_to === null || row.day_to > today);
      const days = over ? { day_to: Math.max(today, row.day_from ?? today) } : {};
      ctx.audit({
        id,
        campaign: row.code,
        from: row.state,
        to,
        ...(reason ? { reason } : {}),
        ...(move.warnings.length > 0 ? { warned: move.warnings.map(({ code }) => code) } : {}),
      });
      const changed = await changeCampaign(
        trx,
        { workspaceId: ctx.workspace.id, id, version, ...who },
        { state: to, ...(row.day_from === null ? {} : days) },
      );
      if (!changed)
        refuseStale({ ...row, version: version + 1 }, version, { what: `“${row.name}”`, now });
      const step2 = { workspaceId: ctx.workspace.id, campaignId: id, from: row.state, to };
      await addMove(trx, { ...step2, reason, warned, ...who });
      return warned;
    });
    return { ...(await shownCampaign(ctx, id, names)), warnings };
  },
});

/** A rule that is broken is 422 at every door. */
function asRefusal<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MopsError) || error.code !== 'INVALID') throw error;
    const detail = { ...((error.detail ?? {}) as object), status: 422 };
    throw new MopsError('INVALID', error.message, error.hint, detail);
  }
}
