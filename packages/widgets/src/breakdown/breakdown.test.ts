import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../widgets.css';
import { answerOf } from '../testing/answers.ts';
import { expectAccessible } from '../testing/axe.ts';
import Breakdown from './Breakdown.svelte';

const VALUES = ['Paid search', 'Paid social', 'Display', null];
const byChannel = (values: (string | null)[] = VALUES) =>
  answerOf({ kpis: ['paid.cost'], by: 'channel', values, compare: true });

beforeEach(() => page.viewport(700, 700));

const names = (container: Element) =>
  [...container.querySelectorAll('tbody tr')].map((row) =>
    row.querySelector('th')?.textContent?.trim(),
  );

test('is a real table with bars, values and changes', async () => {
  const { container } = await render(Breakdown, {
    answer: byChannel(),
    dim: 'channel',
    locale: 'en',
  });
  await expectAccessible(container);
  await expect.element(page.getByRole('table', { name: 'Media cost by channel' })).toBeVisible();
  expect(names(container)).toEqual(['Paid search', 'Paid social', 'Display', 'Not set']);
  await expect
    .element(page.getByRole('columnheader', { name: /^Media cost/ }))
    .toHaveAttribute('aria-sort', 'descending');
  const bars = [...container.querySelectorAll('.bar')].map(
    (bar) => bar.getBoundingClientRect().width,
  );
  expect(bars[0]).toBeGreaterThan(bars[1] ?? 0);
  expect(container.querySelectorAll('[part=change]')).toHaveLength(4);
});

test('sorts by every column, both ways, by keyboard too', async () => {
  const { container } = await render(Breakdown, {
    answer: byChannel(),
    dim: 'channel',
    locale: 'en',
  });
  await expectAccessible(container);
  await userEvent.click(page.getByRole('button', { name: /^Channel/ }));
  expect(names(container)).toEqual(['Display', 'Paid search', 'Paid social', 'Not set']);
  await userEvent.keyboard('{Enter}');
  expect(names(container)).toEqual(['Paid social', 'Paid search', 'Display', 'Not set']);
  await userEvent.click(page.getByRole('button', { name: /^Change/ }));
  await expect
    .element(page.getByRole('columnheader', { name: /^Change/ }))
    .toHaveAttribute('aria-sort', 'descending');
});

test('a click anywhere on a row, or Enter on its name, picks it', async () => {
  const onpick = vi.fn();
  const answer = byChannel();
  const { container } = await render(Breakdown, {
    answer,
    dim: 'channel',
    onpick,
    selected: ['Display'],
    locale: 'en',
  });
  await expectAccessible(container);
  await userEvent.click(page.getByRole('cell').first(), { force: true });
  expect(onpick.mock.calls[0]?.[0]).toMatchObject({
    kpi: 'paid.cost',
    dims: { channel: 'Paid search' },
  });
  await expect
    .element(page.getByRole('button', { name: 'Display' }))
    .toHaveAttribute('aria-pressed', 'true');
  (container.querySelector('tbody tr:last-child button') as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(onpick.mock.calls[1]?.[0]).toMatchObject({ dims: { channel: null } });
});

test('shows the first rows and all on demand', async () => {
  const values = Array.from({ length: 12 }, (_, index) => `Campaign ${index}`);
  const { container } = await render(Breakdown, {
    answer: byChannel(values),
    dim: 'channel',
    limit: 5,
  });
  await expectAccessible(container);
  expect(names(container)).toHaveLength(5);
  await userEvent.click(page.getByRole('button', { name: 'Show all 12' }));
  expect(names(container)).toHaveLength(12);
  await userEvent.click(page.getByRole('button', { name: 'Show fewer' }));
  expect(names(container)).toHaveLength(5);
});

test('text of the data is text, in narrow, dark and right-to-left pages too', async () => {
  await page.viewport(320, 700);
  const answer = byChannel(['<img src=x onerror=alert(1)>', 'عربي']);
  const { container } = await render(Breakdown, { answer, dim: 'channel', locale: 'ar' });
  await expectAccessible(container);
  document.documentElement.dir = 'rtl';
  document.documentElement.style.colorScheme = 'dark';
  await expectAccessible(container);
  document.documentElement.dir = '';
  document.documentElement.style.colorScheme = '';
  expect(container.querySelector('img')).toBeNull();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
});
