import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

it('the quick start of the README has ten lines and prints what it says', async () => {
  const text = README.slice(README.indexOf('## Quick start'));
  const [rows = '', code = ''] = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, ts]) => ts);
  const [, program = '', printed = ''] = /^([\s\S]*)\n\/\/ (.*)\n$/.exec(code) ?? [];
  expect(program.split('\n').filter(Boolean)).toHaveLength(10);

  const imports = [...program.matchAll(/^import \{ (.*) \} from '@openmops\/domain\/(.*)';$/gm)];
  expect(imports).toHaveLength(4);
  const names: Record<string, unknown> = {};
  for (const [, list = '', entry = ''] of imports) {
    const module = await import(fileOf(entry));
    for (const name of list.split(', ')) names[name] = module[name];
  }
  const lines: unknown[][] = [];
  names.console = { log: (...values: unknown[]) => lines.push(values) };
  const body = rows + program.replaceAll(/^import .*$/gm, '');
  new Function(...Object.keys(names), body)(...Object.values(names));
  expect(lines).toMatchObject([new Function(`return [${printed}]`)()]);
});

/** As `exports` of the package resolves an entry. */
function fileOf(entry: string): string {
  return entry.includes('/') ? `./${entry}.ts` : `./${entry}/index.ts`;
}
