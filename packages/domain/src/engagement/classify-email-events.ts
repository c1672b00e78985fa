import { groupBy, MopsError } from '../shared/index.ts';
import {
  type ClassifiedEvent,
  type EmailEvent,
  type MachineReason,
  type MachineRule,
  mailOf,
} from './email-event.ts';
import { findBursts } from './find-bursts.ts';
import { isInRange, networkReader } from './network.ts';
import {
  type AgentSignature,
  IMAGE_PROXIES,
  MACHINE_AGENTS,
  MACHINE_NETWORKS,
  SIGNATURES_VERSION,
} from './signatures.ts';

export type ClassifyOptions = {
  /** Links of a campaign, where they are known; default: those that anybody clicked. */
  links?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Links that people cannot see. */
  honeypots?: ReadonlySet<string>;
  /** Clicks so soon after delivery are no human’s, in seconds; default 5. Opens: 1. */
  soonSeconds?: { click?: number; open?: number };
  /** Networks of gateways beside the list: `203.0.113.0/24`. */
  networks?: readonly string[];
  /** Agents of machines beside the list: parts of their name. */
  agents?: readonly string[];
  /** What a person said of single events. */
  said?: ReadonlyMap<string, { human: boolean; by: string }>;
};

export type Classification = {
  /** Every event once, by time and identifier. */
  events: ClassifiedEvent[];
  /** Events flagged, by rule. */
  flagged: Partial<Record<MachineRule, number>>;
  method: string;
  version: 1;
};

/** Kinds that a machine can cause. */
const CAUSED = new Set<EmailEvent['kind']>(['open', 'click', 'unsubscribe', 'forward']);
const NEAR_MS = 5000;

/**
 * Says of each e-mail event whether a human did it, with the reasons where not. No event is left out and none changed;
 * the order of rows changes nothing, and the same event twice counts once. Opens through an image proxy are
 * human, at an unknown place. What a person said outweighs all rules. Throws INVALID for events without a time.
 * @example
 * const click = (eventId, url, at) => ({ eventId, kind: 'click', at, messageId: 'm', url, network: '203.0.113.7' });
 * const { events, flagged } = classifyEmailEvents([click('1', 'a', 0), click('2', 'b', 900), click('3', 'a', 60_000)]);
 * flagged // { all_links_5s: 2 }
 * events.map(({ human }) => human) // [false, false, true]
 * events[0].reasons[0].words // 'all links within 5 s of each other'
 */
export function classifyEmailEvents(
  input: readonly EmailEvent[],
  options: ClassifyOptions = {},
): Classification {
  const events = distinct(input);
  const { links = new Map(), said = new Map() } = options;
  const bursts = findBursts(events, (campaign) => links.get(campaign) ?? null);
  const arrivals = arrivalsOf(events);
  const judgeRequest = requestJudge(options);
  const reasonsOf = new Map<string, MachineReason[]>();
  for (const event of events) {
    const burst = bursts.get(event.eventId);
    const reasons = CAUSED.has(event.kind)
      ? [...(burst ? [burst] : []), ...judgeRequest(event)]
      : [];
    const soon = soonAfter(event, arrivals.get(mailOf(event)) ?? null, options);
    if (soon) reasons.push(soon);
    reasonsOf.set(event.eventId, reasons);
  }
  addNeighbours(events, reasonsOf, options.honeypots ?? new Set());
  const flagged: Classification['flagged'] = {};
  const classified = events.map((event): ClassifiedEvent => {
    const reasons = reasonsOf.get(event.eventId) ?? [];
    const word = said.get(event.eventId);
    const human = word?.human ?? reasons.length === 0;
    if (word) {
      const what = word.human ? 'a human’s' : 'a machine’s';
      reasons.push({ rule: 'said', words: `${word.by} said that it is ${what}` });
    }
    if (!human) for (const { rule } of reasons) flagged[rule] = (flagged[rule] ?? 0) + 1;
    return { event, human, reasons, placeKnown: !isProxied(event) };
  });
  const method = `rules with signatures of ${SIGNATURES_VERSION}`;
  return { events: classified, flagged, method, version: 1 };
}

function distinct(input: readonly EmailEvent[]): EmailEvent[] {
  const kept = new Map<string, EmailEvent>();
  for (const event of input) {
    if (!Number.isFinite(event.at)) {
      const hint = 'Give milliseconds since 1970.';
      throw new MopsError('INVALID', `The event ${event.eventId} has no time.`, hint);
    }
    const known = kept.get(event.eventId);
    if (!known || JSON.stringify(event) < JSON.stringify(known)) kept.set(event.eventId, event);
  }
  return [...kept.values()].sort(
    (a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0),
  );
}

