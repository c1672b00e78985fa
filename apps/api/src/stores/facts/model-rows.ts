import type { ModelField, ModelValue } from '@openmops/domain/model';
import { fieldsOf, GONE, INSTEAD, isFew } from './model-columns.ts';
import type { ModelRowIn, StoredTableId } from './model-port.ts';
import { TextBytes } from './text-bytes.ts';

/**
 * Rows of a table on their way to the store, column by column: what a record became is put into its
 * columns at once, so that of a hundred thousand rows no objects and texts are kept.
 */
export class ModelRows {
  readonly ids = new TextBytes();
  readonly keys = new TextBytes();
  readonly parts: number[] = [];
  readonly mappings: number[] = [];
  readonly cursors: number[] = [];
  readonly chunks: number[] = [];
  readonly rows: number[] = [];
  readonly received: number[] = [];
  readonly marks: number[] = [];
  readonly columns = new Map<string, ModelColumn>();
  readonly #fields: ReadonlyMap<string, ModelField>;

  readonly #plain: readonly number[][];

  constructor(table: StoredTableId, rows: readonly ModelRowIn[] = []) {
    this.#fields = new Map(fieldsOf(table).map((field) => [field.id, field]));
    const { parts, mappings, cursors, chunks, received, marks } = this;
    this.#plain = [parts, mappings, cursors, chunks, this.rows, received, marks];
    for (const row of rows) this.add(row);
  }

  get length(): number {
    return this.parts.length;
  }

  /** Forgets the rows; the memory stays for the next. */
  clear(): void {
    for (const numbers of this.#plain) numbers.length = 0;
    this.ids.clear();
    this.keys.clear();
    for (const column of this.columns.values()) column.clear();
  }

  add(row: ModelRowIn): void {
    const at = this.parts.length;
    this.ids.add(row.id);
    this.keys.add(row.key);
    this.parts.push(row.part);
    this.mappings.push(row.mapping);
    this.cursors.push(row.cursor);
    this.chunks.push(row.chunk);
    this.rows.push(row.row);
    this.received.push(row.receivedAt);
    this.marks.push(row.deleted ? GONE : row.instead ? INSTEAD : 0);
    const { values } = row;
    for (const id in values) {
      let column = this.columns.get(id);
      if (!column) {
        const field = this.#fields.get(id);
        if (!field) continue;
        column = new ModelColumn(field);
        this.columns.set(id, column);
      }
      const value = values[id];
      if (value !== null && value !== undefined) column.set(at, value);
    }
  }
}

/** The values of a field: numbers, or texts of which each stands once where there are few. */
export class ModelColumn {
  readonly field: ModelField;
  #numbers = new Float64Array(0);
  readonly #texts = new TextBytes();
  #nulls = new Uint8Array(0);
  #codes = new Uint32Array(0);
  readonly #list: string[] = [''];
  readonly #known = new Map<string, number>();
  readonly #few: boolean;
  #written = 0;

  constructor(field: ModelField) {
    this.field = field;
    this.#few = isFew(field.id);
  }

  set(at: number, value: NonNullable<ModelValue>): void {
    if (this.field.type !== 'text') {
      if (at >= this.#numbers.length)
        this.#numbers = grown(this.#numbers, at, Float64Array, Number.NaN);
      this.#numbers[at] = Number(value);
      return;
    }
    const text = String(value);
    if (!this.#few) {
      this.#texts.skip(at - this.#written);
      this.#texts.add(text);
      this.#written = at + 1;
      if (at >= this.#nulls.length) this.#nulls = grown(this.#nulls, at, Uint8Array, 1);
      this.#nulls[at] = 0;
      return;
    }
    let code = this.#known.get(text);
    if (code === undefined) {
      code = this.#list.push(text) - 1;
      this.#known.set(text, code);
    }
    if (at >= this.#codes.length) this.#codes = grown(this.#codes, at, Uint32Array, 0);
    this.#codes[at] = code;
  }

  /** The numbers of so many rows; NaN where there is none. */
  numbersOf(rows: number): Float64Array {
    if (this.#numbers.length < rows)
      this.#numbers = grown(this.#numbers, rows, Float64Array, Number.NaN);
    return this.#numbers.subarray(0, rows);
  }

  /** The texts of so many rows, each as its place in a list; 0 where there is none. */
  namesOf(rows: number) {
    if (this.#codes.length < rows) this.#codes = grown(this.#codes, rows, Uint32Array, 0);
    return { list: this.#list, codes: this.#codes.subarray(0, rows) };
  }

  /** The texts of so many rows; `nulls` is 1 where there is none. */
  textsOf(rows: number): { texts: TextBytes; nulls: Uint8Array } {
    this.#texts.skip(rows - this.#written);
    this.#written = rows;
    if (this.#nulls.length < rows) this.#nulls = grown(this.#nulls, rows, Uint8Array, 1);
    return { texts: this.#texts, nulls: this.#nulls.subarray(0, rows) };
  }

  clear(): void {
    this.#numbers.fill(Number.NaN);
    this.#nulls.fill(1);
    this.#codes.fill(0);
    this.#list.length = 1;
    this.#known.clear();
    this.#texts.clear();
    this.#written = 0;
  }
}

const FIRST_ROOM = 4_096;

function grown<A extends Float64Array | Uint32Array | Uint8Array>(
  old: A,
  at: number,
  Kind: new (length: number) => A,
  empty: number,
): A {
  const next = new Kind(Math.max(FIRST_ROOM, old.length * 2, at + 1));
  next.fill(empty, old.length);
  next.set(old);
  return next;
}
