import { ExperimentPlan } from '@openmops/domain/experiments';
import { expect, it } from 'vitest';
import { checkForm, draftOf, EMPTY, type PlanForm } from './plan-draft.ts';

const form: PlanForm = {
  ...EMPTY,
  ...{ name: 'Subject', hypothesis: 'Questions work.', success: 'opened' },
  ...{ baseline: '5', effect: '1', audience: '4500' },
};
const wrong = (change: Partial<PlanForm>) =>
  Object.entries(checkForm({ ...form, ...change })).flatMap(([key, why]) => (why ? [key] : []));

it('a form becomes a plan with shares', () => {
  expect(wrong({})).toEqual([]);
  const plan = ExperimentPlan.parse(draftOf({ ...form, share: '25', effect: '-0,5' }));
  expect(plan).toMatchObject({ baseline: 0.05, effect: -0.005, audience: 4500 });
  expect(plan.arms.map(({ share }) => share)).toEqual([0.75, 0.25]);
});

it.each<[Partial<PlanForm>, string]>([
  [{ name: ' ' }, 'name'],
  [{ variant: 'control' }, 'variant'],
  [{ baseline: '0' }, 'baseline'],
  [{ baseline: 'x' }, 'baseline'],
  [{ effect: '0' }, 'effect'],
  [{ effect: '' }, 'effect'],
  [{ audience: '3.5' }, 'audience'],
  [{ from: '2026-02-02', to: '2026-02-01' }, 'to'],
])('%j is named', (change, field) => {
  expect(wrong(change)).toEqual([field]);
});
