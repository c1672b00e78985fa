import { claimState } from '@openmops/domain/content';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { dayOfText, mustBeMember } from './check-refs.ts';
import { type ClaimRow, claimRows, toDomainClaim } from './claim-rows.ts';
import { claimUses } from './claim-uses.ts';
import { day, FileInfo, id } from './content.schema.ts';
import { todayOf } from './list-assets.ts';
import { toFileInfo } from './read-asset.ts';
import { fileOf, filesOf } from './version-rows.ts';

const ClaimInput = z.strictObject({
  text: z.string().trim().min(3).max(500),
  product: z.string().trim().min(1).max(80).nullable().default(null),
  owner: z.string().max(80).nullable().default(null),
  substantiation: z.string().trim().max(4000).default(''),
  file: id.nullable().default(null),
  validUntil: day.nullable().default(null),
});
const ClaimChange = z.strictObject({
  id,
  version: z.int().min(1),
  text: ClaimInput.shape.text.optional(),
  product: ClaimInput.shape.product.unwrap().optional(),
  owner: ClaimInput.shape.owner.unwrap().optional(),
  substantiation: z.string().trim().max(4000).optional(),
  file: ClaimInput.shape.file.unwrap().optional(),
  validUntil: ClaimInput.shape.validUntil.unwrap().optional(),
});

export const ClaimInfo = z.object({
  id: z.string(),
  text: z.string(),
  product: z.string().nullable(),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  substantiation: z.string(),
  file: FileInfo.nullable(),
  validUntil: z.string().nullable(),
  state: z.enum(['valid', 'expiring', 'expired', 'unproven']),
  usedIn: z.array(
    z.object({
      asset: z.string(),
      name: z.string(),
      number: z.number(),
      live: z.boolean(),
    }),
  ),
  version: z.number(),
  changedAt: z.string(),
  changedBy: z.string(),
});
type ClaimInfo = z.infer<typeof ClaimInfo>;

/** The register: what is claimed, what proves it until when, and where it is used. */
export const listClaims = verb({
  name: 'claims.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(ClaimInfo),
  run: (ctx) => claimInfos(ctx),
});

export const createClaim = verb({
  name: 'claims.create',
  permission: 'content.write',
  kind: 'long',
  input: ClaimInput,
  output: ClaimInfo,
  async run(ctx, input) {
    const { workspace, now } = ctx;
    mustBeMember(input.owner, await namesOfPeople(ctx.instance, workspace.id));
    const { id: by } = await personBehind(ctx);
    const claim = newId('cl');
    const at = new Date(now);
    await ctx.transact(async (trx) => {
      if (input.file !== null) await fileOf(trx, workspace.id, input.file);
      ctx.audit({ claim, title: input.text });
      await trx
        .insertInto('claims')
        .values({
          id: claim,
          workspace_id: workspace.id,
          text: input.text,
          product: input.product,
          owner: input.owner,
          substantiation: input.substantiation,
          file_id: input.file,
          valid_until: dayOfText(input.validUntil),
          version: 1,
          created_by: by,
          created_at: at,
          changed_by: by,
          changed_at: at,
          retired_at: null,
        })
        .execute();
    });
    return claimOf(ctx, claim);
  },
});

export const updateClaim = verb({
  name: 'claims.update',
  permission: 'content.write',
  kind: 'long',
  input: ClaimChange,
  output: ClaimInfo,
  async run(ctx, { id: claim, version, file, validUntil, ...plain }) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    if (plain.owner !== undefined) mustBeMember(plain.owner, names);
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      const row = await claimRow(trx, workspace.id, claim);
      const { text, substantiation } = row;
      refuseStale(row, version, { what: 'this claim', now: { text, substantiation } });
      if (file) await fileOf(trx, workspace.id, file);
      ctx.audit({ claim, title: plain.text ?? text });
      await trx
        .updateTable('claims')
        .set({
          ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
          ...(file === undefined ? {} : { file_id: file }),
          ...(validUntil === undefined ? {} : { valid_until: dayOfText(validUntil) }),
          version: version + 1,
          changed_by: by,
          changed_at: new Date(now),
        })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', claim)
        .execute();
    });
    return claimOf(ctx, claim);
  },
});

/** Takes a claim out of the register: sentences that make it are unproven again. */
export const retireClaim = verb({
  name: 'claims.retire',
  permission: 'content.write',
  kind: 'write',
  input: z.strictObject({ id, reason: z.string().trim().max(500).default('') }),
  async run({ db, workspace, now, audit }, { id: claim, reason }) {
    const { text } = await claimRow(db, workspace.id, claim);
    await db
      .updateTable('claims')
      .set({ retired_at: new Date(now) })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', claim)
      .execute();
    audit({ claim, title: text, reason });
    return { id: claim };
  },
});

/** A claim that is to be changed: two people at once wait for each other. */
async function claimRow(trx: Trx, workspaceId: string, claim: string): Promise<ClaimRow> {
  const row = await trx
    .selectFrom('claims')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', claim)
    .where('retired_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such claim.', 'See the register of claims.');
}

async function claimOf(ctx: Context<'long'>, claim: string): Promise<ClaimInfo> {
  return (await claimInfos(ctx)).find((one) => one.id === claim) as ClaimInfo;
}

async function claimInfos(ctx: Context<'read' | 'long'>): Promise<ClaimInfo[]> {
  const { db, workspace, instance } = ctx;
  const names = await namesOfPeople(instance, workspace.id);
  const rows = await claimRows(db, workspace.id);
  const files = await filesOf(
    db,
    workspace.id,
    rows.map((row) => row.file_id),
  );
  const uses = await claimUses(db, workspace.id, rows);
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    product: row.product,
    owner: row.owner,
    ownerName: row.owner === null ? null : (names.get(row.owner) ?? row.owner),
    substantiation: row.substantiation,
    file: toFileInfo(files.get(row.file_id ?? '')),
    validUntil: row.valid_until === null ? null : formatDay(row.valid_until),
    state: claimState(toDomainClaim(row), todayOf(ctx)),
    usedIn: uses.get(row.id) ?? [],
    version: row.version,
    changedAt: row.changed_at.toISOString(),
    changedBy: names.get(row.changed_by) ?? row.changed_by,
  }));
}
