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

test('what a year is for, what was decided, and how far the team has come', async () => {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const { page, errors } = await openPage(context);
  await signInAsOwner(page);
  await page.goto(at('/w/northwind/strategy'));
  await page.getByRole('heading', { name: 'No strategy is written yet' }).waitFor();
  await page.getByRole('button', { name: 'Begin a strategy' }).first().click();
  await page.getByRole('button', { name: 'Begin it' }).click();
  const open = page.getByRole('region', { name: 'What is open' });
  await open.getByText('The strategy names no goal.').waitFor();
  await page.getByRole('button', { name: 'Choose goals' }).click();
  await page.getByRole('checkbox', { name: 'Aided recall' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await open.getByText('No tactic works for the goal “Aided recall”.').waitFor();
  await page.getByRole('button', { name: 'Add a tactic' }).click();
  await page.getByRole('textbox', { name: 'Tactic' }).fill('Talks at fairs');
  await page.getByRole('textbox', { name: 'Why it changes' }).fill('Agreed with sales.');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await open.getByText('The tactic “Talks at fairs” has no campaign.').waitFor();
  await page.getByText('Agreed with sales.').waitFor();
  await settled(page);
  expect(await violations(page)).toEqual([]);

  await page.goto(at('/w/northwind/decisions'));
  await page.getByRole('heading', { name: 'No decision is written down yet' }).waitFor();
  await page.getByRole('button', { name: 'Put a question' }).first().click();
  await page.getByRole('textbox', { name: 'Question' }).fill('Do we go to the fair?');
  await page.getByRole('textbox', { name: 'What could be done' }).first().fill('We go');
  await page.getByRole('textbox', { name: /^Cost/ }).first().fill('4,000');
  await page.getByRole('button', { name: 'Put it' }).click();
  await page.getByRole('heading', { name: 'Still open' }).waitFor();
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByRole('textbox', { name: 'Why' }).fill('Everybody is there.');
  await page.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Not one whole day has passed since.').waitFor();
  await settled(page);
  expect(await violations(page)).toEqual([]);

  await page.goto(at('/w/northwind/maturity'));
  await page.getByRole('button', { name: 'Make a check' }).first().click();
  await page.getByRole('radio', { name: /Rules look at set times/ }).check();
  await page.getByRole('button', { name: 'Keep the check' }).click();
  await page.getByText('15 of 16 questions have no answer.').waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const path of ['maturity', 'decisions', 'strategy']) {
    await page.goto(at(`/w/northwind/${path}`));
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await settled(page);
    expect(await violations(page, COLOURS)).toEqual([]);
    expect(await wideness(page)).toBe(0);
  }
  expect(errors).toEqual([]);
  await context.close();
});
