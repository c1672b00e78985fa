import type { QueryDimension } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import type { Params } from './engine.ts';
import { DIM_COLUMNS, MEASURE_COLUMNS } from './tables.ts';

/**
 * The only place where a name or a value becomes SQL. Values of a question are bound by the
 * engine; names come out of our registries. What cannot be bound: see `literal.ts`.
 */
export type Binder = { params: Params; bind: (type: ParamType, value: unknown) => string };

type ParamType = 'String' | 'Int32' | 'UInt32' | 'Array(String)' | 'Array(Int32)';

/** Collects the values of one statement and gives each its placeholder. */
export function binder(): Binder {
  const params: Params = {};
  let count = 0;
  return {
    params,
    bind(type, value) {
      const name = `p${count++}`;
      params[name] = value;
      return `{${name}:${type}}`;
    },
  };
}

const DIMS: ReadonlySet<string> = new Set([...DIM_COLUMNS, 'account', 'source', 'currency']);
const MEASURES: ReadonlySet<string> = new Set(MEASURE_COLUMNS);

/** Whether there is a column of this name to split and filter by. */
export const isDimension = (id: string): boolean => DIMS.has(id);

/** Whether there is a column of numbers of this name. */
export const isMeasureColumn = (id: string): boolean => MEASURES.has(id);

/** The column of a dimension; only names of the registry pass. */
export function dimColumn(id: QueryDimension | string): string {
  if (!DIMS.has(id)) throw new MopsError('INVALID', `There is no dimension “${id}”.`);
  return id;
}

/** A dimension as questions see it: rows that name no account have none. */
export function dimSql(id: QueryDimension | string): string {
  const column = dimColumn(id);
  return column === 'account' ? `nullIf(account, '')` : column;
}

/** The column of a measure; only names of the registry pass. */
export function measureColumn(id: string): string {
  if (!MEASURES.has(id)) throw new MopsError('INVALID', `There is no measure “${id}”.`);
  return id;
}

/** Whether the dimension can be null. */
export function isNullable(column: string): boolean {
  return column !== 'source' && column !== 'currency';
}

/** More groups than this are no answer that a person can use, and would fill the memory. */
export const MAX_GROUPS = 200_000;

/** Ends a question that groups: one row more than may be, so that `checkGroups` can tell. */
export const LIMIT_GROUPS = `LIMIT ${MAX_GROUPS + 1}`;

/** Refuses an answer that has too many rows, instead of cutting it. The engine's own limit would break off in the middle. */
export function checkGroups(rows: readonly unknown[]): void {
  if (rows.length <= MAX_GROUPS) return;
  throw new MopsError(
    'LIMIT',
    `The answer would have more than ${MAX_GROUPS.toLocaleString('en')} rows.`,
    'Ask for a coarser grain, fewer dimensions or a filter.',
  );
}
