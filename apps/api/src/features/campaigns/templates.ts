import { type Brief, CampaignTemplate, type CampaignType } from '@openmops/domain/campaigns';
import { shippedTemplates } from '@openmops/domain/campaigns/clone';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { byOf } from '../links/create-link.ts';
import { linksIn } from '../tasks/task-links.ts';
import { type CampaignRow, campaignRow } from './campaigns.queries.ts';

export const TemplateShape = CampaignTemplate.extend({
  id: z.string(),
  own: z.boolean().describe('Made by the workspace; otherwise it comes with the product.'),
});
export type Template = z.infer<typeof TemplateShape>;

/** Templates that come with the product, and those of the workspace, by name. */
export async function templatesIn(db: Db | Trx, workspaceId: string): Promise<Template[]> {
  const rows = await db
    .selectFrom('campaign_templates')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute();
  const own = rows.map(({ id, template }) => {
    return { ...CampaignTemplate.parse(template), id, own: true };
  });
  const shipped = shippedTemplates().map((one) => ({
    ...one,
    id: `shipped:${one.type}`,
    own: false,
  }));
  return [...own, ...shipped];
}

export const listTemplates = verb({
  name: 'campaigns.templates',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(TemplateShape),
  run: ({ db, workspace }) => templatesIn(db, workspace.id),
});

/** Keeps a campaign as a template: its brief, tactics and tasks, days counted from its first. */
export const saveTemplate = verb({
  name: 'campaigns.saveTemplate',
  permission: 'campaigns.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(40), name: z.string().trim().min(1).max(200) }),
  output: TemplateShape,
  async run({ db, workspace, actor, now, audit }, { id, name }) {
    const campaign = await campaignRow(db, workspace.id, id);
    const template = await templateOf(db, campaign, name);
    const row = newId('ct');
    audit({ template: row, name, campaign: campaign.code });
    const made = await db
      .insertInto('campaign_templates')
      .values({
        id: row,
        workspace_id: workspace.id,
        name,
        template: JSON.stringify(template),
        made_by: byOf(actor),
        made_at: new Date(now),
      })
      .onConflict((on) => on.columns(['workspace_id', 'name']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made)
      throw new MopsError('CONFLICT', `There is a template “${name}”.`, 'Give it another name.');
    return { ...template, id: row, own: true };
  },
});

/** A campaign as a template. */
export async function templateOf(
  db: Db | Trx,
  campaign: CampaignRow,
  name: string,
): Promise<CampaignTemplate> {
  const tasks = await db
    .selectFrom('tasks')
    .select(['id', 'title', 'starts', 'due', 'owner'])
    .where('workspace_id', '=', campaign.workspace_id)
    .where('campaign_id', '=', campaign.id)
    .where('status', '<>', 'dropped')
    .orderBy('due')
    .orderBy('id')
    .execute();
  const links = await linksIn(db, campaign.workspace_id);
  const first = campaign.day_from ?? tasks.find(({ due }) => due !== null)?.due ?? 0;
  const keys = new Map(tasks.map(({ id }, index) => [id, `t${index + 1}`]));
  const brief = campaign.brief as Brief;
  return CampaignTemplate.parse({
    name,
    type: campaign.type as CampaignType,
    durationDays:
      campaign.day_from === null || campaign.day_to === null
        ? null
        : campaign.day_to - campaign.day_from + 1,
    program: campaign.program,
    aim: campaign.aim,
    brief: { fields: brief.fields, alsoAsked: [] },
    tactics: campaign.tactics,
    tasks: tasks
      .filter(({ due }) => due !== null)
      .map(({ id, title, starts, due, owner }) => ({
        key: keys.get(id),
        title: title.slice(0, 200),
        startDay: starts === null ? null : starts - first,
        dueDay: (due ?? first) - first,
        after: links
          .filter((link) => link.task === id)
          .flatMap(({ after }) => keys.get(after) ?? []),
        owner: owner !== null && owner === campaign.owner ? 'owner' : owner,
      })),
  });
}
