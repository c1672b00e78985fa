import { expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue/index.ts';
import { DecisionInput } from '../decisions/index.ts';
import { findKpi } from '../kpi/index.ts';
import { dayOf, parseDay } from '../shared/index.ts';
import { StrategyInput, scoreMaturity, strategyGaps } from '../strategy/index.ts';
import { demoPlan, demoStrategy } from './plan.ts';

const today = dayOf(2026, 11, 22) as number;

it('hangs together with the plan, leaves two things open, and is the same for a day', () => {
  const { goals, campaigns } = demoPlan(today);
  const { decisions, maturity, fiscalYear, ...one } = demoStrategy(today);
  expect(demoStrategy(today)).toEqual(demoStrategy(today));
  const named = goals.map(({ key, name }) => ({ id: key, name }));
  expect(one.goals.toSorted()).toEqual(named.map(({ id }) => id).toSorted());
  const codes = campaigns.map(({ code }) => code);
  expect(
    one.tactics.flatMap((tactic) => tactic.campaigns).every((code) => codes.includes(code)),
  ).toBe(true);
  const { gaps } = strategyGaps({ goals: named, tactics: one.tactics, campaigns: codes });
  expect(gaps.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    'goal_without_tactic webinars',
    'tactic_without_campaign partners',
  ]);
  StrategyInput.parse({ ...one, fiscalYear });
  const answers = Object.entries(maturity.levels).map(([question, level]) => ({ question, level }));
  expect(scoreMaturity(answers, maturity.questionnaire).warnings).toEqual([]);
  for (const kpi of [
    ...one.metrics,
    ...decisions.flatMap(({ evidence }) => evidence.map((e) => e.kpi)),
  ])
    findKpi(CATALOGUE, kpi);
  for (const { evidence, choice, outcome, ...decision } of decisions) {
    DecisionInput.parse(decision);
    if (!choice) continue;
    expect(decision.options.map(({ name }) => name)).toContain(choice.name);
    expect(parseDay(choice.decidedOn) as number).toBeLessThan(today);
    expect(outcome === null || (parseDay(choice.reviewOn) as number) < today).toBe(true);
    expect(evidence.every(({ to }) => to < choice.decidedOn)).toBe(true);
  }
});
