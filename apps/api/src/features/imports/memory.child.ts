/** Reads and maps a file of so many rows and prints the peak of its memory in MB. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMapper, detectSource } from '@openmops/domain/sources';
import { landRows } from './land-rows.ts';
import { openTable } from './read/read-table.ts';

const rows = Number(process.argv[2]);
const folder = await mkdtemp(join(tmpdir(), 'openmops-memory-'));
const path = join(folder, 'a.csv');
const out = createWriteStream(path);
out.write('Day,Campaign,Currency code,Impr.,Clicks,Cost\n');
for (let row = 0; row < rows; row++) {
  const day = `2026-06-${String((row % 30) + 1).padStart(2, '0')}`;
  const more = out.write(`${day},"Campaign, number ${row}",EUR,"1,234",${row % 50},0.5\n`);
  if (!more) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
}
await new Promise<void>((resolve) => out.end(resolve));

const file = await openTable(path);
if (file.kind !== 'text') throw new Error('A text file was written.');
const workspace = { currency: 'EUR', timeZone: 'UTC' };
const head = { text: file.head, rows: null, complete: file.complete };
const now = 20_700;
const detection = detectSource({ head, encoding: file.encoding, workspace, now });
const mapper = createMapper({ detection, workspace, now });
let peak = 0;
let landed = 0;
await landRows({
  file,
  delimiter: detection.delimiter,
  mapper,
  land: async (chunk) => {
    landed += chunk.rows.length;
    await new Promise((resolve) => setTimeout(resolve, 5));
    globalThis.gc?.();
    peak = Math.max(peak, process.memoryUsage().rss);
  },
});
if (landed !== rows) throw new Error(`${landed} of ${rows} rows came through.`);
process.stdout.write(String(Math.round(peak / 1024 ** 2)));
await rm(folder, { recursive: true });
