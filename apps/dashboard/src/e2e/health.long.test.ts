import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  closePages,
  guestContext,
  openBrowser,
  openPage,
  textOf,
  violations,
  wideness,
} from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => closePages(browser));

test('a stream that fell silent: seen on the board, understood, and run again', async () => {
  const context = await guestContext(browser, {
    reducedMotion: 'reduce',
    locale: 'en-GB',
    viewport: { width: 1440, height: 1000 },
  });
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/larkfield'));

  // The board says it first, and its tiles are grey with the date.
  const strip = page.getByRole('region', { name: 'Needs attention' });
  const item = strip.getByRole('link', { name: /LinkedIn Ads: silent/ });
  await item.waitFor();
  expect(await textOf(item)).toMatch(/silent for 4 days.*No error was raised.*KPIs, ≈ US\$[\d,.]+/);
  const cost = page.locator('[data-kpi="paid.cost"].stale');
  expect(await textOf(cost)).toMatch(/LinkedIn Ads only up to \d+ \w+ \d{4}/);
  expect(await page.locator('[data-kpi="web.sessions"].stale').count()).toBe(0);
  expect(await violations(page)).toEqual([]);

  // Where it comes from, when it should have run, what it touches.
  await item.click();
  await page.getByRole('heading', { level: 1, name: 'LinkedIn Ads' }).waitFor();
  const facts = page.getByRole('region', { name: 'How it comes' });
  expect(await textOf(facts)).toMatch(/Last run.*: done.*Next run.*Was expected/);
  const touched = page.getByRole('region', { name: 'What it touches' });
  expect(await textOf(touched)).toMatch(/Usual on the 4 missing days ≈/);
  await touched.getByRole('link', { name: 'Media cost' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await wideness(page)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 1000 });

  // What is expected can be said by a person, and learned again.
  const expected = page.getByRole('region', { name: 'What is expected' });
  await expected.getByRole('button', { name: 'Change' }).click();
  await expected.getByLabel('Every').fill('2');
  await expected.getByLabel(/Workdays only/).check();
  await expected.getByLabel('Why').fill('They report twice a week.');
  await expected.getByRole('button', { name: 'Save' }).click();
  await expected.getByText('every 2 d on workdays').waitFor();
  expect(await textOf(expected)).toContain('Said by Sample guest');
  await expected.getByRole('button', { name: 'Learn it from the data' }).click();
  await expected.getByText(/every day at/).waitFor();

  // Somebody looks after it, and runs it again.
  await page.getByRole('textbox', { name: 'Why' }).fill('On it');
  await page.getByRole('button', { name: 'I look after it' }).click();
  await page.getByText('Sample guest looks after it: “On it”').waitFor();
  await page.getByRole('button', { name: 'Retry' }).click();
  const badge = page
    .locator('main')
    .getByText(/^(Late, retrying|Fresh)$/)
    .first();
  await badge.waitFor();
  await page.locator('main').getByText('Fresh', { exact: true }).first().waitFor();
  // The alert ends with the look that follows the run.
  const grey = async () => {
    await page.goto(at('/w/larkfield'));
    await page.locator('[data-kpi="paid.cost"] .value').waitFor();
    await page.waitForLoadState('networkidle');
    return page.locator('[data-kpi="paid.cost"].stale').count();
  };
  await expect.poll(grey, { timeout: 200_000, interval: 2_000 }).toBe(0);
  expect(await page.getByRole('link', { name: /LinkedIn Ads: silent/ }).count()).toBe(0);

  // A source of files says what to do; one that is not there says so.
  await page.goto(at('/w/larkfield/sources/mailchimp'));
  await page.getByRole('button', { name: 'Retry' }).click();
  await page.getByText(/export the missing days there and import them here/).waitFor();
  await page.goto(at('/w/larkfield/sources/nobody'));
  await page.getByRole('heading', { name: 'There is no such source' }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
}, 300_000);
