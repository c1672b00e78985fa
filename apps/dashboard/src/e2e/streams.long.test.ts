import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  closePages,
  OWNER,
  openBrowser,
  openPage,
  PASSWORD,
  textOf,
  violations,
} from './browser.ts';
import { type StartedServer, startServer } from './server.ts';

let browser: Browser;
let context: BrowserContext;
let server: StartedServer;
/** Stands for HubSpot: a list of properties, and nobody in it. */
const platform = createServer((request, response) => {
  const known = request.headers.authorization === 'Bearer good-token-of-test';
  response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
  const results = request.url?.includes('propert') ? [{ name: 'email' }] : [];
  response.end(JSON.stringify(known ? { results } : { message: 'No such token' }));
});
const at = (path: string) => `${server.url}${path}`;

beforeAll(async () => {
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const { port } = platform.address() as AddressInfo;
  server = await startServer({
    demo: true,
    from: inject('sampleFolder'),
    env: {
      OPENMOPS_STAND_INS: `hubspot=http://127.0.0.1:${port}`,
      OPENMOPS_ALLOWED_NETWORKS: '127.0.0.0/8',
    },
  });
  browser = await openBrowser();
  context = await browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const workspace = { slug: 'northwind', name: 'Northwind', currency: 'EUR' };
  const token = server.claimLink.split('token=')[1];
  await post('/api/claim', { token, ...OWNER, password: PASSWORD, workspace });
  await post('/api/auth/sign-in/email', { email: OWNER.email, password: PASSWORD });
});
afterAll(async () => {
  if (browser) await closePages(browser);
  await server?.stop();
  platform.close();
});

async function post(path: string, data: unknown, slug?: string) {
  const headers = { origin: server.url, ...(slug ? { 'x-openmops-workspace': slug } : {}) };
  const answer = await context.request.post(at(path), { data, headers });
  if (!answer.ok()) throw new Error(await answer.text());
  return answer;
}

const push = (from: number, count: number, campaign: (row: number) => unknown) =>
  post(
    '/api/v1/ingest/daily_costs?source=agency&key=id',
    Array.from({ length: count }, (_, place) => ({
      id: `K-${from + place}`,
      date: '2026-11-02',
      campaign_id: campaign(from + place),
      cost: 2,
      placed_by: { name: 'Ada' },
    })),
    'northwind',
  );

async function open(path: string): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(context);
  await opened.page.goto(at(`/w/northwind${path}`));
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  return opened;
}

const spend = async () => {
  const input = { kpis: ['spend'], from: '2026-11-01', to: '2026-11-30' };
  const answer = await context.request.get(
    at(`/trpc/kpi.read?input=${encodeURIComponent(JSON.stringify(input))}`),
    { headers: { 'x-openmops-workspace': 'northwind' } },
  );
  return (await answer.json()).result.data.rows[0]?.values.spend ?? null;
};

test('a stream that no pack knows is mapped from nothing, drifts, is mended, and its rows arrive once', async () => {
  const before = await open('/streams');
  await before.page.getByRole('heading', { name: 'Nothing streams in yet' }).waitFor();
  expect(await violations(before.page)).toEqual([]);
  await push(0, 30, (row) => `c${row % 3}`);
  const { page, errors } = await open('/streams');
  expect(await textOf(page.getByRole('row').filter({ hasText: 'daily_costs' }))).toMatch(
    /agency.*Pushed.*30.*Not mapped/,
  );
  await page.getByRole('link', { name: 'daily_costs', exact: true }).click();

  // Rows as they were sent, found by their key.
  await page.getByPlaceholder('Search by key').fill('k-17');
  await page.getByText('1–1 of 1').waitFor();
  await page.locator('summary').click();
  expect(await page.locator('pre').textContent()).toContain('"name": "Ada"');

  // From nothing: a table, its fields, what is agreed; tried on real rows meanwhile.
  await page.getByRole('link', { name: 'Mapping', exact: true }).click();
  await page.getByRole('heading', { name: 'No pack knows this stream' }).waitFor();
  await page.getByLabel('Table of the model').selectOption('ad_delivery');
  await page.getByRole('button', { name: 'Add the table' }).click();
  await page.getByRole('button', { name: /Show all/ }).click();
  for (const [field, path] of [
    ['day', 'date'],
    ['campaign_id', 'campaign_id'],
    ['ad_cost', 'cost'],
  ] as const)
    await page.getByLabel(`${field} comes from`, { exact: true }).fill(path);
  await page.getByLabel('Field to agree on').selectOption('campaign_id');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('campaign_id may be text').check();
  await page.getByText('Tried on 30 rows').waitFor();
  await page
    .getByRole('row')
    .filter({ has: page.getByLabel('day comes from', { exact: true }) })
    .getByText('2 Nov 2026')
    .waitFor();
  await page.getByText('2 of 5 fields are not read').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save the mapping' }).click();
  await page.getByText('Saved. 30 rows were mapped anew.').waitFor();
  await expect.poll(spend).toBe(60);

  // The type turns: what comes stands aside, and is kept.
  await push(30, 12, (row) => row);
  await expect
    .poll(async () => {
      await page.goto(at('/w/northwind/streams'));
      return textOf(page.getByRole('row').filter({ hasText: 'daily_costs' }));
    })
    .toMatch(/42.*12$/);
  await page.getByRole('link', { name: '12 rows of daily_costs set aside' }).click();
  await page.getByRole('heading', { name: 'Another type than agreed' }).waitFor();
  await page.getByText('Which').click();
  expect(await page.getByRole('row').count()).toBe(13);
  await page.getByRole('link', { name: 'Fields', exact: true }).click();
  await page.getByText('campaign_id of daily_costs was string and is now number.').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await spend()).toBe(60);

  // Mended: the change says what it would release before it is saved.
  await page.getByRole('link', { name: 'Mend the mapping' }).click();
  await page.locator('[aria-label="campaign_id comes from"][aria-invalid="true"]').waitFor();
  await page.getByLabel('campaign_id may be number').check();
  await page.getByText('12 set aside would be released').waitFor();
  await page.getByRole('button', { name: 'Save the mapping' }).click();
  await page.getByText('Saved. 42 rows were mapped anew.').waitFor();
  await expect.poll(spend).toBe(84);

  // Taken back, with who and when.
  await page.getByText('Ada Lund').first().waitFor();
  await page.getByRole('button', { name: 'Take back to version 1' }).click();
  await page.getByText('Version 1 stands again.').waitFor();
  await page.getByText('Version 3', { exact: true }).waitFor();
  await expect.poll(spend).toBe(60);
  expect(errors).toEqual([]);
});

