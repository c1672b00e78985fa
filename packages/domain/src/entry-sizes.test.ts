import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { entriesOf } from '../scripts/entries.ts';

// What an entry costs a page that uses all of it: bundled for browsers, minified, compressed; zod counts for itself.

const LIMIT = 15_000;
/** How far the README may be off before it must be corrected. */
const TOLERANCE = 2_000;
const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const entries = entriesOf();

async function bundle(file: string): Promise<string> {
  const build = await rolldown({
    input: join(import.meta.dirname, `${file}.ts`),
    external: ['zod', /^@tgwf\/co2/],
    platform: 'browser',
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  return output[0].code;
}

it('there are entries', () => {
  expect(entries.length).toBeGreaterThan(50);
  expect(entries.filter(({ nodeOnly }) => nodeOnly).map(({ name }) => name)).toEqual([
    'catalogue',
    'packs',
    'sources',
  ]);
});

it('the README lists every room', () => {
  const rooms = entries.map(({ name }) => name).filter((name) => !name.includes('/'));
  const listed = [...README.matchAll(/^\| \[([\w-]+)\]/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(rooms);
});

it.each(entries.filter(({ nodeOnly }) => !nodeOnly))(
  '$name is below 15 KB',
  async ({ name, file }) => {
    const code = await bundle(file);
    const size = gzipSync(code, { level: 9 }).length;
    expect(size).toBeLessThan(LIMIT);
    const stated = new RegExp(`^\\| \\[${name}\\][^|]*\\| (\\d+) \\|`, 'm').exec(README)?.[1];
    if (stated) expect(Math.abs(size - Number(stated) * 1000)).toBeLessThan(TOLERANCE);
    expect(code).not.toMatch(/from\s*["'](?!zod|@tgwf\/co2)/);
  },
);
