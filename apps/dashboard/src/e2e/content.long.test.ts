import type { Browser, BrowserContext } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  closePages,
  guestContext,
  openBrowser,
  openPage,
  textOf,
  violations,
  wideness,
} from './browser.ts';

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await guestContext(browser, { locale: 'en-GB', reducedMotion: 'reduce' });
});
afterAll(() => closePages(browser));

test('content is checked, and nobody publishes what they alone have read', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/larkfield/content'));
  await page.getByRole('button', { name: 'New content' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Spring webinar');
  await dialog.getByLabel('Environmental claim').check();
  await dialog.getByText(/Needs: FTC/).waitFor();
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Spring webinar' }).waitFor();

  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Text', { exact: true }).fill('It is clinically proven to cure guesswork.');
  await page.getByText('claim.health').first().waitFor();
  await page.getByRole('button', { name: 'Save version 2' }).click();
  await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['clinically proven', 'cure']);
  const gate = page.getByRole('region', { name: 'Before it goes out' });
  expect(await textOf(gate)).toMatch(/Approval is missing.*FTC: truth in advertising: not passed/);
  expect(await gate.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true);

  const approval = page.getByRole('region', { name: 'Approval of version 2' });
  await approval.getByRole('button', { name: 'Ask for approval' }).click();
  await dialog.getByLabel('Approver 1').selectOption('Sample guest');
  await dialog.getByRole('button', { name: 'Ask them' }).click();
  await dialog.getByText('Nobody but the authors would approve it.').waitFor();
  await dialog.getByLabel('Approver 1').selectOption('Any reviewer');
  await dialog.getByRole('button', { name: 'Ask them' }).click();
  await approval.getByText('Any reviewer').waitFor();
  expect(await approval.getByRole('button', { name: 'Approve' }).count()).toBe(0);

  const question = page.getByRole('listitem').filter({ hasText: 'Was there proof on file' });
  await question.getByRole('button', { name: 'Answer' }).click();
  await question.getByRole('button', { name: 'Yes' }).click();
  await question.getByText('This answer needs evidence.').waitFor();
  await question.getByLabel('Evidence: where it is to be found').fill('Study 12');
  await question.getByRole('button', { name: 'Yes' }).click();
  await question.getByText(/Somebody other than .* is to confirm this/).waitFor();
  expect(await violations(page)).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  expect(await wideness(page)).toBe(0);
  for (const [name, title] of [
    ['To review', 'To review'],
    ['Results', 'Results of content'],
    ['Questions', 'Questions'],
    ['Messages', 'Messages'],
    ['Claims', 'Claims'],
    ['Checklists', 'Checklists'],
  ] as const) {
    await page.goto(at('/w/larkfield/content'));
    await page.getByRole('navigation', { name: 'Content' }).getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  }
  // What only these two pages have: a table that follows, a coverage, and a dialog.
  await page.goto(at('/w/larkfield/content/questions'));
  await page.getByText('3 of 6 answered').waitFor();
  await page.getByRole('button', { name: 'Add a question' }).click();
  await dialog.getByLabel('What buyers ask').fill('Who calibrates it?');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('3 of 7 answered').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await wideness(page)).toBe(0);
  await page.goto(at('/w/larkfield/content/performance'));
  await page.getByRole('rowheader', { name: 'All content' }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await wideness(page)).toBe(0);
  expect(errors).toEqual([]);
  await page.close();
});
