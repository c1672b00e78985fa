import { type Issue, MopsError } from '../shared/index.ts';
import { isOfPlatform } from './platforms.ts';

/** What a source spent on a campaign; null: on none. */
export type CampaignSpend = { source: string; campaign: string | null; spendMicros: number };

/** A link that was made: its campaign and `utm_source`. */
export type MadeLink = { id: string; campaign: string; source: string };

export type LinksAudit = {
  spendMicros: number;
  trackedMicros: number;
  /** Spend of campaigns that have a link for their platform, of all spend; null where nothing was spent. */
  coverage: number | null;
  /** The same by source, most spend first. */
  sources: {
    source: string;
    spendMicros: number;
    trackedMicros: number;
    coverage: number | null;
  }[];
  /** Spend that belongs to no campaign, dearest first. */
  withoutCampaign: CampaignSpend[];
  /** Spend of campaigns without a link for their platform, dearest first. */
  withoutLink: CampaignSpend[];
  /** Links of campaigns on which their platform spent nothing. */
  linksWithoutSpend: MadeLink[];
  method: 'links-audit';
  version: 1;
  warnings: Issue[];
};

/**
 * Spend against links: what was spent without a campaign, on campaigns without a link for their platform,
 * and links that nothing was spent on. Refunds count as they are; a source whose sum is below 0 has no
 * coverage.
 * @param input what was spent by source and campaign, and the links that were made
 * @throws MopsError INVALID for spend that is no finite number
 * @example
 * auditLinks({
 *   spend: [{ source: 'x_ads', campaign: 'spring', spendMicros: 3 }, { source: 'x_ads', campaign: null, spendMicros: 1 }],
 *   links: [{ id: 'l1', campaign: 'spring', source: 'twitter' }],
 * }).coverage // 0.75
 */
export function auditLinks(input: {
  spend: readonly CampaignSpend[];
  links: readonly MadeLink[];
}): LinksAudit {
  const { spend, links } = input;
  const odd = spend.find(({ spendMicros }) => !Number.isFinite(spendMicros));
  if (odd) {
    const message = `Spend of “${odd.campaign ?? 'no campaign'}” is ${odd.spendMicros}.`;
    throw new MopsError('INVALID', message, 'Give amounts as finite numbers.');
  }
  const tracked = (one: CampaignSpend) =>
    one.campaign !== null &&
    links.some((link) => link.campaign === one.campaign && isOfPlatform(link.source, one.source));
  const open = spend.filter((one) => one.spendMicros !== 0 && !tracked(one));
  const dearest = (list: CampaignSpend[]) =>
    list.toSorted((a, b) => b.spendMicros - a.spendMicros || (a.source < b.source ? -1 : 1));
  const names = [...new Set(spend.map(({ source }) => source))];
  const sources = names.map((source) => {
    const own = spend.filter((one) => one.source === source);
    return { source, ...covered(own, own.filter(tracked)) };
  });
  return {
    ...covered(spend, spend.filter(tracked)),
    sources: sources.sort(
      (a, b) => b.spendMicros - a.spendMicros || (a.source < b.source ? -1 : 1),
    ),
    withoutCampaign: dearest(open.filter(({ campaign }) => campaign === null)),
    withoutLink: dearest(open.filter(({ campaign }) => campaign !== null)),
    linksWithoutSpend: links.filter(
      (link) =>
        !spend.some(
          (one) =>
            one.spendMicros !== 0 &&
            one.campaign === link.campaign &&
            isOfPlatform(link.source, one.source),
        ),
    ),
    method: 'links-audit',
    version: 1,
    warnings: [],
  };
}

function covered(all: readonly CampaignSpend[], tracked: readonly CampaignSpend[]) {
  const sum = (list: readonly CampaignSpend[]) =>
    list.reduce((total, { spendMicros }) => total + spendMicros, 0);
  const [spendMicros, trackedMicros] = [sum(all), sum(tracked)];
  return {
    spendMicros,
    trackedMicros,
    coverage: spendMicros > 0 ? trackedMicros / spendMicros : null,
  };
}
