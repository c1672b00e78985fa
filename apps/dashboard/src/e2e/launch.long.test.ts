import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { at, closePages, openBrowser, openPage, signInAsOwner, textOf } from './browser.ts';
import { type ForeignPage, openForeignPage } from './foreign-page.ts';

const WORKSPACE = 'larkfield';
const CODE = 'fy27-q4-emea-webinar-lasers';
const CLAIM =
  'Our laser is clinically proven to cure guesswork. Side effects and warnings stand on the label.';
const DAY_MS = 86_400_000;
const dayAfter = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const path = (rest: string): string => at(`/w/${WORKSPACE}${rest}`);

type Person = { page: Page; errors: string[] };
let browser: Browser;
let intranet: ForeignPage;
let owner: Person;
let editor: Person;
let reviewer: Person;
beforeAll(async () => {
  [browser, intranet] = await Promise.all([openBrowser(), openForeignPage(inject('server').url)]);
  owner = await openPage(await newContext());
  await signInAsOwner(owner.page);
  editor = await member('Edda Moe', 'editor');
  reviewer = await member('Lex Roth', 'reviewer');
});
afterAll(async () => {
  await closePages(browser);
  await intranet.close();
});

const newContext = (): Promise<BrowserContext> =>
  browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 1000 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });

/** Somebody whom the owner adds, and who has opened the link. */
async function member(name: string, role: string): Promise<Person> {
  const email = `${name.split(' ')[0]?.toLowerCase()}.launch@example.com`;
  const { link } = await call<{ link: string }>(owner, 'members.add', { name, email, role });
  const person = await openPage(await newContext());
  await person.page.goto(link);
  await person.page.getByLabel('New password').fill('seven lamps by the river');
  await person.page.getByRole('button', { name: 'Save and sign in' }).click();
  await person.page.waitForURL(`**/w/${WORKSPACE}`);
  return person;
}

type Said<T> = { result?: { data: T }; error?: { message: string } };

async function say<T>({ page }: Person, name: string, data: object): Promise<Said<T>> {
  const headers = { 'x-openmops-workspace': WORKSPACE, origin: inject('server').url };
  const answer = await page.request.post(at(`/trpc/${name}`), { headers, data });
  return (await answer.json()) as Said<T>;
}

/** What a person does by the dashboard's own door. */
async function call<T>(person: Person, name: string, data: object): Promise<T> {
  const { result, error } = await say<T>(person, name, data);
  if (!result) throw new Error(`${name}: ${JSON.stringify(error)}`);
  return result.data;
}

async function ask<T>({ page }: Person, name: string, input: object): Promise<T> {
  const address = at(`/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`);
  const headers = { 'x-openmops-workspace': WORKSPACE };
  return ((await (await page.request.get(address, { headers })).json()) as { result: { data: T } })
    .result.data;
}

type Run = {
  pack: string;
  hash: string;
  passed: boolean;
  items: { question: string; kind: string; state: string; mayNotApply: boolean }[];
};

/** Answers everything that is open in the packs of an asset: the reviewer first, the owner as the second person. */
async function answerRest(asset: string): Promise<void> {
  const runs = () => ask<Run[]>(reviewer, 'checklists.runs', { id: asset });
  for (const { pack, hash, items } of await runs()) {
    for (const { question, state, kind, mayNotApply } of items) {
      const of = { id: asset, pack, hash, question, note: 'Study 12' };
      const answer = mayNotApply ? 'na' : 'yes';
      if (state === 'open') await call(reviewer, 'checklists.answer', { ...of, answer });
      if (state === 'second' || (state === 'open' && kind !== 'person'))
        await call(owner, 'checklists.answer', { ...of, answer, part: 'second' });
    }
  }
  expect((await runs()).map(({ passed }) => passed)).toEqual([true, true]);
}

const gateOf = (page: Page) => page.getByRole('region', { name: 'Before it goes out' });
const approvalOf = (page: Page) => page.getByRole('region', { name: /^Approval of version/ });

