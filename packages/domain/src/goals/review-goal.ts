import { type Issue, MopsError } from '../shared/index.ts';
import type { Target } from '../targets/index.ts';

/** From which share on something counts as reached, or as done. */
export type ReviewThresholds = {
  /** Of the target; 1 when left out: all of it. */
  hitShare: number;
  /** Of the expected activities; 0.8 when left out. */
  doneShare: number;
};

export const REVIEW_THRESHOLDS: ReviewThresholds = { hitShare: 1, doneShare: 0.8 };

export type ReviewInput = {
  /** Null: none was set for the period. */
  target: (Pick<Target, 'kind' | 'value'> & Partial<Pick<Target, 'band' | 'measures'>>) | null;
  /** What has come in the period, or what a level is; null: nobody knows. */
  result: number | null;
  /** How much of the period's plan should be there by now, 0–1; 1 once it is over. */
  plannedShare: number;
  over: boolean;
  activities: readonly {
    /** Days on which it was expected until now, and those on which it was done or skipped. */
    expected: number;
    done: number;
    skipped: number;
    /** What each time was expected to bring, in the unit of the goal; null: nobody said. */
    effect: number | null;
  }[];
  thresholds?: Partial<ReviewThresholds>;
};

export type Answered = 'yes' | 'no' | 'not_yet' | 'unknown';

/**
 * What missing or hitting a goal with or without its activities means. `works`: done and hit;
 * `strategy_gap`: done, and it did not bring what was hoped for; `execution_gap`: not done, not hit;
 * `other_cause`: hit although not done. The rest say what is missing for a verdict.
 */
export type Verdict =
  | 'works'
  | 'strategy_gap'
  | 'execution_gap'
  | 'other_cause'
  | 'no_target'
  | 'no_result'
  | 'no_activities'
  | 'not_started';

export type GoalReview = {
  /** Did we achieve the goal? `attainment`: 1 is all of it. `pace`: against what should be there by now. */
  achieved: {
    answer: Answered;
    /** What kind of target it was; null: there was none. */
    kind: Target['kind'] | null;
    attainment: number | null;
    pace: number | null;
  };
  /** Did we do the activities? */
  done: {
    answer: Answered;
    expected: number;
    done: number;
    skipped: number;
    open: number;
    completion: number | null;
  };
  /** Did it give results? What was done was expected to bring `expectedEffect`. */
  gave: {
    answer: Answered;
    result: number | null;
    expectedEffect: number | null;
    plannedEffect: number | null;
    share: number | null;
  };
  /** Short by how much of the target; 0 when it is reached. */
  short: { absolute: number | null; share: number | null };
  verdict: Verdict;
  /** The period is not over: judged by what should be there by now. */
  interim: boolean;
  thresholds: ReviewThresholds;
  method: 'goalReview';
  version: 1;
  /** `interim`, `few_occurrences`. */
  warnings: Issue[];
};

/** What differs by less is the same. */
const HAIR = 1e-9;
/** Of fewer occurrences one more or less decides. */
const FEW = 4;

/**
 * Answers the four questions of a goal in a period, and names the gap: in execution (not done, not
 * reached) or in strategy (done, and yet not reached). A period that is not over is judged by the share
 * of its plan that should be there. INVALID for counts and shares that are none.
 * @example
 * const target = { kind: 'reach', value: 1000 };
 * const review = (result, done) => reviewGoal({ target, result, plannedShare: 1, over: true, activities: [{ expected: 13, done, skipped: 0, effect: null }] });
 * review(820, 13) // { verdict: 'strategy_gap', achieved: { answer: 'no', kind: 'reach', attainment: 0.82, pace: 0.82 }, short: { absolute: 180, share: 0.18 }, … }
 * review(550, 5).verdict // 'execution_gap'
 */
export function reviewGoal(input: ReviewInput): GoalReview {
  checkInput(input);
  const thresholds = { ...REVIEW_THRESHOLDS, ...input.thresholds };
  const done = doneOf(input, thresholds);
  const achieved = achievedOf(input, thresholds);
  const hit = achieved.hit;
  const { answer, attainment, pace } = achieved;
  return {
    achieved: { answer, kind: input.target?.kind ?? null, attainment, pace },
    done,
    gave: gaveOf(input, thresholds),
    short: shortOf(input),
    verdict: verdictOf(input, { hit, done: done.answer }),
    interim: !input.over,
    thresholds,
    method: 'goalReview',
    version: 1,
    warnings: warningsOf(input, done.expected),
  };
}

function achievedOf(input: ReviewInput, { hitShare }: ReviewThresholds) {
  const { target, result, plannedShare, over } = input;
  const unknown = { answer: 'unknown' as Answered, attainment: null, pace: null, hit: null };
  if (target === null || result === null) return unknown;
  const share = over || target.measures === 'level' ? 1 : plannedShare;
  const whole = attainmentOf(target, result, 1);
  const soFar = attainmentOf(target, result, share);
  const enough = (one: { share: number | null; met: boolean }) =>
    one.share === null ? one.met : one.share >= hitShare - HAIR;
  const reached = enough(whole);
  // A sum that may not pass its limit is safe only at the end; one to reach is reached for good.
  const settled = over || (target.kind === 'reach' && target.measures !== 'level');
  const answer: Answered = reached && settled ? 'yes' : over ? 'no' : 'not_yet';
  const started = over || share > 0;
  return {
    answer,
    attainment: whole.share,
    pace: soFar.share,
    hit: started ? enough(soFar) : null,
  };
}

