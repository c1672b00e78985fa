import { CampaignCode, CampaignDay, parseBrief } from '@openmops/domain/campaigns';
import { type Clone, cloneCampaigns } from '@openmops/domain/campaigns/clone';
import { MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { campaignRow, codesIn, insertCampaigns } from './campaigns.queries.ts';
import { BriefInput } from './campaigns.schema.ts';
import { checkGoal, checkOwner, namingOf } from './check-campaign.ts';
import { type Template, templateOf, templatesIn } from './templates.ts';

const Order = z.strictObject({
  name: z.string().trim().min(1).max(200),
  code: CampaignCode.optional(),
  /** Fields of the naming of links: region, product, … */
  values: z.record(z.string().max(60), z.string().max(200)).optional(),
  from: CampaignDay.nullable().default(null),
  to: CampaignDay.nullable().optional(),
  region: z.string().trim().max(80).nullable().default(null),
  owner: z.string().max(80).nullable().default(null),
});

const Input = z.strictObject({
  /** Id of a template, or of a campaign that is copied. */
  of: z.string().max(60),
  campaigns: z.array(Order).min(1).max(500),
  program: z.string().trim().max(200).nullable().optional(),
  goal: z.string().max(40).nullable().default(null),
  /** What is put over the brief of the template. */
  brief: BriefInput.prefault({}),
});

/**
 * Makes campaigns of a template or of another campaign, with their tasks: one or hundreds, all of them or none. Codes are
 * built by the naming of the workspace, and are their own.
 */
export const cloneCampaign = verb({
  name: 'campaigns.clone',
  permission: 'campaigns.write',
  kind: 'long',
  input: Input,
  output: z.object({
    campaigns: z.array(
      z.object({ id: z.string(), name: z.string(), code: z.string(), tasks: z.number() }),
    ),
  }),
  async run(ctx, input) {
    const workspaceId = ctx.workspace.id;
    const names = await namesOfPeople(ctx.instance, workspaceId);
    for (const { owner } of input.campaigns) checkOwner(owner, names);
    const naming = await namingOf(ctx);
    const stamp = { by: byOf(ctx.actor), at: new Date(ctx.now) };
    return ctx.transact(async (trx) => {
      const template = await findTemplate(trx, workspaceId, input.of);
      await checkGoal(trx, workspaceId, input.goal);
      const orders = input.campaigns.map(({ from, to, name, code, values }) => ({
        name,
        ...(code === undefined ? {} : { code }),
        ...(values === undefined ? {} : { values }),
        dayFrom: dayOf(from),
        ...(to === undefined ? {} : { dayTo: dayOf(to) }),
      }));
      const taken = await codesIn(trx, workspaceId);
      const { clones } = refused(() => cloneCampaigns(template, orders, { naming, taken }));
      const fields = { ...template.brief.fields, ...input.brief.fields };
      const alsoAsked = [...template.brief.alsoAsked, ...input.brief.alsoAsked];
      const brief = parseBrief(template.type, { fields, alsoAsked }, 'draft');
      const made = clones.map((clone) => ({ ...clone, id: newId('ca') }));
      ctx.audit({ template: template.name, campaigns: made.map(({ code }) => code) });
      await insertCampaigns(
        trx,
        made.map((clone, at) => ({
          id: clone.id,
          workspace_id: workspaceId,
          name: clone.name,
          code: clone.code,
          type: template.type,
          program: input.program === undefined ? template.program : input.program || null,
          aim: null,
          region: input.campaigns[at]?.region || null,
          goal_id: input.goal,
          state: 'idea',
          day_from: clone.dayFrom,
          day_to: clone.dayTo,
          owner: input.campaigns[at]?.owner ?? null,
          brief: JSON.stringify(brief),
          tactics: JSON.stringify(template.tactics),
          audience: JSON.stringify({}),
          version: 1,
          created_by: stamp.by,
          created_at: stamp.at,
          changed_by: stamp.by,
          changed_at: stamp.at,
        })),
      );
      await insertTasks(
        trx,
        made.map((clone, at) => ({ clone, owner: input.campaigns[at]?.owner ?? null })),
        { workspaceId, names, ...stamp },
      );
      return {
        campaigns: made.map(({ id, name, code, tasks }) => ({
          id,
          name,
          code,
          tasks: tasks.length,
        })),
      };
    });
  },
});

const dayOf = (text: string | null) => (text === null ? null : parseDay(text));

/** What does not fit the naming is a broken rule. */
function refused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    throw new MopsError(error.code, error.message, error.hint, {
      ...((error.detail ?? {}) as object),
      status: 422,
    });
  }
}

async function findTemplate(trx: Trx, workspaceId: string, of: string): Promise<Template> {
  if (of.startsWith('ca_')) {
    const row = await campaignRow(trx, workspaceId, of);
    return { ...(await templateOf(trx, row, row.name)), id: of, own: true };
  }
  const found = (await templatesIn(trx, workspaceId)).find(({ id }) => id === of);
  if (!found)
    throw new MopsError('NOT_FOUND', 'There is no such template.', 'See the list of templates.');
  return found;
}

type Made = { clone: Clone & { id: string }; owner: string | null };

async function insertTasks(
  trx: Trx,
  made: Made[],
  of: { workspaceId: string; names: ReadonlyMap<string, string>; by: string; at: Date },
): Promise<void> {
  const { workspaceId, names, by, at } = of;
  const rows = made.flatMap(({ clone, owner }) => {
    const ids = new Map(clone.tasks.map(({ key }) => [key, newId('ta')]));
    return clone.tasks.map((task) => ({ task, ids, campaign: clone.id, owner }));
  });
  const tasks = rows.map(({ task, ids, campaign, owner }) => {
    const named = task.owner === 'owner' ? owner : task.owner;
    return {
      id: ids.get(task.key) as string,
      workspace_id: workspaceId,
      title: task.title,
      note: '',
      owner: named !== null && names.has(named) ? named : null,
      due: task.due,
      starts: task.starts,
      status: 'open' as const,
      insight_id: null,
      link: `/campaigns/${campaign}`,
      campaign_id: campaign,
      created_by: by,
      created_at: at,
      changed_at: at,
      changed_by: by,
    };
  });
  const links = rows.flatMap(({ task, ids }) =>
    task.after.flatMap((key) => {
      const after = ids.get(key);
      return after
        ? [{ workspace_id: workspaceId, task_id: ids.get(task.key) as string, after_id: after }]
        : [];
    }),
  );
  for (let from = 0; from < tasks.length; from += 500)
    await trx
      .insertInto('tasks')
      .values(tasks.slice(from, from + 500))
      .execute();
  for (let from = 0; from < links.length; from += 1000)
    await trx
      .insertInto('task_links')
      .values(links.slice(from, from + 1000))
      .execute();
}
