import {
  type AccountRecord,
  accountRecord,
  type Candidate,
  type ContactRecord,
  contactRecord,
  type Decision,
  type DuplicateProposal,
  nodeId,
  proposeDuplicates,
  stitchAccounts,
  stitchPeople,
  type TouchRecord,
  touchRecord,
} from '@openmops/domain/identity';
import {
  DEAL_MEASURES,
  deriveTransitions,
  type LifecycleContact,
  type LifecycleDeal,
  type LifecycleDefinition,
  lifecycleContact,
  lifecycleDeal,
  type SourceTransition,
  type StageFact,
  sourceTransition,
  stageFacts,
  type Track,
} from '@openmops/domain/lifecycle';
import type { Issue } from '@openmops/domain/shared';
import type { ResolvedRow } from '../../stores/facts/resolved-port.ts';
import type { PeoplePage } from './people-rows.ts';
import { type CompanyBody, type PersonBody, sayCompany, sayPerson } from './say-people.ts';

/** More visitors than this are not joined to anybody; what is left out is said. */
const MOST_TOUCHES = 2_000_000;

export type ResolveWish = {
  decisions: readonly Decision[];
  /** Record → the record that names it. */
  masters: Readonly<Record<string, string>>;
  definition: LifecycleDefinition;
  /** Whether the stages become facts: both heads have agreed. */
  facts: boolean;
  timeZone: string;
  asOf: number;
};

/** A stage fact with the record that it stands for, by source. */
export type SourcedFact = StageFact & { source: string; deal: boolean; stage: string | null };

export type Resolved = {
  rows: Iterable<ResolvedRow>;
  facts: readonly SourcedFact[];
  counts: Record<
    'contacts' | 'people' | 'accounts' | 'companies' | 'duplicates' | 'tracks',
    number
  >;
  warnings: Issue[];
};

/**
 * Takes the rows of the model and finds out who is who; a function of them, whatever their order. It resolves
 * once: what a step was the last to need is let go.
 */
export function peopleResolver() {
  const contacts: ContactRecord[] = [];
  const candidates: Candidate[] = [];
  const accounts: AccountRecord[] = [];
  const companies: Candidate[] = [];
  const touches = new Map<string, TouchRecord>();
  const ways: LifecycleContact[] = [];
  const deals: LifecycleDeal[] = [];
  const firstPeople = new Map<string, { contactId: string; primary: boolean }>();
  const history: SourceTransition[] = [];
  let leftOut = 0;
  const read: Record<PeoplePage['table'], (source: string, values: PeoplePage['rows'][0]) => void> =
    {
      contact(source, values) {
        const record = contactRecord(source, values);
        contacts.push(record);
        ways.push(lifecycleContact(source, values));
        if (!record.mergedInto) {
          const {
            email = null,
            firstName = null,
            lastName = null,
            company = null,
            createdAt = null,
          } = record;
          const id = nodeId('contact', source, record.contactId);
          const filled = filledOf(values);
          candidates.push({ id, email, firstName, lastName, company, filled, createdAt });
        }
      },
      account(source, values) {
        const record = accountRecord(source, values);
        accounts.push(record);
        if (record.mergedInto) return;
        const { name: company = null, domain = null, createdAt = null } = record;
        const id = nodeId('account', source, record.accountId);
        companies.push({ id, company, domain, filled: filledOf(values), createdAt });
      },
      touchpoint(source, values) {
        const touch = touchRecord(source, values);
        const { anonymousId, contactId, email, at } = touch;
        // Only touches that know two of them say who is who.
        if ([anonymousId, contactId, email].filter(Boolean).length < 2) return;
        const key = JSON.stringify([source, anonymousId, contactId, email]);
        const known = touches.get(key);
        if (known && (known.at < at || (known.at === at && known.touchId <= touch.touchId))) return;
        if (!known && touches.size >= MOST_TOUCHES) leftOut++;
        else touches.set(key, touch);
      },
      deal(source, values) {
        if (!values.merged_into) deals.push(lifecycleDeal(source, values));
      },
      deal_contact(source, values) {
        const key = `${source}\n${values.deal_id}`;
        const [contactId, primary] = [String(values.contact_id), values.primary === true];
        const known = firstPeople.get(key);
        const better = !known || (primary && !known.primary);
        if (better || (primary === known.primary && contactId < known.contactId))
          firstPeople.set(key, { contactId, primary });
      },
      stage_transition(source, values) {
        const transition = sourceTransition(source, values);
        if (transition) history.push(transition);
      },
    };

  return {
    add({ table, source, rows }: PeoplePage): void {
      for (const values of rows) read[table](source, values);
    },
    resolve(wish: ResolveWish): Resolved {
      const { decisions, definition, asOf, timeZone } = wish;
      const people = stitchPeople({ contacts, touches: [...touches.values()], decisions });
      touches.clear();
      const firms = stitchAccounts({ accounts, contacts, people, decisions });
      const proposals = [
        ...proposalsOf(candidates, { of: 'contact', groupOf: people.personOf, wish }),
        ...proposalsOf(companies, { of: 'account', groupOf: firms.companyOf, wish }),
      ];
      candidates.length = 0;
      companies.length = 0;
      const lifecycle = deriveTransitions({
        contacts: ways,
        deals: deals.map((deal) => ({
          ...deal,
          contactId:
            deal.contactId ?? firstPeople.get(`${deal.source}\n${deal.dealId}`)?.contactId ?? null,
        })),
        history,
        personOf: (source, id) =>
          people.personOf.get(nodeId('contact', source, id))?.slice('contact/'.length) ?? null,
        definition,
        asOf,
      });
      ways.length = 0;
      deals.length = 0;
      history.length = 0;
      const facts = wish.facts
        ? sourced(
            stageFacts(lifecycle, { maturityDays: definition.maturityDays, timeZone, asOf }),
            {
              tracks: lifecycle.tracks,
            },
          )
        : [];
      const persons = sayPerson({ people, firms, contacts });
      const companiesSaid = sayCompany({ firms, accounts, people: persons });
      return {
        rows: rowsOf({
          people,
          firms,
          persons,
          companies: companiesSaid,
          proposals,
          tracks: lifecycle.tracks,
        }),
        facts,
        counts: {
          contacts: contacts.length,
          people: people.people.length,
          accounts: accounts.length,
          companies: firms.companies.length,
          duplicates: proposals.length,
          tracks: lifecycle.tracks.length,
        },
        warnings: [...people.warnings, ...lifecycle.warnings, ...leftOutWarning(leftOut)],
      };
    },
  };
}

