import { groupBy } from '../shared/index.ts';
import { type EmailEvent, type MachineReason, mailOf } from './email-event.ts';
import { networkReader } from './network.ts';

const WINDOW_MS = 5000;
/** So many links in the window are no human’s, even where the mail has more. */
const MANY = 3;

/**
 * Clicks of one mail from one network that follow all of its links, or many, faster than anybody reads.
 * @param linksOf all links of a campaign; where it is not known, those that anybody clicked
 */
export function findBursts(
  events: readonly EmailEvent[],
  linksOf: (campaign: string) => ReadonlySet<string> | null,
): Map<string, MachineReason> {
  const clicks = events.filter(({ kind, url }) => kind === 'click' && url);
  const campaignOf = (event: EmailEvent) => event.campaignId ?? event.campaign ?? mailOf(event);
  const seen = new Map<string, Set<string>>();
  for (const click of clicks) {
    const campaign = campaignOf(click);
    const links = seen.get(campaign) ?? new Set<string>();
    seen.set(campaign, links.add(click.url as string));
  }
  const found = new Map<string, MachineReason>();
  const networkOf = networkReader();
  const trails = groupBy(clicks, (click) => `${mailOf(click)}\n${networkOf(click.network)}`);
  for (const trail of trails.values()) {
    const campaign = campaignOf(trail[0] as EmailEvent);
    const all = linksOf(campaign) ?? seen.get(campaign) ?? new Set<string>();
    markTrail(trail, all, found);
  }
  return found;
}

function markTrail(
  trail: readonly EmailEvent[],
  all: ReadonlySet<string>,
  found: Map<string, MachineReason>,
): void {
  const inside = new Map<string, number>();
  let first = 0;
  let known = 0;
  const marked = { all_links_5s: 0, many_links_5s: 0 };
  for (const [last, click] of trail.entries()) {
    const url = click.url as string;
    inside.set(url, (inside.get(url) ?? 0) + 1);
    if (all.has(url) && inside.get(url) === 1) known++;
    for (; click.at - (trail[first] as EmailEvent).at > WINDOW_MS; first++) {
      const gone = trail[first]?.url as string;
      const left = (inside.get(gone) ?? 0) - 1;
      if (left > 0) inside.set(gone, left);
      else {
        inside.delete(gone);
        if (all.has(gone)) known--;
      }
    }
    const whole = all.size >= 2 && known === all.size;
    if (!whole && inside.size < MANY) continue;
    const rule = whole ? 'all_links_5s' : 'many_links_5s';
    const words = whole
      ? 'all links within 5 s of each other'
      : `${inside.size} links within 5 s of each other`;
    for (let at = Math.max(first, marked[rule]); at <= last; at++) {
      const id = (trail[at] as EmailEvent).eventId;
      // Of the two “all” says more.
      if (whole || found.get(id)?.rule !== 'all_links_5s') found.set(id, { rule, words });
    }
    marked[rule] = last + 1;
  }
}
