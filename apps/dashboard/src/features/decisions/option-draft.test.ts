import { expect, it } from 'vitest';
import { blankOption, optionDraft, optionOf } from './option-draft.ts';

it('an option is typed a point on a line, with or without a cost', () => {
  const draft = { ...blankOption(), name: ' Go ', pros: 'a\n\n b ', cost: '12,500' };
  const option = { name: 'Go', pros: ['a', 'b'], cons: [], cost: 12_500 };
  expect(optionOf(draft)).toEqual(option);
  expect(optionOf(optionDraft(option))).toEqual(option);
  expect(optionOf({ ...draft, cost: '' })?.cost).toBeNull();
  for (const cost of ['a lot', '-5', '1e999']) expect(optionOf({ ...draft, cost })).toBeNull();
});
