import { GREGORIAN, unitLabel, unitOf } from '@openmops/domain/calendar';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  OWNER,
  openBrowser,
  openPage,
  PASSWORD,
  settled,
  textOf,
  violations,
  wideness,
} from './browser.ts';
import { type StartedServer, startServer } from './server.ts';

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
  await browser.close();
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

  // 8. Who asks is refused with what is missing, and cannot accept; who may, up to a limit, does.
  const { page } = owner;
  const settings = await page.request.get(`${server.url}/trpc/budgets.rules`, {
    headers: { 'x-openmops-workspace': SAMPLE },
  });
  const { rules, version } = (await settings.json()).result.data;
  await owner.mutate(SAMPLE, 'budgets.setRules', {
    ...{ version, rules: { ...rules, limits: { finance: 200_000 } }, reason: 'Limit of finance' },
  });
  const day = new Date().toISOString().slice(0, 10);
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
  const today = Math.floor(Date.now() / 86_400_000);
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

test('finance closes a month: its invoice is locked, and a correction goes to the next month', async () => {
  const { expenses } = (await finance.rest(SAMPLE, '/expenses?state=matched&limit=1000')).body;
  const invoice = expenses.reduce((a: { month: string }, b: { month: string }) =>
    a.month < b.month ? a : b,
  );
  const { id, version, month } = invoice;
  const close = { month, version: 0 };
  expect((await editor.rest(SAMPLE, '/budgets/months/close', close)).status).toBe(403);
  expect((await finance.rest(SAMPLE, '/budgets/months/close', close)).status).toBe(200);
  const change = { version, amount: invoice.amount - 100, reason: 'A credit' };
  expect((await finance.rest(SAMPLE, `/expenses/${id}`, change)).status).toBe(423);
  const less = { amount: -100, reason: 'A credit' };
  const { body } = await finance.rest(SAMPLE, `/expenses/${id}/adjust`, less);
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  expect(body).toMatchObject({
    ...{ kind: 'adjustment', adjusts: id, amount: -100 },
    month: next.toISOString().slice(0, 7),
  });
  const summary = (await finance.rest(SAMPLE, '/budgets/summary')).body;
  expect(summary.actual).toBe(309_900);
});
