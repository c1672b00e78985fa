import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  closePages,
  guestContext,
  openBrowser,
  openPage,
  settled,
  textOf,
  violations,
  wideness,
} from './browser.ts';

const DESK = { colorScheme: 'light', viewport: { width: 1440, height: 1000 } } as const;
const PHONE = { colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const;

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await guestContext(browser, {
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...DESK,
  });
});
afterAll(() => closePages(browser));

const open = (page: Page, path: string) => page.goto(at(`/w/larkfield${path}`));

test('a duplicate is compared, merged, and the merge undone', async () => {
  const { page, errors } = await openPage(context);
  await open(page, '/duplicates');
  const queue = page.getByRole('region', { name: 'Proposed duplicates' });
  await queue.getByText('of 37').waitFor();
  expect(await queue.getByRole('listitem').count()).toBe(25);
  const first = queue.getByRole('listitem').first();
  const records = await textOf(first.locator('.muted'));
  await first.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare the records' });
  const fields = dialog.getByRole('table');
  for (const record of records.split(' and '))
    await fields.getByRole('columnheader', { name: record }).waitFor();
  await fields.getByRole('row', { name: /^Email/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await queue.getByText('of 36').waitFor();
  const decided = page.getByRole('region', { name: 'Decided' });
  await decided.getByText('Merged', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  await decided.getByRole('button', { name: /^Undo the decision on/ }).click();
  await decided.getByText('Undone by Sample guest').waitFor();
  await queue.getByText('of 37').waitFor();
  expect(errors).toEqual([]);
  await page.close();
});

test('stages, people, a journey and e-mail of the sample company: filled, nothing by axe on desk and phone', async () => {
  const { page, errors } = await openPage(context);
  const found: string[] = [];
  const check = async (name: string) => {
    await page.waitForLoadState('networkidle');
    for (const [look, { colorScheme, viewport }] of Object.entries({ phone: PHONE, desk: DESK })) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const over = await wideness(page);
      if (over > 0) found.push(`${name} is ${over} px too wide on ${look}`);
      found.push(...(await violations(page)).map((each) => `${name} on ${look}: ${each}`));
    }
  };

  await open(page, '/lifecycle');
  const steps = page.getByRole('region', { name: 'Funnel' }).getByRole('listitem');
  await steps.first().waitFor();
  const counts = await steps.locator('.count').allTextContents();
  expect(counts.map((text) => Number(text.replaceAll(',', ''))).every((one) => one > 0)).toBe(true);
  expect(await textOf(steps.nth(1))).toMatch(/\d+(\.\d+)?.?% /);
  await check('stages');

  await open(page, '/duplicates');
  await page.getByRole('button', { name: 'Compare' }).first().waitFor();
  await check('duplicates');
  await page.getByRole('button', { name: 'Compare' }).first().click();
  await page.getByRole('dialog').getByRole('table').waitFor();
  await check('compare');

  await open(page, '/people');
  const people = page.getByRole('region', { name: 'People', exact: true });
  await people.getByRole('row').nth(1).waitFor();
  await check('people');
  await people.getByRole('row').nth(1).getByRole('link').click();
  const journey = page.getByRole('region', { name: 'Journey' });
  await journey.getByRole('listitem').first().waitFor();
  expect(await textOf(journey.getByRole('listitem').first())).toMatch(/known (as|by)|visitor/);
  await check('journey');
  await open(page, '/people/contact%2Fnobody%2F0');
  await page.getByRole('alert').waitFor();
  await check('nobody');

  await open(page, '/engagement');
  const machines = page.getByRole('button', { name: /events of machines: show the reasons/ });
  await machines.first().waitFor();
  await check('e-mail');
  await machines.first().click();
  await page.getByRole('dialog', { name: 'Events of machines' }).getByRole('row').nth(1).waitFor();
  await check('events of machines');

  expect(found).toEqual([]);
  expect(errors).toEqual([]);
  await page.close();
});
