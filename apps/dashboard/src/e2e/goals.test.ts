import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  COLOURS,
  closePages,
  openBrowser,
  openPage,
  settled,
  signInAsOwner,
  textOf,
  violations,
  wideness,
} from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => closePages(browser));

test('from an objective to a goal, its week and its review', async () => {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const { page, errors } = await openPage(context);
  await signInAsOwner(page);
  await page.goto(at('/w/northwind/goals'));
  await page.getByRole('heading', { name: 'Nobody has said what for' }).waitFor();
  await page.getByRole('button', { name: 'Add an objective' }).first().click();
  await page.getByRole('textbox', { name: 'Objective' }).fill('Be known in Europe');
  await page.getByRole('button', { name: 'Add it' }).click();

  // A goal of the brand, whose values a survey gives.
  await page.getByRole('button', { name: 'Add a goal' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Brand', { exact: true }).click();
  await dialog.getByLabel('KPI', { exact: true }).selectOption('Aided recall');
  const targets = dialog.getByRole('group', { name: 'Target by period' }).getByRole('textbox');
  for (const target of await targets.all()) await target.fill('many');
  await dialog.getByRole('button', { name: 'Add the goal' }).click();
  await dialog.getByText('is no number').waitFor();
  for (const target of await targets.all()) await target.fill('40%');
  await dialog.getByRole('button', { name: 'Add the goal' }).click();
  await page.getByRole('link', { name: 'Aided recall' }).click();
  await page.getByRole('heading', { name: 'Values of surveys' }).waitFor();
  await settled(page);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Plan an activity' }).click();
  await page.getByLabel('What is done').fill('Talk at a meet-up');
  await page.getByText('Own rule').click();
  await page.getByLabel('Rule', { exact: true }).fill('FREQ=HOURLY');
  await page.getByText('has no frequency that is known').waitFor();
  await page.getByLabel('Rule', { exact: true }).fill('FREQ=DAILY');
  await page.getByRole('button', { name: 'Plan it' }).click();
  await page.getByRole('heading', { name: 'Talk at a meet-up' }).waitFor();

  // One click checks in, one more takes it back.
  await page.goto(at('/w/northwind/goals/week?mine=0'));
  const today = page.getByRole('listitem').filter({ hasText: 'Talk at a meet-up' }).first();
  await today.getByRole('button', { name: 'Done' }).click();
  await today.getByText('Done', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await today.getByText('Today').waitFor();
  await today.getByRole('button', { name: 'Skip' }).click();
  await today.getByText('Skipped', { exact: true }).waitFor();
  await settled(page);
  expect(await violations(page)).toEqual([]);

  await page.goto(at('/w/northwind/goals/review'));
  const review = page.getByRole('region', { name: 'Aided recall' });
  await review.waitFor();
  expect(await textOf(review)).toContain('No verdict: there is no value for this period.');
  await page.goto(at('/w/northwind/goals/alignment'));
  await page.getByRole('heading', { name: 'Goals that no campaign works for' }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  expect(await violations(page, COLOURS)).toEqual([]);
  expect(await wideness(page)).toBe(0);
  expect(errors).toEqual([]);
  await context.close();
});
