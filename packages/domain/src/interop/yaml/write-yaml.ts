import { MopsError } from '../../shared/error.ts';
import { resolveScalar } from './resolve-scalar.ts';

const MAX_DEPTH = 64;
// Begins with a letter and holds nothing that could end it or mean something else.
const PLAIN = /^[\p{L}_/(][^\n\t]*$/u;
const SPECIAL = /: |:$| #|[,[\]{}]|\s$/;
// What readers of YAML 1.1 take for something else than text.
const OLD_WORD = /^(?:y|n|yes|no|on|off)$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNPRINTABLE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/;

/**
 * A value as one document in YAML 1.2: two spaces for each level, text over several lines as a
 * block, in quotes only what needs them (also for readers of YAML 1.1). Fields that are undefined
 * are left out. Reading it gives the same value. Throws INVALID for what YAML cannot say: NaN,
 * Infinity, functions, dates, more than 64 levels.
 * @example writeYaml({ name: 'Clicks', synonyms: ['taps', 'yes'] }) // 'name: Clicks\nsynonyms:\n  - taps\n  - "yes"\n'
 */
export function writeYaml(value: unknown): string {
  const lines: string[] = [];
  write(value, { lines, indent: 0, lead: '' });
  return `${lines.join('\n')}\n`;
}

/** `lead`: what stands before the value on its first line. */
type Spot = { lines: string[]; indent: number; lead: string };

function write(value: unknown, spot: Spot): void {
  const { lines, indent, lead } = spot;
  if (indent > 2 * MAX_DEPTH) {
    throw new MopsError('INVALID', `There are more than ${MAX_DEPTH} levels.`, 'Break circles.');
  }
  if (Array.isArray(value) && value.length > 0) {
    writeList(value, spot);
    return;
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    if (entries.length > 0) {
      writeMap(entries, spot);
      return;
    }
  }
  const block = typeof value === 'string' && indent > 0 ? blockOf(value) : null;
  if (block === null) {
    lines.push(joined(lead, scalar(value)));
    return;
  }
  const { sign, body } = block;
  const pad = ' '.repeat(indent);
  lines.push(joined(lead, sign), ...body.map((line) => (line === '' ? '' : pad + line)));
}

const joined = (lead: string, text: string) => (lead === '' ? text : `${lead} ${text}`);

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const kind = Object.getPrototypeOf(value);
  return kind === Object.prototype || kind === null;
}

function writeList(items: unknown[], { lines, indent, lead }: Spot): void {
  if (lead !== '' && !lead.endsWith('-')) lines.push(lead);
  // A list in a list begins on the line of the outer dash.
  let first = lead.endsWith('-') ? `${lead} ` : ' '.repeat(indent);
  for (const item of items) {
    write(item ?? null, { lines, indent: indent + 2, lead: `${first}-` });
    first = ' '.repeat(indent);
  }
}

function writeMap(entries: [string, unknown][], { lines, indent, lead }: Spot): void {
  if (lead !== '' && !lead.endsWith('-')) lines.push(lead);
  let first = lead.endsWith('-') ? `${lead} ` : ' '.repeat(indent);
  for (const [key, value] of entries) {
    const name = text(key);
    if (name.length > 1000) {
      throw new MopsError('INVALID', 'A key has more than 1000 characters.', 'Shorten it.');
    }
    write(value, { lines, indent: indent + 2, lead: `${first}${name}:` });
    first = ' '.repeat(indent);
  }
}

function scalar(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' && Number.isFinite(value)) return numberText(value);
  if (Array.isArray(value)) return '[]';
  if (isRecord(value)) return '{}';
  const kind = typeof value === 'number' ? String(value) : typeof value;
  const hint = 'Text, finite numbers, true, false, null, lists and objects can be written.';
  throw new MopsError('INVALID', `YAML has no place for ${kind}.`, hint);
}

function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  // Readers of YAML 1.1 know exponents only behind a point.
  const written = String(value);
  if (Number.isSafeInteger(value) || !/^-?\d+(?:e|$)/.test(written)) return written;
  return value.toExponential().replace(/^(-?\d)e/, '$1.0e');
}

function text(value: string): string {
  if (isPlain(value)) return value;
  if (UNPRINTABLE.test(value) || /[\n\t]/.test(value)) return escaped(value);
  return /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}

function isPlain(value: string): boolean {
  if (!PLAIN.test(value) || SPECIAL.test(value) || OLD_WORD.test(value)) return false;
  if (UNPRINTABLE.test(value)) return false;
  return typeof resolveScalar(value, { line: 1, column: 1 }) === 'string';
}

function escaped(value: string): string {
  const more = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
  const code = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(more, code);
}

/** Text over several lines, where a block shows it as it is. */
function blockOf(value: string): { sign: string; body: string[] } | null {
  if (!value.includes('\n') || UNPRINTABLE.test(value)) return null;
  if (/^\s|[ \t]$|[ \t]\n|\n\t/.test(value)) return null;
  const body = value.split('\n');
  const ends = /\n*$/.exec(value)?.[0].length ?? 0;
  if (ends > 0) body.pop();
  return { sign: ends === 0 ? '|-' : ends === 1 ? '|' : '|+', body };
}
