import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  closePages,
  guestContext,
  OWNER,
  openBrowser,
  openPage,
  PASSWORD,
  textOf,
} from './browser.ts';
import { type StartedServer, startServer } from './server.ts';

// Nobody has claimed this one yet.
let fresh: StartedServer;
let browser: Browser;
const at = (path: string) => `${fresh.url}${path}`;
beforeAll(async () => {
  [fresh, browser] = await Promise.all([
    startServer({ demo: true, from: inject('sampleFolder') }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await closePages(browser);
  await fresh.stop();
});

test('claim with the link of the console, sign out, be refused, sign in', async () => {
  const context = await browser.newContext();
  const { page, errors } = await openPage(context);
  await page.goto(fresh.claimLink);
  await page.getByRole('button', { name: 'Create owner account' }).click();
  await expect.poll(() => page.getByText('Enter your name.').isVisible()).toBe(true);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name');

  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Name of your team or company').fill('Northwind');
  await page.getByRole('button', { name: 'Create owner account' }).click();
  await page.waitForURL('**/w/northwind');
  await page.getByRole('heading', { name: 'Your numbers appear here' }).waitFor();
  expect(await page.title()).toBe('Board · OpenMOps');

  await page.getByRole('button', { name: /account and theme/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.goto(at('/w/northwind/sources'));
  await page.waitForURL('**/sign-in?next=*');

  const email = page.getByLabel('E-mail');
  expect(await email.getAttribute('autocomplete')).toBe('username');
  await email.fill(OWNER.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  expect(await email.inputValue()).toBe(OWNER.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/w/northwind/sources');
  await page.getByRole('heading', { name: 'No source yet' }).waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

test('the claim link works once, and says what to do', async () => {
  const context = await browser.newContext();
  const { page } = await openPage(context);
  await page.goto(fresh.claimLink);
  await page.getByLabel('Your name').fill('Eve');
  await page.getByLabel('E-mail').fill('eve@example.com');
  await page.getByLabel('Password').fill('another long password');
  await page.getByLabel('Name of your team or company').fill('Evil');
  await page.getByRole('button', { name: 'Create owner account' }).click();
  await page.getByRole('alert').waitFor();
  expect(await textOf(page.getByRole('alert'))).toMatch(/link is not valid/);
  await page.goto(at('/claim'));
  await page.getByRole('heading', { name: 'The link is incomplete' }).waitFor();
  await context.close();
});

test('the sample link opens the sample company', async () => {
  const context = await guestContext(browser);
  const { page, errors } = await openPage(context);
  await page.goto(`${inject('server').url}/`);
  await page.waitForURL('**/w/larkfield');
  await page.getByText('Sample data', { exact: true }).waitFor();
  await page.locator('[data-kpi="paid.cost"] .value').first().waitFor();
  expect(errors).toEqual([]);
  await context.close();
});
