import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, closePages, openBrowser, openPage, signInAsOwner, textOf } from './browser.ts';

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signInAsOwner(await context.newPage());
});
afterAll(() => closePages(browser));

/** The number of a tile, as it is written there. */
const spend = async (page: Page) =>
  (await textOf(page.locator('[data-kpi="paid.cost"] .value').first())).replace(/[^\d.-]/g, '');

/** The first row of the breakdown. */
const breakdown = (page: Page) =>
  page.getByRole('region', { name: 'Breakdown' }).locator('tbody tr').first();

async function openBoard(search = ''): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(context);
  await opened.page.goto(at(`/w/larkfield${search}`));
  await opened.page.locator('[data-kpi="paid.cost"] .value').first().waitFor();
  await breakdown(opened.page).waitFor();
  return opened;
}

test('a click on a row filters everything, chips change it, Back undoes it, the link repeats it', async () => {
  const { page, errors } = await openBoard();
  const all = await spend(page);
  const row = breakdown(page).getByRole('button');
  const name = (await textOf(row)).trim();
  await row.click();
  await expect.poll(() => spend(page)).not.toBe(all);
  const some = await spend(page);
  expect(Number(some)).toBeLessThan(Number(all));
  expect(decodeURIComponent(new URL(page.url()).search)).toBe(`?filter=campaign=${name}`);
  const chip = page.getByRole('list', { name: 'Filters' });
  expect(await textOf(chip)).toContain(name);

  await chip.getByRole('button', { name: 'is', exact: true }).click();
  await expect.poll(() => new URL(page.url()).search).toContain('campaign!=');
  await expect
    .poll(async () => Math.round(Number(all) - Number(await spend(page))))
    .toBe(Math.round(Number(some)));

  await page.goBack();
  await expect.poll(() => spend(page)).toBe(some);
  const second = await openBoard(new URL(page.url()).search);
  expect(await spend(second.page)).toBe(some);
  await second.page.close();

  await page.goBack();
  await expect.poll(() => spend(page)).toBe(all);
  expect(new URL(page.url()).search).toBe('');
  expect(errors).toEqual([]);
  await page.close();
});

test('range, comparison and grain are in the address, and keys change them', async () => {
  const { page, errors } = await openBoard();
  await page.getByText(/Compared with/).waitFor();
  await page.keyboard.press('x');
  await expect.poll(() => new URL(page.url()).search).toBe('?compare=off');
  await page.getByText(/Compared with/).waitFor({ state: 'detached' });
  await page.keyboard.press('x');
  await expect.poll(() => new URL(page.url()).search).toBe('');

  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Last fiscal quarter' }).click();
  await expect.poll(() => new URL(page.url()).search).toBe('?range=last_fiscal_quarter');
  await page.getByLabel('Points per').selectOption('month');
  await expect
    .poll(() => new URL(page.url()).search)
    .toBe('?range=last_fiscal_quarter&grain=month');
  await page.getByRole('button', { name: /Last fiscal quarter/ }).waitFor();

  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await page.getByLabel(/Single-key shortcuts are on/).uncheck();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor({ state: 'detached' });
  await page.keyboard.press('x');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /Search KPIs/ }).fill('return on ad');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/kpis/paid.roas');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.evaluate(() => localStorage.clear());
  expect(errors).toEqual([]);
  await page.close();
});

test('the rows behind a number are as many as it says and add up to it', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/larkfield/kpis/paid.cost?range=yesterday&compare=off'));
  const rows = page.getByRole('region', { name: 'Rows behind Media cost' });
  await rows.waitFor();
  const total = Number(
    (await textOf(page.getByText(/All [\d,]+ rows together/))).replace(/\D/g, ''),
  );
  let seen = await rows.locator('tbody tr').count();
  const next = page.getByRole('button', { name: 'Next page' });
  while (await next.isEnabled()) {
    const first = await textOf(rows.locator('tbody tr').first());
    await next.click();
    await expect.poll(() => textOf(rows.locator('tbody tr').first())).not.toBe(first);
    seen += await rows.locator('tbody tr').count();
  }
  expect(seen).toBe(total);
  const shown = await textOf(page.locator('[data-kpi="paid.cost"] .value').first());
  expect(await textOf(rows.locator('tfoot td').last())).toBe(shown);
  expect(errors).toEqual([]);
  await page.close();
});

test('on a phone nothing scrolls sideways', async () => {
  const phone = await browser.newContext({
    viewport: { width: 360, height: 780 },
    storageState: await context.storageState(),
  });
  const { page } = await openPage(phone);
  for (const path of ['', '/kpis', '/kpis/paid.cost', '/sources', '/import', '/settings/rates']) {
    await page.goto(at(`/w/larkfield${path}`));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([path, over]).toEqual([path, 0]);
  }
  await phone.close();
});
