import { groupBy, type Issue, MopsError } from '../shared/index.ts';
import { collectSignals, type Signal } from './collect-signals.ts';
import { checkDefinition, type LifecycleDefinition } from './definition.ts';
import type {
  Dims,
  LifecycleContact,
  LifecycleDeal,
  SourceTransition,
  Transition,
} from './records.ts';
import { walkTrack } from './walk-track.ts';

export type LifecycleInput = {
  contacts: readonly LifecycleContact[];
  deals: readonly LifecycleDeal[];
  /** The CRM’s history, where it has one. */
  history?: readonly SourceTransition[];
  /** Name of the person behind a contact, by the room of identity; default: the source’s own merges. */
  personOf?: (source: string, contactId: string) => string | null;
  definition: LifecycleDefinition;
  /** Now: what lies after it does not count. */
  asOf: number;
};

/** One way through the stages: of a person with their first deal, or of a later deal. */
export type Track = {
  id: string;
  person: string | null;
  /** The deal of this way. */
  deal: LifecycleDeal | null;
  dims: Dims;
  transitions: Transition[];
};

export type Lifecycle = {
  /** By id. */
  tracks: Track[];
  /** All of them, by time. */
  transitions: Transition[];
  method: 'history, else dates';
  version: string;
  warnings: Issue[];
};

/**
 * Who came into which stage and when, in the canonical stages: from the CRM’s history where it knows a stage, else from
 * the dates on the record. A converted lead and its contact are one person. A person’s first deal continues the person’s
 * way; every further deal is a way of its own. Whoever skips stages came into them at the same instant; going back is
 * kept as recycled. The order of rows changes nothing. Throws INVALID for times that are none, and for definitions
 * that cannot be used.
 * @example
 * const { transitions } = deriveTransitions({
 *   contacts: [{ source: 'crm', contactId: '1', dates: { lead_at: 1, sql_at: 5 } }],
 *   deals: [{ source: 'crm', dealId: '9', contactId: '1', createdAt: 7 }],
 *   definition: COMMON_LIFECYCLE, asOf: 10,
 * });
 * transitions.map(({ to, at, basis }) => `${to} ${at} ${basis}`)
 * // ['inquiry 1 date', 'mql 5 filled', 'sal 5 filled', 'sql 5 date', 'opportunity 7 date']
 */
export function deriveTransitions(input: LifecycleInput): Lifecycle {
  const { contacts, deals, history = [], definition, asOf } = input;
  const warnings = checkDefinition(definition);
  if (!Number.isFinite(asOf)) {
    throw new MopsError(
      'INVALID',
      'It is not known what time it is.',
      'Give asOf as milliseconds.',
    );
  }
  const signals = collectSignals(definition, history);
  const personOf = personsOf(input);
  const ofPerson = groupBy(contacts, ({ source, contactId }) => personOf(source, contactId));
  const { firstDeals, laterDeals } = dealsOf(contacts, deals, personOf);
  let ahead = 0;
  const inTime = (list: readonly Signal[]) =>
    list.filter(({ at }) => {
      if (!Number.isFinite(at)) throw new MopsError('INVALID', 'A stage has no time.', 'Use ms.');
      if (at > asOf) ahead++;
      return at <= asOf;
    });
  const tracks: Track[] = [];
  for (const [person, records] of ofPerson) {
    const deal = firstDeals.get(person) ?? null;
    // What a contact says of deals counts only where none is known.
    const own = records
      .flatMap(signals.ofContact)
      .filter(({ stage }) => deal === null || !DEAL_STAGES.has(stage));
    const all = inTime([...own, ...(deal ? signals.ofDeal(deal) : [])]);
    const id = `person/${person}`;
    const dims = Object.assign(
      {},
      ...[...records]
        .sort(bySource)
        .reverse()
        .map((one) => known(one.dims)),
    );
    tracks.push({ id, person, deal, dims, transitions: walkTrack(id, all, 'inquiry') });
  }
  for (const { deal, person } of laterDeals) {
    const id = `deal/${deal.source}/${deal.dealId}`;
    const transitions = walkTrack(id, inTime(signals.ofDeal(deal)), 'opportunity');
    tracks.push({ id, person, deal, dims: known(deal.dims), transitions });
  }
  tracks.sort((a, b) => compare(a.id, b.id));
  const transitions = tracks
    .flatMap((track) => track.transitions)
    .map((transition, place) => ({ transition, place }))
    .sort((a, b) => a.transition.at - b.transition.at || a.place - b.place)
    .map(({ transition }) => transition);
  warnings.push(...wordWarnings(signals.unknown));
  if (ahead > 0)
    warnings.push(
      warning(
        'in_the_future',
        `${ahead} stages lie ahead and do not count.`,
        'Correct the dates in the source.',
      ),
    );
  return {
    tracks,
    transitions,
    method: 'history, else dates',
    version: definition.version,
    warnings,
  };
}

