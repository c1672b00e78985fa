import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../widgets.css';
import '../plans.css';
import { goalAnswerOf } from '../testing/answers.ts';
import { expectAccessible } from '../testing/axe.ts';
import Goal from './Goal.svelte';
import { goalOf, marksOf } from './goal-of.ts';

beforeEach(() => page.viewport(420, 500));

test('says what came, of which target, at which pace, and why it has its light', async () => {
  const onpick = vi.fn();
  const { container } = await render(Goal, { answer: goalAnswerOf(), onpick, locale: 'en' });
  await expectAccessible(container);
  const words = container.textContent?.replaceAll(/\s+/g, ' ') ?? '';
  for (const said of [
    'of €400,000.00',
    'Behind',
    '45%',
    '91%',
    'Expected by Mar 17, 2026',
    '€197,802.20',
    'FY2027 Q1',
  ])
    expect(words).toContain(said);
  const meter = page.getByRole('meter', { name: 'Pipeline EMEA' });
  await expect
    .element(meter)
    .toHaveAttribute('aria-valuetext', '€180,000.00 of €400,000.00, Behind');
  (container.querySelector('button.value') as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(onpick).toHaveBeenCalledWith({
    kpi: 'paid.cost',
    dims: {},
    from: '2026-10-01',
    to: '2026-10-30',
  });
  document.documentElement.style.colorScheme = 'dark';
  await expectAccessible(container);
  document.documentElement.style.colorScheme = '';
});

test('has its states: no target, no value, loading, and an answer that is none of a goal', async () => {
  const none = { target: null, actual: null, attained: null, expected: null, pace: null };
  const answer = goalAnswerOf({ ...none, state: 'noTarget', light: 'none' });
  const { container, rerender } = await render(Goal, { answer, locale: 'en' });
  await expectAccessible(container);
  expect(container.textContent).toContain('No target');
  await rerender({ answer: null });
  await expect.element(page.getByRole('status')).toHaveTextContent('Loading');
  await rerender({ answer: { ...goalAnswerOf(), goal: { name: 7 } as never } });
  await expect.element(page.getByRole('status')).toHaveTextContent('No data in this period.');
  expect(goalOf(null)).toBeNull();
  expect(marksOf({ target: 100, actual: 51, expected: null }).actual).toBeCloseTo(50, 9);
});
