import type { Day } from '../shared/index.ts';
import { historyOf, SEED } from './company.ts';
import { type DemoStream, iso, type JsonRecord, workInstant } from './demo-stream.ts';
import { timesOf } from './make-crm.ts';
import { FUNNEL } from './make-leads.ts';
import type { Visits } from './make-web.ts';
import type { Person } from './people.ts';
import { keyedRandom, split } from './random.ts';

/** Visits and forms together. */
export const TOUCHES = 60_000;
const PAGES = ['/', '/spectro-s2', '/flowsense', '/calibration', '/pricing', '/guides', '/cases'];

/** GA4’s export of events, the first of each visit: people before and after they gave their name. */
export function touchStream(
  people: readonly Person[],
  visits: readonly Visits[],
  today: Day,
): DemoStream {
  return {
    source: 'ga4',
    name: 'event',
    kind: 'airbyte',
    key: [['event_id']],
    cursor: ['timestamp'],
    records: () => touches(people, visits, today),
  };
}

function* touches(
  people: readonly Person[],
  visits: readonly Visits[],
  today: Day,
): Generator<JsonRecord> {
  const { from } = historyOf(today);
  const traffic = trafficOf(visits);
  const counts = split(TOUCHES - FUNNEL.leads, people.map(weightOf), 0.5);
  for (const [i, person] of people.entries()) {
    const { lead } = person;
    const times = timesOf(person);
    const until = lead.won ?? lead.lost ?? Math.min(today - 1, lead.created + 60);
    const first = Math.max(from, lead.created - 45);
    const { unit } = keyedRandom(SEED, `visits/${lead.id}`);
    const cookie = `${1_000_000_000 + lead.id * 7919}.${lead.id}`;
    for (let n = 0; n < (counts[i] ?? 0); n++) {
      // The first one that is told is the one that ends in the form.
      const day = n === 0 ? lead.created : first + Math.floor(unit() * (until - first + 1));
      const at = n === 0 ? times.visited : workInstant(day, unit());
      const known = at > times.created;
      const one = n === 0 ? null : traffic(day, unit());
      const source = n === 0 ? ownTraffic(lead.channel, traffic, lead) : one;
      yield {
        event_id: `${lead.id}-${n}`,
        name: 'session_start',
        timestamp: iso(at),
        user_pseudo_id: cookie,
        user_id: known ? `${lead.id}` : null,
        param_ga_session_id: n + 1,
        param_page_location: `https://www.larkfield.example${PAGES[(lead.id + n) % PAGES.length]}`,
        collected_traffic_source_manual_source: source?.source ?? null,
        collected_traffic_source_manual_medium: source?.medium ?? null,
        collected_traffic_source_manual_campaign_name: source?.campaign ?? null,
        geo_country: lead.country,
      };
    }
  }
}

/** Who goes on further comes more often. */
function weightOf({ lead }: Person): number {
  return (
    3 +
    (lead.mql === null ? 0 : 3) +
    (lead.sql === null ? 0 : 4) +
    (lead.opportunity === null ? 0 : 6) +
    (lead.won === null ? 0 : 5)
  );
}

type Traffic = Pick<Visits, 'source' | 'medium' | 'campaign' | 'channel'>;
type Chooser = (day: Day, at: number, wanted?: (one: Traffic) => boolean) => Traffic | null;

/** Picks where a visit of a day came from, by how many came from there. */
function trafficOf(visits: readonly Visits[]): Chooser {
  const days = Map.groupBy(
    visits.filter((one) => one.channel !== 'Unassigned'),
    (one) => one.day,
  );
  return (day, at, wanted) => {
    const all = days.get(day) ?? [];
    const some = wanted ? all.filter(wanted) : all;
    let rest = at * some.reduce((sum, one) => sum + one.sessions, 0);
    for (const one of some) {
      rest -= one.sessions;
      if (rest < 0) return one;
    }
    return some[0] ?? null;
  };
}

function ownTraffic(
  channel: string,
  traffic: Chooser,
  lead: { created: Day; campaign: string | null },
): Traffic | null {
  return traffic(
    lead.created,
    0,
    (one) =>
      one.channel === channel &&
      (lead.campaign === null ? one.campaign.startsWith('(') : one.campaign === lead.campaign),
  );
}
