import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Entry, entriesOf, PACKAGE } from '../entries.ts';
import { type Declaration, declarationsOf, readFile, resolveName } from './read-declarations.ts';

export type Documented = {
  entry: Entry;
  /** Markdown of the room; null for an entry that is a part of a room. */
  readme: string | null;
  declarations: Declaration[];
  /** Shapes that these mention and that no entry exports. */
  behind: Declaration[];
  /** Name in a signature → page and anchor. */
  links: Map<string, string>;
};

export const pageOf = (entry: Entry) => `${entry.name.replaceAll('/', '-')}.html`;

const idOf = ({ file, local }: Declaration) => `${file}#${local}`;
const namesIn = (code: string) =>
  new Set(code.replace(/\/\*[\s\S]*?\*\/|'[^'\n]*'/g, '').match(/\b[A-Z]\w*\b/g) ?? []);

/** Everything that the built package declares, entry by entry. */
export function readEntries(): Documented[] {
  const read = entriesOf().map((entry) => {
    const file = join(PACKAGE, 'dist', `${entry.file}.d.ts`);
    const readme = join(PACKAGE, 'src', dirname(entry.file), 'README.md');
    const isRoom = entry.file.endsWith('/index');
    return {
      entry,
      readme: isRoom && existsSync(readme) ? readFileSync(readme, 'utf8') : null,
      declarations: declarationsOf(file),
    };
  });
  const homes = new Map<string, string>();
  // Rooms last: a name that a part and its room both export is at home in the room.
  for (const { entry, declarations } of read.toSorted(
    (a, b) => b.entry.name.length - a.entry.name.length,
  )) {
    for (const one of declarations) homes.set(idOf(one), `${pageOf(entry)}#${one.name}`);
  }
  return read.map((one) => ({ ...one, ...mentionedBy(one, homes) }));
}

function mentionedBy(
  { entry, declarations }: Pick<Documented, 'entry' | 'declarations'>,
  homes: Map<string, string>,
) {
  const links = new Map(declarations.map(({ name }) => [name, `#${name}`]));
  const behind: Declaration[] = [];
  const seen = new Set(declarations.map(idOf));
  const look = (at: Declaration) => {
    for (const name of namesIn(at.code)) {
      const found = resolveName(at.file, name);
      if (!found || found.kind === 'function') continue;
      const home = homes.get(idOf(found));
      if (home && !links.has(name)) links.set(name, home.replace(`${pageOf(entry)}#`, '#'));
      if (home || seen.has(idOf(found))) continue;
      seen.add(idOf(found));
      behind.push(found);
      if (!links.has(name)) links.set(name, `#${name}`);
      look(found);
    }
  };
  declarations.forEach(look);
  return { behind, links };
}

/** A function without words or an example would be a gap in the site. */
export function gapsOf({ entry, declarations }: Documented): string[] {
  return declarations
    .filter(({ kind }) => kind === 'function' || kind === 'class')
    .filter(({ comment }) => !comment.includes('@example'))
    .map(({ name }) => `${entry.name}: ${name} has no example`);
}

/** How many files were read, to tell an empty build. */
export const isBuilt = () => readFile(join(PACKAGE, 'dist/shared/index.d.ts')).exported.length > 0;
