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

test('a plan is made, worked in by keyboard and clipboard, taken back, and told why it is not ready', async () => {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const { page, errors } = await openPage(context);
  await signInAsOwner(page);
  await page.goto(at('/w/northwind/budget'));
  await page.getByRole('button', { name: 'Make the first plan' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Budget from above/).fill('10,000');
  await dialog.getByRole('button', { name: 'Begin the plan' }).click();
  await page.getByRole('button', { name: 'Add the first line' }).click();
  await dialog.getByLabel('Name').fill('Search');
  await dialog.getByLabel('Team').fill('Demand');
  await dialog.getByRole('button', { name: 'Add it' }).click();

  const grid = page.getByRole('grid', { name: 'Lines of the budget' });
  await grid.getByRole('gridcell', { name: 'Search' }).click();
  const paste = (text: string) =>
    grid.evaluate((table, given) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', given);
      table.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, text);
  await paste(Array.from({ length: 500 }, (_, row) => `Line ${row}\tTeam ${row % 3}`).join('\n'));
  await page.getByText('Pasted into 500 lines.').waitFor();

  // A block is drawn with the mouse, and grown by a click with the shift key.
  const cell = (row: number, column: number) =>
    grid.locator(`[data-row="${row}"][data-column="${column}"]`);
  const chosen = grid.locator('[aria-selected="true"]');
  await cell(1, 0).hover();
  await page.mouse.down();
  await cell(2, 1).hover();
  await cell(3, 1).hover();
  await page.mouse.up();
  await expect.poll(() => chosen.count()).toBe(6);
  await cell(5, 0).hover();
  expect(await chosen.count()).toBe(6);
  await cell(4, 0).click({ modifiers: ['Shift'] });
  await expect.poll(() => chosen.count()).toBe(4);

  // Typed with the keyboard; the sums follow at once.
  await grid.focus();
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.type('12,000');
  await page.keyboard.press('Enter');
  const sums = page.getByRole('region', { name: 'Sums by team and quarter' }).last();
  await expect.poll(() => textOf(sums)).toContain('€2,000.00 over');
  await expect
    .poll(() => page.getByText('Over target by 2,000.00', { exact: false }).count())
    .toBe(1);
  await page.getByRole('button', { name: 'Submit for review' }).click();
  await dialog.getByRole('button', { name: 'Submit for review' }).click();
  await dialog.getByText('over target by 2,000.00').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await grid.focus();
  await page.keyboard.press('Control+z');
  await page.getByText('Taken back.').waitFor();
  await expect.poll(() => textOf(sums)).not.toContain('over');
  await settled(page);
  expect(await violations(page)).toEqual([]);

  for (const [path, heading] of [
    ['summary', 'Budget summary'],
    ['targets', 'Targets'],
    ['orders', 'Orders'],
    ['invoices', 'Invoices'],
    ['months', 'Months'],
  ]) {
    await page.goto(at(`/w/northwind/budget/${path}`));
    await page.getByRole('heading', { level: 1, name: heading ?? '' }).waitFor();
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(at('/w/northwind/budget'));
  await grid.waitFor();
  await settled(page);
  expect(await violations(page, COLOURS)).toEqual([]);
  expect(await wideness(page)).toBe(0);
  expect(errors).toEqual([]);
  await context.close();
});
