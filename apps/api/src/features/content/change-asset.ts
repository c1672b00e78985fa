import { hashVersion } from '@openmops/domain/content';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { dayOfText, mustBeCampaign, mustBeMember } from './check-refs.ts';
import { AssetChange, AssetInfo, AssetInput, id, VersionInput } from './content.schema.ts';
import { infoOf } from './list-assets.ts';
import {
  type AssetRecord,
  assetOf,
  fileOf,
  newestVersions,
  type VersionRow,
} from './version-rows.ts';

/** Makes an asset with its first version. */
export const createAsset = verb({
  name: 'content.create',
  permission: 'content.write',
  kind: 'long',
  input: AssetInput,
  output: AssetInfo,
  async run(ctx, input) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    mustBeMember(input.owner, names);
    const { id: by } = await personBehind(ctx);
    const at = new Date(now);
    const {
      title,
      text,
      link,
      file,
      note,
      campaign,
      rightsUntil,
      plannedOn,
      plannedChannel,
      ...rest
    } = input;
    const asset = await ctx.transact(async (trx) => {
      await mustBeCampaign(trx, workspace.id, campaign);
      const facts = {
        ...rest,
        campaign_id: campaign,
        topics: topicsOf(input.topics),
        rights_until: dayOfText(rightsUntil),
        planned_on: dayOfText(plannedOn),
        planned_channel: plannedChannel,
      };
      const said = { title: title || input.name, text, link, file, note };
      const asset = await addAsset(trx, { workspaceId: workspace.id, by, at, facts, said });
      ctx.audit({ asset, name: input.name, type: input.type });
      return asset;
    });
    return infoOf(ctx, asset);
  },
});

/** Changes what is known of an asset; what it says is changed by a new version. */
export const updateAsset = verb({
  name: 'content.update',
  permission: 'content.write',
  kind: 'long',
  input: AssetChange,
  output: AssetInfo,
  async run(ctx, { id: asset, version, campaign, topics, ...given }) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    if (given.owner !== undefined) mustBeMember(given.owner, names);
    const { id: by } = await personBehind(ctx);
    const { rightsUntil, plannedOn, plannedChannel, ...plain } = given;
    await ctx.transact(async (trx) => {
      const row = await assetOf(trx, workspace.id, asset, { hold: true });
      const { name, owner } = row;
      refuseStale(row, version, { what: `“${name}”`, now: { name, owner } });
      if (campaign !== undefined) await mustBeCampaign(trx, workspace.id, campaign);
      const changed = Object.keys({ ...given, ...(topics ? { topics } : {}) }).sort();
      ctx.audit({ asset, name: given.name ?? name, changed });
      const other = topics && topicsOf(topics).join() !== row.topics.join();
      if (other) await reopenApproval(trx, { workspaceId: workspace.id, asset, at: new Date(now) });
      await trx
        .updateTable('assets')
        .set({
          ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
          ...(campaign === undefined ? {} : { campaign_id: campaign }),
          ...(topics === undefined ? {} : { topics: JSON.stringify(topicsOf(topics)) }),
          ...(rightsUntil === undefined ? {} : { rights_until: dayOfText(rightsUntil) }),
          ...(plannedOn === undefined ? {} : { planned_on: dayOfText(plannedOn) }),
          ...(plannedChannel === undefined ? {} : { planned_channel: plannedChannel }),
          version: version + 1,
          changed_by: by,
          changed_at: new Date(now),
        })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', asset)
        .where('version', '=', version)
        .execute();
    });
    return infoOf(ctx, asset);
  },
});

/** Edits what an asset says: a new version, for which nothing is approved and no checklist is passed. */
export const addVersion = verb({
  name: 'content.addVersion',
  permission: 'content.write',
  kind: 'long',
  input: VersionInput,
  output: AssetInfo,
  async run(ctx, { id: asset, after, ...edit }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const at = new Date(now);
    await ctx.transact(async (trx) => {
      const held = await assetOf(trx, workspace.id, asset, { hold: true });
      const { name, archived_at } = held;
      if (archived_at !== null) {
        throw new MopsError('CONFLICT', 'The asset is archived.', 'Bring it back first.');
      }
      const last = (await newestVersions(trx, workspace.id, [asset])).get(asset) as VersionRow;
      const { number, title, text, link, file_id: file, created_by, created_at } = last;
      const made = { version: number, changed_by: created_by, changed_at: created_at };
      refuseStale(made, after, { what: `“${name}”`, now: { number, title, text, link } });
      const said = { title, text, link, file, ...given(edit) };
      ctx.audit({ asset, name, number: number + 1, note: edit.note });
      const place = { workspaceId: workspace.id, asset, number: number + 1, by, at };
      const hash = await addVersionRow(trx, { ...place, ...said, note: edit.note });
      if (hash === last.hash) {
        throw new MopsError('INVALID', 'Nothing has changed.', 'Edit it, then save a new version.');
      }
      await trx
        .updateTable('assets')
        .set({ changed_by: by, changed_at: at })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', asset)
        .execute();
    });
    return infoOf(ctx, asset);
  },
});

