import { parseDay } from '@openmops/domain/shared';
import { badRequest, type EdmType, type Value } from './expression.ts';

export type Token =
  | { kind: 'literal'; value: Value; type: EdmType | null; at: number }
  | { kind: 'name' | 'sign'; text: string; at: number };

const SPACE = /[ \t]+/y;
const STRING = /'((?:[^']|'')*)'/y;
// A plus sign that was not encoded arrives as a space.
const INSTANT =
  /(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(\.\d{1,12})?(Z|[+ -]\d{2}:\d{2})(?![\w.:-])/iy;
const DAY = /\d{4}-\d{2}-\d{2}(?![\w.:-])/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.:-])/iy;
const NAME = /[A-Za-z_$][\w$]*/y;
const SIGN = /[(),]/y;

/** The words of an expression. Throws at what is none. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (take(SPACE)) continue;
    const start = at;
    const literal = literalAt(take);
    if (literal) {
      tokens.push({ kind: 'literal', ...literal, at: start });
      continue;
    }
    const sign = take(SIGN);
    const name = sign ? null : take(NAME);
    if (!sign && !name) {
      throw badRequest(
        `“${text.slice(at, at + 20)}” at ${at + 1} is not understood.`,
        'Texts stand in single quotes, dates like 2026-01-31, instants like 2026-01-31T00:00:00Z.',
      );
    }
    tokens.push(nameOrSign(sign ? 'sign' : 'name', (sign ?? name)?.[0] ?? '', start));
  }
  return tokens;
}

type Take = (pattern: RegExp) => RegExpExecArray | null;

function literalAt(take: Take): { value: Value; type: EdmType | null } | null {
  const string = take(STRING);
  if (string) return { value: (string[1] ?? '').replaceAll("''", "'"), type: 'String' };
  const instant = take(INSTANT);
  if (instant) {
    const [text, day = '', minute = '', second = ':00', part = '', zone = 'Z'] = instant;
    const value = Date.parse(
      `${day}T${minute}${second}${part.slice(0, 4)}${zone.replace(' ', '+')}`,
    );
    if (parseDay(day) === null || Number.isNaN(value)) throw badRequest(`${text} is no instant.`);
    return { value, type: 'DateTimeOffset' };
  }
  const day = take(DAY);
  if (day) {
    if (parseDay(day[0]) === null) throw badRequest(`${day[0]} is no date.`);
    return { value: day[0], type: 'Date' };
  }
  const number = take(NUMBER);
  return number ? { value: Number(number[0]), type: 'Double' } : null;
}

function nameOrSign(kind: 'name' | 'sign', text: string, at: number): Token {
  if (text === 'null') return { kind: 'literal', value: null, type: null, at };
  if (text === 'true' || text === 'false')
    return { kind: 'literal', value: text === 'true', type: 'Boolean', at };
  if (text === 'INF')
    return { kind: 'literal', value: Number.POSITIVE_INFINITY, type: 'Double', at };
  return { kind, text, at };
}
