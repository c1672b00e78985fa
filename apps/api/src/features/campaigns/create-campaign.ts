import { parseBrief } from '@openmops/domain/campaigns';
import { codeFrom } from '@openmops/domain/campaigns/clone';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import { type Context, verb } from '../../verb.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { campaignRow, changeCampaign, codesIn, insertCampaigns } from './campaigns.queries.ts';
import { Campaign, CampaignChange, CampaignInput } from './campaigns.schema.ts';
import {
  checkCode,
  checkDays,
  checkGoal,
  checkOwner,
  codeTaken,
  namingOf,
  rebrief,
} from './check-campaign.ts';
import { dayText, toCampaign } from './to-campaign.ts';

/** Makes a campaign as an idea. Its code fits the naming of the workspace, and is its own. */
export const createCampaign = verb({
  name: 'campaigns.create',
  permission: 'campaigns.write',
  kind: 'long',
  input: CampaignInput,
  output: Campaign,
  async run(ctx, input) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const code = input.code ?? codeFrom(input.name);
    checkCode(code, await namingOf(ctx));
    checkOwner(input.owner, names);
    const days = checkDays(input.from, input.to);
    const brief = parseBrief(input.type, input.brief, 'draft');
    const id = newId('ca');
    const stamp = { by: byOf(ctx.actor), at: new Date(ctx.now) };
    await ctx.transact(async (trx) => {
      await checkGoal(trx, ctx.workspace.id, input.goal);
      if ((await codesIn(trx, ctx.workspace.id)).includes(code)) throw codeTaken(code);
      ctx.audit({ id, campaign: code, type: input.type });
      await insertCampaigns(trx, [
        {
          id,
          workspace_id: ctx.workspace.id,
          name: input.name,
          code,
          type: input.type,
          program: input.program || null,
          aim: input.aim,
          region: input.region || null,
          goal_id: input.goal,
          state: 'idea',
          ...days,
          owner: input.owner,
          brief: JSON.stringify(brief),
          tactics: JSON.stringify(input.tactics),
          audience: JSON.stringify(input.audience),
          version: 1,
          created_by: stamp.by,
          created_at: stamp.at,
          changed_by: stamp.by,
          changed_at: stamp.at,
        },
      ]);
    });
    return shownCampaign(ctx, id, names);
  },
});

/** Changes what is known of a campaign. Days of what is live may move; its code only while nothing runs. */
export const updateCampaign = verb({
  name: 'campaigns.update',
  permission: 'campaigns.write',
  kind: 'long',
  input: CampaignChange,
  output: Campaign,
  async run(ctx, { id, version, changes, reason }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    if (changes.owner !== undefined) checkOwner(changes.owner, names);
    const naming = changes.code === undefined ? null : await namingOf(ctx);
    const now = await shownCampaign(ctx, id, names);
    await ctx.transact(async (trx) => {
      const row = await campaignRow(trx, ctx.workspace.id, id);
      refuseStale(row, version, { what: `“${row.name}”`, now });
      const { from, to, goal, brief, tactics, audience, ...plain } = changes;
      if (goal !== undefined) await checkGoal(trx, ctx.workspace.id, goal);
      if (plain.code !== undefined && plain.code !== row.code) {
        checkCode(plain.code, naming);
        if ((await codesIn(trx, ctx.workspace.id)).includes(plain.code))
          throw codeTaken(plain.code);
      }
      const days = checkDays(
        from === undefined ? dayText(row.day_from) : from,
        to === undefined ? dayText(row.day_to) : to,
      );
      const type = plain.type ?? now.type;
      const known =
        brief !== undefined
          ? parseBrief(type, brief, 'draft')
          : rebrief(now.brief as never, now.type, type);
      ctx.audit({
        id,
        campaign: plain.code ?? row.code,
        fields: Object.keys(changes),
        ...(reason ? { reason } : {}),
      });
      const changed = await changeCampaign(
        trx,
        { workspaceId: ctx.workspace.id, id, version, by: byOf(ctx.actor), at: new Date(ctx.now) },
        {
          ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
          ...(goal === undefined ? {} : { goal_id: goal }),
          ...days,
          ...(brief !== undefined || type !== now.type ? { brief: JSON.stringify(known) } : {}),
          ...(tactics === undefined ? {} : { tactics: JSON.stringify(tactics) }),
          ...(audience === undefined ? {} : { audience: JSON.stringify(audience) }),
        },
      );
      if (!changed)
        refuseStale({ ...row, version: version + 1 }, version, { what: `“${row.name}”`, now });
    });
    return shownCampaign(ctx, id, names);
  },
});

/** Takes an idea away. What was planned ends with a reason instead, so that its story stays. */
export const removeCampaign = verb({
  name: 'campaigns.remove',
  permission: 'campaigns.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(40) }),
  output: z.object({ id: z.string() }),
  async run({ db, workspace, audit }, { id }) {
    const row = await campaignRow(db, workspace.id, id);
    if (row.state !== 'idea')
      throw new MopsError(
        'CONFLICT',
        'Only an idea can be removed.',
        'End the campaign and say why; what was learnt of it stays.',
      );
    audit({ id, campaign: row.code });
    await db
      .deleteFrom('campaigns')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .execute();
    return { id };
  },
});

/** A campaign by its id, read outside of a transaction. @throws MopsError NOT_FOUND */
export async function shownCampaign(
  { db, workspace }: Context<'long'> | Context<'read'>,
  id: string,
  names: ReadonlyMap<string, string>,
): Promise<Campaign> {
  const row = await campaignRow(db, workspace.id, id);
  const goals = await goalRows(db, workspace.id, row.goal_id === null ? [] : [row.goal_id]);
  return toCampaign(row, { names, goals: new Map(goals.map((goal) => [goal.id, goal])) });
}