/** Takes an asset out of the lists, or brings it back. */
export const archiveAsset = verb({
  name: 'content.archive',
  permission: 'content.write',
  kind: 'long',
  input: z.strictObject({
    id,
    archived: z.boolean().default(true),
    reason: z.string().trim().max(300).default(''),
  }),
  output: AssetInfo,
  async run(ctx, { id: asset, archived, reason }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      const { name, version } = await assetOf(trx, workspace.id, asset, { hold: true });
      ctx.audit({ asset, name, archived, reason });
      await trx
        .updateTable('assets')
        .set({
          archived_at: archived ? new Date(now) : null,
          version: version + 1,
          changed_by: by,
          changed_at: new Date(now),
        })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', asset)
        .execute();
    });
    return infoOf(ctx, asset);
  },
});

/** Says something about a version. */
export const commentAsset = verb({
  name: 'content.comment',
  permission: 'content.review',
  kind: 'long',
  input: z.strictObject({
    id,
    number: z.int().min(1),
    text: z.string().trim().min(1).max(4000),
  }),
  output: z.object({ id: z.string() }),
  async run(ctx, { id: asset, number, text }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const comment = newId('cm');
    await ctx.transact(async (trx) => {
      const { name } = await assetOf(trx, workspace.id, asset);
      const version = await versionRow(trx, { workspaceId: workspace.id, asset, number });
      ctx.audit({ asset, name, number, comment });
      await trx
        .insertInto('asset_comments')
        .values({
          id: comment,
          workspace_id: workspace.id,
          version_id: version.id,
          text,
          created_by: by,
          created_at: new Date(now),
        })
        .execute();
    });
    return { id: comment };
  },
});

/** Other topics mean other checklists: what was approved, or is asked, was something else. */
async function reopenApproval(
  trx: Trx,
  { workspaceId, asset, at }: { workspaceId: string; asset: string; at: Date },
): Promise<void> {
  const newest = (await newestVersions(trx, workspaceId, [asset])).get(asset) as VersionRow;
  await trx
    .updateTable('approvals')
    .set({ withdrawn_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('version_id', '=', newest.id)
    .where('withdrawn_at', 'is', null)
    .execute();
}

type AssetFacts = Pick<
  AssetRecord,
  | 'name'
  | 'type'
  | 'owner'
  | 'campaign_id'
  | 'persona'
  | 'stage'
  | 'product'
  | 'language'
  | 'topics'
  | 'rights_until'
  | 'planned_on'
  | 'planned_channel'
>;
type NewAsset = { workspaceId: string; by: string; at: Date } & {
  facts: AssetFacts;
  said: Pick<NewVersion, 'title' | 'text' | 'link' | 'file' | 'note'>;
};

/** Keeps an asset with its first version, and answers its id. */
export async function addAsset(
  trx: Trx,
  { workspaceId, by, at, facts, said }: NewAsset,
): Promise<string> {
  const asset = newId('as');
  const { name, type, owner, campaign_id, persona, stage, product, language } = facts;
  const { topics, rights_until, planned_on, planned_channel } = facts;
  await trx
    .insertInto('assets')
    .values({
      ...{ id: asset, workspace_id: workspaceId, name, type, owner, campaign_id },
      ...{ persona, stage, product, language, topics: JSON.stringify(topics) },
      ...{ rights_until, planned_on, planned_channel, version: 1, archived_at: null },
      ...{ created_by: by, created_at: at, changed_by: by, changed_at: at },
    })
    .execute();
  await addVersionRow(trx, { workspaceId, asset, number: 1, by, at, ...said });
  return asset;
}

async function versionRow(
  trx: Trx,
  { workspaceId, asset, number }: { workspaceId: string; asset: string; number: number },
): Promise<{ id: string }> {
  const row = await trx
    .selectFrom('asset_versions')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('asset_id', '=', asset)
    .where('number', '=', number)
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such version.', 'See the versions of the asset.');
}

type NewVersion = {
  workspaceId: string;
  asset: string;
  number: number;
  title: string;
  text: string;
  link: string | null;
  file: string | null;
  note: string;
  by: string;
  at: Date;
};

/** Keeps a version and answers its hash. */
async function addVersionRow(trx: Trx, version: NewVersion): Promise<string> {
  const { workspaceId, asset, number, title, text, link, file, note, by, at } = version;
  const stored = file === null ? null : await fileOf(trx, workspaceId, file);
  const hash = hashVersion({ title, text, link, fileHash: stored?.sha256 ?? null });
  await trx
    .insertInto('asset_versions')
    .values({
      id: newId('av'),
      workspace_id: workspaceId,
      asset_id: asset,
      number,
      title,
      text,
      link,
      file_id: file,
      hash,
      note,
      created_by: by,
      created_at: at,
    })
    .execute();
  return hash;
}

const topicsOf = (topics: readonly string[]) => [...new Set(topics)].sort();

type Edit = Omit<z.output<typeof VersionInput>, 'id' | 'after' | 'note'> & { note: string };

/** The parts of an edit that were sent. */
function given({
  title,
  text,
  link,
  file,
}: Edit): Partial<Pick<NewVersion, 'title' | 'text' | 'link' | 'file'>> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { text }),
    ...(link === undefined ? {} : { link }),
    ...(file === undefined ? {} : { file }),
  };
}
