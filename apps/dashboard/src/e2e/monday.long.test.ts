import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  closePages,
  OWNER,
  openBrowser,
  openPage,
  PASSWORD,
  settled,
  textOf,
  violations,
  wideness,
} from './browser.ts';
import { MAIN, type StartedServer, startServer } from './server.ts';

// One of its own: the journey changes the sample, and nobody finds it afterwards.
let server: StartedServer;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  [server, browser] = await Promise.all([
    startServer({ demo: true, from: inject('sampleFolder') }),
    openBrowser(),
  ]);
  context = await browser.newContext({
    reducedMotion: 'reduce',
    locale: 'en-US',
    viewport: { width: 1440, height: 1000 },
  });
});
afterAll(async () => {
  await closePages(browser);
  await server.stop();
});

const run = promisify(execFile);
const amount = (text: string): number => Number(text.replace(/[^\d.−-]/g, '').replace('−', '-'));
/** The screen wide and light, small and dark: nothing wider than the screen, nothing found by axe. */
async function looksRight(page: Page): Promise<void> {
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  expect(await wideness(page)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.emulateMedia({ colorScheme: 'light' });
  await settled(page);
}

test('Monday morning of a marketing operations manager', async () => {
  const { page, errors } = await openPage(context);

  // 1. Signed in, the board shows what is wrong.
  await page.goto(server.claimLink);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Name of your team or company').fill('Northwind');
  await page.getByRole('button', { name: 'Create owner account' }).click();
  await page.waitForURL('**/w/northwind');
  await page.goto(`${server.url}/w/larkfield`);
  const strip = page.getByRole('region', { name: 'Needs attention' });
  const silent = strip.getByRole('link', { name: /LinkedIn Ads: silent/ });
  await silent.waitFor();
  expect(await textOf(silent)).toMatch(/silent for 4 days/);
  const fell = strip.getByRole('link', { name: /Pipeline created −\d+% vs the week before/ });
  await fell.waitFor();
  const orphan = strip.getByRole('link', { name: /\$900\.00 spent without a link/ });
  await orphan.waitFor();
  const grey = page.locator('[data-kpi="paid.cost"].stale');
  await grey.waitFor();
  expect(await textOf(grey)).toMatch(/LinkedIn Ads only up to \w{3} \d{1,2}, \d{4}/);

  // 2. The silent stream: last run, expected next run, what it touches; run again.
  await silent.click();
  await page.getByRole('heading', { level: 1, name: 'LinkedIn Ads' }).waitFor();
  const facts = page.getByRole('region', { name: 'How it comes' });
  expect(await textOf(facts)).toMatch(/Last run.*Next run.*Was expected/);
  const touched = page.getByRole('region', { name: 'What it touches' });
  expect(await touched.getByRole('link').count()).toBeGreaterThanOrEqual(5);
  expect(await textOf(touched)).toMatch(/Usual on the 4 missing days ≈/);
  await page.getByRole('button', { name: 'Retry' }).click();
  await page
    .locator('main')
    .getByText(/^(Late, retrying|Fresh)$/)
    .first()
    .waitFor();

  // 3. Why pipeline fell: by channel and by factor; the parts sum to the change.
  await page.goto(`${server.url}/w/larkfield`);
  await fell.click();
  await page.getByRole('heading', { level: 1, name: 'Why did Pipeline created change?' }).waitFor();
  const parts = page.getByRole('region', { name: 'By channel' });
  await parts.locator('tbody tr').first().waitFor();
  const heads = await parts.getByRole('columnheader').allTextContents();
  expect(heads.map((head) => head.trim())).toEqual(
    expect.arrayContaining(['Leads', 'Conversion of leads to deals', 'Deal size', 'Change']),
  );
  const cells = await parts
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => row.querySelectorAll('td.end strong')[0]?.textContent ?? '0'),
    );
  const whole = amount((await parts.locator('tfoot [data-sum]').textContent()) ?? '');
  const sum = cells.reduce((total, cell) => total + amount(cell), 0);
  // Shown amounts are rounded, each by half a unit at most.
  expect(Math.abs(sum - whole)).toBeLessThanOrEqual(cells.length);
  expect(whole).toBeLessThan(0);
  await looksRight(page);
  await parts.getByRole('link', { name: /^Show the rows behind/ }).click();
  const rows = page.locator('#rows');
  await rows.locator('tbody tr').first().waitFor();
  expect(new URL(page.url()).searchParams.get('filter')).toMatch(/^channel=/);

  // 4. Unique visitors by channel: refused, and a view that adds up is offered.
  await page.goto(`${server.url}/w/larkfield/kpis/acq.users`);
  await page.getByRole('link', { name: 'Why?' }).click();
  await page.getByLabel('Explain').selectOption('channel');
  const refused = page.getByRole('alert').filter({ hasText: 'distinct count: parts overlap' });
  await refused.waitFor();
  await looksRight(page);
  await refused.getByRole('link', { name: 'Explain Sessions by channel' }).click();
  await page.getByRole('heading', { level: 1, name: 'Why did Sessions change?' }).waitFor();
  await page.getByRole('region', { name: 'By channel' }).waitFor();

  // 5. The orphan spend: its campaign, its link, full coverage.
  await page.goto(`${server.url}/w/larkfield`);
  await orphan.click();
  await page.getByRole('heading', { level: 1, name: 'Links' }).waitFor();
  const coverage = page.locator('[data-coverage]');
  await coverage.waitFor();
  expect(Number(await coverage.getAttribute('data-coverage'))).toBeLessThan(1);
  const open = page.getByRole('list', { name: 'Spend without a link' });
  const row = open.getByRole('listitem').filter({ hasText: '$900.00 on X Ads without a campaign' });
  await row.waitFor();
  await looksRight(page);
  await row.getByRole('combobox').selectOption('fy27-q1-emea-webinar-spectro');
  await row.getByRole('button', { name: 'Assign' }).click();
  const linked = open.getByRole('listitem').filter({ hasText: 'without a link' });
  await linked.getByText('utm_campaign=fy27-q1-emea-webinar-spectro').waitFor();
  await linked.getByRole('button', { name: 'Accept the link' }).click();
  await page.getByRole('heading', { name: 'All spend has its link' }).waitFor();
  expect(await textOf(coverage)).toBe('100%');
  await page.getByRole('region', { name: 'Campaigns that people gave to spend' }).waitFor();

  // 6. A link by hand: refused with the rule and the link as it should be.
  const { key } = (await (
    await page.request.post(`${server.url}/trpc/keys.create`, {
      data: { name: 'journey', scopes: ['links.write', 'kpis.read', 'workspace.read'] },
      headers: { origin: server.url, 'x-openmops-workspace': 'larkfield' },
    })
  )
    .json()
    .then((body) => body.result.data)) as { key: string };
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const tags = {
    utm_source: 'LinkedIn Ads ',
    utm_medium: 'paid_social',
    utm_campaign: 'fy27-q1-emea-webinar-spectro',
  };
  const wrong = await fetch(`${server.url}/api/v1/links`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ url: 'https://www.larkfield.example/calib', tags }),
  });
  expect(wrong.status).toBe(422);
  const { error } = (await wrong.json()) as {
    error: { detail: { rules: string[]; corrected: string } };
  };
  expect(error.detail.rules).toContain('value-blank');
  expect(error.detail.corrected).toContain('utm_source=linkedin&');

  // 7. The insight becomes a task for somebody, and who did what is told.
  await page.goto(`${server.url}/w/larkfield`);
  await fell.click();
  await page.getByRole('button', { name: 'Make a task' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a task' });
  await dialog.getByLabel('Who does it').selectOption({ label: OWNER.name });
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Make the task' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.goto(`${server.url}/w/larkfield/tasks`);
  const mine = page.getByRole('list', { name: 'My tasks' });
  await mine.waitFor();
  expect(await textOf(mine)).toMatch(/Find out why Pipeline created changed.*Pipeline created: /);
  await looksRight(page);
  const feed = (await (
    await fetch(`${server.url}/api/v1/activity?limit=20`, { headers })
  ).json()) as { activity: { who: string; what: string; about: string | null }[] };
  const said = feed.activity.map(({ who, what, about }) => `${who} ${what}: ${about}`);
  expect(said).toContain(`${OWNER.name} made a task: Find out why Pipeline created changed`);
  expect(said).toContain(`${OWNER.name} gave spend a campaign: fy27-q1-emea-webinar-spectro`);

  // 8. The audit trail is whole.
  const verify = ['verify', '--workspace', 'larkfield', '--data-dir', server.dataDir, '--json'];
  const { stdout } = await run(process.execPath, [MAIN, ...verify]);
  const chain = JSON.parse(stdout) as { broken: number | null; entries: number };
  expect(chain.broken).toBeNull();
  expect(chain.entries).toBeGreaterThan(4);

  expect(errors).toEqual([]);
  await page.close();
}, 300_000);

