import { type DatasetId, DIMENSIONS } from '@openmops/domain/kpi';
import { assignedSql } from './assigned.ts';
import { integer, literal } from './literal.ts';
import type { AssignedCampaign, LandedBatch } from './port.ts';
import { dimColumn, measureColumn } from './sql.ts';
import { FIXED_COLUMNS, MONTH, tableOf } from './tables.ts';

type Months = { workspaceId: string; dataset: DatasetId; months: number[] };
/** `into`: the table that is being filled. `assigned`: campaigns that people gave to rows. */
export type Scope = Months & { into: string; assigned: AssignedCampaign[] };

/** Names are attributes of the thing when its id is there: a renamed campaign stays one campaign. */
const NAME_OF: Record<string, string> = {
  campaign: 'campaign_id',
  ad_group: 'ad_group_id',
  ad: 'ad_id',
};

/** Rows as they landed; with `alone`, only days of an account that one batch alone describes. */
export function copyRows(scope: Scope, batches: LandedBatch[], alone: boolean): string {
  const columns = [...FIXED_COLUMNS, ...dimsOf(batches), ...measuresOf(batches)];
  const picked = columns.map((column) =>
    column === 'campaign' ? assignedSql(scope.assigned, column) : column,
  );
  const where = `${inMonths(scope)} AND ${ofBatches(batches)}`;
  const but = alone
    ? ` AND (source, account, shape, day) NOT IN (${overlapping(scope, batches)})`
    : '';
  return `INSERT INTO ${scope.into} (${columns.join(', ')}) SELECT ${picked.join(', ')} FROM ${landed(scope)} WHERE ${where}${but}`;
}

/** Asks in which months a day of an account is described by more than one batch. */
export function sharedMonths(scope: Months, batches: LandedBatch[]): string {
  return `SELECT DISTINCT ${MONTH} FROM (${overlapping(scope, batches)})`;
}

/**
 * Days that several batches describe: rows of one batch with one natural key are added, then per
 * key and measure the newest batch that carries the measure wins, even when its value is empty.
 */
export function mergeRows(scope: Scope, batches: LandedBatch[], pass: string): string {
  const dims = dimsOf(batches);
  const names = dims.filter((dim) => NAME_OF[dim] && dims.includes(NAME_OF[dim]));
  const key = hash([
    ...['source', 'account', 'shape', 'day', 'day_to'],
    ...dims.flatMap((dim) =>
      names.includes(dim) ? nullSafe(`if(isNull(${NAME_OF[dim]}), ${dim}, NULL)`) : nullSafe(dim),
    ),
  ]);
  const keyDims = dims.filter((dim) => !names.includes(dim));
  return merge({
    into: scope.into,
    from: landed(scope),
    batches,
    key,
    pass,
    rows: `${inMonths(scope)} AND ${ofBatches(batches)}
      AND (source, account, shape, day) IN (${overlapping(scope, batches)})`,
    winners: null,
    shape: 'shape',
    // With its id given, the name is whatever the newest export calls the thing.
    group: ['source', 'account', 'shape', 'day', 'day_to', 'currency', 'k', ...keyDims],
    columns: [...FIXED_COLUMNS, ...dims],
    select: (column) =>
      named(scope, column, names.includes(column) ? `argMax(tuple(${column}), seq).1` : column),
  });
}

/** CRM records: the newest batch that has the record wins, on whatever day it now stands. */
export function mergeRecords(scope: Scope, batches: LandedBatch[], pass: string): string {
  const dims = dimsOf(batches);
  const all = `${inDataset(scope)} AND ${ofBatches(batches)}`;
  return merge({
    into: scope.into,
    from: landed(scope),
    batches,
    key: hash(['source', 'account', ...nullSafe('record')]),
    pass,
    rows: `${inMonths(scope)} AND ${ofBatches(batches)}`,
    winners: all,
    shape: unitedShape(batches),
    group: ['source', 'account', 'day', 'day_to', 'currency', 'k', ...dims],
    columns: [...FIXED_COLUMNS, ...dims],
    select: (column) => named(scope, column, column),
  });
}

const named = (scope: Scope, column: string, picked: string) =>
  column === 'campaign' ? assignedSql(scope.assigned, picked) : picked;