test('a system is connected after its sign-in was tried; its secret is never shown again', async () => {
  const { page, errors } = await open('/connections');
  await page.getByRole('heading', { name: 'No system is connected' }).waitFor();
  await page.getByRole('button', { name: 'Connect a system' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Connect a system' });
  await dialog.getByLabel('System', { exact: true }).selectOption('hubspot');
  await dialog.getByRole('button', { name: 'Try the sign-in and save' }).click();
  await dialog.getByText('Enter it.').waitFor();
  await dialog.getByLabel('Token', { exact: true }).fill('bad-token-of-test');
  await dialog.getByRole('button', { name: 'Try the sign-in and save' }).click();
  await dialog.getByText('the token was refused. Check what you entered').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Token', { exact: true }).fill('good-token-of-test');
  for (const name of ['companies', 'deals', 'deal_pipelines', 'owners', 'email_events'])
    await dialog.getByLabel(name, { exact: true }).uncheck();
  await dialog.getByRole('button', { name: 'Try the sign-in and save' }).click();
  await page.getByText('HubSpot is saved.').waitFor();

  await page.getByRole('button', { name: 'Run now' }).click();
  await page.getByText('HubSpot brought 0 rows.').waitFor();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.getByRole('dialog').getByText('Everything arrived').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('HubSpot is paused.').waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('HubSpot runs on schedule again.').waitFor();

  await page.getByRole('button', { name: 'Change' }).click();
  expect(await page.getByLabel('Token', { exact: true }).inputValue()).toBe('');
  await page.getByLabel('Name', { exact: true }).fill('HubSpot of sales');
  await page.getByRole('button', { name: 'Try the sign-in and save' }).click();
  await page.getByText('HubSpot of sales is saved.').waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('button', { name: 'Remove the connection' }).click();
  await page.getByRole('heading', { name: 'No system is connected' }).waitFor();
  expect(errors).toEqual([]);
});

test('a webhook shows its secret once, takes what is signed and counts what is not, and is revoked', async () => {
  const { page, errors } = await open('/webhooks');
  await page.getByRole('button', { name: 'New webhook' }).click();
  await page.getByLabel('What is it for').fill('Forms of the site');
  await page.getByRole('button', { name: 'Create the webhook' }).click();
  const dialog = page.getByRole('dialog', { name: 'Enter this at the sender' });
  const read = async (button: string) => {
    await dialog.getByRole('button', { name: button }).click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const [address, secret] = [await read('Copy the address'), await read('Copy the secret')];
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await page.content()).not.toContain(secret);
  const body = JSON.stringify({ type: 'form.sent', data: { id: 7 } });
  const send = (signature: string, seconds: number) =>
    fetch(address, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(seconds),
        'webhook-signature': signature,
      },
    });
  const seconds = Math.floor(Date.now() / 1000);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = createHmac('sha256', key).update(`msg_1.${seconds}.${body}`).digest('base64');
  expect((await send(`v1,${signed}`, seconds)).ok).toBe(true);
  expect((await send('v1,bm90aGluZw==', seconds)).ok).toBe(false);
  await page.reload();
  const row = page.getByRole('row').filter({ hasText: 'Forms of the site' });
  await row.waitFor();
  expect(await textOf(row)).toMatch(/just now.*1.*1.*forged/);
  expect(await violations(page)).toEqual([]);
  await row.getByRole('button', { name: 'Deliveries' }).click();
  await page.getByRole('dialog').getByText('msg_1').waitFor();
  await page.keyboard.press('Escape');
  await row.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('button', { name: 'Rotate the secret' }).click();
  expect(await read('Copy the secret')).not.toBe(secret);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await row.getByText('old secret taken until').waitFor();
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke the webhook' }).click();
  await row.getByText('Ended').waitFor();
  expect((await send(`v1,${signed}`, seconds)).ok).toBe(false);
  expect(errors).toEqual([]);
});