const filledOf = (values: PeoplePage['rows'][0]) =>
  Object.values(values).filter((value) => value !== null && value !== '').length;

type Proposed = DuplicateProposal & { of: 'contact' | 'account' };

function proposalsOf(
  all: readonly Candidate[],
  {
    of,
    groupOf,
    wish,
  }: {
    of: 'contact' | 'account';
    groupOf: ReadonlyMap<string, string>;
    wish: ResolveWish;
  },
): Proposed[] {
  // Records that were merged are one already: who names them stands for them.
  const open = all.filter(({ id }) => (wish.masters[id] ?? id) === id);
  const different = wish.decisions
    .filter(({ kind }) => kind === 'different')
    .map(({ a, b }) => [a, b] as const);
  const { proposals } = proposeDuplicates(open, { of, different });
  const sourceOf = (node: string) => node.split('/', 2)[1];
  return proposals
    .filter(({ records }) => {
      // One record per system, linked already: that is no duplicate.
      const linked = new Set(records.map((id) => groupOf.get(id))).size === 1;
      return !linked || new Set(records.map(sourceOf)).size < records.length;
    })
    .map((proposal) => ({ ...proposal, of }));
}

function sourced(
  facts: readonly StageFact[],
  { tracks }: { tracks: readonly Track[] },
): SourcedFact[] {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  return facts.map((fact) => {
    const { deal = null, person = null } = byId.get(fact.record) ?? {};
    const ofDeal =
      deal !== null && (fact.record.startsWith('deal/') || DEAL_MEASURES.has(fact.measure));
    const stage = ofDeal ? (deal.stage ?? null) : null;
    if (ofDeal) return { ...fact, source: deal.source, record: deal.dealId, deal: true, stage };
    const [source = '', ...id] = (person ?? '').split('/');
    return { ...fact, source, record: id.join('/'), deal: false, stage };
  });
}

function* rowsOf(of: {
  people: ReturnType<typeof stitchPeople>;
  firms: ReturnType<typeof stitchAccounts>;
  persons: readonly PersonBody[];
  companies: readonly CompanyBody[];
  proposals: readonly Proposed[];
  tracks: readonly Track[];
}): Generator<ResolvedRow> {
  const plain = { search: '', rank: 0, owner: '' };
  for (const [id, owner] of of.people.personOf)
    yield { ...plain, kind: 'node', id, owner, body: '0' };
  for (const [id, owner] of of.firms.companyOf)
    yield { ...plain, kind: 'node', id, owner, body: '0' };
  const names = new Map<string, string>();
  for (const person of of.persons) {
    for (const member of person.members) names.set(member, person.name);
    const search = [person.name, ...person.emails, person.companyName ?? '', ...person.members];
    yield {
      kind: 'person',
      id: person.id,
      owner: person.membership?.company ?? '',
      search: search.join('\n').toLowerCase(),
      rank: -(person.lastAt ?? 0),
      body: JSON.stringify(person),
    };
  }
  for (const company of of.companies) {
    for (const member of company.members) names.set(member, company.name);
    const search = [company.name, ...company.domains, ...company.members].join('\n').toLowerCase();
    yield {
      ...plain,
      kind: 'company',
      id: company.id,
      search,
      rank: -company.people,
      body: JSON.stringify(company),
    };
  }
  for (const proposal of of.proposals) {
    const labels = Object.fromEntries(proposal.records.map((id) => [id, names.get(id) ?? id]));
    yield {
      kind: 'proposal',
      id: proposal.records.join('\n'),
      owner: proposal.of,
      search: Object.values(labels).join('\n').toLowerCase(),
      rank: -proposal.similarity,
      body: JSON.stringify({ ...proposal, labels }),
    };
  }
  for (const track of of.tracks) {
    const { id, person, deal, dims, transitions } = track;
    const body = JSON.stringify({ id, person, deal, dims, transitions });
    yield { ...plain, kind: 'track', id, owner: person === null ? '' : `contact/${person}`, body };
  }
}

function leftOutWarning(leftOut: number): Issue[] {
  if (leftOut === 0) return [];
  const message = `${leftOut} touches of visitors were left out: there are more than ${MOST_TOUCHES}.`;
  const hint = 'Send touches of visitors who gave an address or signed in only.';
  return [
    { code: 'too_many_touches', severity: 'warning', message, hint, line: null, field: null },
  ];
}
