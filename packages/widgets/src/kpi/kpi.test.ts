import type { KpiAnswer } from '@openmops/domain/kpi';
import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../widgets.css';
import { answerOf } from '../testing/answers.ts';
import { expectAccessible } from '../testing/axe.ts';
import Kpi from './Kpi.svelte';

const total = (kpi: string) => answerOf({ kpis: [kpi], compare: true });
const first = (answer: KpiAnswer) => {
  const row = answer.rows[0];
  if (!row) throw new Error('no row');
  return row;
};

beforeEach(() => page.viewport(400, 600));

test('shows the value, the comparison and the sparkline, accessibly', async () => {
  const series = answerOf({ kpis: ['paid.clicks'], daily: true, compare: true });
  const { container } = await render(Kpi, { answer: total('paid.clicks'), series, locale: 'en' });
  await expectAccessible(container);
  const tile = page.getByRole('article', { name: 'Clicks' });
  await expect.element(tile).toMatchTextContent(/103,971/);
  await expect.element(tile).toMatchTextContent(/\+27%/);
  await expect.element(tile).toMatchTextContent(/better than 81,573/);
  await expect.element(tile).toMatchTextContent(/vs Sep 1/);
  expect(container.querySelectorAll('.spark path')).toHaveLength(3);
});

test('a fall in cost per click is good, a change of spend is neither', async () => {
  const cpc = total('paid.cpc');
  first(cpc).values['paid.cpc'] = 0.5;
  first(cpc).previous = { 'paid.cpc': 1 };
  const { container, rerender } = await render(Kpi, { answer: cpc, locale: 'en' });
  await expectAccessible(container);
  const change = () => container.querySelector('[part=change]');
  expect(change()?.textContent?.trim()).toBe('-50%');
  expect(change()?.getAttribute('data-tone')).toBe('good');
  expect(change()?.getAttribute('data-sign')).toBe('-1');
  await rerender({ answer: total('paid.cost'), locale: 'en' });
  expect(change()?.getAttribute('data-tone')).toBe('neutral');
});

test('an undefined value is n/a with the reason, and stale sources are named', async () => {
  const answer = total('paid.roas');
  first(answer).values['paid.roas'] = null;
  answer.notes = [{ code: 'x', message: 'There was no spend.', hint: null, kpi: 'paid.roas' }];
  answer.sources = [
    {
      id: 'x',
      name: 'Meta Ads',
      lastImport: null,
      upTo: '2026-10-20',
      stale: true,
      staleReason: 'Meta Ads has been silent for 10 days.',
    },
  ];
  const { container } = await render(Kpi, { answer, locale: 'en' });
  await expectAccessible(container);
  await expect.element(page.getByText('n/a')).toBeVisible();
  expect(container.querySelector('.versus')?.textContent).toContain('There was no spend.');
  await expect.element(page.getByText('Meta Ads out of date (Oct 20, 2026)')).toBeVisible();
});

test('a share tells between which values it lies, and that few cases are behind it', async () => {
  const answer = total('paid.ctr');
  const row = first(answer);
  row.values['paid.ctr'] = 0.05;
  row.intervals = { 'paid.ctr': { low: 0.009, high: 0.236 } };
  const { container, rerender } = await render(Kpi, { answer, locale: 'en' });
  await expectAccessible(container);
  const value = container.querySelector('[part=value]');
  expect(value?.getAttribute('title')).toBe('95%: 0.90% – 23.60%');
  expect(container.querySelector('[part=foot]')?.textContent).not.toContain('Few cases');
  await rerender({ answer: { ...answer, rows: [{ ...row, thin: ['paid.ctr'] }] }, locale: 'en' });
  await expect.element(page.getByText('Few cases (95%: 0.90% – 23.60%)')).toBeVisible();
  await expectAccessible(container);
});

test('a rise from zero is told as an absolute change', async () => {
  const answer = total('paid.clicks');
  first(answer).previous = { 'paid.clicks': 0 };
  const { container } = await render(Kpi, { answer, locale: 'en' });
  await expectAccessible(container);
  expect(container.querySelector('[part=change]')?.textContent?.trim()).toBe('+103,971');
});

test.each([
  ['expired', 'This embed has ended'],
  ['forbidden', 'not shared with this page'],
  ['error', 'not available now'],
] as const)('the state %s has neutral words', async (status, words) => {
  const { container } = await render(Kpi, { answer: null, label: 'Clicks', status });
  await expectAccessible(container);
  await expect.element(page.getByRole('status')).toMatchTextContent(new RegExp(words));
});

test('loading keeps the size, an error offers a retry, no rows are an empty state', async () => {
  const onretry = vi.fn();
  const { container, rerender } = await render(Kpi, { answer: null, label: 'Clicks', onretry });
  await expectAccessible(container);
  const height = container.getBoundingClientRect().height;
  await rerender({ answer: total('paid.clicks'), label: 'Clicks', onretry });
  expect(container.getBoundingClientRect().height).toBe(height);
  await rerender({ answer: null, label: 'Clicks', status: 'error', onretry });
  await userEvent.click(page.getByRole('button', { name: 'Try again' }));
  expect(onretry).toHaveBeenCalledOnce();
  await rerender({ answer: { ...total('paid.clicks'), rows: [] }, status: undefined });
  await expect.element(page.getByRole('status')).toMatchTextContent(/No data in this period\./);
});

test('the definition opens by keyboard, is loaded then, and closes with Escape', async () => {
  const ondefine = vi.fn();
  const definition = {
    name: 'Clicks',
    description: 'How often an ad was clicked.',
    formula: 'ad_clicks',
    caveats: ['Some platforms count every click.'],
    source: { standard: 'Google Ads API', url: 'javascript:alert(1)' },
  };
  const { container } = await render(Kpi, { answer: total('paid.clicks'), definition, ondefine });
  await expectAccessible(container);
  await userEvent.tab();
  await expect.element(page.getByRole('button', { name: 'About Clicks' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  const sheet = page.getByRole('dialog', { name: 'About Clicks' });
  await expect.element(sheet).toBeVisible();
  await expect.element(sheet).toMatchTextContent(/ad_clicks/);
  await expect.element(sheet).toMatchTextContent(/sha256/);
  await vi.waitFor(() => expect(ondefine).toHaveBeenCalledOnce());
  await expectAccessible(container);
  expect(container.querySelector('a')?.hasAttribute('href')).toBe(false);
  await userEvent.keyboard('{Escape}');
  expect(container.querySelector(':popover-open')).toBeNull();
});

test('the value is a button when it can be picked', async () => {
  const onpick = vi.fn();
  const { container } = await render(Kpi, { answer: total('paid.clicks'), onpick, locale: 'en' });
  await expectAccessible(container);
  await userEvent.click(page.getByRole('button', { name: '103,971' }));
  expect(onpick.mock.calls[0]?.[0]).toMatchObject({
    kpi: 'paid.clicks',
    from: '2026-10-01',
    to: '2026-10-30',
  });
});
