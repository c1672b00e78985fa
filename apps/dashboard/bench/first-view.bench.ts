/** Script that must arrive before the board shows, compressed as a server sends it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = join(import.meta.dirname, '../dist');
const START = ['index.html', 'src/shell/Shell.svelte', 'src/features/board/BoardScreen.svelte'];
const chunks: Record<string, { file: string; imports?: string[] }> = JSON.parse(
  readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'),
);
const files = new Set<string>();
const visit = (name: string) => {
  const chunk = chunks[name];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  chunk.imports?.forEach(visit);
};
START.forEach(visit);

const sizes = [...files].map(
  (file) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length,
);
const value = Number((sizes.reduce((sum, bytes) => sum + bytes, 0) / 1024).toFixed(2));
const detail = `${files.size} files`;
const name = 'first view of the dashboard, script, compressed';
console.log(JSON.stringify({ name, value, unit: 'KB', goal: 120, better: 'less', detail }));
