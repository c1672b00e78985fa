import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package. */
export const PACKAGE = join(import.meta.dirname, '..');

export type Entry = {
  /** As people import it, without the name of the package: `money`, `catalogue/kpis/paid`. */
  name: string;
  /** Path below `src`, without its ending. */
  file: string;
  /** Composed of other entries, and only for Node: browsers take the parts. */
  nodeOnly: boolean;
};

/** Every entry that the published package has, by what its manifest says. */
export function entriesOf(): Entry[] {
  const { publishConfig } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const found = new Map<string, Entry>();
  for (const [key, target] of Object.entries<Record<string, string>>(publishConfig.exports)) {
    const nodeOnly = target.default === undefined;
    const file = (target.default ?? target.node ?? '').replace(/^\.\/dist\/|\.js$/g, '');
    for (const { word, path } of expand(file)) {
      const name = key.slice(2).replace('*', word);
      // The first that matches wins: exact names stand before patterns.
      if (!found.has(name)) found.set(name, { name, file: path, nodeOnly });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function expand(file: string): { word: string; path: string }[] {
  const [before = '', after] = file.split('*');
  const src = join(PACKAGE, 'src');
  if (after === undefined)
    return existsSync(join(src, `${file}.ts`)) ? [{ word: '', path: file }] : [];
  return globSync(`${file}.ts`, { cwd: src })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => ({
      word: path.slice(before.length, -`${after}.ts`.length),
      path: path.slice(0, -3),
    }));
}
