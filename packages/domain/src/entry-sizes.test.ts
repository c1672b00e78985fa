import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { entriesOf } from '../scripts/entries.ts';

// What an entry costs a page that uses all of it: bundled for browsers, minified, compressed; zod counts for itself.

const LIMIT = 15_000;
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
    'sources',
  ]);
});

it.each(entries.filter(({ nodeOnly }) => !nodeOnly))('$name is below 15 KB', async ({ file }) => {
  const code = await bundle(file);
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(LIMIT);
  expect(code).not.toMatch(/from\s*["'](?!zod|@tgwf\/co2)/);
});
