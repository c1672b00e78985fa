import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  at,
  closePages,
  openBrowser,
  openPage,
  signInAsOwner,
  textOf,
  violations,
} from './browser.ts';

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  await signInAsOwner(await context.newPage());
  const created = await context.request.post(at('/trpc/workspace.create'), {
    headers: { origin: inject('server').url },
    data: { slug: 'southwind', name: 'Southwind', currency: 'EUR' },
  });
  expect(created.status()).toBe(200);
  await importLines('tv', ['Day,Campaign,Currency,Cost', ...of('EUR', 10), ...of('USD', 20)], {
    Day: 'day',
    Campaign: 'campaign',
    Currency: 'currency',
    Cost: 'spend',
  });
  await importLines('letters', ['Day,Campaign,Sent,Clicked', '2026-10-02,Autumn,80,9'], {
    Day: 'day',
    Campaign: 'campaign',
    Sent: 'emails_delivered',
    Clicked: 'email_unique_clicks',
  });
});
afterAll(() => closePages(browser));

const of = (currency: string, cost: number) =>
  ['2026-10-01', '2026-10-02'].map((day) => `${day},${currency} spots,${currency},${cost}`);

async function importLines(source: string, lines: string[], columns: Record<string, string>) {
  const headers = { origin: inject('server').url, 'x-openmops-workspace': 'southwind' };
  const sent = await context.request.post(at(`/api/uploads?name=${source}.csv`), {
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    data: Buffer.from(`${lines.join('\n')}\n`),
  });
  const { upload } = (await sent.json()) as { upload: string };
  const done = await context.request.post(at('/trpc/imports.run'), {
    headers,
    data: { upload, options: { source, map: { columns } } },
  });
  expect(await done.text()).toContain('"accepted"');
}

const RANGE = 'from=2026-10-01&to=2026-10-31';

test('amounts without a rate are not added: each currency by itself, or load the rates', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at(`/w/southwind?${RANGE}&kpi=paid.cost`));
  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect(await textOf(alert)).toMatch(/Amounts in EUR, USD cannot be added/);
  await alert.getByRole('link', { name: 'Load exchange rates' }).waitFor();
  await alert.getByRole('button', { name: 'Show by currency' }).click();
  const breakdown = page.getByRole('region', { name: 'Breakdown' });
  await breakdown.locator('tbody tr').first().waitFor();
  expect(await textOf(breakdown.getByRole('row', { name: /USD/ }))).toContain('US$40.00');
  expect(await textOf(breakdown.getByRole('row', { name: /EUR/ }))).toContain('€20.00');
  expect(await violations(page)).toEqual([]);
  await breakdown.getByRole('button', { name: 'USD' }).click();
  const spend = page.locator('[data-kpi="paid.cost"] .value').first();
  await expect.poll(() => textOf(spend)).toBe('US$40.00');
  await page.goto(at(`/w/southwind/kpis/paid.cost?${RANGE}`));
  await page.getByRole('alert').getByRole('button', { name: 'Show by currency' }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await page.close();
});

test('a share of few cases says so, with its interval and what it was made of', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at(`/w/southwind?${RANGE}&filter=source=letters`));
  const tile = page.locator('[data-kpi="email.click_rate"]').first();
  await tile.getByText('Small sample').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.goto(at(`/w/southwind/kpis/email.click_rate?${RANGE}`));
  const how = page.getByRole('region', { name: 'How this number was made' });
  await how.waitFor();
  const text = await textOf(how);
  expect(text).toContain('9 ÷ 80 = 11.25%');
  expect(text).toMatch(/Small sample\. With 95 % certainty.* lies between 6\.\d+% and 20\.\d*%/);
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await page.close();
});

const PAGES = [
  '',
  '/kpis',
  '/kpis/paid.roas',
  '/sources',
  '/sources/linkedin_ads',
  '/quality',
  '/settings/members',
  '/settings/rates',
  '/settings/embeds',
  '/settings/keys',
  '/settings/audit',
];

/** Every question but who is signed in: never answered, or refused. */
async function holdBack(page: Page, how: 'slow' | 'failing'): Promise<void> {
  await page.route('**/trpc/**', (route) => {
    const names = new URL(route.request().url()).pathname.split('/').at(-1)?.split(',') ?? [];
    if (names.every((name) => name === 'session.get')) return route.continue();
    if (how === 'slow') return;
    const data = { code: 'INTERNAL', hint: 'The log tells more under req_1.', requestId: 'req_1' };
    const error = { message: 'Something went wrong on our side.', code: -32603, data };
    return route.fulfill({
      status: 500,
      contentType: 'application/json',
      body: JSON.stringify(names.map(() => ({ error }))),
    });
  });
}

test.each([
  ['slow', 'light', 390],
  ['failing', 'dark', 1440],
] as const)(
  'every page of a %s server has a heading, says what goes on, and nothing by axe',
  async (how, colorScheme, width) => {
    const storageState = await context.storageState();
    const looks = {
      colorScheme,
      viewport: { width, height: 900 },
      reducedMotion: 'reduce' as const,
    };
    const other = await browser.newContext({ ...looks, storageState });
    const { page } = await openPage(other);
    await holdBack(page, how);
    const found: string[] = [];
    for (const path of PAGES) {
      await page.goto(at(`/w/southwind${path}`));
      if (how === 'slow') {
        await page
          .getByRole('status')
          .filter({ hasText: /^Loading/ })
          .first()
          .waitFor();
      } else {
        const state = page.getByRole('alert').first();
        await state.waitFor();
        expect(await textOf(state)).toContain('Something went wrong on our side.');
        expect((await textOf(state)).match(/req_1/g)).toHaveLength(1);
        await page.getByRole('button', { name: 'Try again' }).first().waitFor();
      }
      await expect.poll(() => page.getByRole('heading', { level: 1 }).count()).toBe(1);
      found.push(...(await violations(page)).map((each) => `${path} ${each}`));
    }
    expect(found).toEqual([]);
    await other.close();
  },
);

test('on a phone the chosen section of the settings is in view', async () => {
  const storageState = await context.storageState();
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, storageState });
  const { page } = await openPage(phone);
  await page.goto(at('/w/southwind/settings/audit'));
  const tab = page.getByRole('link', { name: 'Audit' });
  await tab.waitFor();
  await expect
    .poll(async () => {
      const box = await tab.boundingBox();
      return (box?.x ?? 999) + (box?.width ?? 0);
    })
    .toBeLessThanOrEqual(390);
  await phone.close();
});

test('a server that went away is named, with what to do', async () => {
  const storageState = await context.storageState();
  const other = await browser.newContext({ reducedMotion: 'reduce', storageState });
  const { page } = await openPage(other);
  await page.goto(at('/w/larkfield'));
  const value = page.locator('[data-kpi="paid.cost"] .value').first();
  await value.waitFor();
  await other.route('**', (route) => route.abort('connectionrefused'));
  await page.getByRole('link', { name: 'KPIs', exact: true }).click();
  await page.getByText('This page cannot be loaded.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('x');
  await page.getByRole('alert').getByText('OpenMOps cannot be reached.').waitFor();
  await page.getByRole('button', { name: 'Try again' }).first().waitFor();
  expect(await violations(page)).toEqual([]);
  await other.close();
});
