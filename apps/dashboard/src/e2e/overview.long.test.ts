import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  closePages,
  openBrowser,
  openPage,
  settled,
  signInAsOwner,
  textOf,
  violations,
} from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => closePages(browser));

test('the page of the CMO says what the budget says, downloads as PDF and CSV, and a goal of it is embedded', async () => {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const { page, errors } = await openPage(context);
  await signInAsOwner(page);
  await page.goto(at('/w/larkfield/overview'));
  const plan = page.getByRole('region', { name: 'Plan, forecast and actual', exact: true });
  const available = await textOf(plan.locator('.value').first());
  await page.getByRole('region', { name: 'Goals and their pace' }).first().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  expect(await violations(page)).toEqual([]);

  for (const [name, type] of [
    ['PDF', 'application/pdf'],
    ['CSV', 'text/csv'],
  ] as const) {
    const href = await page.getByRole('link', { name, exact: true }).getAttribute('href');
    const answer = await context.request.get(at(href ?? ''));
    expect(answer.headers()['content-type']).toContain(type);
    expect((await answer.body()).length).toBeGreaterThan(2000);
  }
  await plan.getByRole('link', { name: 'Plan, forecast and actual' }).click();
  const year = page.getByRole('region', { name: 'The year' });
  await expect.poll(() => textOf(year)).toContain(available.trim().replace(/\.00$/, ''));

  await page.goto(at('/w/larkfield/overview'));
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: 'Finance' })
    .click();
  await page.getByRole('heading', { name: 'Invoices to reconcile' }).waitFor();
  // On the first day of a quarter it is not the one that began.
  const first = page.getByLabel('Period').locator('option').first();
  expect(await textOf(first)).toBe('Quarter of yesterday');
  await page.getByLabel('Period').selectOption({ index: 1 });
  await expect.poll(() => page.url()).toContain('period=');
  await page.getByRole('heading', { name: 'Pacing by channel' }).waitFor();

  await page.goto(at('/w/larkfield/settings/embeds'));
  await page.getByRole('button', { name: 'New embed' }).click();
  await page.getByRole('group', { name: 'Show as' }).getByText('Goal').click();
  await page.getByLabel('Name').fill('Goal on the wiki');
  await page.getByLabel('Addresses of the pages').fill('https://wiki.example.com');
  const create = page.getByRole('button', { name: 'Create and get the snippet' });
  await create.click();
  await page.getByText('Choose what it shows.').waitFor();
  const goals = page.getByRole('combobox', { name: 'Goal' });
  await goals.locator('option').nth(1).waitFor({ state: 'attached' });
  await goals.selectOption({ index: 1 });
  await page.getByRole('figure').getByRole('meter').waitFor({ state: 'attached' });
  await create.click();
  await page.getByText('<mops-goal').waitFor();
  expect(errors).toEqual([]);
  await context.close();
  // Every page of it asks many rooms.
}, 240_000);
