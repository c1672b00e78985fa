import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../widgets.css';
import '../plans.css';
import { answerOf } from '../testing/answers.ts';
import { expectAccessible } from '../testing/axe.ts';
import { columnsOf, csvOf, sorted } from './cells-of.ts';
import Table from './Table.svelte';

const VALUES = ['Paid search', '=1+1', 'Display, "new"', null];
const answer = () => answerOf({ kpis: ['paid.cost', 'paid.ctr'], by: 'channel', values: VALUES });
const names = (container: Element) =>
  [...container.querySelectorAll('tbody th')].map((cell) => cell.textContent?.trim());

beforeEach(() => page.viewport(700, 600));

test('is a real table of every KPI, which sorts by keyboard and tells a reader how', async () => {
  const onpick = vi.fn();
  const { container } = await render(Table, { answer: answer(), onpick, locale: 'en' });
  await expectAccessible(container);
  expect(names(container)[0]).toBe('Paid search');
  await userEvent.click(page.getByRole('button', { name: /^Channel/ }));
  await userEvent.keyboard('{Enter}');
  await expect
    .element(page.getByRole('columnheader', { name: /^Channel/ }))
    .toHaveAttribute('aria-sort', 'descending');
  expect(names(container).at(-1)).toBe('Not set');
  expect(names(container)[0]).toBe('Paid search');
  await userEvent.click(page.getByRole('button', { name: /^Click-through/ }));
  await userEvent.click(page.getByRole('button', { name: 'Paid search' }));
  expect(onpick.mock.calls[0]?.[0]).toMatchObject({
    kpi: 'paid.ctr',
    dims: { channel: 'Paid search' },
  });
});

test('copies its rows in their order, and none runs as a formula', async () => {
  const found = answer();
  const columns = columnsOf(found);
  expect(columns.map(({ title }) => title)).toEqual([
    'Channel',
    'Media cost',
    'Click-through rate',
  ]);
  const rows = sorted(found, { columns, sort: { key: 'channel', descending: false } });
  const lines = csvOf(columns, rows).split('\r\n');
  expect(lines[0]).toBe('Channel,Media cost,Click-through rate');
  expect(lines[1]).toMatch(/^'=1\+1,\d+\.\d+,0\.\d+$/);
  expect(lines[2]).toMatch(/^"Display, ""new""",/);
  expect(lines[4]).toMatch(/^,/);
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const { container } = await render(Table, { answer: found, locale: 'en' });
  await expectAccessible(container);
  await userEvent.click(page.getByRole('button', { name: 'Copy as CSV' }));
  await expect.element(page.getByText('Copied 4 rows.')).toBeVisible();
  expect(writeText.mock.calls[0]?.[0].split('\r\n')).toHaveLength(5);
  writeText.mockRestore();
});

test('has its states, and stays inside a narrow page', async () => {
  await page.viewport(320, 600);
  const { container, rerender } = await render(Table, { answer: answer(), locale: 'en' });
  await expectAccessible(container);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
  await rerender({ answer: null });
  await expect.element(page.getByText('Loading')).toBeInTheDocument();
  await rerender({ answer: { ...answer(), rows: [] } });
  await expect.element(page.getByText('No data in this period.')).toBeVisible();
});
