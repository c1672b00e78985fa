/** What a page loads for the widgets: the built files, compressed as a server sends them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;

for (const [file, name, goal] of [
  ['mops-kpi.js', 'one tile, compressed', 18],
  ['widgets.js', 'all widgets and the provider, compressed', 24],
] as const) {
  const bytes = gzipSync(readFileSync(join(import.meta.dirname, '../dist', file)), { level: 9 });
  const value = Number((bytes.length / KB).toFixed(2));
  console.log(JSON.stringify({ name, value, unit: 'KB', goal, better: 'less', detail: file }));
}
