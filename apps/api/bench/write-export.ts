import { createWriteStream } from 'node:fs';

const DAYS = 30;
const HEADER =
  'Day,Campaign ID,Campaign,Country,Device,Currency code,Impr.,Clicks,Cost,Conversions\n';
const COUNTRIES = ['DE', 'FR', 'US', 'GB', 'SE'];
const DEVICES = ['Computers', 'Mobile phones', 'Tablets'];

/** Writes a clean export of so many rows: 30 days, 15 rows a campaign and day, 75 bytes a row. */
export async function writeExport(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path, { highWaterMark: 1024 ** 2 });
  out.write(HEADER);
  let lines: string[] = [];
  const perDay = Math.ceil(rows / DAYS);
  for (let row = 0; row < rows; row++) {
    const day = new Date(Date.UTC(2026, 5, 1 + Math.floor(row / perDay)))
      .toISOString()
      .slice(0, 10);
    const at = row % perDay;
    const campaign = 700_000 + Math.floor(at / 15);
    lines.push(
      `${day},${campaign},Campaign ${campaign},${COUNTRIES[at % 5]},${DEVICES[Math.floor(at / 5) % 3]},EUR,${(row * 7919) % 100_000},${row % 300},${((row * 31) % 1_000_000) / 100},${row % 7}\n`,
    );
    if (lines.length < 20_000) continue;
    if (!out.write(lines.join(''))) await new Promise((resolve) => out.once('drain', resolve));
    lines = [];
  }
  out.write(lines.join(''));
  await new Promise<void>((resolve) => out.end(resolve));
}
