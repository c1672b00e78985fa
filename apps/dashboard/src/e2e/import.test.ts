import type { Browser, BrowserContext } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, openBrowser, openPage, signInAsOwner, textOf } from './browser.ts';
import { googleAdsExport } from './exports.ts';

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await browser.newContext({ locale: 'en-GB' });
  await signInAsOwner(await context.newPage());
});
afterAll(() => browser.close());

test('a Google Ads export in UTF-16: detected, checked, imported, seen on the board, undone', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/northwind/import'));
  const file = { name: 'Campaign report.csv', mimeType: 'text/csv', buffer: googleAdsExport() };
  await page.getByLabel('choose them').setInputFiles(file);
  await page.getByRole('heading', { name: 'Campaign report.csv' }).waitFor();
  const detected = await textOf(
    page.getByRole('region', { name: 'Campaign report.csv', exact: true }).last(),
  );
  expect(detected).toContain('Google Ads');
  expect(detected).toMatch(/utf-?16/i);
  expect(detected).toContain('EUR');
  expect(detected).toMatch(/1\s?–\s?3 Oct(ober)? 2026/);

  const result = page.getByRole('region', { name: 'What comes in' });
  const cost = result.getByRole('row', { name: /Media cost/ });
  expect(await textOf(cost)).toContain('€95.25');
  expect(await textOf(cost)).toContain('Equal');
  const columns = page.getByRole('region', { name: 'Columns of the file' });
  expect(await columns.getByLabel('Cost becomes').inputValue()).toBe('spend');

  await columns.getByLabel('Clicks becomes').selectOption('');
  await page.getByText('1 of 7 columns is not imported.').waitFor();
  await columns.getByLabel('Clicks becomes').selectOption('clicks');
  await page.getByText('All 7 columns are understood.').waitFor();

  await page.getByRole('button', { name: 'Import 6 rows' }).click();
  await page.getByRole('heading', { name: '6 rows are in' }).waitFor();
  await page.getByRole('link', { name: 'See it on the board' }).click();
  const spend = page.locator('[data-kpi="paid.cost"] .value').first();
  await spend.waitFor();
  expect(await textOf(spend)).toBe('€95.25');

  await page.goto(at('/w/northwind/sources'));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByText('Campaign report.csv was taken back.').waitFor();
  await page.goto(at('/w/northwind'));
  await page.getByRole('heading', { name: 'Your numbers appear here' }).waitFor();
  expect(errors).toEqual([]);
  await page.close();
});

test('a file that is no table is refused with what to do, and can be removed', async () => {
  const { page } = await openPage(context);
  await page.goto(at('/w/northwind/import'));
  const file = {
    name: 'letter.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Dear team,\nthank you for the report.\n'),
  };
  await page.getByLabel('choose them').setInputFiles(file);
  await page.getByRole('alert').waitFor();
  expect((await textOf(page.getByRole('alert'))).length).toBeGreaterThan(40);
  await page.getByRole('button', { name: 'Remove this file' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await page.close();
});
