import { groupBy } from '../shared/index.ts';
import { compareText } from './node.ts';

/** Who plays which part in a purchase. */
export const BUYING_ROLES = [
  'decision_maker',
  'influencer',
  'champion',
  'blocker',
  'user',
] as const;
export type BuyingRole = (typeof BUYING_ROLES)[number];

/** Words of CRMs (lower case, blanks for marks) → role. Salesforce: OpportunityContactRole; HubSpot: hs_buying_role. */
const WORDS: Readonly<Record<string, BuyingRole>> = {
  'decision maker': 'decision_maker',
  'economic buyer': 'decision_maker',
  'economic decision maker': 'decision_maker',
  'budget holder': 'decision_maker',
  'executive sponsor': 'decision_maker',
  approver: 'decision_maker',
  influencer: 'influencer',
  evaluator: 'influencer',
  'technical buyer': 'influencer',
  'technical evaluator': 'influencer',
  'legal and compliance': 'influencer',
  procurement: 'influencer',
  champion: 'champion',
  coach: 'champion',
  sponsor: 'champion',
  blocker: 'blocker',
  gatekeeper: 'blocker',
  detractor: 'blocker',
  user: 'user',
  'end user': 'user',
  'business user': 'user',
};

/**
 * The role behind a CRM’s word for it; null for others.
 * @example buyingRole('Economic Buyer') // 'decision_maker'
 */
export function buyingRole(word: string | null): BuyingRole | null {
  const plain = (word ?? '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
  return WORDS[plain] ?? null;
}

export type BuyingGroup = {
  dealId: string;
  people: number;
  /** Role → contacts, as many as there are. */
  roles: Record<BuyingRole, string[]>;
  /** Contacts whose role is not known. */
  withoutRole: string[];
  missing: BuyingRole[];
  /** Of the wanted roles, how many are filled, 0 to 1. */
  coverage: number;
  /** In words: what is there and what is not. */
  words: string;
};

/**
 * Which roles of the buying group are known, deal by deal. A blocker is known or not, but never wanted.
 * @param deals deals to answer for, also those without people
 * @param people rows of the table `deal_contact`
 * @param wanted roles that count for coverage; default decision maker, influencer, champion and user
 * @example
 * const [group] = buyingGroups(['d'], [{ dealId: 'd', contactId: '1', role: 'Decision Maker' }]);
 * group.coverage // 0.25
 * group.words // '1 of 4 roles known; missing: influencer, champion, user.'
 */
export function buyingGroups(
  deals: readonly string[],
  people: readonly { dealId: string; contactId: string; role: string | null }[],
  wanted: readonly BuyingRole[] = ['decision_maker', 'influencer', 'champion', 'user'],
): BuyingGroup[] {
  const rows = groupBy(people, ({ dealId }) => dealId);
  return [...new Set([...deals, ...rows.keys()])].sort(compareText).map((dealId) => {
    const known = rows.get(dealId) ?? [];
    const roles: Record<BuyingRole, string[]> = {
      decision_maker: [],
      influencer: [],
      champion: [],
      blocker: [],
      user: [],
    };
    const withoutRole: string[] = [];
    for (const { contactId, role } of known) {
      const read = buyingRole(role);
      const list = read === null ? withoutRole : roles[read];
      if (!list.includes(contactId)) list.push(contactId);
    }
    const missing = wanted.filter((role) => roles[role].length === 0);
    const filled = wanted.length - missing.length;
    const rest = missing.map((role) => role.replace('_', ' ')).join(', ');
    return {
      dealId,
      people: new Set(known.map(({ contactId }) => contactId)).size,
      roles,
      withoutRole,
      missing,
      coverage: wanted.length > 0 ? filled / wanted.length : 1,
      words: `${filled} of ${wanted.length} roles known${rest === '' ? '' : `; missing: ${rest}`}.`,
    };
  });
}
