import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  COLOURS,
  closePages,
  OWNER,
  openBrowser,
  openPage,
  settled,
  signInAsOwner,
  violations,
  wideness,
} from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => closePages(browser));

async function expectFine(page: Page): Promise<void> {
  await settled(page);
  expect(await violations(page)).toEqual([]);
}

test('a campaign from a template, its gates, its tasks, a request and the calendar', async () => {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const { page, errors } = await openPage(context);
  await signInAsOwner(page);
  await page.goto(at('/w/northwind/campaigns'));
  await page.getByRole('heading', { name: 'There are no campaigns' }).waitFor();
  await expectFine(page);
  await page.getByRole('link', { name: 'Make the first campaign' }).click();
  await page.getByLabel('Template').selectOption('shipped:webinar');
  await page.getByLabel('Name', { exact: true }).fill('Spring webinar');
  await page.getByLabel('First day').fill('2030-03-01');
  await expectFine(page);
  await page.getByRole('button', { name: 'Make the campaign' }).click();
  await page.getByRole('heading', { name: 'Spring webinar', level: 1 }).waitFor();

  // A step is taken when nothing stands before it, and what stands before it is named.
  await page.getByRole('button', { name: 'Move to planned' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Planned' }).click();
  await page.getByRole('button', { name: 'Move to briefed' }).click();
  const gates = page.getByRole('dialog');
  await gates.getByText('Missing in the brief: Objective').waitFor();
  expect(await gates.getByRole('button', { name: 'Briefed' }).isDisabled()).toBe(true);
  await expectFine(page);
  await gates.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Brief', exact: true }).click();
  await page.getByRole('button', { name: 'Edit the brief' }).click();
  await page.getByLabel('Objective *').fill('200 leads');
  await page.getByLabel('KPIs and targets *').fill('acq.leads many');
  await page.getByRole('button', { name: 'Save the brief' }).click();
  await page.getByText('KPIs and targets: Invalid').waitFor();
  await page.getByLabel('KPIs and targets *').fill('acq.leads 200');
  await page.getByRole('button', { name: 'Save the brief' }).click();
  await page.getByText('acq.leads 200').waitFor();
  await expectFine(page);

  await page.getByRole('link', { name: 'Tasks', exact: true }).last().click();
  await page.getByLabel('Due day of Rehearsal').fill('2030-03-20');
  await page.getByText(/tasks that wait for it moved as well/).waitFor();
  await expectFine(page);

  // Of two who say at once who does it, the second sees what it is now and saves all the same.
  const { page: other } = await openPage(context);
  await other.goto(page.url());
  for (const each of [page, other]) {
    await each.getByRole('button', { name: 'Change who does Spring webinar' }).click();
    await each.getByLabel('Accountable').selectOption({ label: OWNER.name });
  }
  await other.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await other.getByText('It is said who does what.').waitFor();
  await other.close();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText(`It now says: accountable: ${OWNER.name}`).waitFor();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByText('It is said who does what.').waitFor();

  await page.getByRole('link', { name: 'Adjustments' }).click();
  await page.getByLabel('What was changed').selectOption('timing');
  await page.getByLabel('Before').fill('Tue 10:00');
  await page.getByLabel('After').fill('Thu 14:00');
  await page.getByLabel('Why').fill('Few came');
  await page.getByRole('button', { name: 'Note it' }).click();
  await page.getByText('Tue 10:00 → Thu 14:00').waitFor();
  await expectFine(page);

  // Nothing that was typed into a request is lost.
  await page.goto(at('/w/northwind/requests/new?form=campaign-webinar'));
  await page.getByLabel('What is it about').fill('Lasers for labs');
  await page.getByLabel('First day *').fill('2030-05-01');
  await page.getByLabel('Objective *').fill('Be seen');
  await page.getByLabel('Audience *').fill('Labs');
  await page.getByLabel('Why now?').fill('The fair in May');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('heading', { name: 'Lasers for labs' }).waitFor();
  await expectFine(page);
  await page.getByRole('button', { name: 'Convert' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Convert' }).click();
  await page.getByRole('heading', { name: 'Also asked' }).waitFor();
  await page.getByText('The fair in May').waitFor();

  await page.goto(at('/w/northwind/calendar?month=2030-03'));
  await page
    .getByRole('link', { name: /Spring webinar/ })
    .first()
    .waitFor();
  await expectFine(page);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByLabel('What it is for').fill('Phone');
  await page.getByRole('button', { name: 'Make an address' }).click();
  const address = (await page.locator('code').textContent()) ?? '';
  const calendar = await page.request.get(at(new URL(address).pathname));
  expect(await calendar.text()).toContain('BEGIN:VCALENDAR');

  // Both themes and a phone.
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [
    '/campaigns',
    '/campaigns?view=board',
    '/campaigns?view=timeline',
    '/requests?which=all',
    '/calendar?month=2030-03',
    '/ownership?which=all',
    '/tasks?whose=all',
  ]) {
    await page.goto(at(`/w/northwind${path}`));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await settled(page);
    // Days side by side have no room here.
    if (path.startsWith('/calendar'))
      await page.getByRole('list', { name: 'In this month' }).waitFor();
    expect([path, await wideness(page)]).toEqual([path, 0]);
    expect([path, await violations(page, COLOURS)]).toEqual([path, []]);
  }
  expect(errors).toEqual([]);
  await context.close();
});