/** When each mail arrived: delivered, else sent. */
function arrivalsOf(events: readonly EmailEvent[]): Map<string, number> {
  const found = new Map<string, { at: number; rank: number }>();
  for (const event of events) {
    const mail = mailOf(event);
    const offer = (at: number, rank: number) => {
      const known = found.get(mail);
      if (!known || rank < known.rank || (rank === known.rank && at < known.at))
        found.set(mail, { at, rank });
    };
    if (event.kind === 'delivered') offer(event.at, 0);
    else if (event.kind === 'sent') offer(event.at, 1);
    else if (event.sentAt) offer(event.sentAt, 2);
  }
  return new Map([...found].map(([mail, { at }]) => [mail, at]));
}

function soonAfter(
  { kind, at }: EmailEvent,
  arrivedAt: number | null,
  { soonSeconds = {} }: ClassifyOptions,
): MachineReason | null {
  if (arrivedAt === null || (kind !== 'click' && kind !== 'open')) return null;
  const limit = kind === 'click' ? (soonSeconds.click ?? 5) : (soonSeconds.open ?? 1);
  const seconds = (at - arrivedAt) / 1000;
  if (seconds < 0 || seconds > limit) return null;
  return { rule: 'soon_after_delivery', words: `within ${limit} s of delivery` };
}

/** What the request alone says: who made it, from where, how. Looked up once per agent and address. */
function requestJudge({ networks = [], agents = [] }: ClassifyOptions) {
  const own = agents.map(
    (text): AgentSignature => ({
      name: text,
      rule: 'robot_agent',
      text: text.toLowerCase(),
      source: 'workspace',
    }),
  );
  const known = [...MACHINE_AGENTS, ...own];
  const ranges = [...MACHINE_NETWORKS, ...networks.map((range) => ({ name: range, range }))];
  const agentOf = remember((agent: string) =>
    known.filter(({ text, whole }) => (whole ? agent === text : agent.includes(text))),
  );
  const rangeOf = remember((address: string) =>
    ranges.find(({ range }) => isInRange(address, range)),
  );
  return (event: EmailEvent): MachineReason[] => {
    const reasons: MachineReason[] = [];
    if (event.machine)
      reasons.push({ rule: 'source_says', words: 'the source says that a machine did it' });
    if (event.method?.trim().toUpperCase() === 'HEAD') {
      reasons.push({ rule: 'head_request', words: 'only the head of the page was asked for' });
    }
    const agent = event.userAgent?.trim().toLowerCase() ?? '';
    const signature =
      agent === ''
        ? undefined
        : agentOf(agent).find((one) => !one.opensOnly || event.kind === 'open');
    if (signature)
      reasons.push({ rule: signature.rule, words: `the program is ${signature.name}` });
    const range = event.network ? rangeOf(event.network) : undefined;
    if (range)
      reasons.push({ rule: 'security_network', words: `the network is that of ${range.name}` });
    return reasons;
  };
}

function remember<T>(ask: (key: string) => T): (key: string) => T {
  const answers = new Map<string, T>();
  return (key) => {
    if (!answers.has(key)) answers.set(key, ask(key));
    return answers.get(key) as T;
  };
}

/** What a machine does beside: all that a network did to a mail in which it followed a hidden link, and unsubscribes amid its clicks. */
function addNeighbours(
  events: readonly EmailEvent[],
  reasonsOf: Map<string, MachineReason[]>,
  honeypots: ReadonlySet<string>,
): void {
  const caused = events.filter(({ kind }) => CAUSED.has(kind));
  const networkOf = networkReader();
  const trails = groupBy(caused, (event) => `${mailOf(event)}\n${networkOf(event.network)}`);
  for (const trail of trails.values()) {
    const trapped = trail.some(({ kind, url }) => kind === 'click' && url && honeypots.has(url));
    const clicks = trail.filter(
      ({ kind, eventId }) => kind === 'click' && (reasonsOf.get(eventId)?.length ?? 0) > 0,
    );
    for (const { eventId, kind, at } of trail) {
      const reasons = reasonsOf.get(eventId) as MachineReason[];
      if (trapped) {
        reasons.push({
          rule: 'honeypot',
          words: 'the same network followed a link that people cannot see',
        });
      }
      const amid =
        kind === 'unsubscribe' && clicks.some((click) => Math.abs(click.at - at) <= NEAR_MS);
      if (amid) {
        reasons.push({ rule: 'with_machine_clicks', words: 'within 5 s of clicks of a machine' });
      }
    }
  }
}

function isProxied({ kind, userAgent }: EmailEvent): boolean {
  const agent = userAgent?.toLowerCase() ?? '';
  return kind === 'open' && IMAGE_PROXIES.some(({ text }) => agent.includes(text));
}
