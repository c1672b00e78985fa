import { describe, expect, it } from 'vitest';
import { additivityOf, CATALOGUE } from '../catalogue/index.ts';
import { findKpi } from '../kpi/index.ts';
import { ActivityInput, GoalInput, GoalTargetInput } from './schema.ts';
import { GOAL_TEMPLATES } from './templates.ts';

describe('goal templates', () => {
  it('are of the three kinds', () => {
    expect(GOAL_TEMPLATES.map(({ kind }) => kind)).toEqual(['sales', 'retention', 'brand']);
  });

  it.each(GOAL_TEMPLATES.flatMap((one) => one.kpis))(
    '$kpi gives a KPI, a unit, a direction and a form of target, as the catalogue has them',
    ({ kpi: id, unit, direction, target, source, scope, name }) => {
      const kpi = findKpi(CATALOGUE, id);
      expect({ id: kpi.id, unit: kpi.unit, direction: kpi.direction }).toEqual({
        id,
        unit,
        direction,
      });
      expect(target.measures === 'sum').toBe(additivityOf(CATALOGUE, kpi) === 'all');
      expect(target.kind === 'stayBelow').toBe(direction === 'down');
      const goal = { objective: 'ob_1', name, kind: 'sales', kpi: id, source, scope };
      expect(GoalInput.parse(goal)).toMatchObject({ name, targets: [] });
    },
  );
});

describe('what people enter', () => {
  const target = { period: 'FY2027 Q1', kind: 'reach', value: 5 };
  const activity = { goal: 'go_1', name: 'Call', rule: 'FREQ=WEEKLY', from: '2026-02-01' };

  it('fills what may be left out', () => {
    expect(GoalTargetInput.parse(target)).toMatchObject({ phasing: { kind: 'linear' }, scope: {} });
    expect(ActivityInput.parse(activity)).toMatchObject({ to: null, effect: null });
  });

  it.each([
    [{ kind: 'band' }, 'band'],
    [{ kind: 'band', band: { low: 6, high: 7 } }, 'outside'],
    [{ period: { from: '2026-02-02', to: '2026-02-01' } }, 'ends before'],
    [{ period: { from: '2026-02-30', to: '2026-03-01' } }, 'calendar'],
    [{ value: Number.NaN }, 'expected number'],
    [{ value: 1e12 }, 'large'],
    [{ owner: 'me' }, 'owner'],
  ])('a target of %j is refused', (more, message) => {
    expect(() => GoalTargetInput.parse({ ...target, ...more })).toThrow(message);
  });

  it('an activity that never comes, or ends before it begins, is refused with the reason', () => {
    expect(() => ActivityInput.parse({ ...activity, rule: 'FREQ=HOURLY' })).toThrow('frequency');
    expect(() => ActivityInput.parse({ ...activity, to: '2026-01-01' })).toThrow('ends before');
  });
});