test('another system is told of events, signed; what it refuses is tried again, and it is removed', async () => {
  // Events of the tests before may be told as well.
  const received: { signature: string; type: string }[] = [];
  const tries = () => received.filter(({ type }) => type === 'subscription.test').length;
  const receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const signature = String(request.headers['webhook-signature']);
      const { type } = JSON.parse(Buffer.concat(parts).toString()) as { type: string };
      received.push({ signature, type });
      response.writeHead(type === 'subscription.test' && tries() === 1 ? 500 : 200).end('thanks');
    });
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  const { port: at } = receiver.address() as AddressInfo;
  const { page, errors } = await open('/subscriptions');
  await page.getByRole('button', { name: 'New subscription' }).click();
  const form = page.getByRole('dialog', { name: 'New subscription' });
  await form.getByLabel('Address').fill('http://10.0.0.1/hook');
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await form.getByText('10.0.0.1 is not reachable from the internet.').waitFor();
  await form.getByLabel('Address').fill(`http://127.0.0.1:${at}/hook`);
  await form.getByLabel('What is it for').fill('Chat of the team');
  expect(await violations(page)).toEqual([]);
  await form.getByRole('button', { name: 'Subscribe' }).click();
  const once = page.getByRole('dialog', { name: 'Enter this at the receiver' });
  await once.getByText(/^whsec_/).waitFor();
  await once.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Chat of the team' });
  await row.getByRole('button', { name: 'Test' }).click();
  const messages = page.getByRole('dialog', { name: 'Messages to Chat of the team' });
  const sent = messages.getByRole('row').filter({ hasText: 'A test' });
  await sent.getByText('Delivered').waitFor({ timeout: 60_000 });
  expect(tries()).toBe(2);
  expect(received[0]?.signature).toMatch(/^v1,/);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await row.getByRole('button', { name: 'Pause' }).click();
  await row.getByText('Paused', { exact: true }).waitFor();
  await row.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove the subscription' }).click();
  await page.getByText('Nobody is told yet').waitFor();
  expect(errors).toEqual([]);
  await new Promise((closed) => receiver.close(closed));
});

test('the catalogue is searched, and a KPI leads to the streams behind it', async () => {
  const { page, errors } = await open('/catalogue');
  await page.getByPlaceholder('Search tables, fields').fill('e-mail address');
  await page.getByText(/of 18 tables/).waitFor();
  await page.getByText('Personal').first().waitFor();
  await page.goto(at('/w/northwind/kpis/paid.cost'));
  await page.getByRole('link', { name: 'The way of its fields' }).click();
  const lineage = page.getByRole('region', { name: /^Where/ });
  await lineage.getByText('daily_costs').click();
  await lineage.getByText('ad_delivery.ad_cost').first().waitFor();
  await lineage.getByText(/last success/).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('on a phone nothing scrolls sideways; a viewer sees states and no values', async () => {
  const phone = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  });
  const email = 'vera@example.com';
  const added = await post(
    '/trpc/members.add',
    { email, name: 'Vera Holm', role: 'viewer' },
    'northwind',
  );
  const link = (await added.json()).result.data.link as string;
  const { page, errors } = await openPage(phone);
  await page.goto(link);
  await page.getByLabel('New password').fill('seven lamps by the river');
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await page.waitForURL('**/w/northwind');
  await page.goto(at('/w/northwind/streams'));
  await page.getByRole('link', { name: 'daily_costs', exact: true }).click();
  // Rows are for editors and up, so it opens on the fields.
  await page.getByRole('heading', { name: 'Fields' }).waitFor();
  expect(await page.getByRole('link', { name: 'Rows', exact: true }).count()).toBe(0);
  const stream = new URL(page.url()).pathname;
  for (const path of [
    `${stream}/mapping`,
    `${stream}/aside`,
    `${stream}/runs`,
    '/w/northwind/connections',
    '/w/northwind/webhooks',
    '/w/northwind/catalogue',
  ]) {
    await page.goto(at(path));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([path, over]).toEqual([path, 0]);
    expect(await violations(page)).toEqual([]);
    expect(await page.content()).not.toMatch(/K-3|\(30\)/);
  }
  await page.goto(at(`${stream}/rows`));
  await page.getByRole('heading', { name: 'You cannot open this page' }).waitFor();
  expect(errors).toEqual([]);
  await phone.close();
});
