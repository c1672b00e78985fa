import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../widgets.css';
import { answerOf } from '../testing/answers.ts';
import { expectAccessible } from '../testing/axe.ts';
import { linesOf } from './lines-of.ts';
import { axisOf, timeTicks } from './scale.ts';
import Trend from './Trend.svelte';

const daily = (more = {}) =>
  answerOf({ kpis: ['paid.clicks'], daily: true, compare: true, to: '2026-10-10', ...more });

beforeEach(() => page.viewport(900, 700));

test('draws the line, its area and its dashed comparison, and says so in words and a table', async () => {
  const { container } = await render(Trend, { answer: daily(), locale: 'en' });
  await expectAccessible(container);
  await vi.waitFor(() => expect(container.querySelectorAll('.line')).toHaveLength(2));
  const [line, before] = [...container.querySelectorAll('.line')];
  expect(line?.getAttribute('d')?.split('L')).toHaveLength(10);
  expect(getComputedStyle(before as Element).strokeDasharray).not.toBe('none');
  expect(container.querySelectorAll('tbody tr')).toHaveLength(11);
  await expect
    .element(page.getByRole('table', { name: 'Clicks' }))
    .toMatchTextContent(/Thu, Oct 1/);
  expect(container.querySelector('figcaption')?.textContent).toMatch(/lowest .+ highest /);
});

test('arrow keys, Home and End move over the points and the readout follows', async () => {
  const onpick = vi.fn();
  const { container } = await render(Trend, { answer: daily(), locale: 'en', onpick });
  await expectAccessible(container);
  const readout = () => container.querySelector('.readout')?.textContent;
  await userEvent.tab();
  await userEvent.tab();
  const slider = page.getByRole('slider', { name: 'Clicks, by period' });
  await expect.element(slider).toHaveFocus();
  await userEvent.keyboard('{Home}');
  expect(readout()).toContain('Thu, Oct 1');
  await userEvent.keyboard('{ArrowRight}');
  expect(readout()).toContain('Fri, Oct 2');
  await expect
    .element(slider)
    .toHaveAttribute('aria-valuetext', expect.stringContaining('Fri, Oct 2'));
  await userEvent.keyboard('{End}');
  expect(readout()).toContain('Sat, Oct 10');
  await userEvent.keyboard('{ArrowLeft}{Enter}');
  expect(onpick.mock.calls[0]?.[0]).toEqual({
    kpi: 'paid.clicks',
    dims: {},
    from: '2026-10-09',
    to: '2026-10-09',
  });
});

test('the pointer finds the nearest point', async () => {
  const { container } = await render(Trend, { answer: daily(), locale: 'en' });
  await expectAccessible(container);
  await userEvent.hover(page.getByRole('slider'), { position: { x: 5, y: 20 } });
  await vi.waitFor(() =>
    expect(container.querySelector('.readout')?.textContent).toContain('Oct 1'),
  );
  expect(container.querySelectorAll('circle')).toHaveLength(2);
});

test('one dimension gives one line per value, largest first, without areas', async () => {
  const answer = daily({ by: 'channel', values: ['Small', null, 'Paid search'].reverse() });
  const { container } = await render(Trend, { answer, limit: 2, locale: 'en' });
  await expectAccessible(container);
  await vi.waitFor(() => expect(container.querySelectorAll('.line')).toHaveLength(2));
  const names = [...container.querySelectorAll('.readout span')].map((each) => each.textContent);
  expect(names[0]).toContain('Paid search');
  expect(names[1]).toContain('Not set');
  expect(container.querySelectorAll('path[fill^=url]')).toHaveLength(0);
});

test('days on which something was changed are drawn, and said with their period', async () => {
  const annotations = [
    { day: '2026-10-03', campaign: 'spring', text: 'Timing: Tue 10:00 → Thu 14:00' },
    { day: '2027-01-01', campaign: 'spring', text: 'Outside' },
  ];
  const answer = { ...daily(), annotations };
  const { container } = await render(Trend, { answer, locale: 'en' });
  await expectAccessible(container);
  expect(linesOf(answer, 'paid.clicks', 6).marks.filter(Boolean)).toHaveLength(1);
  await vi.waitFor(() =>
    expect(container.querySelector('.cursor')?.getAttribute('d')).toMatch(/^M[\d.]+,6V[\d.]+$/),
  );
  expect(container.querySelector('tbody')?.textContent).toContain(
    'Sat, Oct 3; Timing: Tue 10:00 → Thu 14:00',
  );
  expect(container.textContent).not.toContain('Outside');
});

test('undefined values leave a gap', () => {
  const answer = daily({ compare: false });
  const row = answer.rows[3];
  if (row) row.values['paid.clicks'] = null;
  const { lines } = linesOf(answer, 'paid.clicks', 6);
  expect(lines[0]?.values[3]).toBeNull();
});

test('at 320 px nothing scrolls sideways', async () => {
  await page.viewport(320, 700);
  const { container } = await render(Trend, { answer: daily(), locale: 'en' });
  await expectAccessible(container);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
});

test('sums stand on zero, close ratios get their own range, and ticks are round', () => {
  expect(axisOf([3, 97], { kind: 'count' }, 4)).toMatchObject({
    ticks: [0, 20, 40, 60, 80, 100],
    zero: true,
  });
  const ratio = axisOf([0.041, 0.043, null], { kind: 'ratio', display: 'percent' }, 4);
  expect(ratio.zero).toBe(false);
  expect(ratio.low).toBeLessThanOrEqual(0.041);
  expect(axisOf([0, 0], { kind: 'count' }, 4).high).toBeGreaterThan(0);
  expect(axisOf([0.1, 0.3], { kind: 'money' }, 3).ticks).toEqual([0, 0.1, 0.2, 0.3]);
  expect(axisOf([-5, 5], { kind: 'money' }, 4).low).toBeLessThanOrEqual(-5);
});

test('the time axis marks Mondays over a month and months over a year', () => {
  const month = timeTicks(daily({ to: '2026-10-30' }).rows, 8, 'en');
  expect(month.map(({ text }) => text)).toEqual(['Oct 5', 'Oct 12', 'Oct 19', 'Oct 26']);
  const year = timeTicks(daily({ from: '2026-01-01', to: '2026-12-31' }).rows, 12, 'en');
  expect(year[1]?.text).toBe('Feb 2026');
  expect(year).toHaveLength(12);
});

test('periods without any value are an empty state, not axes without a line', async () => {
  const answer = daily({ compare: false });
  for (const row of answer.rows) row.values['paid.clicks'] = null;
  const { container } = await render(Trend, { answer, locale: 'en' });
  await expectAccessible(container);
  await expect.element(page.getByRole('status')).toMatchTextContent(/No data in this period\./);
  expect(container.querySelector('figure')).toBeNull();
});
