import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from './house.ts';

test('the domain package, packed: publint, attw, its files, the quick start and every entry in plain Node', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check-pack.ts'], {
    cwd: join(ROOT, 'packages/domain'),
    encoding: 'utf8',
  });
  expect(stdout + stderr).not.toContain('WRONG');
  expect(stdout.match(/^ok/gm)?.length).toBeGreaterThanOrEqual(5);
  expect(status).toBe(0);
});

const site = mkdtempSync(join(tmpdir(), 'openmops-docs-'));
afterAll(() => rmSync(site, { recursive: true }));

test('its documentation: every function with an example, every link inside it leads somewhere, nothing from elsewhere', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build-docs.ts', site], {
    cwd: join(ROOT, 'packages/domain'),
    encoding: 'utf8',
  });
  expect(stdout + stderr).not.toContain('has no example');
  expect(status).toBe(0);

  const pages = new Map(
    readdirSync(site).map((file) => [file, readFileSync(join(site, file), 'utf8')]),
  );
  expect(pages.size).toBeGreaterThan(50);
  const wrong: string[] = [];
  for (const [file, html] of pages) {
    if (/<script|\ssrc=|@import|url\(/.test(html)) wrong.push(`${file} loads something`);
    for (const [, href = ''] of html.matchAll(/href="([^"]+)"/g)) {
      if (/^https?:/.test(href)) continue;
      const [to, anchor] = href.split('#');
      const page = pages.get(to || file);
      if (!page || (anchor && !page.includes(`id="${anchor}"`))) wrong.push(`${file} → ${href}`);
    }
  }
  expect(wrong).toEqual([]);
});
