import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as packs from './index.ts';
import { dailyStream } from './parts/ad-stream.ts';

const GUIDE = readFileSync(
  join(import.meta.dirname, '../../../../docs/guides/add-a-source.md'),
  'utf8',
);

/** A block of the guide by the name of its file. */
function block(file: string): string {
  const start = GUIDE.indexOf(` ${file}\n`);
  return GUIDE.slice(start + file.length + 2, GUIDE.indexOf('\n```\n', start));
}

/** The code of a block, its imports given as names; `answer` is what it gives back. */
function run(file: string, given: Record<string, unknown>, answer = ''): unknown {
  const code = stripTypeScriptTypes(block(file))
    .replaceAll(/^import .*$/gm, '')
    .replaceAll('export ', '');
  return new Function(...Object.keys(given), `${code}\n${answer}`)(...Object.values(given));
}

it('the source that the guide adds is read as the guide’s test says', () => {
  const pack = run('pack.ts', { dailyStream }, 'return PINTEREST_ADS;') as packs.Pack;
  const records = JSON.parse(block('records.json'));
  const titles: string[] = [];
  const test = (title: string, body: () => void) => {
    titles.push(title);
    body();
  };
  run('pack.test.ts', { ...packs, expect, it: test, records, PINTEREST_ADS: pack });
  expect(titles).toHaveLength(1);
});
