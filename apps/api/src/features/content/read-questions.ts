import { coverQuestions, type TouchedDeal } from '@openmops/domain/content';
import { groupBy } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { ratesBetween } from '../kpi/rates-between.ts';
import { type DealRef, dealsOf } from '../lifecycle/deals-of.ts';
import { newestRates } from '../quality/money-behind.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { approvedAssets } from './approved-assets.ts';
import { todayOf } from './list-assets.ts';
import { QuestionPage, QuestionSource } from './questions.schema.ts';
import { settingsOf } from './settings-of.ts';

const RATE_DAYS = 400;

/** What buyers ask: how much of it is answered, and which open questions stand in the way of the most deals. */
export const listQuestions = verb({
  name: 'questions.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: QuestionPage,
  run: (ctx) => questionsIn(ctx),
});

export async function questionsIn(ctx: Context<'read' | 'long'>): Promise<QuestionPage> {
  const { db, workspace, now } = ctx;
  const { settings } = await settingsOf(db, workspace.id);
  const rows = await db
    .selectFrom('buyer_questions')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const answers = await db
    .selectFrom('question_answers')
    .select(['question_id', 'asset_id'])
    .where('workspace_id', '=', workspace.id)
    .orderBy('asset_id')
    .execute();
  const links = await db
    .selectFrom('question_deals')
    .select(['question_id', 'deal', 'via'])
    .where('workspace_id', '=', workspace.id)
    .where('question_id', 'in', (standing) =>
      standing
        .selectFrom('buyer_questions')
        .select('id')
        .where('workspace_id', '=', workspace.id)
        .where('removed_at', 'is', null),
    )
    .orderBy('deal')
    .execute();
  const answersOf = groupBy(answers, (row) => row.question_id);
  const dealsOfQuestion = groupBy(links, (row) => row.question_id);
  const assets = await approvedAssets(db, workspace.id, {
    ids: answers.map((row) => row.asset_id),
    now,
  });
  const linked = [...new Set(links.map(({ deal }) => deal))];
  const deals = await touchedDeals(ctx, linked);
  const found = coverQuestions({
    questions: rows.map(({ id, stage, persona }) => ({
      ...{ id, stage, persona },
      answers: (answersOf.get(id) ?? []).map((row) => row.asset_id),
      deals: (dealsOfQuestion.get(id) ?? []).map(({ deal }) => deal),
    })),
    assets: [...assets.values()],
    deals: [...deals.values()],
    ...{ stages: settings.stages, personas: settings.personas, day: todayOf(ctx) },
  });
  const names = await namesOfPeople(ctx.instance, workspace.id);
  const ranks = new Map(found.unanswered.map((one, at) => [one.id, { ...one, rank: at + 1 }]));
  const why = new Map(found.notCounted.map((one) => [`${one.question} ${one.asset}`, one.why]));
  const amountOf = (micros: number | null | undefined) =>
    micros === null || micros === undefined ? null : micros / 1e6;
  const questions = rows.map((row) => {
    const rank = ranks.get(row.id);
    const { id, text, stage, persona, product, version } = row;
    return {
      ...{ id, text, stage, persona, product, version },
      source: QuestionSource.parse(row.source),
      answered: !rank,
      answers: (answersOf.get(id) ?? []).flatMap(({ asset_id: asset }) => {
        const known = assets.get(asset);
        return known
          ? [{ id: asset, name: known.name, why: why.get(`${id} ${asset}`) ?? null }]
          : [];
      }),
      deals: (dealsOfQuestion.get(id) ?? []).map(({ deal, via }) => {
        const known = deals.get(deal);
        const state = known ? (known.outcome ?? ('open' as const)) : ('unknown' as const);
        return { id: deal, via, state, amount: amountOf(known?.amountMicros) };
      }),
      openDeals: rank?.openDeals ?? 0,
      amount: amountOf(rank?.amountMicros),
      rank: rank?.rank ?? null,
      changedAt: row.changed_at.toISOString(),
      changedBy: names.get(row.changed_by) ?? row.changed_by,
    };
  });
  const unknown = linked.filter((deal) => !deals.has(deal)).length;
  return {
    ...{ personas: settings.personas, stages: settings.stages, currency: workspace.currency },
    ...{ overall: found.overall, byStage: found.byStage, byPersona: found.byPersona },
    questions: questions.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0),
    notes:
      unknown === 0
        ? []
        : [
            {
              code: 'unknown_deals',
              message: `${unknown} linked ${unknown === 1 ? 'deal is' : 'deals are'} in no facts: counted as open, without money.`,
              hint: 'Connect the CRM, or mend the names of the deals.',
            },
          ],
    method: `${found.method}@${found.version}`,
  };
}

type Touched = TouchedDeal & Pick<DealRef, 'outcome'>;

/** Deals that the facts know, with their money in the currency of the workspace at the newest rates. */
async function touchedDeals(
  ctx: Context<'read' | 'long'>,
  ids: readonly string[],
): Promise<Map<string, Touched>> {
  if (ids.length === 0) return new Map();
  const { db, workspace } = ctx;
  const today = todayOf(ctx);
  const rates = await ratesBetween(db, workspace.id, { from: today - RATE_DAYS, to: today });
  const rateOf = newestRates(rates, workspace.currency, today);
  const found = await dealsOf(ctx, { ids });
  return new Map(
    found.map(({ id, outcome, amountMicros, currency }) => {
      const rate = rateOf(currency ?? workspace.currency);
      const micros =
        amountMicros === null || rate === null ? null : Math.round(amountMicros * rate);
      return [id, { id, open: outcome === null, outcome, amountMicros: micros }];
    }),
  );
}
