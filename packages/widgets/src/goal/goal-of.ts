import type { KpiAnswer } from '@openmops/domain/kpi';

/** A goal beside its number, as `GET /api/v1/embeds/goals/{id}` answers it. */
export type GoalTile = {
  id: string;
  name: string;
  target: number | null;
  actual: number | null;
  attained: number | null;
  expected: number | null;
  pace: number | null;
  until: string;
  daysLeft: number | null;
  state: string;
  light: 'good' | 'neutral' | 'bad' | 'none';
  reason: string;
  period: { label: string | null; from: string; to: string };
};
export type GoalAnswer = KpiAnswer & { goal?: GoalTile };

const isNumber = (value: unknown) => value === null || Number.isFinite(value);

/** The goal of an answer, if it can be shown without stumbling; null otherwise. */
export function goalOf(answer: GoalAnswer | null): GoalTile | null {
  const goal = answer?.goal;
  if (!goal || typeof goal !== 'object') return null;
  const { target, actual, attained, expected, pace, daysLeft, period } = goal;
  const fits =
    [target, actual, attained, expected, pace, daysLeft].every(isNumber) &&
    [goal.name, goal.reason, goal.until, goal.state].every((each) => typeof each === 'string') &&
    !!period;
  return fits ? goal : null;
}

/**
 * Where the marks of the bar stand, 0…100; it ends a little beyond the largest of them.
 * @example marksOf({ target: 100, actual: 51, expected: 60 }).actual // 50
 */
export function marksOf({
  target,
  actual,
  expected,
}: Record<'target' | 'actual' | 'expected', number | null>) {
  const end = 1.02 * Math.max(target ?? 0, actual ?? 0, expected ?? 0, 1e-9);
  const place = (value: number | null) => (100 * Math.max(0, value ?? 0)) / end;
  return { end, target: place(target), actual: place(actual), expected: place(expected) };
}

export const STATES: Record<string, string> = {
  notStarted: 'Not started',
  behind: 'Behind',
  onTrack: 'On track',
  ahead: 'Ahead',
  tooFast: 'Too fast',
  met: 'Met',
  missed: 'Missed',
  noData: 'No value yet',
  noTarget: 'No target',
};
