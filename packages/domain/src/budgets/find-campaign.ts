import { nearestName } from '../shared/nearest-name.ts';

/** Spend as a platform reports it, by source and name of the campaign. */
export type ReportedSpend = { source: string; campaign: string };

/** What may say which campaign a name means. */
export type CampaignBook = {
  campaigns: readonly { id: string; code: string; name: string }[];
  /** Rules of the team, the newest first; `pattern`: part of the name, a star stands for anything. */
  rules: readonly { source: string; pattern: string; campaignId: string }[];
  /** Tracked links: their code and the campaign in their tags. */
  links: readonly { code: string; campaign: string }[];
  /** Names that somebody gave to spend by hand. */
  assigned: ReadonlySet<string>;
};

export type FoundCampaign = {
  /** Null: nothing says which; it waits as unmapped spend. */
  campaignId: string | null;
  rule: 'assigned' | 'code' | 'rule' | 'link' | 'naming' | null;
  reason: string;
  /** A campaign that it may be, where none was found. */
  proposal: { campaignId: string; reason: string } | null;
};

/**
 * Which campaign reported spend belongs to, and why: its code, a rule of the team, the code of a
 * tracked link, or a code that stands in its name as a part of it. A name that only resembles a
 * campaign is proposed and never taken.
 * @example
 * const book = { campaigns: [{ id: 'ca_1', code: 'fy27-emea-webinar', name: 'Webinar' }], rules: [], links: [], assigned: new Set() };
 * findCampaign({ source: 'google_ads', campaign: 'fy27-emea-webinar_search' }, book).rule // 'naming'
 */
export function findCampaign(spend: ReportedSpend, book: CampaignBook): FoundCampaign {
  const name = spend.campaign.trim().toLowerCase();
  if (name === '') return unfound('It has no campaign.', null);
  const exact = book.campaigns.find(({ code }) => code.toLowerCase() === name);
  if (exact) {
    const given = book.assigned.has(spend.campaign);
    return given
      ? found(exact.id, 'assigned', 'Somebody gave it this campaign.')
      : found(exact.id, 'code', `Its name is the code ${exact.code}.`);
  }
  const rule = book.rules.find((one) => fits(one, { source: spend.source, name }));
  if (rule) return found(rule.campaignId, 'rule', `The rule “${rule.pattern}” says so.`);
  const link = book.links.find(({ code }) => partsOf(name).includes(code.toLowerCase()));
  const linked = link && book.campaigns.find(({ code }) => code === link.campaign);
  if (link && linked) return found(linked.id, 'link', `It carries the code of link ${link.code}.`);
  const named = book.campaigns
    .filter(({ code }) => code.length >= 4 && holds(name, code.toLowerCase()))
    .sort((a, b) => b.code.length - a.code.length);
  const [longest] = named;
  if (longest && named.every(({ code }) => holds(longest.code.toLowerCase(), code.toLowerCase())))
    return found(longest.id, 'naming', `Its name holds the code ${longest.code}.`);
  return unfound(
    longest ? 'Its name holds several codes.' : 'No code, rule or link knows its name.',
    longest ?? resembling(name, book),
  );
}

const found = (campaignId: string, rule: FoundCampaign['rule'], reason: string): FoundCampaign => ({
  campaignId,
  rule,
  reason,
  proposal: null,
});

function unfound(reason: string, near: { id: string; code: string } | null): FoundCampaign {
  const proposal = near && { campaignId: near.id, reason: `It resembles ${near.code}.` };
  return { campaignId: null, rule: null, reason, proposal };
}

function resembling(name: string, { campaigns }: CampaignBook) {
  const near = nearestName(
    name,
    campaigns.map(({ code }) => code.toLowerCase()),
  );
  if (near !== null) return campaigns.find(({ code }) => code.toLowerCase() === near) ?? null;
  const words = new Set(partsOf(name).filter((word) => word.length > 2));
  const scored = campaigns
    .map((campaign) => ({
      campaign,
      shared: [...new Set(partsOf(`${campaign.code} ${campaign.name}`))].filter((word) =>
        words.has(word),
      ).length,
    }))
    .sort((a, b) => b.shared - a.shared);
  const [best, second] = scored;
  return best && best.shared >= 2 && best.shared > (second?.shared ?? 0) ? best.campaign : null;
}

function fits(
  rule: CampaignBook['rules'][number],
  spend: { source: string; name: string },
): boolean {
  if (rule.source !== '' && rule.source !== spend.source) return false;
  let at = 0;
  for (const piece of rule.pattern.toLowerCase().split('*')) {
    const next = spend.name.indexOf(piece, at);
    if (next < 0) return false;
    at = next + piece.length;
  }
  return true;
}

/** A code stands in a name as whole parts of it: `a-b` in `x_a-b_y`, never in `xa-bc`. */
function holds(name: string, code: string): boolean {
  const at = ` ${partsOf(name).join(' ')} `;
  return at.includes(` ${partsOf(code).join(' ')} `);
}

const partsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
