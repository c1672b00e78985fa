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
} from './browser.ts';

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
  context = await guestContext(browser, { locale: 'en-GB', reducedMotion: 'reduce' });
});
afterAll(() => closePages(browser));

test('an audit shows score, issues and rules; what still fails cannot be closed', async () => {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/larkfield/quality'));
  await page.getByRole('heading', { name: 'Data quality' }).waitFor();
  // An audit may have run at its hour while this test began.
  await page
    .getByRole('button', { name: /Run (the first|an) audit/ })
    .last()
    .click();
  const issues = page.getByRole('region', { name: 'Issues', exact: true });
  const twice = issues.getByRole('row', { name: /nobody is there twice/ });
  await twice.waitFor({ timeout: 90_000 });
  expect(await textOf(twice)).toContain('37');
  expect(await textOf(issues)).toMatch(/US\$900\.00/);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'New rule' }).click();
  const form = page.getByRole('dialog', { name: 'New rule' });
  await form.getByRole('button', { name: 'Add the rule' }).click();
  await form.getByText('Choose a table.').waitFor();
  await form.getByLabel('Table', { exact: true }).selectOption('contact');
  await form.getByLabel('Field', { exact: true }).selectOption('email');
  await form.getByLabel('What must hold').selectOption('type');
  expect(await violations(page)).toEqual([]);
  await form.getByRole('button', { name: 'Add the rule' }).click();
  const rules = page.getByRole('region', { name: 'Rules', exact: true });
  await rules.getByRole('combobox', { name: 'State' }).selectOption('unchecked');
  const own = rules.getByRole('row', { name: /email is a valid e-mail address Own/ });
  await own.getByRole('button', { name: /^Remove/ }).click();
  const sure = page.getByRole('dialog', { name: /^Remove “.*email is a valid e-mail address/ });
  await sure.getByRole('button', { name: 'Remove the rule' }).click();
  await own.waitFor({ state: 'detached' });

  await issues.getByRole('combobox', { name: 'Severity' }).selectOption('medium');
  expect(await issues.getByRole('row').count()).toBe(2);
  await issues.getByRole('combobox', { name: 'Severity' }).selectOption('');
  await twice.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /nobody is there twice/ }).waitFor();
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByText('It is yours.').waitFor();
  await expect.poll(() => page.getByLabel('Owner').inputValue()).toBe('Sample guest');
  await page.getByLabel('Note').fill('Asked the sales team.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByText(/It cannot be closed: .* 37 rows break it/).waitFor();
  await page.getByRole('button', { name: 'Re-test' }).click();
  await page.getByText(/Still failing: 37 of/).waitFor({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await page.close();
});

test('a rule rests with a reason, on a phone and in the dark too', async () => {
  const phone = await guestContext(browser, {
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 844 },
  });
  const { page, errors } = await openPage(phone);
  await page.goto(at('/w/larkfield/quality'));
  const rules = page.getByRole('region', { name: 'Rules', exact: true });
  await rules.waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await violations(page)).toEqual([]);
  const row = rules.getByRole('row', { name: /Detail of whole periods/ });
  await row.getByRole('button', { name: 'Rest' }).click();
  const dialog = page.getByRole('dialog', { name: 'Let this rule rest?' });
  await dialog.getByRole('button', { name: 'Let it rest' }).click();
  await dialog.getByText('Say why').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Why').fill('The platform hides rare queries.');
  await dialog.getByRole('button', { name: 'Let it rest' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row.getByText('Resting').waitFor();
  expect(errors).toEqual([]);
  await phone.close();
});
