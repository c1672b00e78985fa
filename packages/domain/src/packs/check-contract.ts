import type { Issue } from '../shared/index.ts';
import type { JsonType, StreamContract } from './pack.ts';
import { compilePath, type Json } from './read-path.ts';
import { readText } from './read-value.ts';

export type ContractCheck = (record: Json, problems: Issue[]) => void;

/** A record against what is agreed of its stream; breaks are added to `problems`. */
export function compileContract(contract: StreamContract): ContractCheck {
  const required = contract.required.map((path) => ({ path, read: compilePath(path) }));
  const types = Object.entries(contract.types).map(([path, list]) => ({
    path,
    read: compilePath(path),
    list,
  }));
  const allowed = Object.entries(contract.allowed).map(([path, list]) => ({
    path,
    read: compilePath(path),
    words: new Set(list.map((one) => one.toLowerCase())),
    list,
  }));
  return (record, problems) => {
    for (const { path, read } of required)
      if (read(record) === undefined) problems.push(missing(path));
    for (const { path, read, list } of types) {
      const value = read(record);
      if (value === undefined) continue;
      const found = typeOf(value);
      if (!list.includes(found)) problems.push(wrongType(path, { value, found, list }));
    }
    for (const { path, read, words, list } of allowed) {
      const value = read(record);
      if (value === undefined) continue;
      const text = readText(value);
      if (typeof text === 'string' && words.has(text.toLowerCase())) continue;
      problems.push(notAllowed(path, value, list));
    }
  };
}

/** What a JSON value is. */
export function typeOf(value: unknown): JsonType {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'bigint') return 'number';
  return typeof value as JsonType;
}

const MEND =
  'Map the field anew, change the contract of the stream, or have the source send it as before.';

export function missing(path: string): Issue {
  return issue('required', path, `${path} is missing.`, MEND);
}

function wrongType(
  path: string,
  of: { value: unknown; found: JsonType; list: readonly JsonType[] },
): Issue {
  const message = `${path} is a ${of.found} (${shown(of.value)}); agreed is ${of.list.join(' or ')}.`;
  return issue('type', path, message, MEND);
}

function notAllowed(path: string, value: unknown, list: readonly string[]): Issue {
  const message = `${path} is ${shown(value)}; agreed is ${list.join(', ')}.`;
  return issue('value', path, message, MEND);
}

/** A value for people: short, and on one line. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'string'
      ? `“${value}”`
      : typeof value === 'bigint'
        ? String(value)
        : (JSON.stringify(value, (_name, one: unknown) =>
            typeof one === 'bigint' ? String(one) : one,
          ) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export function issue(code: string, field: string | null, message: string, hint: string): Issue {
  return { code, severity: 'error', message, hint, line: null, field };
}
