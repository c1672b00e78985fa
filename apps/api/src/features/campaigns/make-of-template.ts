import { parseBrief } from '@openmops/domain/campaigns';
import { type Clone, type CloneOrder, cloneCampaigns } from '@openmops/domain/campaigns/clone';
import { MopsError } from '@openmops/domain/shared';
import type * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { campaignRow, codesIn, insertCampaigns } from './campaigns.queries.ts';
import type { BriefInput } from './campaigns.schema.ts';
import type { namingOf } from './check-campaign.ts';
import { type Template, templateOf, templatesIn } from './templates.ts';

type One = CloneOrder & {
  region: string | null;
  owner: string | null;
  /** Left out: as of all. */
  goal?: string | null;
  brief?: z.output<typeof BriefInput>;
};
type Order = {
  workspaceId: string;
  template: Template;
  orders: readonly One[];
  program: string | null;
  goal: string | null;
  /** What is put over the brief of the template. */
  brief: z.output<typeof BriefInput>;
  naming: Awaited<ReturnType<typeof namingOf>>;
  names: ReadonlyMap<string, string>;
  by: string;
  at: Date;
};

/** Campaigns of a template with their tasks, all of them or none. */
export async function makeOfTemplate(
  trx: Trx,
  { workspaceId, template, orders, brief: over, naming, names, by, at, ...of }: Order,
): Promise<(Clone & { id: string })[]> {
  const taken = await codesIn(trx, workspaceId);
  const { clones } = refused(() => cloneCampaigns(template, orders, { naming, taken }));
  const briefWith = (own?: z.output<typeof BriefInput>) => {
    const fields = { ...template.brief.fields, ...over.fields, ...own?.fields };
    const alsoAsked = [template.brief, over, own].flatMap((one) => one?.alsoAsked ?? []);
    return JSON.stringify(parseBrief(template.type, { fields, alsoAsked }, 'draft'));
  };
  const shared = briefWith();
  const made = clones.map((clone) => ({ ...clone, id: newId('ca') }));
  await insertCampaigns(
    trx,
    made.map((clone, place) => ({
      id: clone.id,
      workspace_id: workspaceId,
      name: clone.name,
      code: clone.code,
      type: template.type,
      program: of.program,
      aim: template.aim,
      region: orders[place]?.region || null,
      goal_id: orders[place]?.goal === undefined ? of.goal : (orders[place]?.goal ?? null),
      state: 'idea',
      day_from: clone.dayFrom,
      day_to: clone.dayTo,
      owner: orders[place]?.owner ?? null,
      brief: orders[place]?.brief ? briefWith(orders[place].brief) : shared,
      tactics: JSON.stringify(template.tactics),
      audience: JSON.stringify({}),
      version: 1,
      created_by: by,
      created_at: at,
      changed_by: by,
      changed_at: at,
    })),
  );
  await insertTasks(
    trx,
    made.map((clone, place) => ({ clone, owner: orders[place]?.owner ?? null })),
    { workspaceId, names, by, at },
  );
  return made;
}

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

/** A template by its id, or a campaign as one. @throws MopsError NOT_FOUND */
export async function findTemplate(trx: Trx, workspaceId: string, of: string): Promise<Template> {
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
