import { expect, it } from 'vitest';
import { readAmount } from '../budgets/read-amount.ts';
import { blankOption, optionDraft, optionOf } from './option-draft.ts';

it('an option is typed a point on a line, with or without a cost', () => {
  const draft = { ...blankOption(), name: ' Go ', pros: 'a\n\n b ', cost: '12,500' };
  const option = { name: 'Go', pros: ['a', 'b'], cons: [], cost: 12_500 };
  expect(optionOf(draft)).toEqual(option);
  expect(optionOf(optionDraft(option))).toEqual(option);
  expect(optionOf({ ...draft, cost: '' })?.cost).toBeNull();
  for (const cost of ['a lot', '-5', '1e999']) expect(optionOf({ ...draft, cost })).toBeNull();
});

it('a cost is read as other money is, and is the same when it is opened again', () => {
  const costOf = (cost: string) => optionOf({ ...blankOption(), name: 'Go', cost })?.cost;
  expect(costOf('12500,50')).toBe(12_500.5);
  expect(costOf('1.234,50')).toBe(1234.5);
  for (const cost of [1.234, 0.125, 1234.567, 12.5, 0]) {
    const { cost: typed } = optionDraft({ name: 'Go', pros: [], cons: [], cost });
    expect([readAmount(typed, '.'), readAmount(typed, ',')]).toEqual([cost, cost]);
  }
});
