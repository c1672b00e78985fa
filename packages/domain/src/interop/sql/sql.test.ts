import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createCatalogue,
  defineMeasure,
  type Expr,
  evalExpr,
  type Filter,
  matches,
} from '../../kpi/index.ts';
import { parseSql, type Sql } from './parse-sql.ts';
import { readCondition } from './read-condition.ts';
import { readExpression } from './read-expression.ts';
import { conditionSql, writeSql } from './write-sql.ts';

const value = fc.constantFrom('a', 'b', "it's", 'Mobile app', '', 'NULL');
const filter: fc.Arbitrary<Filter> = fc.record({
  dim: fc.constant('device'),
  op: fc.constantFrom('eq', 'neq', 'in', 'notIn', 'contains'),
  values: fc.uniqueArray(fc.option(value, { freq: 4 }), { minLength: 1, maxLength: 4 }),
});

/** SQL's logic of three values. */
function holds(sql: Sql, device: string | null): boolean | null {
  if (sql.kind !== 'op') throw new Error(sql.kind);
  const [left, ...right] = sql.args as [Sql, ...Sql[]];
  if (sql.op === 'AND' || sql.op === 'OR') {
    const parts = sql.args.map((arg) => holds(arg, device));
    const ends = sql.op === 'OR';
    if (parts.includes(ends)) return ends;
    return parts.includes(null) ? null : !ends;
  }
  if (sql.op === 'IS NULL') return device === null;
  if (sql.op === 'IS NOT NULL') return device !== null;
  if (device === null) return null;
  const texts = right.map((one) => (one.kind === 'text' ? one.value : ''));
  if (sql.op === 'LIKE') {
    expect(left).toMatchObject({ kind: 'call', name: 'LOWER' });
    return device.toLowerCase().includes((texts[0] ?? '').slice(1, -1));
  }
  return texts.includes(device) === (sql.op === '=' || sql.op === 'IN');
}

test('a filter in SQL keeps the rows that the filter keeps, and is read as one that does', () => {
  const dimOf = (of: Sql) => (of.kind === 'name' ? (of.path.at(-1) ?? null) : null);
  fc.assert(
    fc.property(filter, fc.option(value), (given, device) => {
      // LIKE '%' finds any text; an empty part is looked for by nobody.
      fc.pre(given.op !== 'contains' || !given.values.includes(''));
      const sql = parseSql(conditionSql(given, 'ads.device'));
      expect(holds(sql, device) === true).toBe(matches(given, device));
      const again = readCondition(sql, dimOf);
      expect(again.every((one) => matches(one, device))).toBe(matches(given, device));
    }),
    { numRuns: 2000 },
  );
});

const measures = ['a', 'b', 'c'].map((id) =>
  defineMeasure({ id, name: id, dataset: 'facts', unit: { kind: 'count' } }),
);
const catalogue = createCatalogue({ measures, kpis: [] });
const { expr } = fc.letrec<{ expr: Expr }>((tie) => {
  const args = fc.array(tie('expr'), { minLength: 2, maxLength: 3 });
  return {
    expr: fc.oneof(
      { maxDepth: 4 },
      fc.record({ ref: fc.constantFrom('a', 'b', 'c') }),
      fc.integer({ min: -9, max: 9 }),
      fc.record({ op: fc.constantFrom('add', 'sub', 'mul', 'coalesce'), args }),
      fc.record({ op: fc.constant('div' as const), num: tie('expr'), den: tie('expr') }),
    ) as fc.Arbitrary<Expr>,
  };
});

test('an expression in SQL is read as one of the same value, whatever is null or zero', () => {
  const columns = (dataset: string, column: string) => `${dataset}.${column}`;
  const names = {
    aggregate: ({ path }: { path: string[] }): Expr => ({ ref: path.at(-1) ?? '' }),
    name: (path: string[]): Expr => ({ ref: path.join('.') }),
    dim: () => null,
  };
  const number = fc.option(fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(expr, fc.record({ a: number, b: number, c: number }), (given, values) => {
      const again = readExpression(parseSql(writeSql(given, { catalogue, columns })), names);
      const at = (of: Expr) => evalExpr(of, (id) => values[id as 'a' | 'b' | 'c']);
      const [one, other] = [at(given), at(again)];
      if (one === null || other === null) expect(other).toBe(one);
      else expect(other).toBeCloseTo(one, 9);
    }),
    { numRuns: 2000 },
  );
});
