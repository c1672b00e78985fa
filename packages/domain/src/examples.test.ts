import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entriesOf } from '../scripts/entries.ts';

// Runs every `@example` of the functions that an entry exports. The rules are in ../README.md.

const HERE = import.meta.dirname;
const FILES = new Map(entriesOf().map(({ name, file }) => [name, join(HERE, `${file}.ts`)]));
const ROOMS = [...FILES.keys()];

type Room = Record<string, unknown>;
type Check = { setup: string; expression: string; value: string };

const loaded: Record<string, Room | Error> = {};
for (const room of ROOMS) {
  loaded[room] = await import(FILES.get(room) as string).catch((error: Error) => error);
}

describe.each(ROOMS)('examples of %s', (room) => {
  const module = loaded[room] as Room | Error;
  if (module instanceof Error) {
    it('loads', () => {
      throw module;
    });
    return;
  }
  // A part of a room may use what the others export.
  const prefix = room.split('/')[0] as string;
  const parts = ROOMS.filter((name) => name === prefix || name.startsWith(`${prefix}/`));
  const whole: Room = Object.assign({}, ...parts.map((name) => loaded[name]));
  const functions = exportsOf(room).filter(({ name }) => typeof module[name] === 'function');
  if (functions.length === 0) it('has no functions', () => undefined);
  it.each(functions)('$name', ({ name, file, local }) => {
    const examples = examplesOf(readFileSync(file, 'utf8'), local);
    expect(examples.length, `@example of ${name} in ${file}`).toBeGreaterThan(0);
    for (const example of examples) run(example, { module, whole });
  });
});

type Exported = { name: string; local: string; file: string };

/** What an entry exports by name, with the file that declares it and the name there; types left out. */
function exportsOf(room: string): Exported[] {
  const file = FILES.get(room) as string;
  const own = readFileSync(file, 'utf8').matchAll(
    /^export (?:async )?(?:function\*?|class) (\w+)/gm,
  );
  const here = [...own].map(([, name = '']) => ({ name, local: name, file }));
  return [...here, ...namedIn(file).map(declared)];
}

function namedIn(file: string): Exported[] {
  const found: Exported[] = [];
  const lists = readFileSync(file, 'utf8').matchAll(/export \{([^}]*)\} from '([^']+)'/g);
  for (const [, names = '', from = ''] of lists) {
    for (const entry of names.split(',').map((one) => one.trim())) {
      if (entry === '' || entry.startsWith('type ')) continue;
      const [local = '', name = local] = entry.split(/\s+as\s+/);
      found.push({ name, local, file: join(dirname(file), from) });
    }
  }
  return found;
}

/** Follows a file that only passes a name on. */
function declared(one: Exported): Exported {
  const next = namedIn(one.file).find(({ name }) => name === one.local);
  return next ? { ...declared(next), name: one.name } : one;
}

