import { TACTIC_CHANNELS } from '@openmops/domain/campaigns';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi } from '@openmops/domain/kpi';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import { StrategyBody, StrategyChange, StrategyInput } from '@openmops/domain/strategy';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { byOf, changedBy, madeBy, mustBeMember } from '../goals/people.ts';
import { settleNotices } from '../notifications/notify.ts';
import { nameOfStrategy } from './name-of-strategy.ts';
import { type StrategyRow, strategyRow } from './strategy.queries.ts';
import { Kept } from './strategy.schema.ts';

/** Begins the strategy of a fiscal year, of everybody or of a team or region. There is one of each. */
export const createStrategy = verb({
  name: 'strategy.create',
  permission: 'goals.write',
  kind: 'long',
  input: StrategyInput,
  output: Kept,
  async run(ctx, { fiscalYear, team, region, owner, reviewOn, ...body }) {
    await mustBeMembers(ctx, [owner, ...body.risks.map((one) => one.owner)]);
    const id = newId('sg');
    await ctx.transact(async (trx) => {
      // There is no row to lock yet.
      await holdWorkspace(trx, ctx.workspace.id);
      const name = nameOfStrategy({ fiscal_year: fiscalYear, team, region }, ctx.workspace);
      const there = await trx
        .selectFrom('strategies')
        .select('id')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('fiscal_year', '=', fiscalYear)
        .where('team', '=', team)
        .where('region', '=', region)
        .executeTakeFirst();
      if (there)
        throw new MopsError('CONFLICT', `There is a ${name} already.`, 'Change that one.', {
          id: there.id,
        });
      await mustBeThere(trx, ctx.workspace.id, body, null);
      ctx.audit({ strategy: id, name });
      const row = { owner, review_on: dayOrNull(reviewOn), body: JSON.stringify(body) };
      await trx
        .insertInto('strategies')
        .values({
          ...{ id, workspace_id: ctx.workspace.id, fiscal_year: fiscalYear, team, region },
          ...row,
          ...madeBy(ctx),
        })
        .execute();
      await keepVersion(trx, ctx, { id, version: 1, reason: '', ...row });
    });
    return { id, version: 1 };
  },
});

/** Changes a strategy; the version before stays, with who, when and why. */
export const updateStrategy = verb({
  name: 'strategy.update',
  permission: 'goals.write',
  kind: 'long',
  input: StrategyChange,
  output: Kept,
  async run(ctx, { id, version, reason, owner, reviewOn, ...change }) {
    await mustBeMembers(ctx, [owner, ...(change.risks ?? []).map((one) => one.owner)]);
    return ctx.transact(async (trx) => {
      const before = await strategyRow(trx, { workspaceId: ctx.workspace.id, id, lock: true });
      const name = nameOfStrategy(before, ctx.workspace);
      refuseStale(before, version, { what: `the ${name}`, now: nowOf(before) });
      const body = StrategyBody.parse({ ...before.body, ...change });
      await mustBeThere(trx, ctx.workspace.id, body, before.body);
      const row = {
        owner: owner === undefined ? before.owner : owner,
        review_on: reviewOn === undefined ? before.review_on : dayOrNull(reviewOn),
        body: JSON.stringify(body),
      };
      const changed = [
        ...Object.keys(change),
        ...(owner === undefined ? [] : ['owner']),
        ...(reviewOn === undefined ? [] : ['reviewOn']),
      ];
      ctx.audit({ strategy: id, name, changed, reason });
      await trx
        .updateTable('strategies')
        .set({ ...row, ...changedBy(ctx, version) })
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .execute();
      await keepVersion(trx, ctx, { id, version: version + 1, reason, ...row });
      if (row.review_on !== before.review_on)
        await settleNotices(trx, ctx.workspace.id, {
          ...{ kind: 'strategy.review', link: `/strategy/${id}`, at: new Date(ctx.now) },
        });
      return { id, version: version + 1 };
    });
  },
});

