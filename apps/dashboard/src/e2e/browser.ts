import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromiumLaunch } from '@openmops/config/vitest/chromium';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright';
import { inject } from 'vitest';

export const PASSWORD = 'copper kettle on the stove';
export const OWNER = { name: 'Ada Lund', email: 'ada@example.com' };

let shared: Browser | null = null;

/** The browser of all journeys, which ends with their process. */
export async function openBrowser(): Promise<Browser> {
  if (!shared?.isConnected()) shared = await chromium.launch(await chromiumLaunch());
  return shared;
}

/** Closes what a file has opened. */
export const closePages = async (browser: Browser): Promise<void> => {
  await Promise.all(browser.contexts().map((context) => context.close()));
};

/** A page of the server, and what went wrong on it: errors of scripts, and of the content policy. */
export async function openPage(context: BrowserContext): Promise<{ page: Page; errors: string[] }> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A refused request is also printed by the browser; what matters is what the screen makes of it.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
      errors.push(message.text());
    }
  });
  // A busy machine answers late; what is awaited comes all the same.
  page.setDefaultTimeout(120_000);
  return { page, errors };
}

export const at = (path: string): string => `${inject('server').url}${path}`;

/** Makes the first owner, unless a test before did, and signs in. */
export async function signInAsOwner(page: Page): Promise<void> {
  const session = await page.request.get(at('/trpc/session.get'));
  const { claimed } = (await session.json()).result.data as { claimed: boolean };
  if (!claimed) {
    const token = inject('server').claimLink.split('token=')[1];
    const workspace = { slug: 'northwind', name: 'Northwind', currency: 'EUR' };
    const data = { token, ...OWNER, password: PASSWORD, workspace };
    const answer = await page.request.post(at('/api/claim'), { data, headers: sameOrigin() });
    if (!answer.ok()) throw new Error(await answer.text());
  }
  const answer = await page.request.post(at('/api/auth/sign-in/email'), {
    data: { email: OWNER.email, password: PASSWORD },
    headers: sameOrigin(),
  });
  if (!answer.ok()) throw new Error(await answer.text());
}

let guest: Awaited<ReturnType<BrowserContext['storageState']>> | null = null;

/** Signed in as the guest of the sample company, by the link of the console, which opens it once. */
export async function guestContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  if (guest === null) {
    const context = await browser.newContext();
    const { page } = await openPage(context);
    await page.goto(inject('server').openLink);
    await page.waitForURL('**/w/larkfield');
    guest = await context.storageState();
    await context.close();
  }
  return browser.newContext({ ...options, storageState: guest });
}

const sameOrigin = () => ({ origin: inject('server').url });

/** What a person reads there. */
export const textOf = async (place: Locator): Promise<string> =>
  ((await place.textContent()) ?? '').replace(/\s+/g, ' ').trim();

/** By how many pixels the page is wider than the screen. */
export const wideness = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Colours change over a moment, in which no contrast holds. */
export const settled = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // What turns for ever is no transition.
    const moving = document.getAnimations().filter((one) => {
      const end = one.effect?.getComputedTiming().endTime;
      return end !== undefined && end !== null && Number(end) < Number.POSITIVE_INFINITY;
    });
    await Promise.all(moving.map((one) => one.finished.catch(() => null)));
  });

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that a theme can break: themes differ in their colours alone (`styles/tokens.css`). */
export const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong on the page once it stands still, in short. */
export async function violations(page: Page, rules = TAGS): Promise<string[]> {
  await settled(page);
  // Evaluated by the debugger, so that the page's own content policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const axe = (globalThis as unknown as { axe: Axe }).axe;
    const { violations: found } = await axe.run(document, {
      runOnly,
      // Half of its time went into selectors of what is right, and into files that no rule here reads.
      resultTypes: ['violations'],
      preload: false,
      // An open menu stands at the end of the page, outside of its landmarks, as menus do.
      rules: { region: { enabled: false } },
    });
    return found.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }, rules);
}

type Axe = {
  run(
    root: Document,
    options: {
      runOnly: string[];
      resultTypes: 'violations'[];
      preload: boolean;
      rules: Record<string, { enabled: boolean }>;
    },
  ): Promise<{
    violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
  }>;
};
