import { messageMatrix } from '@openmops/domain/content';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { assetRows } from './asset-rows.ts';
import { id } from './content.schema.ts';
import { houseOf } from './standing.ts';

const word = z.string().trim().min(1).max(80);
const MessageInput = z.strictObject({
  persona: word,
  stage: word,
  text: z.string().trim().min(1).max(1000),
  claim: id.nullable().default(null),
  assets: z.array(id).max(50).default([]),
  result: z.string().trim().max(1000).default(''),
});
const MessageChange = z.strictObject({
  id,
  version: z.int().min(1),
  persona: word.optional(),
  stage: word.optional(),
  text: MessageInput.shape.text.optional(),
  claim: id.nullable().optional(),
  assets: z.array(id).max(50).optional(),
  result: z.string().trim().max(1000).optional(),
});
const MessageInfo = z.object({
  id: z.string(),
  persona: z.string(),
  stage: z.string(),
  text: z.string(),
  claim: z.string().nullable(),
  assets: z.array(z.object({ id: z.string(), name: z.string() })),
  result: z.string(),
  /** Why it has no evidence; null: it has. */
  lacks: z.string().nullable(),
  version: z.number(),
});
export const MatrixInfo = z.object({
  personas: z.array(z.string()),
  stages: z.array(z.string()),
  messages: z.array(MessageInfo),
  empty: z.array(z.object({ persona: z.string(), stage: z.string() })),
  withoutEvidence: z.array(z.object({ id: z.string(), why: z.string() })),
  withoutAsset: z.array(z.string()),
  outside: z.array(z.string()),
  coverage: z.number().nullable(),
});
type MatrixInfo = z.infer<typeof MatrixInfo>;

/** What is said to whom at which stage, where nothing is said, and what has no evidence. */
export const readMessages = verb({
  name: 'messages.matrix',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: MatrixInfo,
  run: (ctx) => matrixOf(ctx),
});

export const createMessage = verb({
  name: 'messages.create',
  permission: 'content.write',
  kind: 'long',
  input: MessageInput,
  output: MatrixInfo,
  async run(ctx, { claim, assets, ...input }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const message = newId('me');
    const at = new Date(now);
    await ctx.transact(async (trx) => {
      await checkRefs(trx, { workspaceId: workspace.id, claim, assets });
      ctx.audit({ message, title: input.text.slice(0, 120) });
      await trx
        .insertInto('messages')
        .values({
          ...input,
          id: message,
          workspace_id: workspace.id,
          claim_id: claim,
          assets: JSON.stringify(assets),
          version: 1,
          created_by: by,
          created_at: at,
          changed_by: by,
          changed_at: at,
          removed_at: null,
        })
        .execute();
    });
    return matrixOf(ctx);
  },
});

export const updateMessage = verb({
  name: 'messages.update',
  permission: 'content.write',
  kind: 'long',
  input: MessageChange,
  output: MatrixInfo,
  async run(ctx, { id: message, version, claim, assets, ...plain }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      const row = await messageRow(trx, workspace.id, message);
      const { text } = row;
      refuseStale(row, version, { what: 'this message', now: { text } });
      await checkRefs(trx, {
        workspaceId: workspace.id,
        claim: claim ?? null,
        assets: assets ?? [],
      });
      ctx.audit({ message, title: (plain.text ?? text).slice(0, 120) });
      await trx
        .updateTable('messages')
        .set({
          ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
          ...(claim === undefined ? {} : { claim_id: claim }),
          ...(assets === undefined ? {} : { assets: JSON.stringify(assets) }),
          version: version + 1,
          changed_by: by,
          changed_at: new Date(now),
        })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', message)
        .execute();
    });
    return matrixOf(ctx);
  },
});

/** Takes a message out of the matrix, or brings it back. */
export const removeMessage = verb({
  name: 'messages.remove',
  permission: 'content.write',
  kind: 'long',
  input: z.strictObject({ id, removed: z.boolean().default(true) }),
  output: MatrixInfo,
  async run(ctx, { id: message, removed }) {
    const { workspace, now } = ctx;
    await ctx.transact(async (trx) => {
      const { text } = await messageRow(trx, workspace.id, message);
      ctx.audit({ message, title: text.slice(0, 120), removed });
      await trx
        .updateTable('messages')
        .set({ removed_at: removed ? new Date(now) : null })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', message)
        .execute();
    });
    return matrixOf(ctx);
  },
});

/** A message that is to be changed: two people at once wait for each other. */
async function messageRow(trx: Trx, workspaceId: string, message: string) {
  const row = await trx
    .selectFrom('messages')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', message)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such message.', 'See the matrix of messages.');
}

type Refs = { workspaceId: string; claim: string | null; assets: readonly string[] };

async function checkRefs(trx: Trx, { workspaceId, claim, assets }: Refs): Promise<void> {
  if (claim !== null) {
    const known = await trx
      .selectFrom('claims')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', claim)
      .executeTakeFirst();
    if (!known)
      throw new MopsError('NOT_FOUND', 'There is no such claim.', 'See the register of claims.');
  }
  const wanted = [...new Set(assets)];
  if ((await assetRows(trx, workspaceId, wanted)).length < wanted.length)
    throw new MopsError('NOT_FOUND', 'There is no such asset.', 'See the list of content.');
}

async function matrixOf({ db, workspace, now }: Context<'read' | 'long'>): Promise<MatrixInfo> {
  const { settings, claims, day } = await houseOf(db, workspace, now);
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const names = new Map(
    (
      await assetRows(
        db,
        workspace.id,
        rows.flatMap((row) => row.assets),
      )
    ).map((asset) => [asset.id, asset.name]),
  );
  const messages = rows.map((row) => ({
    id: row.id,
    persona: row.persona,
    stage: row.stage,
    text: row.text,
    claim: row.claim_id,
    assets: row.assets.filter((asset) => names.has(asset)),
    result: row.result,
  }));
  const { personas, stages } = settings;
  const found = messageMatrix({ personas, stages, messages, claims, day });
  const lacks = new Map(found.withoutEvidence.map((one) => [one.id, one.why]));
  return {
    personas,
    stages,
    messages: messages.map((message, i) => ({
      ...message,
      assets: message.assets.map((asset) => ({ id: asset, name: names.get(asset) ?? '' })),
      lacks: lacks.get(message.id) ?? null,
      version: rows[i]?.version ?? 1,
    })),
    empty: found.empty,
    withoutEvidence: found.withoutEvidence,
    withoutAsset: found.withoutAsset,
    outside: found.outside,
    coverage: found.coverageShare,
  };
}
