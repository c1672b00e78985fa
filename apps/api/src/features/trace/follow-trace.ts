import { dayInZone } from '@openmops/domain/calendar';
import { KpiQuery } from '@openmops/domain/kpi';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { answerOf } from '../kpi/read-kpi.ts';
import { type Loaded, RELATIONS, type Ref } from './relations.ts';
import { PREFIXES, STEPS, type Step, Trace, type TraceNode } from './trace.schema.ts';

/** So many records of a step are listed; the others are counted. */
const LISTED = 50;
/** So many are followed; a chain of more is no chain that a person reads. */
const FOLLOWED = 500;
const YEARS_BACK = 2;

/**
 * Follows a euro: from any record up to the objective that it serves, and down to what came back. What
 * belongs to the same parents, but not to this chain, is left out. What is missing is named.
 */
export const followTrace = verb({
  name: 'trace.follow',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id: z.string().min(1).max(200) }),
  output: Trace,
  async run(ctx, { id }) {
    const step = id.startsWith('deal/') ? 'deal' : PREFIXES[id.split('_')[0] ?? ''];
    const [start] = step ? await RELATIONS[step].load(ctx, [id]) : [];
    if (!step || !start) {
      throw new MopsError(
        'NOT_FOUND',
        `There is no record ${id} that can be followed.`,
        'Give the id of an objective, goal, plan line, order, invoice, campaign, asset, publication, link, or a deal as deal/source/id.',
      );
    }
    const chain = new Map<Step, Map<string, Loaded>>(STEPS.map((one) => [one, new Map()]));
    chain.get(step)?.set(id, start);
    await down(ctx, chain, { step, id });
    await up(ctx, chain, step);
    return {
      id,
      step,
      currency: ctx.workspace.currency,
      steps: STEPS.map((one) => {
        const nodes = [...(chain.get(one)?.values() ?? [])].map((loaded) => loaded.node);
        return {
          step: one,
          nodes: nodes.slice(0, LISTED),
          more: Math.max(0, nodes.length - LISTED),
        };
      }),
      result: await resultOf(ctx, [...(chain.get('campaign')?.keys() ?? [])]),
      missing: missingIn(chain, step),
    };
  },
});

type Chain = ReadonlyMap<Step, Map<string, Loaded>>;
const rankOf = (step: Step) => STEPS.indexOf(step);

/** What hangs below: step after step, never back. */
async function down(ctx: Context, chain: Chain, start: Ref): Promise<void> {
  for (const step of STEPS.slice(rankOf(start.step))) {
    const here = [...(chain.get(step)?.keys() ?? [])].slice(0, FOLLOWED);
    if (here.length === 0) continue;
    await add(ctx, chain, await RELATIONS[step].children(ctx, here));
  }
}

/** What stands above, of the start and of all that hangs below it. */
async function up(ctx: Context, chain: Chain, start: Step): Promise<void> {
  for (const step of STEPS.slice(0, rankOf(start) + 1).toReversed()) {
    const here = [...(chain.get(step)?.values() ?? [])];
    await add(
      ctx,
      chain,
      here.flatMap(({ parents }) => parents),
    );
  }
}

async function add(ctx: Context, chain: Chain, refs: readonly Ref[]): Promise<void> {
  for (const [step, found] of Map.groupBy(refs, (ref) => ref.step)) {
    const known = chain.get(step);
    const ids = [...new Set(found.map(({ id }) => id))].filter((id) => !known?.has(id));
    if (ids.length === 0) continue;
    for (const loaded of await RELATIONS[step].load(ctx, ids)) known?.set(loaded.node.id, loaded);
  }
}

async function resultOf(ctx: Context, ids: readonly string[]): Promise<Trace['result']> {
  if (ids.length === 0) return null;
  const campaigns = await campaignRows(ctx.db, ctx.workspace.id, ids.slice(0, FOLLOWED));
  const today = dayInZone(ctx.now, ctx.workspace.timeZone);
  const first = Math.min(...campaigns.map(({ day_from }) => day_from ?? today));
  const from = Math.max(first, today - YEARS_BACK * 366);
  const query = KpiQuery.parse({
    kpis: ['spend', 'leads', 'funnel.mqls', 'deals_won', 'rev.bookings'],
    from: formatDay(Math.min(from, today)),
    to: formatDay(today),
    filters: [{ dim: 'campaign', op: 'eq', values: campaigns.map(({ code }) => code) }],
  });
  const { rows } = await answerOf(ctx, { query, today, locked: [] });
  const values = rows[0]?.values ?? {};
  return {
    from: query.from,
    to: query.to,
    spend: values.spend ?? null,
    leads: values.leads ?? null,
    mqls: values['funnel.mqls'] ?? null,
    dealsWon: values.deals_won ?? null,
    bookings: values['rev.bookings'] ?? null,
  };
}

const HINTS: Record<Exclude<Step, 'objective' | 'publication' | 'deal'>, [string, string]> = {
  goal: ['serves no goal', 'Choose its goal.'],
  line: ['has no plan line that pays for it', 'Allocate a line of the budget to it.'],
  commitment: ['has no order', 'Enter or import the order.'],
  expense: ['has no invoice', 'Import the invoices, or match those that wait.'],
  campaign: ['has no campaign', 'Allocate it to a campaign.'],
  asset: ['has no content', 'Create its content.'],
  link: ['has no tracked link', 'Make its link.'],
};

/** What a whole chain has and this one lacks, campaign by campaign; without a campaign, of the start. */
function missingIn(chain: Chain, start: Step): Trace['missing'] {
  const campaigns = [...(chain.get('campaign')?.values() ?? [])];
  const has = (step: Step) => (chain.get(step)?.size ?? 0) > 0;
  const [first] = [...(chain.get(start)?.values() ?? [])];
  const say = (step: keyof typeof HINTS, of: TraceNode) => {
    const [message, hint] = HINTS[step];
    return { step, message: `${of.name} ${message}.`, hint };
  };
  if (campaigns.length === 0) return first ? [say('campaign', first.node)] : [];
  const missing: Trace['missing'] = campaigns.slice(0, LISTED).flatMap(({ node, parents }) => {
    const above = new Set(parents.map(({ step }) => step));
    return (['goal', 'line', 'expense'] as const).flatMap((step) =>
      above.has(step) ? [] : [say(step, node)],
    );
  });
  const below = new Set(
    [...(chain.get('asset')?.values() ?? []), ...(chain.get('link')?.values() ?? [])].flatMap(
      ({ node, parents }) =>
        parents.flatMap((ref) => (ref.step === 'campaign' ? [`${node.step} ${ref.id}`] : [])),
    ),
  );
  // What hangs below was only looked for where the chain begins above it.
  const looked = rankOf(start) <= rankOf('campaign');
  for (const { node } of looked ? campaigns.slice(0, LISTED) : [])
    for (const step of ['asset', 'link'] as const)
      if (!below.has(`${step} ${node.id}`)) missing.push(say(step, node));
  if (looked && !has('deal'))
    missing.push({
      step: 'deal',
      message: 'No deal was won that came by these campaigns.',
      hint: 'Give it time, or see whether deals carry their campaign.',
    });
  return missing;
}
