import { beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../widgets.css';
import '../plans.css';
import { budgetAnswerOf } from '../testing/answers.ts';
import { expectAccessible } from '../testing/axe.ts';
import Budget from './Budget.svelte';
import { budgetOf, piecesOf } from './budget-of.ts';

beforeEach(() => page.viewport(420, 500));

test('says what is available and of what, piece by piece, with its rule', async () => {
  const { container } = await render(Budget, { answer: budgetAnswerOf(), locale: 'en' });
  await expectAccessible(container);
  const words = container.textContent?.replaceAll(/\s+/g, ' ') ?? '';
  for (const said of [
    '€170,000.00',
    'available of €1,000,000.00',
    'Actual €310,000.00',
    'Planned €400,000.00',
  ])
    expect(words).toContain(said);
  expect(words).toContain('Available = total − actual − committed − planned');
  const widths = [...container.querySelectorAll('.piece')].map(
    (each) => each.getBoundingClientRect().width,
  );
  expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(31 / 12, 1);
});

test('over budget says so; a line has nothing planned beneath it', async () => {
  const answer = budgetAnswerOf({
    ...{ kind: 'line', planned: null },
    total: 100,
    actual: 130,
    available: -30,
  });
  const { container } = await render(Budget, { answer, locale: 'en' });
  await expectAccessible(container);
  expect(container.textContent).toContain('Over budget');
  expect(container.textContent).not.toContain('Planned');
  const pieces = piecesOf({ total: 100, actual: 150, committed: 50, planned: null });
  expect(pieces.map(({ share }) => share)).toEqual([75, 25]);
  expect(
    piecesOf({ total: 0, actual: 0, committed: 0, planned: 0 }).every(({ share }) => share === 0),
  ).toBe(true);
  expect(budgetOf({ ...budgetAnswerOf(), budget: { total: 'x' } as never })).toBeNull();
});
