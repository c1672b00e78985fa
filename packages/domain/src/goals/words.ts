import { type Day, formatDay } from '../shared/index.ts';
import type { Pace, Target } from '../targets/index.ts';
import type { GoalReview, Verdict } from './review-goal.ts';

/** A value of the goal as text. */
type Format = (value: number) => string;

const VERDICTS: Readonly<Record<Verdict, string>> = {
  works: 'It works: the activities were done and the goal is on target.',
  strategy_gap:
    'Strategy gap: the activities were done, but they do not bring what the goal needs.',
  execution_gap: 'Execution gap: the activities were not done, and the goal is missed.',
  other_cause: 'Another cause: the goal is on target although the activities were not done.',
  no_target: 'No verdict: there is no target for this period.',
  no_result: 'No verdict: there is no value for this period.',
  no_activities: 'No verdict: no activity was expected, so nobody knows what it was due to.',
  not_started: 'No verdict: nothing was to come yet.',
};

/**
 * A verdict in words.
 * @example verdictWords('works') // 'It works: the activities were done and the goal is on target.'
 */
export const verdictWords = (verdict: Verdict): string => VERDICTS[verdict];

/**
 * The four questions of a review and their answers, each a sentence.
 * @example
 * const activities = [{ expected: 13, done: 5, skipped: 2, effect: null }];
 * const review = reviewGoal({ target: { kind: 'reach', value: 100 }, result: 55, plannedShare: 1, over: true, activities });
 * reviewWords(review, String).map(({ says }) => says) // ['No: 55% of the target.', 'No: 5 of 13, 2 skipped and 6 not checked in.', 'Nobody said what each time should bring.', 'Short by 45, 45% of the target.']
 */
export function reviewWords(
  { achieved, done, gave, short }: GoalReview,
  format: Format,
): { question: string; says: string }[] {
  const rest = [
    ...(done.skipped > 0 ? [`${done.skipped} skipped`] : []),
    ...(done.open > 0 ? [`${done.open} not checked in`] : []),
  ].join(' and ');
  const did =
    done.answer === 'unknown'
      ? 'No activity was expected.'
      : `${START[done.answer]}: ${done.done} of ${done.expected}${rest ? `, ${rest}` : ''}.`;
  return [
    { question: 'Did we achieve the goal?', says: achievedWords(achieved, short) },
    { question: 'Did we do the activities?', says: did },
    { question: 'Did it give results?', says: gaveWords(gave, format) },
    { question: 'How short were we?', says: shortWords(short, format) },
  ];
}

const START = { yes: 'Yes', no: 'No', not_yet: 'Not yet', unknown: '' };

function achievedWords(
  { answer, kind, attainment }: GoalReview['achieved'],
  { absolute }: GoalReview['short'],
): string {
  if (answer === 'unknown') return 'Nobody knows: a target or a value is missing.';
  const what = kind === 'band' ? 'band' : 'limit';
  if (kind !== 'reach') {
    const where = absolute === 0 ? `within the ${what}` : `outside of the ${what}`;
    return answer === 'not_yet' ? `So far it is ${where}.` : `${START[answer]}: it is ${where}.`;
  }
  return attainment === null
    ? `${START[answer]}.`
    : `${START[answer]}: ${percent(attainment)} of the target.`;
}

function gaveWords({ answer, result, expectedEffect, share }: GoalReview['gave'], format: Format) {
  if (expectedEffect === null) return 'Nobody said what each time should bring.';
  if (result === null) return 'There is no value for this period.';
  const expected = `${format(result)} came, ${format(expectedEffect)} was expected of what was done`;
  if (share === null) return `${expected}.`;
  return `${answer === 'yes' ? 'Yes' : 'No'}: ${expected} (${percent(share)}).`;
}

function shortWords({ absolute, share }: GoalReview['short'], format: Format): string {
  if (absolute === null) return 'Nobody knows: a target or a value is missing.';
  if (absolute === 0) return 'Not at all.';
  const part = share === null ? '' : `, ${percent(share)} of the target`;
  return `Short by ${format(absolute)}${part}.`;
}

/**
 * Why a goal has its colour, in one sentence. `until`: the day up to which the numbers are known.
 * @example
 * import { paceOf, planTarget } from '@openmops/domain/targets';
 * const plan = planTarget({ period: { from: '2026-02-01', to: '2026-05-02' }, phasing: { kind: 'linear' } });
 * const until = parseDay('2026-03-17');
 * const target = { kind: 'reach', value: 400_000 };
 * const pace = paceOf({ target, plan, actual: 180_000, dataUntil: until });
 * paceWords(pace, { target, until, format: String }) // '180000 by 2026-03-17: 91% of the 197802.1978021978 that should be there.'
 */
export function paceWords(
  pace: Pace,
  of: {
    target: Pick<Target, 'kind' | 'value'> & Partial<Pick<Target, 'band' | 'measures'>>;
    until: Day;
    format: Format;
  },
): string {
  const { state, actual, expected } = pace;
  const { target, format } = of;
  const by = `${format(actual)} by ${formatDay(of.until)}`;
  if (state === 'notStarted') return 'Nothing is to be there yet.';
  if (state === 'met') return `Met with ${format(actual)}.`;
  if (state === 'missed' && pace.elapsed.daysLeft === 0) return `Missed with ${format(actual)}.`;
  if (state === 'missed') return `${by}: more than the target allows, and it cannot come back.`;
  if (state === 'ahead' && (pace.attainment ?? 0) >= 1) return `${by}: the target is reached.`;
  const share = pace.pace === null ? '' : `${percent(pace.pace)} of `;
  if (target.measures === 'level') return `${by}: ${levelWords(pace, target, format)}.`;
  const what = target.kind === 'stayBelow' ? 'that it may be by then' : 'that should be there';
  return `${by}: ${share}the ${format(expected)} ${what}.`;
}

function levelWords(
  { state, pace }: Pace,
  target: Parameters<typeof paceWords>[1]['target'],
  format: Format,
): string {
  if (target.kind === 'reach')
    return `${pace === null ? '' : `${percent(pace)} of `}the target of ${format(target.value)}`;
  const inside = state === 'onTrack' || state === 'ahead';
  if (target.kind === 'stayBelow')
    return `${inside ? 'within' : 'above'} the limit of ${format(target.value)}`;
  const { low, high } = target.band ?? { low: target.value, high: target.value };
  return `${inside ? 'within' : 'outside of'} ${format(low)} to ${format(high)}`;
}

const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;
