import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  at,
  closePages,
  OWNER,
  openBrowser,
  openPage,
  settled,
  signInAsOwner,
  textOf,
  violations,
  wideness,
} from './browser.ts';

const SLUG = 'linkwind';
const path = (rest: string): string => at(`/w/${SLUG}/links${rest}`);
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0';

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  await signInAsOwner(await context.newPage());
  await call('workspace.create', { slug: SLUG, name: 'Linkwind', currency: 'EUR' });
  await call('campaigns.create', { name: 'Spring in EMEA', type: 'other', code: 'emea_spring' });
  await call('links.create', {
    url: 'https://www.linkwind.example/?utm_source=fair&utm_medium=referral&utm_campaign=emea_fair',
  });
});
afterAll(() => closePages(browser));

async function call<T>(name: string, data: object): Promise<T> {
  const headers = { origin: inject('server').url, 'x-openmops-workspace': SLUG };
  const answer = await context.request.post(at(`/trpc/${name}`), { headers, data });
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { result: { data: T } }).result.data;
}

/** The screen wide and light, small and dark. */
async function looksRight(page: Page): Promise<void> {
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  expect(await wideness(page)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('links cannot be wrong: rules, one by choice, many at once, a code to scan, clicks', async () => {
  const { page, errors } = await openPage(context);
  await page.setViewportSize({ width: 1280, height: 900 });

  // Rules, with an example of a name and what they would break.
  await page.goto(path('/rules'));
  await page.getByText('Every link keeps them.').waitFor();
  await page.getByLabel('Only campaigns that exist in OpenMOps').check();
  await page.getByLabel('How campaigns are named').fill('{region}_{product}');
  await page.getByLabel('What region is').selectOption('One of a list');
  await page.getByLabel('One of a list, region').fill('emea, apac');
  await page.getByText('emea_product', { exact: true }).waitFor();
  await page.getByLabel('Try a name').fill('emae_spring');
  await page.getByText('It would be taken as emea_spring.').waitFor();
  const breaking = page.getByRole('region', { name: 'Links of today under these rules' });
  await breaking.getByText('1 of 1 would break.').waitFor();
  expect(await textOf(breaking)).toContain('unknown-campaign');
  await page.getByLabel('Links have a short address here that leads on').check();
  await looksRight(page);

  // Somebody else saves meanwhile: nothing is overwritten unseen.
  await call('links.setGrammar', { version: 0, taxonomy: { separator: '_' }, note: 'Theirs' });
  await page.getByLabel('Why, for those who come after').fill('Names that sort');
  await page.getByRole('button', { name: 'Save the rules' }).click();
  await page.getByText(`${OWNER.name} changed this on`).waitFor();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  const versions = page.getByRole('region', { name: 'Versions' });
  await versions.getByText('Names that sort').waitFor();
  expect(await textOf(versions)).toMatch(/Version 2 holds.*Ada Lund.*Version 1.*Theirs/);

  // One link, of what is valid; what is wrong is said while it is typed.
  await page.goto(path('/new'));
  const parts = page.getByRole('form', { name: 'Parts of the link' });
  await parts.getByLabel('Page').fill('www.linkwind.example/spring');
  await parts.getByLabel('Source', { exact: true }).selectOption('linkedin');
  await parts.getByLabel('Medium').selectOption('paid_social (Paid Social)');
  await parts.getByLabel('Campaign').selectOption('Spring in EMEA (emea_spring)');
  const offered = await parts.getByLabel('Campaign').getByRole('option').allTextContents();
  expect(offered.map((one) => one.trim())).not.toContain('Another one …');
  await parts.getByLabel('Content').fill('Blue Banner');
  await parts.getByText(/capital letters.*\(value-case\)/).waitFor();
  expect(await parts.getByRole('button', { name: 'Make the link' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Take the corrections' }).click();
  const url =
    'https://www.linkwind.example/spring?utm_source=linkedin&utm_medium=paid_social&utm_campaign=emea_spring&utm_content=blue-banner';
  await page.getByText(url).waitFor();
  await parts.getByLabel('Code of the short address').fill('spring-emea');
  await looksRight(page);
  await parts.getByRole('button', { name: 'Make the link' }).click();
  const made = page.getByRole('region', { name: 'The link is made' });
  await made.getByText('/l/spring-emea').first().waitFor();
  await made.getByRole('button', { name: 'QR code' }).click();
  const code = page.getByRole('dialog', { name: 'QR code' });
  await code.getByRole('img', { name: /^QR code of .*\/l\/spring-emea$/ }).waitFor();
  for (const [button, begins] of [
    ['Save as SVG', '<svg'],
    ['Save as PNG', '\u0089PNG'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      code.getByRole('button', { name: button }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).subarray(0, 4).toString('latin1')).toBe(begins);
  }
  expect(await violations(page)).toEqual([]);
  await code.getByRole('button', { name: 'Close' }).click();

  // The same code again is refused, with one that is free.
  await made.getByRole('button', { name: 'Make another one' }).click();
  await parts.getByLabel('Source', { exact: true }).selectOption('facebook');
  await parts.getByLabel('Medium').selectOption('paid_social (Paid Social)');
  await parts.getByLabel('Code of the short address').fill('spring-emea');
  await parts.getByRole('button', { name: 'Make the link' }).click();
  await parts.getByText('The code spring-emea is taken.').waitFor();
  await parts.getByRole('button', { name: /^Take spring-emea-/ }).click();
  await parts.getByRole('button', { name: 'Make the link' }).click();
  await made.waitFor();

  // What is wrong twice in the same words is told twice.
  const pasted = page.getByRole('form', { name: 'Paste a link' });
  await page.goto(path('/new?how=paste'));
  await pasted
    .getByLabel('Address with its tags')
    .fill('https://a.example/?utm_source=google&utm_source=bing&utm_source=x');
  await pasted.getByText('utm_source stands twice').nth(1).waitFor();

  // Many: all or none.
  await page.goto(path('/bulk'));
  const many = page.getByRole('form', { name: 'Many links' });
  await many
    .getByLabel('Links, one in each line')
    .fill(
      [
        'page\tsource\tmedium\tcampaign',
        'https://www.linkwind.example/a\tgoogle\tcpc\temea_spring',
        'https://www.linkwind.example/b\tLinkedIn Ads\tpaid_social\temae_spring',
      ].join('\n'),
    );
  await many.getByText('2 links, 1 breaks a rule: none is made.').waitFor();
  const table = many.getByRole('table');
  expect(await textOf(table)).toMatch(/value-blank.*campaign-name.*Proposal: https:.*emea_spring/);
  expect(await many.getByRole('button', { name: 'Make 2 links' }).isDisabled()).toBe(true);
  await looksRight(page);
  await many.getByRole('button', { name: 'Take all corrections' }).click();
  await many.getByText('2 links, nothing is wrong.').waitFor();
  await many.getByRole('button', { name: 'Make 2 links' }).click();
  await page.getByRole('heading', { name: '2 links are made' }).waitFor();

  // The short address leads on, and people are counted.
  const follow = (agent: string) =>
    context.request.get(at('/l/spring-emea'), {
      maxRedirects: 0,
      headers: { 'user-agent': agent },
    });
  const led = await follow(FIREFOX);
  expect([led.status(), led.headers().location]).toEqual([302, url]);
  await follow('Slackbot-LinkExpanding 1.0');
  await page.goto(path(''));
  const row = page.getByRole('row').filter({ hasText: /\/l\/spring-emea(?!-)/ });
  await row.getByRole('button', { name: /^1 click by people/ }).click();
  const clicks = page.getByRole('dialog', { name: 'Clicks on the short address' });
  await clicks.getByRole('row', { name: /1 1$/ }).waitFor();
  await clicks.getByRole('button', { name: 'Close' }).click();
  await looksRight(page);
  await row.getByRole('button', { name: 'Remove' }).click();
  const asked = page.getByRole('dialog', { name: 'Remove this link?' });
  expect(await textOf(asked)).toContain('printed codes lead nowhere');
  await asked.getByRole('button', { name: 'Remove the link' }).click();
  await row.waitFor({ state: 'detached' });
  expect((await follow(FIREFOX)).status()).toBe(404);
  await page.getByText('Removed links (1)').click();
  await page.getByRole('button', { name: /^Restore/ }).click();
  await row.waitFor();
  expect((await follow(FIREFOX)).status()).toBe(302);
  const gone = await context.request.get(at('/l/nobody-made-it'));
  expect([gone.status(), await gone.text()]).toEqual([
    404,
    expect.stringContaining('There is nothing at this address'),
  ]);
  expect(errors).toEqual([]);
  await page.close();
}, 180_000);
