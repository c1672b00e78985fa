import { nearest } from '../../nearest.ts';
import { badRequest, type Compare, type Expression, type Field, notServed } from './expression.ts';
import { FUNCTIONS, fits } from './functions.ts';
import { type Token, tokenize } from './tokenize.ts';

const COMPARE = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const ARITHMETIC = ['add', 'sub', 'mul', 'div', 'divby', 'mod', 'has'];
const MAX_TOKENS = 4000;
const MAX_DEPTH = 60;

/**
 * `$filter` as a tree: comparisons, `in`, `and`, `or`, `not`, brackets and functions over the fields
 * of an entity, with the precedence of OData. It is data only: nothing of it is ever part of SQL.
 */
export function parseFilter(text: string, fields: readonly Field[]): Expression {
  const parser = new Parser(text, fields);
  const found = parser.or();
  parser.end();
  if (found.type !== 'Boolean' && found.type !== null)
    throw badRequest('$filter must say yes or no to each row.', "For example: kpi eq 'paid.roas'.");
  return found;
}

/** `$orderby`: expressions, each with its direction. */
export function parseOrder(
  text: string,
  fields: readonly Field[],
): { by: Expression; descending: boolean }[] {
  const parser = new Parser(text, fields);
  const found: { by: Expression; descending: boolean }[] = [];
  do {
    const by = parser.or();
    found.push({ by, descending: parser.direction() });
  } while (parser.takeSign(','));
  parser.end();
  return found;
}

class Parser {
  readonly #tokens: Token[];
  readonly #fields: readonly Field[];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string, fields: readonly Field[]) {
    this.#text = text;
    this.#fields = fields;
    this.#tokens = tokenize(text);
    if (this.#tokens.length > MAX_TOKENS) throw badRequest('The expression is too long.');
  }

  or(): Expression {
    let left = this.#and();
    while (this.#takeName('or')) left = logic('or', left, this.#and());
    return left;
  }

  direction(): boolean {
    if (this.#takeName('desc')) return true;
    this.#takeName('asc');
    return false;
  }

  takeSign(text: string): boolean {
    const token = this.#tokens[this.#at];
    const found = token?.kind === 'sign' && token.text === text;
    if (found) this.#at++;
    return found;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#unexpected();
  }

  #and(): Expression {
    let left = this.#comparison();
    while (this.#takeName('and')) left = logic('and', left, this.#comparison());
    return left;
  }

  #comparison(): Expression {
    const left = this.#unary();
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'name') return left;
    if (ARITHMETIC.includes(token.text))
      throw notServed(`“${token.text}” is not served.`, 'Calculate with the rows that you get.');
    if (token.text === 'in') {
      this.#at++;
      return this.#list(left);
    }
    if (!COMPARE.includes(token.text)) return left;
    this.#at++;
    const right = this.#unary();
    checkComparable(left, right);
    return { kind: 'compare', op: token.text as Compare, left, right, type: 'Boolean' };
  }

  #list(of: Expression): Expression {
    if (!this.takeSign('(')) throw this.#unexpected();
    const list: Expression[] = [];
    do {
      const one = this.#unary();
      checkComparable(of, one);
      list.push(one);
    } while (this.takeSign(','));
    if (!this.takeSign(')')) throw this.#unexpected();
    return { kind: 'in', of, list, type: 'Boolean' };
  }

  #unary(): Expression {
    if (++this.#depth > MAX_DEPTH) throw badRequest('The expression is nested too deeply.');
    try {
      return this.#takeName('not') ? negated(this.#unary()) : this.#primary();
    } finally {
      this.#depth--;
    }
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at];
    if (!token) throw this.#unexpected();
    if (this.takeSign('(')) {
      const inner = this.or();
      if (!this.takeSign(')')) throw this.#unexpected();
      return inner;
    }
    if (token.kind === 'sign') throw this.#unexpected();
    this.#at++;
    if (token.kind === 'literal') return { kind: 'literal', value: token.value, type: token.type };
    return this.takeSign('(') ? this.#call(token.text) : this.#field(token.text);
  }

  #call(name: string): Expression {
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!known) {
      const like = nearest(name, Object.keys(FUNCTIONS));
      throw notServed(`There is no function ${name} here.`, `Did you mean ${like}?`);
    }
    const args: Expression[] = [];
    if (!this.takeSign(')')) {
      do args.push(this.or());
      while (this.takeSign(','));
      if (!this.takeSign(')')) throw this.#unexpected();
    }
    const least = known.args.length - (known.optional ?? 0);
    const counted = args.length >= least && args.length <= known.args.length;
    if (!counted || args.some((arg, at) => !fits(arg.type, known.args[at] ?? 'String')))
      throw badRequest(`${name} takes ${known.args.join(', ')}.`);
    return { kind: 'call', name, args, type: known.type };
  }

  #field(name: string): Expression {
    const field = this.#fields.find((one) => one.name === name);
    if (field) return { kind: 'field', field, type: field.type };
    throw noField(name, this.#fields);
  }

  #takeName(text: string): boolean {
    const token = this.#tokens[this.#at];
    const found = token?.kind === 'name' && token.text === text;
    if (found) this.#at++;
    return found;
  }

  #unexpected(): Error {
    const token = this.#tokens[this.#at];
    if (!token) return badRequest('The expression ends too early.', this.#text);
    const text = this.#text.slice(token.at, token.at + 30);
    return badRequest(`“${text}” at ${token.at + 1} does not belong there.`);
  }
}

/** A column was named that the set does not have. */
export function noField(name: string, fields: readonly Field[]): Error {
  const like = nearest(
    name,
    fields.map((one) => one.name),
  );
  return badRequest(`There is no column ${name}.`, `Did you mean ${like}?`);
}

function logic(kind: 'and' | 'or', left: Expression, right: Expression): Expression {
  mustBeBoolean(left);
  mustBeBoolean(right);
  return { kind, left, right, type: 'Boolean' };
}

function negated(of: Expression): Expression {
  mustBeBoolean(of);
  return { kind: 'not', of, type: 'Boolean' };
}

function mustBeBoolean({ type }: Expression): void {
  if (type !== null && type !== 'Boolean')
    throw badRequest(
      `and, or and not join conditions, not a ${type}.`,
      'Put brackets around each condition.',
    );
}

function checkComparable(left: Expression, right: Expression): void {
  if (left.type === null || right.type === null || fits(right.type, left.type)) return;
  throw badRequest(
    `A ${left.type} cannot be compared with a ${right.type}.`,
    'Texts stand in single quotes, dates like 2026-01-31 do not.',
  );
}