/** Takes a strategy away that was begun by mistake, with its versions. The audit trail says who did and why. */
export const removeStrategy = verb({
  name: 'strategy.remove',
  permission: 'goals.write',
  kind: 'long',
  input: z.strictObject({
    id: z.string().max(60),
    version: z.number().int().min(1),
    reason: z.string().trim().min(1, 'Say why.').max(500),
  }),
  output: z.object({ id: z.string() }),
  async run(ctx, { id, version, reason }) {
    return ctx.transact(async (trx) => {
      const row = await strategyRow(trx, { workspaceId: ctx.workspace.id, id, lock: true });
      const name = nameOfStrategy(row, ctx.workspace);
      refuseStale(row, version, { what: `the ${name}`, now: nowOf(row) });
      ctx.audit({ strategy: id, name, reason });
      await trx
        .deleteFrom('strategies')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .execute();
      await settleNotices(trx, ctx.workspace.id, {
        ...{ kind: 'strategy.review', link: `/strategy/${id}`, at: new Date(ctx.now) },
      });
      return { id };
    });
  },
});

const dayOrNull = (text: string | null) => (text === null ? null : parseDay(text));

const nowOf = ({ body, owner, review_on }: StrategyRow) => ({
  ...body,
  owner,
  reviewOn: review_on === null ? null : formatDay(review_on),
});

async function mustBeMembers(
  ctx: Pick<Context, 'instance' | 'workspace'>,
  ids: readonly (string | null | undefined)[],
): Promise<void> {
  for (const id of new Set(ids)) await mustBeMember(ctx, id);
}

/** Refuses goals, campaigns and KPIs that are not there. What was there before and is gone may stay: it is listed as a gap. */
async function mustBeThere(
  trx: Trx,
  workspaceId: string,
  body: StrategyBody,
  before: StrategyBody | null,
): Promise<void> {
  const added = (ids: readonly string[], had: readonly string[]) => {
    const known = new Set(had);
    return [...new Set(ids)].filter((id) => !known.has(id));
  };
  const goalsOf = (one: StrategyBody | null) =>
    one ? [...one.goals, ...one.tactics.flatMap(({ goal }) => goal ?? [])] : [];
  const campaignsOf = (one: StrategyBody | null) =>
    one ? one.tactics.flatMap(({ campaigns }) => campaigns) : [];
  const goals = added(goalsOf(body), goalsOf(before));
  const campaigns = added(campaignsOf(body), campaignsOf(before));
  refuseMissing('goal', goals, await goalRows(trx, workspaceId, goals));
  refuseMissing('campaign', campaigns, await campaignRows(trx, workspaceId, campaigns));
  for (const kpi of added(body.metrics, before?.metrics ?? [])) findKpi(CATALOGUE, kpi);
}

function refuseMissing(
  what: 'goal' | 'campaign',
  ids: readonly string[],
  found: readonly { id: string }[],
): void {
  const there = new Set(found.map(({ id }) => id));
  const missing = ids.find((id) => !there.has(id));
  if (missing !== undefined)
    throw new MopsError(
      'INVALID',
      `There is no ${what} ${missing}.`,
      `Take one of the list of ${what}s.`,
    );
}

type NewVersion = {
  id: string;
  version: number;
  body: string;
  owner: string | null;
  review_on: number | null;
  reason: string;
};

async function keepVersion(
  trx: Trx,
  ctx: Pick<Context, 'workspace' | 'actor' | 'now'>,
  { id, ...row }: NewVersion,
): Promise<void> {
  await trx
    .insertInto('strategy_versions')
    .values({
      ...row,
      ...{ workspace_id: ctx.workspace.id, strategy_id: id },
      ...{ by: byOf(ctx), at: new Date(ctx.now) },
    })
    .execute();
}

/** Channels that a tactic may have, by their id. */
export const CHANNELS: ReadonlyMap<string, string> = new Map(Object.entries(TACTIC_CHANNELS));
