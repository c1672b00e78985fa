import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GREGORIAN, unitLabel, unitOf } from '@openmops/domain/calendar';
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

const EDITOR = { name: 'Mia Sand', email: 'mia@example.com', role: 'editor' } as const;
const FINANCE = { name: 'Finn Berg', email: 'finn@example.com', role: 'finance' } as const;
const OWN = 'northwind';
const SAMPLE = 'larkfield';

// One of its own: the journey promises money of the sample, and nobody finds it afterwards.
let server: StartedServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([
    startServer({ demo: true, from: inject('sampleFolder') }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await closePages(browser);
  await server.stop();
});

type Person = Awaited<ReturnType<typeof somebody>>;
/** Somebody with a browser of their own, who calls procedures and addresses as the person they are. */
async function somebody() {
  const context: BrowserContext = await browser.newContext({
    reducedMotion: 'reduce',
    locale: 'en-US',
    viewport: { width: 1440, height: 1000 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const { page, errors } = await openPage(context);
  /** As a signed-in person: procedures and the public addresses take the session too. */
  const ask = async (path: string, { data, slug }: { data?: unknown; slug?: string }) => {
    const headers = { origin: server.url, ...(slug ? { 'x-openmops-workspace': slug } : {}) };
    const method = data === undefined ? 'GET' : 'POST';
    const answer = await page.request.fetch(server.url + path, { method, headers, data });
    return { status: answer.status(), body: await answer.json() };
  };
  const done = async (path: string, data: unknown, slug?: string) => {
    const { status, body } = await ask(path, { data, ...(slug ? { slug } : {}) });
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    page,
    errors,
    done,
    rest: (slug: string, path: string, data?: unknown) => ask(`/api/v1${path}`, { data, slug }),
    mutate: async (slug: string, name: string, input: unknown) =>
      (await done(`/trpc/${name}`, input, slug)).result.data,
    async signIn(email: string) {
      await done('/api/auth/sign-in/email', { email, password: PASSWORD });
    },
  };
}

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

const budget = (page: Page) => page.goto(`${server.url}/w/${OWN}/budget`);
const state = (page: Page) => page.getByRole('region', { name: 'State of the plan' });
const sums = (page: Page) => page.getByRole('region', { name: 'Sums by team and quarter' });
const row = (page: Page, line: string) =>
  page
    .getByRole('grid', { name: 'Lines of the budget' })
    .getByRole('row')
    .filter({ hasText: line });

/** Takes a step of the plan; what it is refused for stays in the dialog. */
async function step(page: Page, name: string): Promise<void> {
  await state(page).getByRole('button', { name }).click();
  await page.getByRole('dialog', { name }).getByRole('button', { name }).click();
}

let owner: Person;
let editor: Person;
let finance: Person;

test('an annual plan from objectives to the locked budget', async () => {
  [owner, editor, finance] = await Promise.all([somebody(), somebody(), somebody()]);
  await owner.done('/api/claim', {
    ...{ token: server.claimLink.split('token=')[1], ...OWNER, password: PASSWORD },
    workspace: { slug: OWN, name: 'Northwind', currency: 'USD', fiscalStart: 2 },
  });
  await owner.signIn(OWNER.email);
  for (const [person, input] of [[editor, EDITOR] as const, [finance, FINANCE] as const]) {
    const { link } = await owner.mutate(OWN, 'members.add', input);
    await person.done('/api/open', { token: link.split('token=')[1], password: PASSWORD });
    await person.signIn(input.email);
    await owner.mutate(SAMPLE, 'members.add', input);
  }

  // 1. The plan of the year, whose quarters begin in February.
  const { page } = owner;
  await budget(page);
  await page.getByRole('button', { name: 'Make the first plan' }).click();
  await page.getByRole('button', { name: 'Begin the plan' }).click();
  const heads = sums(page).getByRole('columnheader');
  await heads.first().waitFor();
  expect((await heads.allTextContents()).map((head) => head.trim())).toEqual([
    'Team',
    'Q1 Feb–Apr',
    'Q2 May–Jul',
    'Q3 Aug–Oct',
    'Q4 Nov–Jan',
    'Year',
  ]);

  // 2. Three objectives, a goal for each from a template, with targets by quarter.
  await page.goto(`${server.url}/w/${OWN}/goals`);
  for (const { objective, template, goal, target } of [
    { objective: 'Grow in Europe', template: 'Sales', goal: 'Pipeline', target: '400000' },
    { objective: 'Keep customers', template: 'Retention', goal: 'Webinars', target: '90%' },
    { objective: 'Be known', template: 'Brand', goal: 'Recall', target: '40%' },
  ]) {
    await page.getByRole('button', { name: 'Add an objective' }).first().click();
    await page.getByRole('textbox', { name: 'Objective' }).fill(objective);
    await page.getByLabel('Executive owner').selectOption({ label: OWNER.name });
    await page.getByRole('button', { name: 'Add it' }).click();
    await page
      .getByRole('region', { name: objective })
      .getByRole('button', { name: 'Add a goal' })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Add a goal' });
    await dialog.getByText(template, { exact: true }).click();
    await dialog.getByLabel('Name', { exact: true }).fill(goal);
    const targets = dialog.getByRole('group', { name: 'Target by period' }).getByRole('textbox');
    expect(await targets.count()).toBe(4);
    for (const field of await targets.all()) await field.fill(target);
    await dialog.getByRole('button', { name: 'Add the goal' }).click();
    await page.getByRole('link', { name: goal }).waitFor();
  }
  await looksRight(page);

  // 3. A million from above; teams plan 80,000 more, told by team and quarter.
  await budget(page);
  await page.getByRole('button', { name: 'Set the total' }).click();
  await page.getByLabel('Total, USD').fill('1,000,000');
  await page.getByRole('button', { name: 'Set it' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const planNow = async () => (await editor.rest(OWN, '/plans')).body.plans[0];
  await page.getByRole('link', { name: 'Targets', exact: true }).click();
  for (const [team, amount] of Object.entries({ Demand: 165_000, Field: 55_000, Brand: 30_000 })) {
    await page.getByLabel('Another team').fill(team);
    await page.getByRole('button', { name: 'Add the team' }).click();
    for (const quarter of [1, 2, 3, 4])
      await page.getByLabel(`Target of ${team}, Q${quarter}`).fill(String(amount));
  }
  await page.getByRole('button', { name: 'Set the targets' }).click();
  await page.getByText('The targets are set.').waitFor();
  const campaign = { name: 'Customer webinar', type: 'webinar' };
  await editor.done('/api/v1/campaigns', campaign, OWN);

  const work = editor.page;
  await budget(work);
  await work.getByRole('button', { name: 'Add the first line' }).click();
  await work.getByLabel('Name', { exact: true }).fill('Paid search');
  await work.getByRole('button', { name: 'Add it' }).click();
  await row(work, 'Paid search').getByRole('gridcell').first().click();
  const months = (amount: number) => Array<number>(12).fill(amount);
  const block = [
    ['Paid search', 'Demand', 'CC-1', 'paid_search', '', ...months(40_000)],
    ['Paid social', 'Demand', 'CC-1', 'paid_social', '', ...months(20_000)],
    ['Webinars', 'Field', 'CC-2', 'events', '', ...months(20_000)],
    ['Brand film', 'Brand', 'CC-3', 'display', '', ...months(10_000)],
  ];
  await work.evaluate(
    (text) => navigator.clipboard.writeText(text),
    block.map((cells) => cells.join('\t')).join('\n'),
  );
  await work.keyboard.press('ControlOrMeta+v');
  await work.getByText(/Pasted into 4 lines/).waitFor();
  const serves = {
    'Paid search': ['Goal', 'Pipeline'],
    'Paid social': ['Goal', 'Pipeline'],
    Webinars: ['Campaign', campaign.name],
    'Brand film': ['Goal', 'Recall'],
  };
  for (const [line, [field = '', label = '']] of Object.entries(serves)) {
    await row(work, line).getByRole('gridcell').first().click();
    await work.getByRole('button', { name: 'Line details' }).click();
    const dialog = work.getByRole('dialog', { name: line });
    await dialog.getByLabel(field, { exact: true }).selectOption({ label });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
  await work
    .getByRole('status')
    .filter({ hasText: /^4 lines$/ })
    .waitFor();
  const table = await textOf(sums(work).getByRole('table'));
  expect(table).toMatch(/Demand(\$180,000\.00 \$15,000\.00 over){4}/);
  expect(table).toMatch(/Field(\$60,000\.00 \$5,000\.00 over){4}/);
  expect(table).toMatch(/Brand(\$30,000\.00 of \$30,000\.00){4}/);
  expect(table).toMatch(/\$1,080,000\.00 \$80,000\.00 over$/);
  await looksRight(work);

  // 4. Where orphans are not let through, it is refused for both reasons.
  await page.goto(`${server.url}/w/${OWN}/goals/alignment`);
  await page.getByText('Block', { exact: true }).click();
  await page.getByText('A campaign without a goal can no longer be approved.').waitFor();
  await step(work, 'Submit for review');
  const refused = work.getByRole('dialog', { name: 'Submit for review' });
  await refused.getByText('over target by 80,000.00 and 1 campaign has no goal').waitFor();
  expect(await violations(work)).toEqual([]);
  await refused.getByRole('button', { name: 'Cancel' }).click();

  // 5. Eight percent less as a scenario, compared and promoted; the orphan finds its goal.
  await work.getByRole('link', { name: 'Scenarios', exact: true }).click();
  await work.getByRole('button', { name: 'New scenario' }).click();
  await work.getByLabel('Name', { exact: true }).fill('B −8%');
  await work.getByLabel('Percent more or less').fill('−8');
  await work.getByRole('button', { name: 'Make it' }).click();
  const compared = work.getByRole('region', { name: 'The plan and B −8% side by side' });
  await compared.waitFor();
  expect(await textOf(compared)).toContain(
    'The plan: $1,080,000.00. B −8%: $993,600.00. -$86,400.00 in all; 0 added, 0 removed, 4 changed',
  );
  await looksRight(work);
  await work.getByRole('button', { name: 'Promote' }).click();
  await work.getByRole('dialog').getByLabel('Why').fill('To fit the total');
  await work.getByRole('button', { name: 'Promote it' }).click();
  await work.getByText('“B −8%” is the plan now, as revision 1.').waitFor();
  await page.getByLabel(`Goal of ${campaign.name}`).selectOption({ label: 'Webinars' });
  await page.getByText(`“${campaign.name}” works for “Webinars”.`).waitFor();
  await budget(work);
  await sums(work).getByText('of $1,000,000.00').waitFor();
  await step(work, 'Submit for review');
  await work.getByText('The plan is in review now.').waitFor();
  expect(await state(work).getByRole('button', { name: 'Approve' }).count()).toBe(0);
  const { id, version } = await planNow();
  const own = await editor.rest(OWN, `/plans/${id}/approve`, { version });
  expect(own.status).toBe(403);
  await budget(page);
  await step(page, 'Approve');
  await page.getByText('Approved. The other approval is still missing.').waitFor();
  const desk = finance.page;
  await budget(desk);
  await step(desk, 'Approve');
  await desk.getByText('The plan is approved now.').waitFor();
  await step(desk, 'Lock the plan');
  await desk.getByText('The plan is locked now.').waitFor();
  await state(desk).getByText(`Locked by ${FINANCE.name}`).waitFor();
  const told = await textOf(state(desk));
  expect(told).toContain(`Submitted by ${EDITOR.name}`);
  expect(told).toContain(`Approved for the CMO by ${OWNER.name}`);
  expect(told).toContain(`Approved for finance by ${FINANCE.name}`);
  await looksRight(desk);

  // 6. A change after the lock is of the forecast and says why; the baseline stays.
  await budget(work);
  await row(work, 'Brand film').getByRole('gridcell').nth(5).click();
  await work.keyboard.type('4200');
  await work.keyboard.press('Enter');
  const why = work.getByRole('dialog', { name: 'Why does the forecast change?' });
  await why.getByLabel('Why').fill('The film is late');
  await why.getByRole('button', { name: 'Change the forecast' }).click();
  await work.getByText('Saved.').waitFor();
  await work.getByText('Side by side', { exact: true }).click();
  await work.getByRole('columnheader', { name: 'Forecast − actual' }).waitFor();
  const film = await row(work, 'Brand film').getByRole('gridcell').allTextContents();
  expect(film.map((cell) => cell.trim()).slice(5, 7)).toEqual(['110,400', '105,400']);
  await work.getByRole('button', { name: 'History' }).click();
  const history = work.getByRole('dialog');
  await history.getByText('The film is late').first().waitFor();
  expect(await textOf(history)).toContain(EDITOR.name);
  expect([...owner.errors, ...editor.errors, ...finance.errors]).toEqual([]);
}, 300_000);

test('of the locked plan of the sample no more is promised than is free, unless another person accepts it', async () => {
  // 7. What is free of a million.
  const free = async () => (await editor.rest(SAMPLE, '/budgets/summary')).body;
  expect(await free()).toMatchObject({
    ...{ total: 1_000_000, actual: 310_000, committed: 120_000, planned: 400_000 },
    ...{ available: 170_000, state: 'locked' },
  });

  await editor.page.goto(`${server.url}/w/${SAMPLE}/budget/summary`);
  await editor.page.getByText('$170,000.00').first().waitFor();

  // 8. Who asks is refused with what is missing, and cannot accept; who may, up to a limit, does.
  const { page } = owner;
  const settings = await page.request.get(`${server.url}/trpc/budgets.rules`, {
    headers: { 'x-openmops-workspace': SAMPLE },
  });
  const { rules, version } = (await settings.json()).result.data;
  await owner.mutate(SAMPLE, 'budgets.setRules', {
    ...{ version, rules: { ...rules, limits: { finance: 200_000 } }, reason: 'Limit of finance' },
  });
  const day = dayThere();
  const order = { number: 'PO-J2', vendor: 'Harbour Fair', day, amount: 200_000 };
  const refused = await editor.rest(SAMPLE, '/commitments', order);
  expect(refused).toMatchObject({
    status: 422,
    body: { error: { detail: { missing: '30000.00', available: '170000.00' } } },
  });
  const asked = await editor.rest(SAMPLE, '/commitments', { ...order, ask: true });
  expect(asked).toMatchObject({ status: 201, body: { state: 'asked', missing: 30_000 } });
  expect((await free()).available).toBe(170_000);
  const yes = { version: 1, accept: true, reason: 'The fair pays for itself' };
  const decide = `/commitments/${asked.body.id}/decide`;
  expect((await editor.rest(SAMPLE, decide, yes)).status).toBe(403);
  const accepted = await finance.rest(SAMPLE, decide, yes);
  expect(accepted).toMatchObject({ status: 200, body: { state: 'open' } });
  expect((await free()).available).toBe(-30_000);
  const { activity } = (await owner.rest(SAMPLE, '/activity?limit=20')).body;
  const told = activity.map(
    (one: Record<string, string>) => `${one.who} ${one.what}: ${one.about}`,
  );
  expect(told).toContain(`${EDITOR.name} made an order: PO-J2, Harbour Fair`);
  expect(told).toContain(`${FINANCE.name} decided on an order: PO-J2, Harbour Fair`);

  // 9. The quarter that is over: one goal missed with its work done, one without.
  const calendar = { ...GREGORIAN, firstMonth: 2 };
  const today = Date.parse(dayThere()) / 86_400_000;
  const { from } = unitOf(today, 'quarter', calendar);
  const last = unitLabel(from - 1, 'quarter', calendar);
  await page.goto(`${server.url}/w/${SAMPLE}/goals/review`);
  await page.getByLabel('Period', { exact: true }).selectOption(last);
  const verdict = async (goal: string) => {
    const region = page.getByRole('region', { name: goal });
    await region
      .getByText(/of 13 done/)
      .first()
      .waitFor();
    return textOf(region);
  };
  const paid = await verdict('Pipeline EMEA');
  expect(paid).toMatch(/82%.*Strategy gap.*13 of 13 done/);
  expect(await verdict('Customer webinars')).toMatch(/55%.*Execution gap.*5 of 13 done/);
  await looksRight(page);
  expect([...owner.errors, ...editor.errors, ...finance.errors]).toEqual([]);
}, 120_000);

test('two people change one cell: the second is told, keeps what was typed, and takes over', async () => {
  const change = async ({ page }: Person, amount: string) => {
    await row(page, 'Paid social').getByRole('gridcell').nth(5).click();
    await page.keyboard.type(amount);
    await page.keyboard.press('Enter');
    const why = page.getByRole('dialog', { name: 'Why does the forecast change?' });
    await why.getByLabel('Why').fill('Prices');
    await why.getByRole('button', { name: 'Change the forecast' }).click();
  };
  for (const { page } of [owner, editor]) {
    await budget(page);
    await row(page, 'Paid social').waitFor();
  }
  await change(owner, '25000');
  await owner.page.getByText('Saved.').waitFor();
  await change(editor, '30000');
  const told = editor.page.getByRole('status').filter({ hasText: `${OWNER.name} changed this` });
  await told.getByText('Yours: Paid social, month 1: 30000').waitFor();
  expect(await textOf(told)).toMatch(/Paid social, .*: was .*, is now .*25,000/);
  expect(await violations(editor.page)).toEqual([]);
  await told.getByRole('button', { name: 'Keep mine' }).click();
  await editor.page.getByText('Saved.').waitFor();
  const [plan] = (await editor.rest(OWN, '/plans')).body.plans;
  const { lines } = (await editor.rest(OWN, `/plans/${plan.id}/lines`)).body;
  const line = lines.find(({ name }: { name: string }) => name === 'Paid social');
  expect(line.months[0]).toBe(30_000);
  expect([...owner.errors, ...editor.errors]).toEqual([]);
}, 120_000);

const run = promisify(execFile);
/** Today in the sample, which lives in New York: 2026-11-22. */
function dayThere(): string {
  const zone = { timeZone: 'America/New_York', dateStyle: 'short' } as const;
  return new Intl.DateTimeFormat('sv-SE', zone).format(Date.now());
}

/** The month that is over in the sample, and the fiscal year that holds it. */
function monthBefore() {
  const first = new Date(`${dayThere().slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - 1);
  const name = first.toISOString().slice(0, 7);
  const long = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  const year = first.getUTCFullYear() + (first.getUTCMonth() >= 1 ? 1 : 0);
  return { name, year, words: first.toLocaleDateString('en-US', long) };
}

test('the month that is over: its invoices are booked, reconciled and closed', async () => {
  const { name: month, year, words } = monthBefore();
  const { page } = finance;
  const screen = (path: string) => page.goto(`${server.url}/w/${SAMPLE}/budget/${path}`);

  // 1. A file of accounting by the command line: what is certain is matched; again it changes nothing.
  const csv = await page.request.get(`${server.url}/api/v1/samples/invoices`, {
    headers: { 'x-openmops-workspace': SAMPLE },
  });
  const folder = await mkdtemp(join(tmpdir(), 'openmops-invoices-'));
  const file = join(folder, 'month.csv');
  await writeFile(file, await csv.body());
  const here = ['--workspace', SAMPLE, '--data-dir', server.dataDir, '--json'];
  const book = async () => {
    const { stdout } = await run(process.execPath, [MAIN, 'invoices', 'import', file, ...here]);
    return JSON.parse(stdout);
  };
  const before = (await finance.rest(SAMPLE, '/budgets/summary')).body;
  expect(await book()).toMatchObject({
    ...{ rows: 214, new: 213, matched: 209, unmatched: 3, splitProposed: 1, duplicates: 1 },
    currencies: ['EUR', 'SEK', 'USD'],
  });
  expect(await book()).toMatchObject({ new: 0, unchanged: true });
  await rm(folder, { recursive: true });
  const booked = (await finance.rest(SAMPLE, '/budgets/summary')).body;
  const inYear = booked.fiscalYear === year;
  expect(booked.actual > before.actual).toBe(inYear);

  // The same file once more, by hand: refused as a whole.
  await screen(`invoices?year=${year}`);
  await page.getByRole('button', { name: 'Take last month’s invoices of the sample' }).click();
  const report = page.getByRole('region', { name: 'File of invoices' });
  await report.getByText('This very file was imported before. Nothing changes.').waitFor();

  // 4 ✗. While invoices wait, the month stays open.
  const closing = async () => {
    await screen(`months?year=${year}`);
    const line = page.getByRole('row').filter({ hasText: words });
    await line.getByRole('button', { name: 'Close' }).click();
    const dialog = page.getByRole('dialog', { name: `Close ${words}` });
    await dialog.getByRole('button', { name: 'Close the month' }).click();
    return dialog;
  };
  const refused = await closing();
  await refused.getByText(`4 invoices of ${month} wait to be matched.`).waitFor();
  expect(await violations(page)).toEqual([]);

  // 2. Those that wait: one is split 60 to 40 over two campaigns, two go where they seem to belong, one is left.
  await screen(`invoices?year=${year}&state=unmatched`);
  const waits = (vendor: string) => page.getByRole('listitem').filter({ hasText: vendor });
  await waits('Studio Fjord').getByText('split in equal parts').waitFor();
  await looksRight(page);
  await waits('Studio Fjord').getByRole('button', { name: 'Match or split' }).click();
  const split = page.getByRole('dialog', { name: 'Who pays SF-88' });
  await split.getByRole('button', { name: 'Split it' }).click();
  await split.getByLabel('Campaign of part 1').selectOption({ index: 1 });
  await split.getByLabel('Percent of part 1').fill('60');
  await split.getByLabel('Campaign of part 2').selectOption({ index: 2 });
  await split.getByRole('button', { name: 'Split over 2' }).click();
  await page.getByText('SF-88 is matched.').waitFor();
  for (const vendor of ['Clarity PR', 'Messe Nord']) {
    await waits(vendor).getByRole('button', { name: 'Take it' }).first().click();
    await waits(vendor).waitFor({ state: 'detached' });
  }
  await waits('Kopparberg Tryck').getByRole('button', { name: 'Leave it' }).click();
  const leave = page.getByRole('dialog');
  await leave.getByLabel('Why').fill('Paid by operations');
  await leave.getByRole('button', { name: 'Leave it' }).click();
  await page.getByText('Nothing waits').waitFor();
  const { expenses } = (await finance.rest(SAMPLE, `/expenses?month=${month}&limit=1000`)).body;
  const [film] = expenses.filter(({ number }: { number: string }) => number === 'SF-88');
  expect(film.parts.map(({ amount }: { amount: number }) => amount)).toEqual([3000, 2000]);
  const [part, rest] = film.parts.map(({ converted }: { converted: number }) => converted);
  expect(Math.round(100 * (part + rest))).toBe(Math.round(100 * film.converted));

  // 4. Closed: an invoice of it is locked, and its correction goes to the next month.
  await closing();
  await page.getByText(`${words} is closed.`).waitFor();
  const { id, version, amount } = film;
  const wish = { version, amount: amount - 100, reason: 'A credit' };
  expect((await finance.rest(SAMPLE, `/expenses/${id}`, wish)).status).toBe(423);
  await screen(`invoices?year=${year}&vendor=Studio`);
  await page.getByRole('button', { name: 'Adjust' }).click();
  const adjust = page.getByRole('dialog', { name: 'Adjust SF-88' });
  await adjust.getByLabel('Difference, EUR').fill('-100');
  await adjust.getByLabel('Why').fill('A credit');
  await adjust.getByRole('button', { name: 'Book the adjustment' }).click();
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const later = next.toISOString().slice(0, 7);
  const long = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  await page.getByText(`Booked in ${next.toLocaleDateString('en-US', long)}.`).waitFor();
  const less = (await finance.rest(SAMPLE, `/expenses?month=${later}&vendor=Studio`)).body;
  expect(less.expenses).toMatchObject([{ kind: 'adjustment', adjusts: id, amount: -100 }]);

  // 6. Who keeps the money sees no contacts, and takes the evidence along.
  await page.goto(`${server.url}/w/${SAMPLE}/people`);
  await page.getByText('You are not allowed to do this.').waitFor();
  const evidence = await page.request.get(
    `${server.url}/api/v1/budgets/evidence?from=${month}&to=${month}`,
    { headers: { 'x-openmops-workspace': SAMPLE } },
  );
  expect(evidence.headers()['content-type']).toBe('application/zip');
  expect((await evidence.body()).subarray(0, 2).toString()).toBe('PK');
  expect(finance.errors).toEqual([]);
}, 300_000);

test('pace and return of the golden figures; what is closed stays at its rates', async () => {
  // A year of the calendar that is over, whose second quarter has 91 days.
  const year = new Date().getUTCFullYear() - 1;
  const slug = 'golden';
  const { page } = owner;
  await owner.done('/trpc/workspace.create', { slug, name: 'Golden', currency: 'USD' });
  const made = (await owner.rest(slug, '/plans', { fiscalYear: year })).body;
  const months = [0, 0, 0, 133_333.34, 133_333.33, 133_333.33, 0, 0, 0, 0, 0, 0];
  const add = [{ name: 'Paid social', team: 'Demand', channel: 'Paid social', months }];
  const { lines } = await owner.mutate(slug, 'plans.change', { id: made.id, add });
  const bill = { number: 'L-1', vendor: 'LinkedIn', day: `${year}-04-20`, amount: 180_000 };
  const { body: sent } = await owner.rest(slug, '/expenses', bill);
  await owner.rest(slug, `/expenses/${sent.id}/match`, {
    version: sent.version,
    parts: [{ line: lines[0].id }],
  });

  // 3. Day 45 of 91.
  await page.goto(
    `${server.url}/w/${slug}/budget/pacing?year=${year}&quarter=2&asOf=${year}-05-15`,
  );
  await page.getByText('45 of 91 days').waitFor();
  const social = page.getByRole('region', { name: 'Pace' }).getByRole('row');
  const told = await textOf(social.filter({ hasText: 'Paid social' }));
  for (const figure of ['$197,802.20', '$180,000.00', '0.910', '$364,000.00', '$4,782.61'])
    expect(told).toContain(figure);
  await looksRight(page);

  // 5. A thousand kronor that brought five thousand are 5.0 in dollars, also after other rates came.
  const day = `${year}-05-10`;
  const load = (path: string, text: string, to = slug) => owner.done(path, text, to);
  const rates = async (rate: number) => {
    const { upload } = await load(
      '/api/uploads?name=rates.csv',
      `day,from,to,rate\n${day},SEK,USD,${rate}\n`,
    );
    return owner.mutate(slug, 'rates.import', { upload });
  };
  await rates(0.095);
  await load(
    '/api/v1/imports?name=sek.csv&source=linkedin_ads&currency=SEK&account=Nordic',
    `Day,Campaign,Cost,Conversion value\n${day},Spring,1000,5000\n`,
  );
  const read = async () => {
    const asked = `from=${day}&to=${day}&filter=source%3Dlinkedin_ads`;
    const { rows } = (await owner.rest(slug, `/kpis/roas,spend,revenue?${asked}`)).body;
    return rows[0].values;
  };
  expect(await read()).toMatchObject({ spend: 95, revenue: 475, roas: 5 });
  const close = { month: `${year}-05`, version: 0 };
  expect((await owner.rest(slug, '/budgets/months/close', close)).status).toBe(200);
  expect(await rates(0.2)).toMatchObject({ rates: 0, kept: 1 });
  expect(await read()).toMatchObject({ spend: 95, revenue: 475, roas: 5 });
  await page.goto(`${server.url}/w/${slug}/kpis/paid.roas?from=${day}&to=${day}`);
  await page.getByText('5.00').first().waitFor();

  // Ten thousand, of which nine hundred have no link.
  const june = [`${year}-06-05,spring,9100`, `${year}-06-06,,900`];
  const spent = '/api/v1/imports?name=x.csv&source=x_ads&currency=USD&account=X';
  await load(spent, ['Day,Campaign,Cost', ...june, ''].join('\n'));
  const tags = { utm_source: 'twitter', utm_medium: 'paid_social', utm_campaign: 'spring' };
  await owner.rest(slug, '/links', { url: 'https://shop.example/spring', tags });
  await page.goto(`${server.url}/w/${slug}/links?from=${year}-06-01&to=${year}-06-30`);
  await page
    .getByRole('region', { name: 'Tracking coverage' })
    .getByText('91.0%')
    .first()
    .waitFor();
  const loose = page.getByRole('list', { name: 'Spend without a link' }).getByRole('listitem');
  expect(await loose.count()).toBe(1);
  expect(await textOf(loose)).toContain('$900.00');

  // Two days of a fiscal year that begins in February and is named by its end.
  const days = ['Day,Campaign,Cost', '2026-01-15,spring,1', '2026-02-01,spring,2', ''].join('\n');
  await load(spent, days, OWN);
  const quarters = '/kpis/paid.cost?from=2026-01-15&to=2026-02-28&grain=quarter';
  const { rows } = (await owner.rest(OWN, quarters.replace('paid.cost', 'spend'))).body;
  expect(rows.map(({ period }: { period: string }) => period)).toEqual(['FY2026 Q4', 'FY2027 Q1']);
  await page.goto(`${server.url}/w/${OWN}${quarters}`);
  for (const name of ['FY2026 Q4', 'FY2027 Q1'])
    await page.getByRole('rowheader', { name }).first().waitFor({ state: 'attached' });
  expect(owner.errors).toEqual([]);
}, 300_000);