/** The `@example` texts in the comment right before an exported declaration. */
function examplesOf(source: string, name: string): string[] {
  const declaration = new RegExp(
    `/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export (?:async )?(?:function\\*?|const|class) ${name}\\b`,
  );
  const comment = declaration.exec(source)?.[1] ?? '';
  const text = comment.replace(/^[ \t]*\* ?/gm, '');
  return text
    .split(/^\s*(?=@\w)/m)
    .filter((part) => part.startsWith('@example'))
    .map((part) => part.slice('@example'.length).replace(/^\s*```.*$/gm, ''));
}

function run(example: string, { module, whole }: { module: Room; whole: Room }): void {
  const checks = checksOf(example);
  expect(checks.length, `a value in “${example.trim()}”: expression // value`).toBeGreaterThan(0);
  const scope: Room = { ...(loaded.shared as Room), ...whole, ...module };
  const names = [...Object.keys(scope), '__rooms', '__rest', '__near', '__check'];
  const body = checks.map(({ setup, expression, value }) => {
    const error = /^throws\b\s*(.*)$/s.exec(value)?.[1];
    const wanted = `() => (${withMatchers(error ?? value) || 'undefined'})`;
    return `${imports(setup)}\n__check({ text: ${JSON.stringify(expression)}, throws: ${error !== undefined},
      actual: () => (${expression}), wanted: ${wanted} });`;
  });
  const call = compile(names, `'use strict'; (() => {${body.join('\n')}})();`, example);
  call(...Object.values(scope), loaded, REST, near, check);
}

function compile(names: string[], body: string, example: string) {
  try {
    return new Function(...names, body);
  } catch (error) {
    throw new Error(`No JavaScript “expression // value”: ${example.trim()}`, { cause: error });
  }
}

/** Cuts an example at its values: what comes before, the expression, the value. */
function checksOf(example: string): Check[] {
  const checks: Check[] = [];
  let code = '';
  let end = 0; // of the last statement in `code`
  let depth = 0;
  const lines = example.split('\n');
  for (let i = 0; i < lines.length; i++) {
    let comment: string | null = null;
    for (const token of (lines[i] ?? '').matchAll(TOKEN)) {
      const text = token[0];
      if (text.startsWith('//')) comment = text.slice(2);
      else code += text;
      if ('([{'.includes(text)) depth++;
      if (')]}'.includes(text)) depth--;
      if (text === ';' && depth === 0) end = code.length;
    }
    code += '\n';
    const expression = code.slice(end).trim();
    // A remark inside brackets, or on a line of its own before anything is said.
    if (comment === null || depth > 0 || expression === '') continue;
    for (; /^\s*\/\//.test(lines[i + 1] ?? ''); i++)
      comment += ` ${lines[i + 1]?.replace(/^\s*\/\//, '')}`;
    const value = comment.trim().replace(/\s+\([^()]*\)$/, '');
    checks.push({ setup: code.slice(0, end), expression, value });
    code = '';
    end = 0;
  }
  return checks;
}

const STRING = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\x60(?:[^\x60\\]|\\.)*\x60`;
const TOKEN = new RegExp(String.raw`${STRING}|\/\/.*$|[\s\S]`, 'g');

function imports(setup: string): string {
  const line = /import \{([^}]*)\} from '@openmops\/domain\/([\w/-]+)';/g;
  return setup.replace(line, (_all, names: string, room: string) => {
    return `const {${names.replace(/\s+as\s+/g, ': ')}} = __rooms['${room}'];`;
  });
}

const REST = Symbol('…');

/** `0.25…` is a number that goes on, `…` in an object or list is what else there may be. */
function withMatchers(value: string): string {
  const parts = new RegExp(String.raw`${STRING}|(-?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)…|…`, 'g');
  return value.replace(parts, (all, number?: string) => {
    if (number) return `__near('${number.replaceAll('_', '')}')`;
    return all === '…' ? '__rest' : all;
  });
}

/** Differs by at most one in the last digit written. */
function near(written: string) {
  const [decimal = '', exponent = '0'] = written.split('e');
  const step = 10 ** (Number(exponent) - (decimal.split('.')[1]?.length ?? 0));
  return {
    asymmetricMatch: (actual: unknown) =>
      typeof actual === 'number' && Math.abs(actual - Number(written)) <= step * (1 + 1e-6),
    toString: () => `${written}…`,
    toAsymmetricMatcher: () => `${written}…`,
  };
}

type Checked = { text: string; throws: boolean; actual: () => unknown; wanted: () => unknown };

function check({ text, throws, actual, wanted }: Checked): void {
  if (throws) {
    expect(actual, text).toThrow(wanted() as string | undefined);
    return;
  }
  const value = wanted();
  if (value instanceof RegExp) expect(actual(), text).toMatch(value);
  else expect(actual(), text).toEqual(expected(value));
}

function expected(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.filter((one) => one !== REST).map(expected);
    if (list.length === value.length) return list;
    return {
      asymmetricMatch: (actual: unknown) => {
        if (!Array.isArray(actual)) return false;
        return list.every((one, i) => same(actual[i], one));
      },
      toString: () => 'a list that begins so',
      toAsymmetricMatcher: () => `[${list.map(String).join(', ')}, …]`,
    };
  }
  if (value === null || typeof value !== 'object' || 'asymmetricMatch' in value) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== REST);
  const object = Object.fromEntries(entries.map(([key, one]) => [key, expected(one)]));
  const open = Object.values(value).includes(REST);
  return open ? expect.objectContaining(object) : object;
}

function same(actual: unknown, wanted: unknown): boolean {
  try {
    expect(actual).toEqual(wanted);
    return true;
  } catch {
    return false;
  }
}
