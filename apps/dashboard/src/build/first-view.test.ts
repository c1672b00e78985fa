import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const DIST = join(import.meta.dirname, '../../dist');
type Chunk = { file: string; imports?: string[]; src?: string };
const manifest = (): Record<string, Chunk> =>
  JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'));

/** Every script that must be there before a screen shows: its chunk and all that it imports. */
function scriptsOf(names: string[]): Set<string> {
  const chunks = manifest();
  const files = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks[name];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const each of chunk.imports ?? []) visit(each);
  };
  names.forEach(visit);
  return files;
}

test('the first view of the board is at most 120 KB of script, gzipped', () => {
  expect(existsSync(DIST)).toBe(true);
  const scripts = scriptsOf([
    'index.html',
    'src/shell/Shell.svelte',
    'src/features/board/BoardScreen.svelte',
  ]);
  const bytes = [...scripts].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length,
    0,
  );
  expect(scripts.size).toBeGreaterThan(2);
  expect(bytes).toBeLessThanOrEqual(120 * 1024);
});

test('the page holds no inline script or style, and asks no other origin', () => {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/i);
  expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});
