import type { Track } from '@openmops/domain/lifecycle';
import type { Context } from '../../verb.ts';
import { peopleOf } from '../identity/open-people.ts';

/** A deal with the campaign that brought it. */
export type DealRef = {
  id: string;
  source: string;
  outcome: 'won' | 'lost' | null;
  closedAt: number | null;
  amountMicros: number | null;
  currency: string | null;
  campaign: string | null;
};

/** Deals of some campaigns, or those that are named; the largest first. */
export async function dealsOf(
  ctx: Context,
  of: { ids: readonly string[] } | { campaigns: readonly string[] },
): Promise<DealRef[]> {
  const people = await peopleOf(ctx);
  const wanted = new Set('ids' in of ? of.ids : of.campaigns);
  if (!people || wanted.size === 0) return [];
  const found = new Map<string, DealRef>();
  for await (const page of ctx.facts.resolved.read({ ...people.at, kind: 'track' }))
    for (const { deal, dims } of page as Track[]) {
      if (!deal) continue;
      const campaign = deal.dims?.campaign ?? dims.campaign ?? null;
      const id = dealKey(deal);
      if (!wanted.has('ids' in of ? id : (campaign ?? ''))) continue;
      found.set(id, {
        id,
        source: deal.source,
        outcome: deal.outcome ?? null,
        closedAt: deal.closedAt ?? null,
        amountMicros: deal.amountMicros ?? null,
        currency: deal.currency ?? null,
        campaign,
      });
    }
  return [...found.values()].sort(
    (a, b) => (b.amountMicros ?? 0) - (a.amountMicros ?? 0) || (a.id < b.id ? -1 : 1),
  );
}

/** @example dealKey({ source: 'hubspot', dealId: '9' }) // 'deal/hubspot/9' */
export const dealKey = ({ source, dealId }: { source: string; dealId: string }) =>
  `deal/${source}/${dealId}`;
