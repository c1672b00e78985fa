import { nearest } from '../../nearest.ts';
import { badRequest, type Expression, type Field, notServed } from './expression.ts';
import { noField, parseFilter, parseOrder } from './parse-expression.ts';

const SERVED = [
  '$filter',
  '$select',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$skiptoken',
  '$format',
];
const NOT_SERVED: Record<string, string> = {
  $apply:
    'Read the rows and group them in your tool; KpiValues has finished values for each grain.',
  $expand: 'The tables are flat.',
  $search: 'Use $filter with contains.',
  $compute: 'Calculate in your tool.',
  $inlinecount: 'That was OData 2; use $count=true.',
  $deltatoken: 'Read the days that changed with $filter on date.',
};
const MAX_NUMBER = 100_000_000;

export type Options = {
  filter: Expression | null;
  /** Columns in the order of the set; null: all. */
  select: readonly Field[] | null;
  order: { by: Expression; descending: boolean }[];
  top: number | null;
  skip: number;
  count: boolean;
  skiptoken: string | null;
};

/** The options of an address, each at most once. Throws at what is unknown or not served. */
export function parseOptions(given: [string, string][], fields: readonly Field[]): Options {
  const options = new Map<string, string>();
  for (const [name, value] of given) {
    if (!SERVED.includes(name)) throw unknown(name);
    if (options.has(name)) throw badRequest(`${name} is given twice.`, 'Give it once.');
    options.set(name, value);
  }
  const text = (name: string) => options.get(name)?.trim() ?? null;
  const filter = text('$filter');
  const order = text('$orderby');
  return {
    filter: filter === null ? null : parseFilter(filter, fields),
    select: selected(text('$select'), fields),
    order: order === null ? [] : parseOrder(order, fields),
    top: number('$top', text('$top')),
    skip: number('$skip', text('$skip')) ?? 0,
    count: flag(text('$count')),
    skiptoken: text('$skiptoken'),
  };
}

function unknown(name: string): Error {
  const why = Object.hasOwn(NOT_SERVED, name) ? NOT_SERVED[name] : undefined;
  if (why) return notServed(`${name} is not served.`, why);
  return badRequest(`There is no option ${name}.`, `Did you mean ${nearest(name, SERVED)}?`);
}

function selected(text: string | null, fields: readonly Field[]): readonly Field[] | null {
  if (text === null || text === '*' || text === '') return null;
  const names = new Set(text.split(',').map((name) => name.trim()));
  if (names.has('*')) return null;
  for (const name of names)
    if (!fields.some((field) => field.name === name)) throw noField(name, fields);
  return fields.filter((field) => names.has(field.name));
}

function number(name: string, text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value <= MAX_NUMBER) return value;
  throw badRequest(`${name} is a whole number from 0 to ${MAX_NUMBER}, not “${text}”.`);
}

function flag(text: string | null): boolean {
  if (text === null || text === 'false') return false;
  if (text === 'true') return true;
  throw badRequest(`$count is true or false, not “${text}”.`);
}
