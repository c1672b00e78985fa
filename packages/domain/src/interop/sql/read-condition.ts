import type { Filter } from '../../kpi/index.ts';
import type { Sql } from './parse-sql.ts';
import { cannotRead } from './tokens.ts';

/** What a condition is over: the dimension of a column. */
export type DimOf = (of: Sql) => string | null;

/**
 * A condition in SQL → filters that say the same of every row, also of rows where the value is not
 * set: `x <> 'a'` drops those in SQL, so they are named. Throws INVALID for what filters cannot say.
 */
export function readCondition(sql: Sql, dimOf: DimOf): Filter[] {
  if (sql.kind === 'op' && sql.op === 'AND') {
    return sql.args.flatMap((arg) => readCondition(arg, dimOf));
  }
  if (sql.kind === 'op' && sql.op === 'OR') return [eitherOf(sql.args, dimOf)];
  if (sql.kind === 'op' && sql.op === 'NOT' && sql.args[0]) {
    const [first, ...more] = readCondition(sql.args[0], dimOf);
    if (!first || more.length > 0 || !/^(eq|in)$/.test(first.op)) throw cannotRead('NOT of that');
    // NOT of an unknown is unknown: rows without a value are dropped here, too.
    return [notIn(first, true)];
  }
  return [comparison(sql, dimOf)];
}

function comparison(sql: Sql, dimOf: DimOf): Filter {
  if (sql.kind === 'name') return { dim: need(sql, dimOf), op: 'eq', values: ['true'] };
  if (sql.kind !== 'op') throw cannotRead('a condition that compares nothing');
  const [left, ...right] = sql.args;
  if (!left) throw cannotRead('a condition that compares nothing');
  if (sql.op === 'ILIKE' || sql.op === 'LIKE') return containing(sql, dimOf);
  const dim = need(left, dimOf);
  if (sql.op === 'IS NULL') return { dim, op: 'eq', values: [null] };
  if (sql.op === 'IS NOT NULL') return { dim, op: 'neq', values: [null] };
  const values = right.map(textOf);
  if (sql.op === '=') return { dim, op: 'eq', values };
  if (sql.op === 'IN') return { dim, op: 'in', values };
  if (sql.op === '<>' || sql.op === 'NOT IN') return notIn({ dim, op: 'in', values }, true);
  throw cannotRead(`a comparison with ${sql.op}`, 'Filters compare texts for equality.');
}

function notIn({ dim, values }: Filter, dropsUnset: boolean): Filter {
  const all = dropsUnset && !values.includes(null) ? [...values, null] : values;
  return { dim, op: all.length === 1 ? 'neq' : 'notIn', values: all };
}

// x = 'a' OR x = 'b', and what keeps rows without a value: x <> 'a' OR x IS NULL.
function eitherOf(args: Sql[], dimOf: DimOf): Filter {
  const parts = args.map((arg) => readCondition(arg, dimOf));
  const filters = parts.flat();
  const [first] = filters;
  const alike = filters.every(({ dim }) => dim === first?.dim);
  if (!first || !alike || parts.some((part) => part.length > 1)) {
    throw cannotRead('OR over different columns', 'Filters hold all together.');
  }
  const unset = filters.filter(({ op, values }) => op === 'eq' && values[0] === null);
  const rest = filters.filter((one) => !unset.includes(one));
  const [other] = rest;
  if (other && /^(neq|notIn)$/.test(other.op)) {
    if (rest.length > 1 || unset.length === 0) throw cannotRead('OR of inequalities');
    const values = other.values.filter((value) => value !== null);
    return { dim: other.dim, op: values.length === 1 ? 'neq' : 'notIn', values };
  }
  const contains = rest.some(({ op }) => op === 'contains');
  if (contains && rest.some(({ op }) => op !== 'contains')) throw cannotRead('LIKE OR equality');
  const values = [...new Set(filters.flatMap((one) => one.values))];
  return { dim: first.dim, op: contains ? 'contains' : 'in', values };
}

// LOWER(x) LIKE '%part%': filters look for a part whatever its case.
function containing(sql: Extract<Sql, { kind: 'op' }>, dimOf: DimOf): Filter {
  const [left, right] = sql.args;
  const lowered = left?.kind === 'call' && left.name === 'LOWER' && left.args.length === 1;
  const column = lowered ? left.args[0] : left;
  const part = right?.kind === 'text' ? /^%([^%_\\]+)%$/.exec(right.value)?.[1] : undefined;
  const any = sql.op === 'ILIKE' || (lowered && part === part?.toLowerCase());
  if (part === undefined || !any || !column) {
    const hint = "Filters look for a part in any case: LOWER(x) LIKE '%part%'.";
    throw cannotRead('such a LIKE', hint);
  }
  return { dim: need(column, dimOf), op: 'contains', values: [part] };
}

function need(sql: Sql, dimOf: DimOf): string {
  const dim = dimOf(sql);
  if (dim === null) throw cannotRead('a condition on something else than a column');
  return dim;
}

function textOf(sql: Sql): string {
  if (sql.kind === 'text') return sql.value;
  if (sql.kind === 'number') return sql.text;
  const word = sql.kind === 'name' && sql.path.length === 1 ? sql.path[0]?.toLowerCase() : '';
  if (word === 'true' || word === 'false') return word;
  throw cannotRead('a comparison with something else than a text');
}
