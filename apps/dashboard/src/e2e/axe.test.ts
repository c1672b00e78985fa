import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  COLOURS,
  closePages,
  openBrowser,
  openPage,
  settled,
  signInAsOwner,
  violations,
} from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => closePages(browser));

// Those of people are looked at in `people.test.ts`, in both themes.
const PAGES = [
  '/w/larkfield',
  '/w/larkfield?range=this_year&filter=device=x',
  '/w/larkfield/kpis',
  '/w/larkfield/kpis/paid.roas',
  '/w/larkfield/kpis/no.such',
  '/w/larkfield/sources',
  '/w/larkfield/quality',
  '/w/larkfield/sources/linkedin_ads',
  '/w/larkfield/streams',
  '/w/larkfield/streams/none',
  '/w/larkfield/connections',
  '/w/larkfield/webhooks',
  '/w/larkfield/subscriptions',
  '/w/larkfield/catalogue?kpi=paid.roas',
  '/w/larkfield/import',
  '/w/larkfield/settings',
  '/w/larkfield/settings/members',
  '/w/larkfield/settings/rates',
  '/w/larkfield/settings/embeds',
  '/w/larkfield/settings/keys',
  '/w/larkfield/settings/audit',
  '/w/northwind',
  '/w/nobody',
  '/new-workspace',
  '/nowhere',
];

/** Of one page in both themes. */
async function inBothThemes(page: Page): Promise<string[]> {
  const found = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  found.push(...(await violations(page, COLOURS)).map((each) => `dark: ${each}`));
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

test('every page by axe, light and dark: nothing found', async () => {
  const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
  const { page, errors } = await openPage(context);
  const found: string[] = [];
  for (const path of ['/sign-in', '/claim#token=0123456789', '/claim', '/open']) {
    await page.goto(at(path));
    await page.getByRole('heading', { level: 1 }).waitFor();
    found.push(...(await inBothThemes(page)).map((each) => `${path} ${each}`));
  }
  await signInAsOwner(page);
  for (const path of PAGES) {
    await page.goto(at(path));
    await page.locator('main').waitFor();
    await page.waitForLoadState('networkidle');
    found.push(...(await inBothThemes(page)).map((each) => `${path} ${each}`));
  }
  expect(found).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
  // Many pages, each looked at twice.
}, 240_000);

test('dialogs, menus and popovers by axe: nothing found', async () => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const { page } = await openPage(context);
  await signInAsOwner(page);
  const found: string[] = [];
  const look = async (name: string) => {
    found.push(...(await violations(page)).map((each) => `${name} ${each}`));
    await page.keyboard.press('Escape');
  };
  await page.goto(at('/w/larkfield'));
  await page.locator('tbody tr').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /Search KPIs/ }).waitFor();
  await look('palette');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await look('shortcuts');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Show these days' }).waitFor();
  await look('range');
  await page.keyboard.press('f');
  await page.getByRole('list', { name: 'Values' }).waitFor();
  await look('filter');
  await page.getByRole('button', { name: /account and theme/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  await look('menu');
  await page.goto(at('/w/larkfield/settings/members'));
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('E-mail').waitFor();
  await look('member');
  await page.goto(at('/w/larkfield/settings/embeds'));
  await page.getByRole('button', { name: 'New embed' }).click();
  await page.getByRole('figure').waitFor();
  await look('embed');
  expect(found).toEqual([]);
  await context.close();
});
