import {
  type DuplicateGroup,
  findDuplicates,
  jaroWinkler,
  normalizeDomain,
  normalizeEmail,
  normalizeName,
} from '../quality/index.ts';
import { groupBy, type Issue, MopsError } from '../shared/index.ts';
import { mustBe } from '../statistics/index.ts';
import { isDesk, isFreeMail } from './free-mail.ts';
import { compareText } from './node.ts';

/** A contact or account that may be there twice. */
export type Candidate = {
  id: string;
  email?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  /** Of a contact the company’s name, of an account its own. */
  company?: string | null;
  domain?: string | null;
  /** How many of its fields are filled, and since when it is there: the fuller, older one is kept. */
  filled?: number;
  createdAt?: number | null;
};

export type DuplicatePair = {
  a: string;
  b: string;
  rule: 'email' | 'domain' | 'domain_name' | 'company_name' | 'name';
  /** 0 to 1. */
  similarity: number;
  reason: string;
};

export type DuplicateProposal = {
  records: string[];
  /** The one to keep, if nobody says otherwise. */
  keep: string;
  pairs: DuplicatePair[];
  /** Of its weakest pair. */
  similarity: number;
};

export type DuplicateProposals = {
  /** The surest first. */
  proposals: DuplicateProposal[];
  method: 'mailbox, domain, Jaro–Winkler';
  version: 1;
  warnings: Issue[];
};

export type ProposeOptions = {
  of: 'contact' | 'account';
  /** Likeness of names, 0 to 1; default 0.92. */
  threshold?: number;
  /** Pairs that were looked at and are two. */
  different?: readonly (readonly [string, string])[];
  freeMail?: ReadonlySet<string>;
};

/**
 * Records that are likely there twice, to be looked at. Contacts: the same mailbox (not of a desk such as `info@`), or a
 * name alike at the same company domain, or at a company whose name is alike. Accounts: the same domain, or a name
 * alike where not both have a domain. Given and family names are compared apart. Refuses two candidates with one id
 * and thresholds outside of 0 to 1.
 * @example
 * proposeDuplicates([
 *   { id: '1', firstName: 'Jane', lastName: 'Larkfield', email: 'jane@example.com' },
 *   { id: '2', firstName: 'Jane', lastName: 'Larkfeild', email: 'j.larkfield@example.com' },
 * ], { of: 'contact' }).proposals[0].pairs[0].reason // 'Names alike (0.98) at the domain example.com.'
 */
export function proposeDuplicates(
  candidates: readonly Candidate[],
  options: ProposeOptions,
): DuplicateProposals {
  const { of, threshold = 0.92, different = [] } = options;
  mustBe(threshold > 0 && threshold <= 1, `A threshold of ${threshold} says nothing.`, '0 to 1.');
  const ids = new Set(candidates.map(({ id }) => id));
  mustBe(ids.size === candidates.length, 'Two candidates have one id.', 'Name each once.');
  const sorted = [...candidates].sort((a, b) => compareText(a.id, b.id));
  const apart = new Set(different.map((pair) => [...pair].sort().join('\n')));
  const warnings: Issue[] = [];
  const search = { threshold, warnings, freeMail: options.freeMail ?? new Set<string>() };
  const found = of === 'contact' ? contactPairs(sorted, search) : accountPairs(sorted, search);
  const strongest = new Map<string, DuplicatePair>();
  for (const pair of found) {
    const key = [pair.a, pair.b].join('\n');
    if (!apart.has(key) && !strongest.has(key)) strongest.set(key, pair);
  }
  const proposals = groupsOf([...strongest.values()], sorted);
  return { proposals, method: 'mailbox, domain, Jaro–Winkler', version: 1, warnings };
}

type Search = { threshold: number; warnings: Issue[]; freeMail: ReadonlySet<string> };

function* contactPairs(all: readonly Candidate[], search: Search): Generator<DuplicatePair> {
  const emails = all.map(({ email }) => (email && !isDesk(email) ? email : null));
  for (const { rows, key } of findDuplicates(emails, 'email').groups) {
    const reason = `The same mailbox, ${key}.`;
    yield* starOf(rows, all, { rule: 'email', similarity: 1, reason });
  }
  const domainOf = ({ email, domain }: Candidate) => {
    const text = domain ?? (email ? (normalizeEmail(email) ?? '') : '');
    const host = normalizeDomain(text);
    return host !== null && !isFreeMail(host, search.freeMail) ? host : null;
  };
  for (const [domain, list] of groupBy(all, domainOf)) {
    if (domain === null) continue;
    const says = (alike: string) => `Names alike (${alike}) at the domain ${domain}.`;
    yield* alikePeople(list, search, { rule: 'domain_name', says });
  }
  const companies = all.map(({ company }) => company ?? null);
  for (const { rows, key } of alikeNames(companies, search)) {
    const list = rows.map((row) => all[row] as Candidate);
    const says = (alike: string) => `Names alike (${alike}) at the company ${key}.`;
    yield* alikePeople(list, search, { rule: 'company_name', says });
  }
}

