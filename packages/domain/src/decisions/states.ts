import { MopsError } from '../shared/index.ts';

/** The states of a decision, in order. */
export const DECISION_STATES = ['open', 'decided', 'reviewed'] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

/** How it went, by who answers for it. */
export const OUTCOMES = ['better', 'as_expected', 'worse', 'cannot_tell'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const NEXT: Readonly<Record<DecisionState, DecisionState | null>> = {
  open: 'decided',
  decided: 'reviewed',
  reviewed: null,
};

/**
 * The next state of a decision, if the one asked for is it. What was decided stays decided: who thinks otherwise opens a new one.
 * @throws MopsError INVALID for every other step
 * @example moveDecision('open', 'decided') // 'decided'
 * @example moveDecision('open', 'reviewed') // throws 'It is open; it cannot become reviewed.'
 */
export function moveDecision(from: DecisionState, to: DecisionState): DecisionState {
  const next = NEXT[from];
  if (next === to) return to;
  throw new MopsError(
    'INVALID',
    `It is ${from}; it cannot become ${to}.`,
    next === null
      ? 'It is over. Open a new decision.'
      : `It can become ${next}${next === 'decided' ? ': choose an option' : ': say what came of it'}.`,
    { moves: next === null ? [] : [next] },
  );
}
