import { MopsError } from '../../shared/error.ts';

export type Token =
  | { kind: 'name'; text: string; quoted: boolean; at: number }
  | { kind: 'number' | 'text' | 'sign' | 'end'; text: string; at: number };

const MAX_LENGTH = 20_000;
const PATTERN =
  /\s+|--[^\n]*|([A-Za-z_][\w$]*)|"((?:[^"]|"")*)"|`([^`]*)`|(\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)|'((?:[^']|'')*)'|(<>|!=|<=|>=|::|\|\||[-+*/%(),.=<>])/y;

/** The parts of an SQL expression. Throws INVALID for what no expression has. */
export function tokensOf(sql: string): Token[] {
  if (sql.length > MAX_LENGTH) throw cannotRead('an expression of more than 20,000 characters');
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  for (let at = 0; at < sql.length; at = PATTERN.lastIndex) {
    const match = PATTERN.exec(sql);
    if (!match) throw cannotRead(`“${sql.slice(at, at + 12)}”`);
    const [, name, double, back, number, text, sign] = match;
    const quoted = double?.replaceAll('""', '"') ?? back;
    if (name !== undefined) tokens.push({ kind: 'name', text: name, quoted: false, at });
    else if (quoted !== undefined) tokens.push({ kind: 'name', text: quoted, quoted: true, at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (text !== undefined)
      tokens.push({ kind: 'text', text: text.replaceAll("''", "'"), at });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
  }
  tokens.push({ kind: 'end', text: 'the end', at: sql.length });
  return tokens;
}

/** What an expression says that a KPI cannot. */
export function cannotRead(what: string, hint: string | null = null): MopsError {
  return new MopsError('INVALID', `It has ${what}, which is not read.`, hint);
}