function* accountPairs(all: readonly Candidate[], search: Search): Generator<DuplicatePair> {
  const domains = all.map(({ domain }) =>
    domain && !isFreeMail(domain, search.freeMail) ? normalizeDomain(domain) : null,
  );
  for (const { rows, key } of findDuplicates(domains, 'domain').groups) {
    const reason = `The same domain, ${key}.`;
    yield* starOf(rows, all, { rule: 'domain', similarity: 1, reason });
  }
  const names = all.map(({ company }) => company ?? null);
  for (const { rows } of alikeNames(names, search)) {
    for (const [i, j] of pairsOf(rows)) {
      // Two domains that differ are two companies, or two branches, however alike their names are.
      if (domains[i] && domains[j] && domains[i] !== domains[j]) continue;
      const similarity = likeness(names[i] ?? '', names[j] ?? '');
      if (similarity < search.threshold) continue;
      const reason = `Names alike (${similarity.toFixed(2)}), and no domain that tells them apart.`;
      const [a, b] = [(all[i] as Candidate).id, (all[j] as Candidate).id];
      yield { a, b, rule: 'name', similarity, reason };
    }
  }
}

/** Names alike; of more than can be compared none, and that is said. */
function alikeNames(names: readonly (string | null)[], search: Search): DuplicateGroup[] {
  try {
    const { groups, warnings } = findDuplicates(names, 'name', search.threshold);
    search.warnings.push(...warnings);
    return groups;
  } catch (error) {
    if (!(error instanceof MopsError) || error.code !== 'LIMIT') throw error;
    const { message, hint } = error;
    const rest = { severity: 'warning', line: null, field: null } as const;
    search.warnings.push({ code: 'too_many_names', message, hint, ...rest });
    return [];
  }
}

function* alikePeople(
  list: readonly Candidate[],
  search: Search,
  as: { rule: DuplicatePair['rule']; says: (alike: string) => string },
): Generator<DuplicatePair> {
  const full = list.map(({ firstName, lastName }) =>
    firstName && lastName ? `${firstName} ${lastName}` : null,
  );
  const { threshold } = search;
  for (const { rows } of alikeNames(full, search)) {
    for (const [i, j] of pairsOf(rows)) {
      const [one, other] = [list[i] as Candidate, list[j] as Candidate];
      // A long family name must not hide another given name.
      const similarity = Math.min(
        likeness(one.firstName ?? '', other.firstName ?? ''),
        likeness(one.lastName ?? '', other.lastName ?? ''),
      );
      if (similarity < threshold) continue;
      const [a, b] = [one.id, other.id];
      yield { a, b, rule: as.rule, similarity, reason: as.says(similarity.toFixed(2)) };
    }
  }
}

const likeness = (a: string, b: string) => jaroWinkler(normalizeName(a), normalizeName(b));

/** Above this many of one group each is compared with the first only. */
const ALL_PAIRS = 50;

function* pairsOf(rows: readonly number[]): Generator<[number, number]> {
  for (const [place, i] of rows.slice(0, rows.length > ALL_PAIRS ? 1 : undefined).entries()) {
    for (const j of rows.slice(place + 1)) yield [i, j];
  }
}

function* starOf(
  rows: readonly number[],
  all: readonly Candidate[],
  how: Pick<DuplicatePair, 'rule' | 'similarity' | 'reason'>,
): Generator<DuplicatePair> {
  for (const [i, j] of pairsOf(rows)) {
    yield { a: (all[i] as Candidate).id, b: (all[j] as Candidate).id, ...how };
  }
}

/** Pairs that hang together, each with the one to keep. */
function groupsOf(pairs: readonly DuplicatePair[], all: readonly Candidate[]): DuplicateProposal[] {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    while ((parents.get(root) ?? root) !== root) root = parents.get(root) as string;
    return root;
  };
  for (const { a, b } of pairs) {
    const [one, other] = [rootOf(a), rootOf(b)].sort(compareText) as [string, string];
    parents.set(other, one);
    parents.set(one, one);
  }
  const byId = new Map(all.map((one) => [one.id, one]));
  return [...groupBy(pairs, ({ a }) => rootOf(a)).values()]
    .map((list) => {
      const records = [...new Set(list.flatMap(({ a, b }) => [a, b]))].sort(compareText);
      const keep = records.reduce((best, id) => (better(byId.get(id), byId.get(best)) ? id : best));
      const similarity = list.reduce((least, pair) => Math.min(least, pair.similarity), 1);
      return { records, keep, pairs: list, similarity };
    })
    .sort(
      (a, b) => b.similarity - a.similarity || compareText(a.records[0] ?? '', b.records[0] ?? ''),
    );
}

function better(one: Candidate | undefined, other: Candidate | undefined): boolean {
  const [a, b] = [one?.filled ?? 0, other?.filled ?? 0];
  if (a !== b) return a > b;
  return (one?.createdAt ?? Infinity) < (other?.createdAt ?? Infinity);
}
