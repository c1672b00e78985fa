import type { Browser, BrowserContext } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  closePages,
  openBrowser,
  openPage,
  signInAsOwner,
  textOf,
  violations,
} from './browser.ts';
import { googleAdsExport } from './exports.ts';

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await browser.newContext({ locale: 'en-GB' });
  await signInAsOwner(await context.newPage());
});
afterAll(() => closePages(browser));

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

test('a sample file is offered, read, and its calculated columns are explained', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/northwind/import'));
  await page.getByRole('button', { name: /Mailchimp/ }).click();
  const columns = page.getByRole('region', { name: 'Columns of the file' });
  await columns.waitFor();
  await page.getByRole('button', { name: /^Import [\d,]+ rows$/ }).waitFor();
  expect(await textOf(columns.getByRole('row', { name: /^Click Rate/ }))).toContain(
    'A ratio or mean: OpenMOps computes it from its parts.',
  );
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: /Try with a sample file/ }).waitFor();
  expect(errors).toEqual([]);
  await page.close();
});

const csv = (name: string, lines: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\n')}\n`),
});

test('a file without days asks for them', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/northwind/import'));
  await page
    .getByLabel('choose them')
    .setInputFiles(
      csv('no days.csv', ['Campaign,Cost,Impressions', 'Spring,10.50,1000', 'Autumn,20.25,2000']),
    );
  await page.getByText('No column says the day of a row.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Source', { exact: true }).fill('tv spots');
  await page.getByLabel('Source', { exact: true }).press('Tab');
  await page.getByLabel('First day').fill('2026-09-30');
  await page.getByLabel('Last day').fill('2026-09-01');
  await page.getByText('The first day comes after the last one.').waitFor();
  await page.getByLabel('First day').fill('2026-09-01');
  await page.getByLabel('Last day').fill('2026-09-30');
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await page.getByRole('heading', { name: '2 rows are in' }).waitFor();
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('heading', { name: 'no days.csv was taken back' }).waitFor();
  expect(errors).toEqual([]);
  await page.close();
});

test('every total of the file is compared, with its name and line', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/northwind/import'));
  await page
    .getByLabel('choose them')
    .setInputFiles(
      csv('Search terms report.csv', [
        'Search terms report',
        '"October 1, 2026 - October 2, 2026"',
        'Search term,Match type,Day,Campaign,Currency code,Cost,Impr.,Clicks',
        'spectrometer,Broad match,2026-10-01,Search,EUR,10.50,100,5',
        'spectrometer price,Exact match,2026-10-02,Search,EUR,20.25,200,7',
        'Total: Search terms, --, --, --,EUR,30.75,300,12',
        'Total: Account, --, --, --,EUR,40.00,420,15',
      ]),
    );
  const result = page.getByRole('region', { name: 'What comes in' });
  await result.waitFor();
  expect(await textOf(result.getByRole('row', { name: /^Media cost/ }))).toMatch(
    /30\.75.*Total: Search terms, line 6.*Equal/,
  );
  const account = result.getByRole('row').filter({ hasText: 'Total: Account, line 7' }).first();
  expect(await textOf(account)).toMatch(/40\.00.*-€9\.25/);
  expect(errors).toEqual([]);
  await page.close();
});

test('money of several currencies is shown by currency, and never added', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/northwind/import'));
  await page
    .getByLabel('choose them')
    .setInputFiles(
      csv('two currencies.csv', [
        'Day,Campaign,Currency code,Cost,Impr.,Clicks',
        '2026-10-01,A,EUR,10.50,100,5',
        '2026-10-01,B,USD,7.25,200,7',
      ]),
    );
  const result = page.getByRole('region', { name: 'What comes in' });
  await result.waitFor();
  expect(await textOf(result.getByRole('row', { name: /^Media cost in EUR/ }))).toMatch(/€10\.50/);
  expect(await textOf(result.getByRole('row', { name: /^Media cost in USD/ }))).toMatch(/\$7\.25/);
  expect(await result.getByRole('row', { name: /^Media cost/ }).count()).toBe(2);
  expect(await textOf(result.getByRole('row', { name: /^Impressions/ }))).toMatch(/300/);
  expect(errors).toEqual([]);
  await page.close();
});
