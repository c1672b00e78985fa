import type { Actor } from '../../actor.ts';
import type { Context } from '../../verb.ts';
import type { EdmType, Expression, Field, Row } from './expression.ts';

/** Rows that are read as one; `at` says from where to read them again. */
export type Chunk = { at: string; rows: Row[] };

export type Reading = {
  ctx: Context<'read'>;
  /** What all rows must meet: a set may read less for it, never other values. */
  conditions: readonly Expression[];
  /** The `at` of the chunk to begin with; null: the first. */
  start: string | null;
};

/** A table that BI tools see. */
export type EntitySet = {
  name: string;
  /** The name of one of its rows. */
  type: string;
  description: string;
  /** Unique, never empty, of type String. */
  key: string;
  fields(actor: Actor): readonly Field[];
  /** The filter with its words as the rows have them: a short id of a KPI as its id. */
  normal?(filter: Expression): Expression;
  /** What the key says of its row, as a filter; null: no such row. */
  filterOf(key: string): string | null;
  /** All rows that may pass the conditions (others may be among them), in an order that stays. */
  read(reading: Reading): AsyncIterable<Chunk>;
};

type FieldLine = readonly [name: string, type: EdmType, description: string, flag?: '!'];

/** Columns from lines; `!`: never empty. */
export function fieldsOf(lines: readonly FieldLine[]): Field[] {
  return lines.map(([name, type, description, flag]) => ({
    name,
    type,
    description,
    nullable: flag !== '!',
  }));
}

/** @example quoted("O'Neil") // "'O''Neil'" */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
