import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  at,
  closePages,
  OWNER,
  openBrowser,
  openPage,
  PASSWORD,
  signInAsOwner,
  textOf,
} from './browser.ts';
import { openForeignPage } from './foreign-page.ts';

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await browser.newContext({
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await signInAsOwner(await context.newPage());
});
afterAll(() => closePages(browser));

async function openSettings(section: string, slug = 'northwind') {
  const opened = await openPage(context);
  await opened.page.goto(at(`/w/${slug}/settings/${section}`));
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  return opened;
}

async function copied(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('a person is added, opens the link once, chooses a password, and has the role; then is removed', async () => {
  const { page, errors } = await openSettings('members');
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a person' });
  await dialog.getByRole('button', { name: 'Add and get the link' }).click();
  await dialog.getByText('Enter the name of the person.').waitFor();
  await dialog.getByLabel('Name').fill('Vera Holm');
  await dialog.getByLabel('E-mail').fill('vera@example.com');
  await dialog.getByLabel('Role').selectOption('viewer');
  await dialog.getByRole('button', { name: 'Add and get the link' }).click();
  const link = await copied(page, 'Copy link');
  expect(link).toMatch(/\/open#token=/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await textOf(row(page, 'vera@example.com'))).toContain('Invited');

  const other = await browser.newContext({ locale: 'en-GB' });
  const vera = await openPage(other);
  await vera.page.goto(link);
  await vera.page.getByLabel('New password').fill('too short');
  await vera.page.getByRole('button', { name: 'Save and sign in' }).click();
  await vera.page.getByText('Use at least 12 characters.').waitFor();
  await vera.page.getByLabel('New password').fill('seven lamps by the river');
  await vera.page.getByRole('button', { name: 'Save and sign in' }).click();
  await vera.page.waitForURL('**/w/northwind');

  await other.clearCookies();
  await vera.page.goto(at('/sign-in'));
  await vera.page.getByLabel('E-mail').fill('vera@example.com');
  await vera.page.getByLabel('Password').fill('seven lamps by the river');
  await vera.page.getByRole('button', { name: 'Sign in' }).click();
  await vera.page.waitForURL('**/w/northwind');
  await vera.page.goto(at('/w/northwind/import'));
  await vera.page.getByRole('heading', { name: 'You may look, not import' }).waitFor();
  await vera.page.goto(at('/w/northwind/settings/keys'));
  await vera.page.getByRole('heading', { name: 'You cannot open this page' }).waitFor();

  const stranger = await browser.newContext();
  const second = await openPage(stranger);
  await second.page.goto(link);
  await second.page.getByRole('heading', { name: 'This link does not open' }).waitFor();
  await stranger.close();

  await page.reload();
  await page.getByLabel('Role of Vera Holm').selectOption('editor');
  await page.getByText('Vera Holm is now editor.').waitFor();
  await vera.page.goto(at('/w/northwind/import'));
  await vera.page.getByText('Drop files here').waitFor();

  await row(page, 'vera@example.com').getByRole('button', { name: 'Remove' }).click();
  await page
    .getByRole('dialog', { name: 'Remove Vera Holm?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await page.getByText('Vera Holm was removed.').waitFor();
  await row(page, 'vera@example.com').waitFor({ state: 'detached' });
  await vera.page.goto(at('/w/northwind'));
  await expect.poll(() => textOf(vera.page.locator('body'))).not.toContain('Northwind');
  expect([...errors, ...vera.errors]).toEqual([]);
  await other.close();
  await page.close();
});

test('the last owner cannot be removed, and the page says why', async () => {
  const { page } = await openSettings('members');
  await row(page, OWNER.email).getByRole('button', { name: 'Remove' }).click();
  await page
    .getByRole('dialog', { name: `Remove ${OWNER.name}?` })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect.poll(() => textOf(page.getByRole('region', { name: 'Messages' }))).toMatch(/owner/i);
  await row(page, OWNER.email).waitFor();
  await page.close();
});

test('an API key is shown once, opens the REST door with its rights only, and ends', async () => {
  const { page, errors } = await openSettings('keys', 'larkfield');
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await dialog.getByLabel('What is it for').fill('Nightly report');
  await dialog.getByLabel('Read sources').uncheck();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const key = await copied(page, 'Copy key');
  expect(key).toMatch(/^omp_live_/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  const mine = row(page, 'Nightly report');
  expect(await textOf(mine)).toContain('Read KPIs');
  expect(await textOf(page.locator('body'))).not.toContain(key);

  const call = (path: string) =>
    fetch(at(path), { headers: { authorization: `Bearer ${key}` } }).then((one) => one.status);
  const number = '/api/v1/kpis/spend?from=2026-01-01&to=2026-01-31';
  expect(await call(number)).toBe(200);
  expect(await call('/api/v1/sources')).toBe(403);
  await mine.getByRole('button', { name: 'End' }).click();
  await page.getByText('The key “Nightly report” has ended.').waitFor();
  await expect.poll(() => textOf(mine)).toContain('Ended');
  expect(await call(number)).toBe(401);
  expect(errors).toEqual([]);
  await page.close();
});

test('an embed is previewed, made, shown elsewhere; ended, it says nothing but a neutral sentence', async () => {
  const intranet = await openForeignPage(inject('server').url);
  const { page, errors } = await openSettings('embeds', 'larkfield');
  await page.getByRole('button', { name: 'New embed' }).click();
  await page.getByLabel('KPI', { exact: true }).selectOption('paid.clicks');
  const preview = page.getByRole('figure').locator('.value').first();
  await expect.poll(() => textOf(preview)).toMatch(/^\d[\d,]*$/);
  await page.getByRole('button', { name: 'Create and get the snippet' }).click();
  await page.getByText('Enter a name, so that you find it again.').waitFor();
  await page.getByLabel('Name').fill('Clicks for the wiki');
  await page.getByLabel('Addresses of the pages').fill('wiki');
  await page.getByRole('button', { name: 'Create and get the snippet' }).click();
  await page.getByText('“wiki” is no address.').waitFor();
  await page.getByLabel('Addresses of the pages').fill(`${intranet.origin}/wiki/start`);
  const shown = await textOf(preview);
  await page.getByRole('button', { name: 'Create and get the snippet' }).click();
  const snippet = await copied(page, 'Copy snippet');
  await page.getByRole('button', { name: 'Done' }).click();
  const mine = row(page, 'Clicks for the wiki');
  expect(await textOf(mine)).toContain(intranet.origin);

  const visitor = await browser.newContext({ locale: 'en-GB' });
  const wiki = await openPage(visitor);
  const address = intranet.put(snippet);
  await wiki.page.goto(address);
  await expect.poll(() => textOf(wiki.page.locator('mops-kpi .value'))).toBe(shown);
  expect(wiki.errors).toEqual([]);

  await mine.getByRole('button', { name: 'End' }).click();
  await page.getByText('“Clicks for the wiki” shows no numbers any more.').waitFor();
  await wiki.page.reload();
  const words = wiki.page.locator('mops-kpi [part="state"]');
  await expect.poll(() => textOf(words)).toBe('This embed has ended.');
  expect(await wiki.page.locator('mops-kpi .value').count()).toBe(0);
  expect(errors).toEqual([]);
  await visitor.close();
  await page.close();
  await intranet.close();
});

test('exchange rates are loaded from a file; one that is none is refused with what to do', async () => {
  const { page, errors } = await openSettings('rates');
  const choose = page.getByLabel('choose them');
  await page.getByRole('heading', { name: 'No exchange rates' }).waitFor();
  const file = (text: string) => ({
    name: 'rates.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
  await choose.setInputFiles(file('hello\nthis is no table\n'));
  await page.getByRole('alert').waitFor();
  expect(await textOf(page.getByRole('alert'))).toMatch(/day.*from.*to.*rate/);
  const days = ['2026-10-01', '2026-10-02'].map((day, at) => `${day},USD,EUR,0.9${at}`);
  await choose.setInputFiles(file(`day,from,to,rate\n${days.join('\n')}\n`));
  await page.getByText(/2 rates for USD.*EUR.* are loaded/).waitFor();
  const pair = await textOf(row(page, 'USD to EUR'));
  expect(pair).toContain('0.91');
  expect(pair).toContain('rates.csv');
  expect(errors).toEqual([]);
  await page.close();
});

test('the audit names who did what, the newest first', async () => {
  const { page, errors } = await openSettings('audit');
  const rows = page.getByRole('region', { name: 'Audit' }).locator('tbody tr');
  await rows.first().waitFor();
  const texts = await rows.allTextContents();
  expect(texts[0]).toContain('Loaded exchange rates');
  expect(texts[0]).toContain(OWNER.name);
  const did = (words: string) => texts.findIndex((text) => text.includes(words));
  expect(did('Added a member')).toBeGreaterThan(did('Changed a role'));
  expect(did('Changed a role')).toBeGreaterThan(did('Removed a member'));
  expect(did('Removed a member')).toBeGreaterThan(0);
  expect(texts.join(' ')).not.toContain(PASSWORD);
  expect(errors).toEqual([]);
  await page.close();
});

test('a person changes the password, which ends the other browser, and the trail tells of both', async () => {
  const { page } = await openSettings('members');
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a person' });
  await dialog.getByLabel('Name').fill('Iris Falk');
  await dialog.getByLabel('E-mail').fill('iris@example.com');
  await dialog.getByLabel('Role').selectOption('viewer');
  await dialog.getByRole('button', { name: 'Add and get the link' }).click();
  const link = await copied(page, 'Copy link');
  const [first, second] = [await browser.newContext(), await browser.newContext()];
  const iris = await openPage(first);
  await iris.page.goto(link);
  await iris.page.getByLabel('New password').fill('seven lamps by the river');
  await iris.page.getByRole('button', { name: 'Save and sign in' }).click();
  await iris.page.waitForURL('**/w/northwind');
  const elsewhere = await openPage(second);
  await elsewhere.page.goto(at('/sign-in'));
  await elsewhere.page.getByLabel('E-mail').fill('iris@example.com');
  await elsewhere.page.getByLabel('Password').fill('seven lamps by the river');
  await elsewhere.page.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.page.waitForURL('**/w/northwind');

  await iris.page.goto(at('/w/northwind/settings/account'));
  await iris.page.getByLabel('Current password').fill('not the right one');
  await iris.page.getByLabel('New password').fill('eight boats on the lake');
  await iris.page.getByRole('button', { name: 'Change password' }).click();
  await iris.page.getByText('The current password is wrong.').waitFor();
  await iris.page.getByLabel('Current password').fill('seven lamps by the river');
  await iris.page.getByLabel('Also end my API keys').check();
  await iris.page.getByRole('button', { name: 'Change password' }).click();
  await iris.page.getByText('Ended: 1 other session.').waitFor();
  await iris.page.goto(at('/w/northwind/kpis'));
  await iris.page.getByRole('heading', { level: 1 }).waitFor();
  await elsewhere.page.goto(at('/w/northwind'));
  await elsewhere.page.waitForURL('**/sign-in**');

  await page.goto(at('/w/northwind/settings/audit'));
  await page.getByText('Sign-ins').click();
  const trail = page.getByRole('table');
  for (const words of ['Changed the password', 'Signed in', 'Opened a one-time link']) {
    await trail
      .getByRole('row')
      .filter({ hasText: 'Iris Falk' })
      .filter({ hasText: words })
      .waitFor();
  }
  await first.close();
  await second.close();
  await page.close();
});
