import { setImmediate } from 'node:timers/promises';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import type { EntitySet } from './entity-set.ts';
import { entitySet } from './entity-sets.ts';
import { evalExpression, orderOf } from './eval-expression.ts';
import { badRequest, type Expression, type Field, type Row } from './expression.ts';
import { parseFilter } from './parse-expression.ts';
import { type Options, parseOptions } from './parse-options.ts';
import { conditionsOf } from './restrict.ts';

export const PAGE_ROWS = 5000;
/** Rows that are looked at for one sorted answer or count. */
const MAX_SORTED = 500_000;

export type Feed = {
  /** Of the rows, in order; `all`: no column was chosen. */
  fields: readonly Field[];
  all: boolean;
  key: string;
  rows: Row[];
  /** With `$count`: how many rows pass the filter. */
  count: number | null;
  /** Options of the next page that differ from those of this one; null: it is the last. */
  next: { $skiptoken: string; $top?: string } | null;
};

/** Rows of a table for a BI tool, by the options of an OData address. */
export const readFeed = verb({
  name: 'odata.read',
  permission: 'kpis.read',
  kind: 'read',
  input: z.strictObject({
    set: z.string().max(100),
    options: z
      .array(z.tuple([z.string().max(100), z.string().max(8000)]))
      .max(20)
      .default([]),
    /** Only the row with this key. */
    key: z.string().max(2000).nullable().default(null),
    /** Only how many rows there are. */
    counted: z.boolean().default(false),
    pageRows: z.number().int().min(1).max(PAGE_ROWS).default(PAGE_ROWS),
  }),
  async run(ctx, { set: name, options: given, key, counted, pageRows }): Promise<Feed> {
    if (ctx.actor.kind === 'embed')
      throw new MopsError('FORBIDDEN', 'An embed token cannot read tables.', 'Use an API key.');
    const set = entitySet(name);
    const fields = set.fields(ctx.actor);
    const options = parseOptions(given, fields);
    const asked = key === null ? null : set.filterOf(key);
    if (key !== null && asked === null) return feed(set, fields, { options, rows: [] });
    const filter =
      asked === null ? options.filter : both(parseFilter(asked, fields), options.filter);
    const normal = filter && set.normal ? set.normal(filter) : filter;
    const question = { ctx, set, filter: normal, options, pageRows };
    if (counted) {
      const count = await countRows(question);
      return { ...feed(set, fields, { options, rows: [] }), count };
    }
    const page =
      options.order.length > 0 || options.count
        ? await sortedPage(question)
        : await plainPage(question);
    return { ...feed(set, fields, { options, rows: page.rows }), ...page };
  },
});

function feed(
  set: EntitySet,
  fields: readonly Field[],
  of: { options: Options; rows: Row[] },
): Feed {
  const { select } = of.options;
  return {
    fields: select ?? fields,
    all: select === null,
    ...{ key: set.key, rows: of.rows, count: null, next: null },
  };
}

function both(left: Expression, right: Expression | null): Expression {
  return right ? { kind: 'and', left, right, type: 'Boolean' } : left;
}

type Question = {
  ctx: Context<'read'>;
  set: EntitySet;
  filter: Expression | null;
  options: Options;
  pageRows: number;
};
type Page = Pick<Feed, 'rows' | 'count' | 'next'>;

/** Chunk by chunk in the order of the set, from where the page before ended. */
async function plainPage({ ctx, set, filter, options, pageRows }: Question): Promise<Page> {
  const token = options.skiptoken === null ? null : tokenOf(options.skiptoken);
  const wanted = options.top ?? Number.POSITIVE_INFINITY;
  if (wanted === 0) return { rows: [], count: null, next: null };
  const rows: Row[] = [];
  let skip = token ? token.passed : options.skip;
  const conditions = conditionsOf(filter);
  for await (const chunk of set.read({ ctx, conditions, start: token?.at ?? null })) {
    const passed = passing(chunk.rows, filter);
    const begin = Math.min(skip, passed.length);
    skip -= begin;
    const room = Math.min(pageRows, wanted) - rows.length;
    rows.push(...passed.slice(begin, begin + room));
    if (rows.length >= wanted) return { rows, count: null, next: null };
    if (begin + room < passed.length) {
      const $skiptoken = encodeToken({ at: chunk.at, passed: begin + room });
      return { rows, count: null, next: { $skiptoken, ...leftOf(wanted, rows) } };
    }
    await setImmediate();
  }
  return { rows, count: null, next: null };
}

/** All rows, sorted; the token is how many were given out before. */
async function sortedPage(question: Question): Promise<Page> {
  const { options, pageRows } = question;
  const { order, top, skip, skiptoken } = options;
  const given = skiptoken === null ? 0 : Number(tokenOf(skiptoken).passed);
  const all = await allRows(question);
  if (order.length > 0) sortRows(all, order);
  const begin = skiptoken === null ? skip : given;
  const wanted = top ?? Number.POSITIVE_INFINITY;
  const rows = all.slice(begin, begin + Math.min(pageRows, wanted));
  const more = rows.length < wanted && begin + rows.length < all.length;
  const $skiptoken = encodeToken({ at: '', passed: begin + rows.length });
  return {
    rows,
    count: options.count ? all.length : null,
    next: more ? { $skiptoken, ...leftOf(wanted, rows) } : null,
  };
}

async function countRows({ ctx, set, filter }: Question): Promise<number> {
  let count = 0;
  for await (const chunk of set.read({ ctx, conditions: conditionsOf(filter), start: null })) {
    count += passing(chunk.rows, filter).length;
    await setImmediate();
  }
  return count;
}

async function allRows({ ctx, set, filter }: Question): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const chunk of set.read({ ctx, conditions: conditionsOf(filter), start: null })) {
    for (const row of passing(chunk.rows, filter)) rows.push(row);
    if (rows.length > MAX_SORTED) {
      throw new MopsError(
        'LIMIT',
        `More than ${MAX_SORTED.toLocaleString('en')} rows cannot be sorted or counted at once.`,
        'Filter by date, or read page by page without $orderby and $count.',
        { status: 400 },
      );
    }
    await setImmediate();
  }
  return rows;
}

function passing(rows: Row[], filter: Expression | null): Row[] {
  return filter ? rows.filter((row) => evalExpression(filter, row) === true) : rows;
}

function sortRows(rows: Row[], order: Options['order']): void {
  const keys = new Map(rows.map((row) => [row, order.map(({ by }) => evalExpression(by, row))]));
  rows.sort((one, other) => {
    for (const [at, { descending }] of order.entries()) {
      const way = orderOf(keys.get(one)?.[at] ?? null, keys.get(other)?.[at] ?? null);
      if (way !== 0) return descending ? -way : way;
    }
    return 0;
  });
}

function leftOf(wanted: number, rows: Row[]): { $top?: string } {
  return Number.isFinite(wanted) ? { $top: String(wanted - rows.length) } : {};
}

type Token = { at: string; passed: number };

function encodeToken({ at, passed }: Token): string {
  return Buffer.from(`${passed}|${at}`).toString('base64url');
}

function tokenOf(text: string): Token {
  const [, passed, at] =
    /^(\d{1,12})\|(.*)$/s.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (passed !== undefined && at !== undefined) return { at, passed: Number(passed) };
  throw badRequest(
    'The $skiptoken is not valid.',
    'Follow @odata.nextLink as it is, or begin again.',
  );
}
