import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One exported thing, as the compiler declares it. */
export type Declaration = {
  /** The name under which the entry exports it, and the one in its file. */
  name: string;
  local: string;
  file: string;
  kind: 'function' | 'class' | 'type' | 'data';
  /** Without `export declare`. */
  code: string;
  comment: string;
};

type InFile = {
  declared: Map<string, Declaration>;
  /** Passed on or imported: name here → file and name there. */
  named: Map<string, { file: string; local: string }>;
  exported: string[];
};

const files = new Map<string, InFile>();
const START =
  /^(export )?(?:declare )?(?:abstract )?(function\*?|const|class|type|interface) (\w+)/;

/** What a `.d.ts` file declares, imports and exports. */
export function readFile(file: string): InFile {
  const known = files.get(file);
  if (known) return known;
  const found: InFile = { declared: new Map(), named: new Map(), exported: [] };
  files.set(file, found);
  let comment = '';
  for (const part of statementsOf(readFileSync(file, 'utf8'))) {
    if (part.startsWith('/**')) {
      comment = part;
      continue;
    }
    const list = /^(import|export)(?: type)? \{([^}]*)\} from ['"]([^'"]+)['"]/.exec(part);
    if (list)
      learnNames(found, {
        list: list[2] ?? '',
        isExport: list[1] === 'export',
        from: join(dirname(file), list[3] ?? ''),
      });
    const start = START.exec(part);
    if (start) {
      const [, isExported, word = '', name = ''] = start;
      const code = part.replace(/^export /, '').replace(/^declare /, '');
      const before = found.declared.get(name);
      found.declared.set(name, {
        ...{
          name,
          local: name,
          file,
          kind: kindOf(word),
          comment: comment || (before?.comment ?? ''),
        },
        code: before ? `${before.code}\n${code}` : code,
      });
      if (isExported && !before) found.exported.push(name);
    }
    comment = '';
  }
  return found;
}

function learnNames(
  into: InFile,
  { list, isExport, from }: { list: string; isExport: boolean; from: string },
): void {
  const file = from.replace(/\.ts$/, '.d.ts');
  for (const one of list.split(',').map((text) => text.trim().replace(/^type /, ''))) {
    if (one === '') continue;
    const [local = '', name = local] = one.split(/\s+as\s+/);
    into.named.set(name, { file, local });
    if (isExport) into.exported.push(name);
  }
}

function kindOf(word: string): Declaration['kind'] {
  if (word.startsWith('function')) return 'function';
  if (word === 'class') return 'class';
  return word === 'const' ? 'data' : 'type';
}

/** Comments and statements of the top level, one after the other. */
function statementsOf(text: string): string[] {
  const parts: string[] = [];
  const token =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`|[\s\S]/g;
  let depth = 0;
  let now = '';
  const end = () => {
    if (now.trim() !== '') parts.push(now.trim());
    now = '';
  };
  for (const [piece] of text.matchAll(token)) {
    if (depth === 0 && now.trim() === '' && piece.startsWith('/**')) {
      parts.push(piece);
      continue;
    }
    if (depth === 0 && now.trim() === '' && piece.startsWith('//')) continue;
    now += piece;
    if ('{[('.includes(piece)) depth++;
    if ('}])'.includes(piece)) depth--;
    const closes =
      piece === ';' ||
      (piece === '}' && /^(export )?(declare )?(abstract )?(class|interface) /.test(now.trim()));
    if (depth === 0 && closes) end();
  }
  end();
  return parts;
}

/** Follows a name through files that only pass it on; null for what comes from another package. */
export function resolveName(file: string, name: string): Declaration | null {
  const { declared, named } = readFile(file);
  const own = declared.get(name);
  if (own) return own;
  const next = named.get(name);
  if (!next?.file.endsWith('.d.ts')) return null;
  const found = resolveName(next.file, next.local);
  return found ? { ...found, name } : null;
}

/** What an entry exports, in the order in which it says so. */
export function declarationsOf(entryFile: string): Declaration[] {
  return readFile(entryFile).exported.flatMap((name) => {
    const found = resolveName(entryFile, name);
    return found ? [{ ...found, name }] : [];
  });
}