/**
 * How much of a target a value is: of one to reach value ÷ target, of a limit target ÷ value, of a band
 * 1 inside and the share of the nearer end outside. Null where a quotient says nothing.
 */
function attainmentOf(
  target: NonNullable<ReviewInput['target']>,
  value: number,
  share: number,
): { share: number | null; met: boolean } {
  const { low, high } = boundsOf(target, share);
  const met = isWithin(value, { low, high });
  if (target.kind === 'reach') return { share: quotient(value, low), met };
  if (target.kind === 'stayBelow') return { share: quotient(high, value), met };
  return { share: met ? 1 : value < low ? quotient(value, low) : quotient(high, value), met };
}

function isWithin(value: number, { low, high }: { low: number; high: number }): boolean {
  return value >= low - HAIR * Math.abs(low) && value <= high + HAIR * Math.abs(high);
}

function boundsOf(target: NonNullable<ReviewInput['target']>, share: number) {
  const { kind, value, band } = target;
  if (kind === 'reach') return { low: value * share, high: Infinity };
  if (kind === 'stayBelow') return { low: -Infinity, high: value * share };
  return { low: (band?.low ?? value) * share, high: (band?.high ?? value) * share };
}

const quotient = (part: number, of: number) =>
  of > 0 && part >= 0 && part / of < Infinity ? part / of : null;

function doneOf({ activities, over }: ReviewInput, { doneShare }: ReviewThresholds) {
  const sum = (of: (one: ReviewInput['activities'][number]) => number) =>
    activities.reduce((total, one) => total + of(one), 0);
  const [expected, done, skipped] = [
    sum((one) => one.expected),
    sum((one) => one.done),
    sum((one) => one.skipped),
  ];
  const completion = expected === 0 ? null : done / expected;
  const enough = completion !== null && completion >= doneShare - HAIR;
  const answer: Answered =
    completion === null ? 'unknown' : enough ? 'yes' : over ? 'no' : 'not_yet';
  return { answer, expected, done, skipped, open: expected - done - skipped, completion };
}

function gaveOf({ activities, result }: ReviewInput, { hitShare }: ReviewThresholds) {
  const told = activities.filter(({ effect }) => effect !== null);
  const sum = (times: 'done' | 'expected') =>
    told.length === 0
      ? null
      : told.reduce((total, one) => total + one[times] * (one.effect ?? 0), 0);
  const [expectedEffect, plannedEffect] = [sum('done'), sum('expected')];
  const share =
    expectedEffect === null || result === null ? null : quotient(result, expectedEffect);
  const answer: Answered = share === null ? 'unknown' : share >= hitShare - HAIR ? 'yes' : 'no';
  return { answer, result, expectedEffect, plannedEffect, share };
}

function shortOf({ target, result }: ReviewInput): GoalReview['short'] {
  if (target === null || result === null) return { absolute: null, share: null };
  const bounds = boundsOf(target, 1);
  if (isWithin(result, bounds)) return { absolute: 0, share: 0 };
  const bound = result < bounds.low ? bounds.low : bounds.high;
  const absolute = Math.abs(bound - result);
  return { absolute, share: quotient(absolute, Math.abs(bound)) };
}

function verdictOf(
  { target, result }: ReviewInput,
  { hit, done }: { hit: boolean | null; done: Answered },
): Verdict {
  if (target === null) return 'no_target';
  if (result === null) return 'no_result';
  if (hit === null) return 'not_started';
  if (done === 'unknown') return 'no_activities';
  if (done === 'yes') return hit ? 'works' : 'strategy_gap';
  return hit ? 'other_cause' : 'execution_gap';
}

function warningsOf({ over }: ReviewInput, expected: number): Issue[] {
  const warning = (code: string, message: string, hint: string): Issue => ({
    code,
    severity: 'warning',
    message,
    hint,
    line: null,
    field: null,
  });
  const found: Issue[] = [];
  if (!over)
    found.push(
      warning(
        'interim',
        'The period is not over; this is how it stands.',
        'Look again at its end.',
      ),
    );
  if (expected > 0 && expected < FEW)
    found.push(
      warning(
        'few_occurrences',
        `Only ${expected} of the activities ${expected === 1 ? 'was' : 'were'} due yet: one more or less decides.`,
        'Read the verdict with care.',
      ),
    );
  return found;
}

function checkInput({ target, result, plannedShare, activities, thresholds }: ReviewInput): void {
  const amount = (value: number) => Math.abs(value) <= 1e15;
  const ends = [target?.value ?? 0, target?.band?.low ?? 0, target?.band?.high ?? 0];
  check(amount(result ?? 0) && ends.every(amount), 'The result or target is no amount.');
  check(plannedShare >= 0 && plannedShare <= 1, `A planned share of ${plannedShare} is none.`);
  for (const { hitShare, doneShare } of [{ ...REVIEW_THRESHOLDS, ...thresholds }])
    check(
      hitShare > 0 && hitShare <= 1 && doneShare > 0 && doneShare <= 1,
      'A threshold is a share.',
    );
  for (const { expected, done, skipped, effect } of activities) {
    const counts = [expected, done, skipped].every((one) => Number.isInteger(one) && one >= 0);
    check(counts && done + skipped <= expected, `${done} done of ${expected} cannot be.`);
    check(amount(effect ?? 0), 'The expected effect is no amount.');
  }
}

function check(fits: boolean, message: string): void {
  const hint = 'Give counts of 0 or more, shares from 0 to 1 and amounts below 1e15.';
  if (!fits) throw new MopsError('INVALID', message, hint);
}
