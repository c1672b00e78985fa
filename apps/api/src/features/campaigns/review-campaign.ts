import { dayInZone } from '@openmops/domain/calendar';
import {
  type Brief,
  type BriefTarget,
  campaignResults,
  ReviewInput,
} from '@openmops/domain/campaigns';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi } from '@openmops/domain/kpi';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { type Context, verb } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { type CampaignRow, campaignRow, reviewOf } from './campaigns.queries.ts';
import { Review } from './campaigns.schema.ts';
import { toReview } from './to-campaign.ts';

export const Results = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  results: Review.shape.results,
  reached: z.number(),
  known: z.number(),
  warnings: z.array(z.string()),
});

/** Result against target for every target of the brief, over the days of the campaign so far. */
export const readResults = verb({
  name: 'campaigns.results',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id: z.string().max(40) }),
  output: Results,
  run: async (ctx, { id }) => resultsOf(ctx, await campaignRow(ctx.db, ctx.workspace.id, id)),
});

/** Writes what came of a campaign and what is done with it; results are kept as they are now. */
export const reviewCampaign = verb({
  name: 'campaigns.review',
  permission: 'campaigns.write',
  kind: 'long',
  input: ReviewInput.extend({
    id: z.string().max(40),
    /** Of the review that was seen; 0: there was none. */
    version: z.int().min(0),
  }),
  output: Review,
  async run(ctx, { id, version, learnings, verdict, nextTest }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const row = await campaignRow(ctx.db, ctx.workspace.id, id);
    if (row.state !== 'ended' && row.state !== 'reviewed')
      throw new MopsError(
        'INVALID',
        'It is reviewed when it has ended.',
        'End the campaign first.',
        { status: 422 },
      );
    const { results } = await resultsOf(ctx, row);
    await ctx.transact(async (trx) => {
      await campaignRow(trx, ctx.workspace.id, id, { hold: true });
      const now = await reviewOf(trx, ctx.workspace.id, id);
      const last = {
        version: now?.version ?? 0,
        changed_by: now?.by ?? '',
        changed_at: now?.at ?? new Date(0),
      };
      refuseStale(last, version, { what: 'this review', now: now && toReview(now, names) });
      ctx.audit({ id, campaign: row.code, verdict });
      const values = {
        results: JSON.stringify(results),
        learnings: JSON.stringify(learnings),
        verdict,
        next_test: nextTest || null,
        version: version + 1,
        by: byOf(ctx.actor),
        at: new Date(ctx.now),
      };
      await trx
        .insertInto('campaign_reviews')
        .values({ campaign_id: id, workspace_id: ctx.workspace.id, ...values })
        .onConflict((on) => on.column('campaign_id').doUpdateSet(values))
        .execute();
    });
    const review = await reviewOf(ctx.db, ctx.workspace.id, id);
    if (!review) throw new MopsError('NOT_FOUND', 'The review is gone.', 'Write it again.');
    return toReview(review, names);
  },
});

async function resultsOf(
  ctx: Context<'read'> | Context<'long'>,
  row: CampaignRow,
): Promise<z.output<typeof Results>> {
  const yesterday = dayInZone(ctx.now, ctx.workspace.timeZone) - 1;
  const targets = ((row.brief as Brief).fields.kpis ?? []) as BriefTarget[];
  const from = row.day_from;
  const to = Math.min(row.day_to ?? yesterday, yesterday);
  const values: Record<string, number | null> = {};
  if (from !== null && to >= from)
    for (const { kpi } of targets)
      values[kpi] = await valueIn(ctx, row.code, { kpi, from: formatDay(from), to: formatDay(to) });
  const { results, reached, known, warnings } = campaignResults(
    targets.map((target) => ({ ...target, direction: directionOf(target.kpi) })),
    values,
  );
  return {
    from: from === null ? null : formatDay(from),
    to: from === null || to < from ? null : formatDay(to),
    results,
    reached,
    known,
    warnings: warnings.map(({ message }) => message),
  };
}

function directionOf(kpi: string): 'up' | 'down' {
  try {
    return findKpi(CATALOGUE, kpi).direction === 'down' ? 'down' : 'up';
  } catch {
    return 'up';
  }
}

async function valueIn(
  { instance, actor, workspace, requestId }: Context<'read'> | Context<'long'>,
  code: string,
  { kpi, from, to }: { kpi: string; from: string; to: string },
): Promise<number | null> {
  try {
    const answer = await readKpi.call(
      { instance, actor, workspace, requestId },
      { kpis: [kpi], from, to, filters: [{ dim: 'campaign', op: 'in', values: [code] }] },
    );
    return answer.rows[0]?.values[kpi] ?? null;
  } catch (error) {
    if (error instanceof MopsError && ['INVALID', 'NOT_FOUND'].includes(error.code)) return null;
    throw error;
  }
}
