/** One edited cell of a plan of 10,000 lines × 12 months, as a ratio to drawing an empty table of that size. */
import { chromiumLaunch } from '@openmops/config/vitest/chromium';
import { chromium } from 'playwright';
import { startServer } from '../src/e2e/server.ts';

const LINES = 10_000;
const EDITS = 9;
const server = await startServer({ demo: false });
const browser = await chromium.launch(await chromiumLaunch());
const origin = { origin: server.url };
const person = { email: 'ada@example.com', password: 'copper kettle on the stove' };
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const send = async (path: string, data: unknown, headers = {}) => {
    const answer = await page.request.post(`${server.url}${path}`, {
      data,
      headers: { ...origin, ...headers },
      timeout: 120_000,
    });
    if (!answer.ok()) throw new Error(await answer.text());
    return answer.json();
  };
  const workspace = { slug: 'bench', name: 'Bench', currency: 'EUR' };
  const token = server.claimLink.split('token=')[1];
  await send('/api/claim', { token, name: 'Ada Lund', ...person, workspace });
  await send('/api/auth/sign-in/email', person);
  const tenant = { 'x-openmops-workspace': 'bench' };
  const fiscalYear = new Date().getUTCFullYear();
  const made = await send('/trpc/plans.create', { fiscalYear, total: 1e9 }, tenant);
  const plan: { id: string } = made.result.data;
  const add = Array.from({ length: LINES }, (_, at) => ({
    name: `Line ${at}`,
    team: `Team ${at % 20}`,
    months: Array.from({ length: 12 }, (_none, month) => ((at * 7 + month * 13) % 900) + 1),
  }));
  for (let at = 0; at < LINES; at += 2500)
    await send('/trpc/plans.change', { id: plan.id, add: add.slice(at, at + 2500) }, tenant);

  await page.goto(`${server.url}/w/bench/budget`);
  const grid = page.getByRole('grid', { name: 'Lines of the budget' });
  await grid.waitFor();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const scriptMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
    return 1000 * (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration'));
  };
  await grid.focus();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
  const edits: number[] = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    await page.getByRole('status').filter({ hasText: 'lines' }).first().waitFor();
    const before = await scriptMs();
    await page.keyboard.type(String(1000 + edit));
    await page.keyboard.press('Enter');
    // The sums have followed once the next frame is drawn.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    edits.push((await scriptMs()) - before);
    await page.waitForTimeout(1500);
  }
  const before = await scriptMs();
  await page.evaluate((rows) => {
    const table = document.createElement('table');
    for (let row = 0; row < rows; row += 1) {
      const line = table.insertRow();
      for (let cell = 0; cell < 12; cell += 1) line.insertCell();
    }
    document.body.append(table);
    void table.offsetHeight;
    table.remove();
  }, LINES);
  const empty = (await scriptMs()) - before;
  const middle = edits.sort((a, b) => a - b)[Math.floor(EDITS / 2)] ?? Number.NaN;
  const value = Number((middle / empty).toFixed(3));
  const detail = `${middle.toFixed(1)} ms of script and layout for an edit with its sums; the empty table ${empty.toFixed(0)} ms`;
  const name =
    'budget grid: a cell of 10,000 lines × 12 months edited and summed, beside drawing an empty table of that size';
  console.log(JSON.stringify({ name, value, unit: '×', goal: 1, better: 'less', detail }));
} finally {
  await browser.close();
  await server.stop();
}
