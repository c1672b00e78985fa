import { MopsError } from '../shared/index.ts';

/** What a lead is: a value counts when it is equal, one of a list, or in a range (both ends included). */
export type FitRule = {
  id: string;
  attribute: string;
  when:
    | { equals: string | number | boolean }
    | { oneOf: readonly (string | number)[] }
    | { from?: number; to?: number };
  /** Negative where the attribute speaks against the lead. */
  points: number;
};

/** What a lead did: each event counts less the older it is. */
export type EngagementRule = {
  id: string;
  event: string;
  points: number;
  /** Days after which an event counts half; null: it does not fade. */
  halfLifeDays: number | null;
  /** Most that this rule may add or take away, all events together. */
  cap?: number;
};

/** A version of the rules of scoring; answers name it, so that scores of different versions are told apart. */
export type ScoringRules = {
  version: string;
  fit: readonly FitRule[];
  engagement: readonly EngagementRule[];
  /** Bounds of each half. Default: fit from 0 to 100, engagement from 0 to 100. */
  fitRange?: readonly [low: number, high: number];
  engagementRange?: readonly [low: number, high: number];
  /** From these points on a half is good: A to D for the fit, 1 to 4 for the engagement. */
  grades?: {
    fit: readonly [number, number, number];
    engagement: readonly [number, number, number];
  };
};

export type Lead = {
  attributes: Readonly<Record<string, string | number | boolean | null>>;
  events: readonly { event: string; timeMs: number }[];
};

export type LeadScore = {
  fit: number;
  engagement: number;
  /** Fit × engagement, each as a share of its range: 100 is a perfect lead that is active now. */
  score: number;
  /** `A1` is the best, `D4` the last. */
  grade: string;
  /** What added or took away points, largest first. */
  reasons: { rule: string; points: number }[];
  method: string;
  version: string;
};

const DAY_MS = 86_400_000;
const RANGE = [0, 100] as const;
const GRADES = { fit: [75, 50, 25], engagement: [75, 50, 25] } as const;

/**
 * Scores a lead by rules at an instant: points for what it is times points for what it did, which
 * fade with their half-life. Events after the instant do not count. Throws INVALID for rules with points or
 * half-lives that are none.
 * @example
 * const rules = {
 *   version: '2026-01',
 *   fit: [{ id: 'size', attribute: 'employees', when: { from: 200 }, points: 80 }],
 *   engagement: [{ id: 'demo', event: 'demo_request', points: 60, halfLifeDays: 30 }],
 * };
 * const lead = { attributes: { employees: 500 }, events: [{ event: 'demo_request', timeMs: 0 }] };
 * scoreLead(lead, rules, 30 * 86_400_000)
 * // { fit: 80, engagement: 30, score: 24, grade: 'A3', reasons: [{ rule: 'size', points: 80 }, { rule: 'demo', points: 30 }], method: 'Rules: fit × engagement', version: '2026-01' }
 */
export function scoreLead(lead: Lead, rules: ScoringRules, atMs: number): LeadScore {
  checkRules(rules, atMs);
  const fitReasons = rules.fit
    .filter((rule) => holds(rule.when, lead.attributes[rule.attribute] ?? null))
    .map(({ id, points }) => ({ rule: id, points }));
  const engagementReasons = rules.engagement
    .map((rule) => ({ rule: rule.id, points: faded(rule, lead, atMs) }))
    .filter(({ points }) => points !== 0);
  const fitRange = rules.fitRange ?? RANGE;
  const engagementRange = rules.engagementRange ?? RANGE;
  const fit = clamp(sumOf(fitReasons), fitRange);
  const engagement = clamp(sumOf(engagementReasons), engagementRange);
  const grades = rules.grades ?? GRADES;
  return {
    fit,
    engagement,
    score: 100 * shareOf(fit, fitRange) * shareOf(engagement, engagementRange),
    grade: `${'ABCD'[stepOf(fit, grades.fit)]}${stepOf(engagement, grades.engagement) + 1}`,
    reasons: [...fitReasons, ...engagementReasons].sort(
      (a, b) => Math.abs(b.points) - Math.abs(a.points),
    ),
    method: 'Rules: fit × engagement',
    version: rules.version,
  };
}

function holds(when: FitRule['when'], value: string | number | boolean | null): boolean {
  if (value === null) return false;
  const plain = (one: string | number | boolean) =>
    typeof one === 'string' ? one.trim().toLowerCase() : one;
  if ('equals' in when) return plain(value) === plain(when.equals);
  if ('oneOf' in when) return when.oneOf.some((one) => plain(one) === plain(value));
  if (typeof value !== 'number') return false;
  return (
    value >= (when.from ?? Number.NEGATIVE_INFINITY) &&
    value <= (when.to ?? Number.POSITIVE_INFINITY)
  );
}

function faded(rule: EngagementRule, { events }: Lead, atMs: number): number {
  let points = 0;
  for (const { event, timeMs } of events) {
    if (event !== rule.event || !(timeMs <= atMs)) continue;
    const ageDays = (atMs - timeMs) / DAY_MS;
    points += rule.points * (rule.halfLifeDays === null ? 1 : 2 ** (-ageDays / rule.halfLifeDays));
  }
  const cap = rule.cap ?? Number.POSITIVE_INFINITY;
  return clamp(points, [-cap, cap]);
}

function checkRules(
  { fit, engagement, fitRange, engagementRange }: ScoringRules,
  atMs: number,
): void {
  const points = [...fit, ...engagement].every((rule) => Number.isFinite(rule.points));
  const fades = engagement.every(
    ({ halfLifeDays, cap = 0 }) => (halfLifeDays === null || halfLifeDays > 0) && cap >= 0,
  );
  const ids = [...fit, ...engagement].map(({ id }) => id);
  const ranges = [fitRange ?? RANGE, engagementRange ?? RANGE].every(([low, high]) => low < high);
  const fine =
    points && fades && ranges && new Set(ids).size === ids.length && Number.isFinite(atMs);
  if (fine) return;
  throw new MopsError(
    'INVALID',
    'These rules of scoring cannot be applied.',
    'Points are numbers, half-lives above 0, caps 0 or more, ranges rise, and each rule has its own id.',
  );
}

const sumOf = (reasons: readonly { points: number }[]) =>
  reasons.reduce((sum, { points }) => sum + points, 0);
const clamp = (value: number, [low, high]: readonly [number, number]) =>
  Math.min(high, Math.max(low, value));
const shareOf = (value: number, [low, high]: readonly [number, number]) =>
  (value - low) / (high - low);
function stepOf(value: number, steps: readonly number[]): number {
  const at = steps.findIndex((step) => value >= step);
  return at < 0 ? steps.length : at;
}