type Merge = {
  into: string;
  from: string;
  batches: LandedBatch[];
  key: string;
  /** Which keys it takes: a condition of `passesBy`. */
  pass: string;
  rows: string;
  /** Where the competing rows are; null: the rows themselves. */
  winners: string | null;
  shape: string;
  group: string[];
  columns: string[];
  select: (column: string) => string;
};

function merge(what: Merge): string {
  const measures = measuresOf(what.batches);
  const carriers = carriersOf(what.batches, measures);
  const source = (where: string) =>
    `SELECT *, ${what.key} AS k FROM ${what.from} WHERE ${where}${what.pass}`;
  const winners = carriers.sets.map((set, at) => `maxIf(seq, ${ofBatches(set)}) AS w${at}`);
  const won = carriers.sets.map((_, at) => `seq = w${at}`).join(' OR ');
  const picked = [
    ...what.columns.map((column) =>
      column === 'workspace' || column === 'dataset'
        ? `any(${column})`
        : column === 'shape'
          ? what.shape
          : what.select(column),
    ),
    ...measures.map((id) => `sumIf(${id}, seq = w${carriers.of.get(id)})`),
  ];
  return `INSERT INTO ${what.into} (${[...what.columns, ...measures].join(', ')})
    SELECT ${picked.join(', ')}
    FROM (${source(what.rows)}) AS l
    INNER JOIN (
      SELECT k, ${winners.join(', ')} FROM (${source(what.winners ?? what.rows)}) GROUP BY k
    ) AS w USING (k)
    WHERE ${won}
    GROUP BY ${what.group.join(', ')}`;
}

/** Measures carried by the same batches share a winner. */
function carriersOf(batches: LandedBatch[], measures: string[]) {
  const sets: LandedBatch[][] = [];
  const known = new Map<string, number>();
  const of = new Map<string, number>();
  for (const id of measures) {
    const set = batches.filter((batch) => batch.measures.includes(id));
    const name = set.map((batch) => batch.batchId).join();
    if (!known.has(name)) known.set(name, sets.push(set) - 1);
    of.set(id, known.get(name) ?? 0);
  }
  return { sets, of };
}

function overlapping(scope: Months, batches: LandedBatch[]): string {
  return `SELECT source, account, shape, day FROM ${landed(scope)}
    WHERE ${inMonths(scope)} AND ${ofBatches(batches)}
    GROUP BY source, account, shape, day HAVING uniqExact(batch) > 1`;
}

function landed(scope: Months): string {
  return tableOf('landed', scope.dataset);
}

function inDataset(scope: Months): string {
  return `workspace = ${literal(scope.workspaceId)} AND dataset = ${literal(scope.dataset)}`;
}

function inMonths(scope: Months): string {
  return `${inDataset(scope)} AND ${MONTH} IN (${scope.months.map(integer).join(', ')})`;
}

function ofBatches(batches: LandedBatch[]): string {
  return `batch IN (${batches.map((batch) => literal(batch.batchId)).join(', ')})`;
}

function nullSafe(expression: string): string[] {
  return [`isNull(${expression})`, `ifNull(${expression}, '')`];
}

function hash(parts: string[]): string {
  return `sipHash128(${parts.join(', ')})`;
}

function dimsOf(batches: LandedBatch[]): string[] {
  const carried = new Set<string>(batches.flatMap((batch) => batch.dims));
  return DIMENSIONS.map((dim) => dim.id)
    .filter((id) => id !== 'account' && carried.has(id))
    .map(dimColumn);
}

function measuresOf(batches: LandedBatch[]): string[] {
  return [...new Set(batches.flatMap((batch) => batch.measures))].sort().map(measureColumn);
}

/** Records stand once, so all their rows have one shape per source: every dimension that any export tells apart. */
function unitedShape(batches: LandedBatch[]): string {
  const bySource = Map.groupBy(batches, (batch) => batch.source);
  const shapes = [...bySource].map(([source, group]) => {
    const words = new Set(group.flatMap((batch) => batch.shape.split(/[,~]/)).filter(Boolean));
    const shape = DIMENSIONS.map((dim) => dim.id as string).filter((id) => words.has(id));
    return [literal(source), literal(shape.join(','))] as const;
  });
  const [first] = shapes;
  if (shapes.length === 1 && first) return first[1];
  return `transform(toString(source), [${shapes.map(([source]) => source).join(', ')}], [${shapes.map(([, shape]) => shape).join(', ')}], '')`;
}
