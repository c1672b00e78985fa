import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { OWNER, openBrowser, openPage, PASSWORD, violations } from './browser.ts';
import { type StartedServer, startServer } from './server.ts';

// One of its own, as nobody else finds the sample afterwards.
let server: StartedServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([
    startServer({ demo: true, from: inject('sampleFolder') }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test('the owner removes the sample workspace after a question, and only that', async () => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const { page, errors } = await openPage(context);
  await page.goto(server.claimLink);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Name of your team or company').fill('Northwind');
  await page.getByRole('button', { name: 'Create owner account' }).click();
  await page.waitForURL('**/w/northwind');
  await page.goto(`${server.url}/w/northwind/settings`);
  await page.getByRole('button', { name: 'Save' }).waitFor();
  expect(await page.getByRole('button', { name: 'Remove sample data' }).count()).toBe(0);

  await page.goto(`${server.url}/w/larkfield/settings`);
  await page.getByRole('button', { name: 'Remove sample data' }).click();
  const dialog = page.getByRole('dialog', { name: /^Remove Larkfield/ });
  await dialog.getByRole('button', { name: 'Keep it' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove sample data' }).click();
  await dialog.getByRole('button', { name: /^Remove Larkfield/ }).click();
  await page.waitForURL('**/w/northwind');
  await page.getByText(/its sample data are removed/).waitFor();
  await page.getByRole('heading', { name: 'Your numbers appear here' }).waitFor();
  expect(await page.getByRole('link', { name: 'Look at the sample data' }).count()).toBe(0);

  await page.goto(server.openLink);
  await page.getByRole('heading', { name: 'This link does not open' }).waitFor();
  expect(errors).toEqual([]);
  await context.close();
});
