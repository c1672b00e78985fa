// Takes the pictures of README and docs from the product as it is:
// `node apps/dashboard/scripts/screenshots.ts [folder]` starts a server with the demo company in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumLaunch } from '@openmops/config/vitest/chromium';
import { chromium, type Page } from 'playwright';

const root = join(import.meta.dirname, '../../..');
const target = process.argv[2] ?? join(root, 'docs/images');
const data = mkdtempSync(join(tmpdir(), 'openmops-screenshots-'));
const server = spawn(
  process.execPath,
  [join(root, 'apps/api/src/main.ts'), 'serve', '--port', '0'],
  {
    env: { ...process.env, OPENMOPS_DATA_DIR: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);

const link = await new Promise<string>((resolve) => {
  let output = '';
  server.stdout.on('data', (text) => {
    output += text;
    const found = /http\S+\/open#token=\S+/.exec(output);
    if (found) resolve(found[0]);
  });
});

const browser = await chromium.launch(await chromiumLaunch());
const page = await browser.newPage({
  viewport: { width: 1440, height: 900 },
  deviceScaleFactor: 1,
});

async function settle(on: Page) {
  await on.waitForLoadState('networkidle');
  await on
    .waitForFunction(() => !document.querySelector('[aria-busy="true"]'), null, { timeout: 20_000 })
    .catch(() => {});
  await on.waitForTimeout(1500);
}

async function shoot(name: string, full = false) {
  await settle(page);
  await page.screenshot({ path: join(target, `${name}.png`), fullPage: full });
}

await page.goto(link);
await page.waitForURL(/\/w\//);
const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
/** Without being asked, only those that the documentation shows. */
const only = process.env.ONLY?.split(',') ?? (process.env.ALL ? null : ['board', 'import']);
const views: [name: string, path: string, act?: () => Promise<void>][] = [
  ['board', base],
  ['kpi', `${base}/kpis/paid.roas`],
  ['kpis', `${base}/kpis`],
  ['import', `${base}/import`, () => page.getByRole('button', { name: /Google Ads/ }).click()],
  ['sources', `${base}/sources`],
  ['settings', `${base}/settings`],
];
for (const [name, path, act] of views.filter(([name]) => !only || only.includes(name))) {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(new URL(path, link).href);
  await settle(page);
  await act?.();
  await shoot(name, process.env.FULL === '1');
  if (process.env.ALL !== '1') continue;
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(`${name}-dark`, true);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'light' });
  await shoot(`${name}-390`, true);
}
await browser.close();
server.kill('SIGTERM');
await new Promise((done) => server.once('exit', done));
rmSync(data, { recursive: true, force: true });
