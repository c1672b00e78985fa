type Role = 'decision maker' | 'influencer' | 'champion' | 'blocker' | 'user';

/** Words of CRM systems for who decides, in the order in which they are looked for. */
const WORDS: readonly [role: Role, words: RegExp][] = [
  ['blocker', /block|detractor|gatekeeper|opponent/],
  ['champion', /champion|coach|advocate|(?<!executive )sponsor/],
  ['decision maker', /deci|economic|budget|executive|approver|signatory|signer|owner/],
  ['user', /user/],
  ['influencer', /influenc|evaluat|technical|legal|procurement|purchas|consult/],
];

/**
 * The part somebody has in a purchase, from what a CRM calls it; null: none of the five.
 * @example buyingRole('Economic Buyer') // 'decision maker'
 * @example buyingRole('END_USER') // 'user'
 * @example buyingRole('Other') // null
 */
export function buyingRole(role: string | null): Role | null {
  const text = (role ?? '').toLowerCase().replace(/[_-]+/g, ' ');
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? null;
}