async function submit(page: Page): Promise<void> {
  await approvalOf(page).getByRole('button', { name: 'Ask for approval' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ask for approval' });
  await dialog.getByLabel('Approver 1').selectOption('Any reviewer');
  await dialog.getByRole('button', { name: 'Ask them' }).click();
  await approvalOf(page).getByText('Any reviewer').waitFor();
}

test('a campaign from its request to its launch', async () => {
  const { page } = editor;

  // 1. A colleague asks with a form; every answer goes into the brief.
  const colleague = owner.page;
  await colleague.goto(path('/requests/new?form=campaign-webinar'));
  await colleague.getByLabel('What is it about').fill('Lasers for laboratories');
  const asked: Record<string, string> = {
    'First day *': dayAfter(30),
    'Last day': dayAfter(58),
    'Objective *': '200 leads until spring',
    'Audience *': 'Heads of laboratories in EMEA',
    Message: 'Light does not guess',
    Topic: 'Lasers in routine work',
    Day: dayAfter(44),
    Speakers: 'Dr. Ines Falk\nTom Berg',
    'Regulated topic': 'Health product',
    'Why now?': 'The fair is in spring',
  };
  for (const [label, text] of Object.entries(asked))
    await colleague.getByLabel(label, { exact: true }).fill(text);
  await colleague.getByRole('button', { name: 'Send' }).click();
  await colleague.getByRole('heading', { name: 'Lasers for laboratories' }).waitFor();

  await page.goto(path('/requests'));
  const request = page.getByRole('listitem').filter({ hasText: 'Lasers for laboratories' });
  await request.getByRole('button', { name: 'Convert' }).click();
  const converting = page.getByRole('dialog', { name: /^Convert/ });
  await converting.getByLabel('Code').fill(CODE);
  await converting.getByRole('button', { name: 'Convert' }).click();
  await page.waitForURL(/\/campaigns\/[^/]+\/brief$/);
  const campaign = new URL(page.url()).pathname.split('/').at(-2) ?? '';
  const brief = page.getByRole('region', { name: 'Brief' });
  await brief.getByText('Dr. Ines Falk').waitFor();
  const carried = await textOf(brief);
  for (const [label, text] of Object.entries(asked))
    if (!/^(First|Last) day/.test(label) && label !== 'Day')
      for (const line of text.split('\n')) expect(carried).toContain(line);
  const {
    from,
    to,
    brief: kept,
  } = await ask<{
    from: string;
    to: string;
    brief: { fields: Record<string, unknown> };
  }>(editor, 'campaigns.get', { id: campaign });
  expect([from, to, kept.fields.webinarDay]).toEqual([dayAfter(30), dayAfter(58), dayAfter(44)]);

  // The audience, with those whom consent takes out.
  await page.getByRole('button', { name: 'Edit the audience' }).click();
  await page.getByLabel('People in it').fill('4812');
  await page.getByLabel('Removed by consent').fill('311');
  await page.getByLabel('Lawful basis').selectOption('consent');
  await page.getByRole('button', { name: 'Save the audience' }).click();
  await page.getByText('4,812 − 311 removed by consent = 4,501').waitFor();

  // 2. The same webinar elsewhere, from the template: 14 tasks with an owner.
  await page.goto(path('/campaigns/new?of=shipped:webinar'));
  await page.getByLabel('Name', { exact: true }).fill('Lasers for laboratories, AMER');
  await page.getByLabel('Code').fill('fy27-q4-amer-webinar-lasers');
  await page.getByLabel('First day').fill(dayAfter(40));
  await page.getByLabel('Owner').selectOption('Edda Moe');
  await page.getByRole('button', { name: 'Make the campaign' }).click();
  await page.waitForURL(/\/campaigns\/ca_[^/]+$/);
  const sister = new URL(page.url()).pathname.split('/').at(-1);
  type Task = { title: string; ownerName: string | null };
  const tasks = await ask<Task[]>(editor, 'tasks.list', { campaign: sister });
  expect(tasks.map(({ ownerName }) => ownerName)).toEqual(Array(14).fill('Edda Moe'));

  // 3. An e-mail with a claim that nothing proves.
  await page.goto(path('/content'));
  await page.getByRole('button', { name: 'New content' }).first().click();
  const making = page.getByRole('dialog', { name: 'New content' });
  await making.getByLabel('Name').fill('Laser invitation');
  await making.getByLabel('Type').selectOption('email');
  await making.getByLabel('Campaign').selectOption('Lasers for laboratories');
  await making.getByLabel('Health product').check();
  await making.getByText(/Needs: FDA.*FTC/).waitFor();
  await making.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Laser invitation' }).waitFor();
  const asset = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Text', { exact: true }).fill(CLAIM);
  await page.getByText('claim.health').first().waitFor();
  await page.getByRole('button', { name: /^Save version/ }).click();
  await page.locator('mark').first().waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['clinically proven', 'cure']);
  const written = Number((await textOf(page.locator('#version'))).replace(/\D/g, ''));

  // 4. By REST it is refused with what is open.
  const { key } = await call<{ key: string }>(owner, 'keys.create', {
    name: 'launch',
    scopes: ['content.write', 'plans.read'],
  });
  const publish = await fetch(at('/api/v1/publications'), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ asset, channel: 'email' }),
  });
  expect(publish.status).toBe(409);
  const refused = (await publish.json()) as {
    error: { detail: { open: { code: string; message: string; parts: { id: string }[] }[] } };
  };
  const { open } = refused.error.detail;
  expect(open.map(({ code }) => code)).toEqual(['approval', 'checklists']);
  expect(open[1]?.message).toMatch(/FDA.*FTC/);
  expect(open[1]?.parts.map(({ id }) => id)).toContain('us.ftc/substantiation');

  // 5. Nobody approves alone what they wrote; the reviewer answers with evidence, another person confirms.
  await submit(page);
  expect(await approvalOf(page).getByRole('button', { name: 'Approve' }).count()).toBe(0);
  type Submitted = { approval: { id: string; hash: string } };
  const { approval } = await ask<Submitted>(editor, 'content.read', { id: asset });
  const yes = { id: approval.id, hash: approval.hash, verdict: 'approve' };
  const own = await say(editor, 'approvals.answer', yes);
  expect(own.error?.message).toMatch(/not asked to approve|wrote it/);

  const law = reviewer.page;
  await law.goto(path(`/content/${asset}`));
  const question = law.getByRole('listitem').filter({ hasText: 'Was there proof on file' });
  await question.getByRole('button', { name: 'Answer' }).click();
  await question.getByLabel('Evidence as a file').setInputFiles({
    name: 'study-12.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Study 12: 120 laboratories, 14 months.'),
  });
  await question.getByRole('link', { name: 'study-12.txt' }).waitFor();
  await question.getByRole('button', { name: 'Yes' }).click();
  await question.getByText('Somebody other than Lex Roth is to confirm this.').waitFor();
  await owner.page.goto(path(`/content/${asset}`));
  const confirmed = owner.page.getByRole('listitem').filter({ hasText: 'Was there proof on file' });
  await confirmed.getByRole('button', { name: 'Confirm “Yes”' }).click();
  await confirmed.getByText(/Confirmed: Yes, Ada Lund/).waitFor();
  await answerRest(asset);
  await law.reload();
  await approvalOf(law).getByRole('button', { name: 'Approve' }).click();
  await gateOf(law).getByText(`Nothing is open: version ${written} may be published.`).waitFor();

  // 6. One word is edited: approval and checklists begin anew.
  await page.reload();
  await gateOf(page).getByText('Nothing is open').waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Text', { exact: true }).fill(CLAIM.replace('Our', 'This'));
  await page.getByRole('button', { name: `Save version ${written + 1}` }).click();
  await gateOf(page)
    .getByText(/FDA.*FTC.*: not passed/)
    .waitFor();
  expect(await textOf(gateOf(page))).toContain('Approval is missing.');
  expect(await gateOf(page).getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true);

  // 7. Approved anew, with tracked links, and published.
  await submit(page);
  await answerRest(asset);
  await law.reload();
  await approvalOf(law).getByRole('button', { name: 'Approve' }).click();
  await gateOf(law).getByText('Nothing is open').waitFor();
  await page.goto(path(`/links/new?campaign=${CODE}`));
  const parts = page.getByRole('form', { name: 'Parts of the link' });
  const made = page.getByRole('region', { name: 'The link is made' });
  await parts.getByLabel('Page').fill('https://www.larkfield.example/lasers');
  await parts.getByLabel('Source', { exact: true }).selectOption('Another one …');
  await parts.getByLabel('Source: another one').fill('newsletter');
  await parts.getByLabel('Medium').selectOption('email');
  await parts.getByRole('button', { name: 'Make the link' }).click();
  await made.getByText(`utm_source=newsletter&utm_medium=email&utm_campaign=${CODE}`).waitFor();
  await made.getByRole('button', { name: 'Make another one' }).click();
  await parts.getByLabel('Source', { exact: true }).selectOption('linkedin');
  await parts.getByLabel('Medium').selectOption('paid_social');
  await parts.getByRole('button', { name: 'Make the link' }).click();
  await made.getByText('utm_source=linkedin').waitFor();
  await page.goto(path(`/content/${asset}`));
  await gateOf(page).getByRole('button', { name: 'Publish' }).click();
  const publishing = page.getByRole('dialog', { name: /^Publish version/ });
  await publishing.getByLabel('Channel').fill('email');
  const option = publishing.getByRole('option', { name: `${CODE}, newsletter` });
  await publishing
    .getByLabel('Tracked link')
    .selectOption({ label: (await option.textContent())?.trim() ?? '' });
  await publishing.getByRole('button', { name: 'Publish' }).click();
  await gateOf(page)
    .getByText(`email, version ${written + 1}`)
    .waitFor();
  await page.goto(path(`/campaigns/${campaign}/content`));
  await page.getByText('utm_source=linkedin').first().waitFor();
  expect(await textOf(page.getByRole('region', { name: 'Content' }))).toContain('Approved');

  // 8. A test for half of this audience each is too small, and the page says what it would show.
  await page.goto(path('/experiments'));
  await page.getByRole('button', { name: 'Plan an experiment' }).click();
  const planning = page.getByRole('dialog', { name: 'Plan an experiment' });
  const plan: Record<string, string> = {
    Name: 'Problem or product first',
    Hypothesis: 'The problem first brings more registrations, because it is theirs.',
    'What counts as success': 'registered',
    'Success today, in %': '5',
    'Smallest effect that matters, in points': '1',
    'Audience, both arms together': '4500',
  };
  for (const [label, text] of Object.entries(plan)) await planning.getByLabel(label).fill(text);
  const size = planning.getByRole('status');
  await size.getByText('2,250').waitFor();
  expect(await textOf(size)).toMatch(/takes 8,158 per arm/);
  expect(await textOf(size)).toMatch(/1\.98 points/);
  await planning.getByRole('button', { name: 'Register it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Problem or product first' }).waitFor();

  // 9. An earlier test was stopped too early.
  await page.goto(path('/experiments'));
  await page.getByRole('link', { name: 'Subject line Q1' }).click();
  await page.getByRole('row', { name: /^Statement 5,000 250 5%/ }).waitFor();
  await page.getByRole('row', { name: /^Question 5,000 300 6%/ }).waitFor();
  await page.getByText(/significant.*stopped before the planned 8,158 per arm/i).waitFor();

  // 10. What is changed in flight is marked on charts, here and elsewhere.
  await page.goto(path(`/campaigns/${campaign}/adjustments`));
  await page.getByLabel('What was changed').selectOption('timing');
  await page.getByLabel('From which day on').fill(dayAfter(-4));
  await page.getByLabel('Before').fill('Tue 10:00');
  await page.getByLabel('After').fill('Thu 14:00');
  await page.getByLabel('Why').fill('Few could come on Tuesday');
  await page.getByRole('button', { name: 'Note it' }).click();
  await page.getByText('Tue 10:00 → Thu 14:00').waitFor();
  const range = `from=${dayAfter(-7)}&to=${dayAfter(-1)}&compare=off`;
  await page.goto(path(`/kpis/paid.clicks?${range}`));
  await expectMark(page, 3);

  const snippet = await trendSnippet(owner.page);
  const elsewhere = await openPage(await newContext());
  await elsewhere.page.goto(intranet.put(snippet));
  await expectMark(elsewhere.page, null);

  for (const { errors } of [owner, editor, reviewer, elsewhere]) expect(errors).toEqual([]);
}, 300_000);