test('of what two sources say of a person, the one that is trusted first counts', async () => {
  const { page, errors } = await openPage(context);
  const record = {
    ...{ Id: '003000000000001AAA', FirstName: 'Mateo', LastName: 'Hollister' },
    ...{ Email: 'mateo@larkfield.example', MailingCountry: 'Spain' },
    CreatedDate: '2026-01-20T10:00:00.000+0000',
    SystemModstamp: '2026-01-20T10:00:00.000+0000',
  };
  const properties = Object.fromEntries(Object.keys(record).map((name) => [name, {}]));
  const file = join(server.dataDir, 'salesforce.singer');
  const messages = [
    { type: 'SCHEMA', stream: 'Contact', key_properties: ['Id'], schema: { properties } },
    { type: 'RECORD', stream: 'Contact', record },
  ];
  await writeFile(file, messages.map((one) => JSON.stringify(one)).join('\n'));
  const place = ['--workspace', 'larkfield', '--data-dir', server.dataDir];
  await run(process.execPath, [
    MAIN,
    'ingest',
    '--singer',
    '--source',
    'salesforce',
    ...place,
    file,
  ]);

  await page.goto(`${server.url}/w/larkfield/duplicates`);
  const card = page.getByRole('region', { name: 'Which source is trusted first' });
  await card.getByRole('button', { name: 'Add a field' }).click();
  const dialog = page.getByRole('dialog', { name: 'Trust a source for a field' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Choose a field.').waitFor();
  await dialog.getByLabel('Field').selectOption('*');
  const order = dialog.getByRole('list', { name: 'Sources, the most trusted first' });
  expect(await order.getByRole('listitem').allTextContents()).toEqual([
    expect.stringContaining('1. hubspot'),
    expect.stringContaining('2. salesforce'),
  ]);
  const more = dialog.getByRole('button', { name: 'Trust salesforce more' });
  await more.focus();
  await page.keyboard.press('Enter');
  await order.getByText('1. salesforce').waitFor();
  expect(await more.isDisabled()).toBe(true);
  await page
    .locator(':focus')
    .and(dialog.getByRole('button', { name: 'Trust salesforce less' }))
    .waitFor();
  await looksRight(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  const set = card.getByRole('row', { name: /^All other fields/ });
  expect(await textOf(set)).toContain('salesforce, then hubspot');
  expect(await textOf(set)).toContain(OWNER.name);
  await set.getByRole('button', { name: /^Change/ }).click();
  const again = page.getByRole('dialog', { name: 'Sources of all other fields' });
  await again.getByText('1. salesforce').waitFor();
  await again.getByRole('button', { name: 'Cancel' }).click();
  await set.getByRole('button', { name: /^Remove/ }).click();
  await set.waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
  await page.close();
});

test('the owner removes the sample workspace after a question, and only that', async () => {
  const { page, errors } = await openPage(context);
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
  // Everything of the workspace goes at once, which takes its time.
  await page.waitForURL('**/w/northwind', { timeout: 120_000 });
  await page.getByText(/its sample data are removed/).waitFor();
  await page.getByRole('heading', { name: 'Your numbers appear here' }).waitFor();
  expect(await page.getByRole('link', { name: 'Look at the sample data' }).count()).toBe(0);

  await page.goto(server.openLink);
  await page.getByRole('heading', { name: 'This link does not open' }).waitFor();
  expect(errors).toEqual([]);
  await page.close();
});