const DEAL_STAGES = new Set<string>(['opportunity', 'won', 'lost']);

/** Contacts by who they are; without the room of identity the source’s own merges and conversions are followed. */
function personsOf({ contacts, personOf }: LifecycleInput) {
  const into = new Map<string, string>();
  for (const { source, contactId, mergedInto } of contacts) {
    if (mergedInto) into.set(`${source}/${contactId}`, `${source}/${mergedInto}`);
  }
  return (source: string, contactId: string): string => {
    const named = personOf?.(source, contactId);
    if (named) return named;
    let name = `${source}/${contactId}`;
    // A ring of merges ends where it began.
    for (const seen = new Set<string>(); !seen.has(name); ) {
      seen.add(name);
      name = into.get(name) ?? name;
    }
    return name;
  };
}

/** The first deal of each person, and all others. */
function dealsOf(
  contacts: readonly LifecycleContact[],
  deals: readonly LifecycleDeal[],
  personOf: (source: string, contactId: string) => string,
) {
  const converted = new Map<string, string>();
  for (const { source, contactId, convertedDealId } of [...contacts].sort(bySource)) {
    const key = `${source} ${convertedDealId}`;
    if (convertedDealId && !converted.has(key)) converted.set(key, personOf(source, contactId));
  }
  const people = new Set(contacts.map(({ source, contactId }) => personOf(source, contactId)));
  const firstDeals = new Map<string, LifecycleDeal>();
  const laterDeals: { deal: LifecycleDeal; person: string | null }[] = [];
  const sorted = [...deals].sort(
    (a, b) =>
      (a.createdAt ?? Infinity) - (b.createdAt ?? Infinity) ||
      compare(a.source, b.source) ||
      compare(a.dealId, b.dealId),
  );
  for (const deal of sorted) {
    const { source, dealId, contactId } = deal;
    const named = contactId ? personOf(source, contactId) : null;
    const person = converted.get(`${source} ${dealId}`) ?? named;
    if (person !== null && people.has(person) && !firstDeals.has(person))
      firstDeals.set(person, deal);
    else laterDeals.push({ deal, person });
  }
  return { firstDeals, laterDeals };
}

function wordWarnings(unknown: ReadonlyMap<string, number>): Issue[] {
  const words = [...unknown].sort(([a], [b]) => compare(a, b));
  if (words.length === 0) return [];
  const named = words.slice(0, 5).map(([word, count]) => `“${word}” (${count})`);
  const rest = words.length > 5 ? ` and ${words.length - 5} more` : '';
  const message = `The definition does not know ${named.join(', ')}${rest}.`;
  return [
    warning(
      'unknown_stage',
      message,
      'Say in the definition which stage they mean, or ignore them.',
    ),
  ];
}

const warning = (code: string, message: string, hint: string): Issue => ({
  code,
  severity: 'warning',
  message,
  hint,
  line: null,
  field: null,
});
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const bySource = (a: LifecycleContact, b: LifecycleContact) =>
  compare(a.source, b.source) || compare(a.contactId, b.contactId);
/** Dimensions that have a value. */
const known = (dims: Dims = {}): Dims =>
  Object.fromEntries(Object.entries(dims).filter(([, value]) => value !== null && value !== ''));