/** A chart has a line on the day, and says what was changed when that day is chosen. */
async function expectMark(page: Page, index: number | null): Promise<void> {
  const slider = page.getByRole('slider', { name: /by period$/ });
  await slider.waitFor();
  await expect
    .poll(() => page.locator('path.cursor').first().getAttribute('d'))
    .toMatch(/^(M[\d.]+,[\d.]+V[\d.]+)+$/);
  const table = page.getByRole('table').filter({ hasText: 'Timing: Tue 10:00 → Thu 14:00' });
  expect(await table.count()).toBe(1);
  if (index === null) return;
  await slider.fill(String(index));
  expect(await slider.getAttribute('aria-valuetext')).toContain('Timing: Tue 10:00 → Thu 14:00');
}

/** An embedded trend, made by hand. */
async function trendSnippet(page: Page): Promise<string> {
  await page.goto(path('/settings/embeds'));
  await page.getByRole('button', { name: 'New embed' }).click();
  await page.getByLabel('Name').fill('Clicks on the intranet');
  await page.getByRole('group', { name: 'Show as' }).getByText('Trend').click();
  await page.getByLabel('KPI', { exact: true }).selectOption('paid.clicks');
  await page.getByLabel('Days', { exact: true }).selectOption('last_30_days');
  await page.getByLabel('Addresses of the pages').fill(intranet.origin);
  await page.getByRole('button', { name: 'Create and get the snippet' }).click();
  await page.getByRole('button', { name: 'Copy snippet' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}
