import {
  addMerge,
  type MergePlan,
  mastersOf,
  type Precedence,
  planMerge,
} from '@openmops/domain/identity';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { type Context, verb } from '../../verb.ts';
import {
  addDecision,
  bookOf,
  type Entity,
  listDecisions,
  listPrecedence,
  setPrecedence,
  standingDecisions,
  undoDecision,
} from './identity.queries.ts';
import { partsOfNode, recordsOf } from './node-rows.ts';
import { nameOf } from './open-people.ts';
import { refreshPeople } from './refresh-people.ts';

const Records = z
  .array(z.string().regex(/^(contact|account)\/[^/]+\/./, 'Name records as contact/source/id.'))
  .min(2)
  .max(50);
const Merging = z.object({
  records: Records,
  keep: z.string().optional(),
  chosen: z.record(z.string(), z.string()).default({}),
});
const EAGER = { eager: true };

/** What a merge would give, field by field, with source and reason. Changes nothing. */
export const previewMerge = verb({
  name: 'identity.preview',
  permission: 'records.read',
  kind: 'read',
  input: Merging,
  async run(ctx, asked): Promise<MergePlan & { sources: Record<string, string> }> {
    const { plan, records } = await planOf(ctx, asked);
    return { ...plan, sources: Object.fromEntries(records.map(({ id, source }) => [id, source])) };
  },
});

/** Says that records are one. Nothing of them is rewritten: the merge stands in a book of its own. */
export const mergeRecords = verb({
  name: 'identity.merge',
  permission: 'identity.write',
  kind: 'long',
  input: Merging,
  async run(ctx, asked) {
    const { plan, entity } = await planOf(ctx, asked);
    const id = newId('mg');
    await ctx.transact(async (trx) => {
      ctx.audit({ merge: id, records: plan.records.length });
      const book = bookOf(await standingDecisions(trx, ctx.workspace.id));
      addMerge(book, { id, keep: plan.keep, records: plan.records });
      await addDecision(trx, ctx.workspace.id, {
        id,
        kind: 'merge',
        entity,
        keep: plan.keep,
        records: plan.records,
        chosen: asked.chosen,
        reason: null,
        by: nameOf(ctx),
        at: new Date(ctx.now),
      });
    });
    await refreshPeople(ctx, EAGER);
    return { merge: id, keep: plan.keep, records: plan.records };
  },
});

/** Says that records are not the same: they are not proposed again, and no rule joins them. */
export const rejectDuplicate = verb({
  name: 'identity.reject',
  permission: 'identity.write',
  kind: 'long',
  input: z.object({ records: Records, reason: z.string().trim().max(500).optional() }),
  async run(ctx, { records, reason }) {
    const entity = entityOf(records);
    const id = newId('df');
    await ctx.transact(async (trx) => {
      ctx.audit({ decision: id, records: records.length });
      const book = bookOf(await standingDecisions(trx, ctx.workspace.id));
      const masters = mastersOf(book, records);
      if (new Set(records.map((one) => masters.get(one))).size < new Set(records).size) {
        const hint = 'Undo the merge that joined them first.';
        throw new MopsError('CONFLICT', 'Some of these records are merged already.', hint);
      }
      await addDecision(trx, ctx.workspace.id, {
        id,
        kind: 'different',
        entity,
        keep: null,
        records: [...new Set(records)].sort(),
        chosen: {},
        reason: reason || null,
        by: nameOf(ctx),
        at: new Date(ctx.now),
      });
    });
    await refreshPeople(ctx, EAGER);
    return { decision: id };
  },
});

/** Takes a merge or a “not the same” back: everything else holds as if it had never been. */
export const undoDecided = verb({
  name: 'identity.undo',
  permission: 'identity.write',
  kind: 'long',
  input: z.object({ decision: z.string() }),
  async run(ctx, { decision: id }) {
    await ctx.transact(async (trx) => {
      ctx.audit({ decision: id });
      const all = await listDecisions(trx, ctx.workspace.id);
      const found = all.find((one) => one.id === id);
      const undone = { id, by: nameOf(ctx), at: new Date(ctx.now) };
      if (!found || !(await undoDecision(trx, ctx.workspace.id, undone))) {
        const hint = 'It may have been undone before.';
        throw new MopsError('NOT_FOUND', `There is no decision ${id} that holds.`, hint);
      }
    });
    await refreshPeople(ctx, EAGER);
    return { undone: id };
  },
});

/** Which sources are trusted first for a field (`*`: all others); no sources: the newest value counts. */
export const savePrecedence = verb({
  name: 'identity.precedence.set',
  permission: 'identity.write',
  kind: 'write',
  input: z.object({
    of: z.enum(['contact', 'account']),
    field: z.string().trim().min(1).max(100),
    sources: z.array(z.string().trim().min(1).max(200)).max(50),
  }),
  async run(ctx, { of: entity, field, sources }) {
    ctx.audit({ entity, field });
    const at = new Date(ctx.now);
    await setPrecedence(ctx.db, ctx.workspace.id, { entity, field, sources, by: nameOf(ctx), at });
    return { of: entity, field, sources };
  },
});

function entityOf(records: readonly string[]): Entity {
  const kinds = new Set(records.map((one) => partsOfNode(one).kind));
  if (kinds.size === 1) return [...kinds][0] as Entity;
  const hint = 'Merge contacts with contacts, and accounts with accounts.';
  throw new MopsError('INVALID', 'A contact and an account are not the same.', hint);
}

/** Field → sources, as the workspace trusts them. */
export async function trustOf(
  { db, workspace }: Pick<Context, 'db' | 'workspace'>,
  of: Entity,
): Promise<NonNullable<Precedence['sources']>> {
  const rows = await listPrecedence(db, workspace.id);
  return Object.fromEntries(
    rows.filter(({ entity }) => entity === of).map(({ field, sources }) => [field, sources]),
  );
}

async function planOf(
  ctx: Context,
  asked: { records: string[]; keep?: string | undefined; chosen: Record<string, string> },
) {
  const entity = entityOf(asked.records);
  const at = { instance: ctx.instance, db: ctx.db, workspaceId: ctx.workspace.id };
  const records = await recordsOf(at, entity, asked.records);
  const missing = asked.records.filter((id) => !records.some((one) => one.id === id));
  if (missing.length > 0) {
    const hint = 'It may have been deleted or merged in its source.';
    throw new MopsError('NOT_FOUND', `There is no record ${missing.join(', ')}.`, hint);
  }
  const sources = await trustOf(ctx, entity);
  const keep = asked.keep ?? fullest(records);
  return {
    entity,
    records,
    plan: planMerge({ records, keep, precedence: { sources, chosen: asked.chosen } }),
  };
}

function fullest(records: Awaited<ReturnType<typeof recordsOf>>): string {
  const filled = ({ values }: (typeof records)[number]) =>
    Object.values(values).filter((value) => value !== null && value !== '').length;
  return [...records].sort((a, b) => filled(b) - filled(a))[0]?.id ?? '';
}
