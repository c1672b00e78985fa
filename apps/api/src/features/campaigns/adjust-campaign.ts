import { dayInZone } from '@openmops/domain/calendar';
import { AdjustmentInput, windowsAround } from '@openmops/domain/campaigns';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { type Context, verb } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { type AdjustmentRow, campaignRow } from './campaigns.queries.ts';
import { Adjustment } from './campaigns.schema.ts';
import { toAdjustment } from './to-campaign.ts';

/** Notes what was changed while a campaign runs: every chart of it shows the day from then on. */
export const adjustCampaign = verb({
  name: 'campaigns.adjust',
  permission: 'campaigns.write',
  kind: 'long',
  input: AdjustmentInput.extend({ campaign: z.string().max(40) }),
  output: Adjustment,
  async run(ctx, { campaign, day, ...input }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const row = await ctx.transact(async (trx) => {
      const { code } = await campaignRow(trx, ctx.workspace.id, campaign);
      const adjustment: AdjustmentRow = {
        ...input,
        id: newId('ad'),
        workspace_id: ctx.workspace.id,
        campaign_id: campaign,
        day: parseDay(day) as number,
        by: byOf(ctx.actor),
        at: new Date(ctx.now),
        undone_by: null,
        undone_at: null,
      };
      const { id, kind, reason } = adjustment;
      ctx.audit({ id, adjusts: campaign, campaign: code, kind, day, reason });
      await trx.insertInto('campaign_adjustments').values(adjustment).execute();
      return adjustment;
    });
    return toAdjustment(row, names);
  },
});

/** Takes an adjustment off the charts; the trail keeps it. */
export const unadjustCampaign = verb({
  name: 'campaigns.unadjust',
  permission: 'campaigns.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(40) }),
  output: z.object({ id: z.string() }),
  async run({ db, workspace, actor, now, audit }, { id }) {
    const row = await adjustmentRow(db, workspace.id, id);
    audit({ id, adjusts: row.campaign_id, kind: row.kind });
    await db
      .updateTable('campaign_adjustments')
      .set({ undone_by: byOf(actor), undone_at: new Date(now) })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .execute();
    return { id };
  },
});

const Side = z.object({
  from: z.string(),
  to: z.string(),
  values: z.record(z.string(), z.number().nullable()),
});
export const Windows = z.object({
  adjustment: z.string(),
  days: z.number(),
  before: Side,
  after: Side,
  change: z.record(z.string(), z.number().nullable()).describe('after ÷ before − 1.'),
  kpis: z.record(z.string(), z.object({ name: z.string(), unit: z.unknown() })),
  currency: z.string(),
  warnings: z.array(z.string()),
});

const DEFAULT_KPIS = ['paid.cost', 'paid.conversions', 'paid.cpa', 'paid.roas'];

/** The campaign's numbers before and after an adjustment: as many days on both sides, nothing claimed about the cause. */
export const compareAdjustment = verb({
  name: 'campaigns.windows',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({
    id: z.string().max(40),
    kpis: z.array(z.string().max(120)).min(1).max(10).default(DEFAULT_KPIS),
  }),
  output: Windows,
  async run(ctx, { id, kpis }) {
    const { db, workspace } = ctx;
    const row = await adjustmentRow(db, workspace.id, id);
    const campaign = await campaignRow(db, workspace.id, row.campaign_id);
    const yesterday = dayInZone(ctx.now, workspace.timeZone) - 1;
    const first = campaign.day_from ?? row.day - 28;
    const windows = windowsAround(row.day, {
      from: first,
      to: Math.min(campaign.day_to ?? yesterday, yesterday),
    });
    const read = (side: { from: number; to: number }) =>
      valuesOf(ctx, { kpis, code: campaign.code, side });
    const [before, after] = await Promise.all([read(windows.before), read(windows.after)]);
    const change = Object.fromEntries(
      kpis.map((kpi) => {
        const [was, is] = [before.values[kpi], after.values[kpi]];
        return [kpi, was && typeof is === 'number' ? is / was - 1 : null];
      }),
    );
    const { kpis: labels, currency, ...shown } = before;
    const { kpis: _, currency: __, ...later } = after;
    return {
      adjustment: id,
      days: windows.days,
      before: shown,
      after: later,
      change,
      kpis: labels,
      currency,
      warnings: [
        ...windows.warnings.map(({ message }) => message),
        'Other things changed as well: season, budget, the market. A test would say what caused it.',
      ],
    };
  },
});

async function valuesOf(
  { instance, actor, workspace, requestId }: Context<'read'>,
  of: { kpis: string[]; code: string; side: { from: number; to: number } },
) {
  const [from, to] = [formatDay(of.side.from), formatDay(of.side.to)];
  const answer = await readKpi.call(
    { instance, actor, workspace, requestId },
    { kpis: of.kpis, from, to, filters: [{ dim: 'campaign', op: 'in', values: [of.code] }] },
  );
  const [row] = answer.rows;
  const values = Object.fromEntries(of.kpis.map((kpi) => [kpi, row?.values[kpi] ?? null]));
  return { from, to, values, kpis: answer.kpis, currency: answer.currency };
}

async function adjustmentRow(db: Context['db'], workspaceId: string, id: string) {
  const row = await db
    .selectFrom('campaign_adjustments')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  if (!row)
    throw new MopsError('NOT_FOUND', 'There is no such adjustment.', 'See those of the campaign.');
  return row;
}
