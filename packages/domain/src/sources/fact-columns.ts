import type { FactRow } from './schema.ts';

/**
 * Facts by column: a number per row for each name, and every name once.
 * @example new FactColumns({ dims: 1, measures: 2, capacity: 50_000 }).length // 0
 */
export class FactColumns {
  readonly dimCount: number;
  readonly measureCount: number;
  length = 0;
  lines: Int32Array;
  days: Int32Array;
  dayTos: Int32Array;
  readonly currencies = new Names();
  readonly dims: readonly Names[];
  /** Millionths by measure; NaN: not given. */
  readonly values: Float64Array[];
  /** Grows with every `clear`: codes of names hold only until then. */
  epoch = 1;

  constructor(shape: { dims: number; measures: number; capacity: number }) {
    const capacity = Math.max(16, shape.capacity);
    this.dimCount = shape.dims;
    this.measureCount = shape.measures;
    this.lines = new Int32Array(capacity);
    this.days = new Int32Array(capacity);
    this.dayTos = new Int32Array(capacity);
    this.currencies.reserve(capacity);
    this.dims = Array.from({ length: shape.dims }, () => new Names().reserve(capacity));
    this.values = Array.from({ length: shape.measures }, () => new Float64Array(capacity));
  }

  /** The facts of a list, as columns. */
  static of(facts: readonly FactRow[]): FactColumns {
    const [dims, measures] = [facts[0]?.dims.length ?? 0, facts[0]?.values.length ?? 0];
    const columns = new FactColumns({ dims, measures, capacity: facts.length });
    for (const fact of facts) columns.push(fact);
    return columns;
  }

  push(fact: FactRow): void {
    const at = this.begin(fact.line, fact.day, fact.dayTo);
    this.currencies.codes[at] = this.currencies.codeOf(fact.currency);
    for (let dim = 0; dim < this.dimCount; dim++) {
      const names = this.dims[dim] as Names;
      names.codes[at] = names.codeOf(fact.dims[dim] ?? null);
    }
    for (let measure = 0; measure < this.measureCount; measure++)
      (this.values[measure] as Float64Array)[at] = fact.values[measure] ?? Number.NaN;
  }

  /** Opens the next row and says where it stands; its names and values are the caller's to set. */
  begin(line: number, day: number, dayTo: number): number {
    const at = this.length;
    if (at === this.lines.length) this.#grow();
    this.lines[at] = line;
    this.days[at] = day;
    this.dayTos[at] = dayTo;
    this.length = at + 1;
    return at;
  }

  /** A row as an object. */
  row(at: number): FactRow {
    return {
      line: this.lines[at] ?? 0,
      day: this.days[at] ?? 0,
      dayTo: this.dayTos[at] ?? 0,
      currency: this.currencies.name(at) ?? '',
      dims: this.dims.map((names) => names.name(at)),
      values: this.values.map((column) => {
        const value = column[at] as number;
        return Number.isNaN(value) ? null : value;
      }),
    };
  }

  /** Moves the rows from `from` on to other columns, so that a chunk has an exact size. */
  moveRest(from: number, to: FactColumns): void {
    for (let at = from; at < this.length; at++) to.push(this.row(at));
    this.length = Math.min(this.length, from);
  }

  clear(): void {
    this.length = 0;
    this.epoch++;
    this.currencies.clear();
    for (const names of this.dims) names.clear();
  }

  #grow(): void {
    const capacity = this.lines.length * 2;
    this.lines = wider(this.lines, capacity);
    this.days = wider(this.days, capacity);
    this.dayTos = wider(this.dayTos, capacity);
    this.currencies.reserve(capacity);
    for (const names of this.dims) names.reserve(capacity);
    for (let at = 0; at < this.values.length; at++) {
      const values = new Float64Array(capacity);
      values.set(this.values[at] as Float64Array);
      this.values[at] = values;
    }
  }
}

/** The names of one column: code 0 is “not set”. */
export class Names {
  codes = new Uint32Array(0);
  list: string[] = [''];
  #known = new Map<string, number>();

  codeOf(name: string | null): number {
    if (name === null) return 0;
    let code = this.#known.get(name);
    if (code === undefined) {
      code = this.list.push(name) - 1;
      this.#known.set(name, code);
    }
    return code;
  }

  /** A code for a name that the caller has not asked for before; the same name may have several. */
  addName(name: string | null): number {
    return name === null ? 0 : this.list.push(name) - 1;
  }

  /** The name of a row; null: not set. */
  name(at: number): string | null {
    const code = this.codes[at] ?? 0;
    return code === 0 ? null : (this.list[code] ?? null);
  }

  reserve(capacity: number): this {
    if (capacity > this.codes.length) {
      const codes = new Uint32Array(capacity);
      codes.set(this.codes);
      this.codes = codes;
    }
    return this;
  }

  clear(): void {
    this.list.length = 1;
    if (this.#known.size > 0) this.#known = new Map();
  }
}

function wider(values: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const out = new Int32Array(capacity);
  out.set(values);
  return out;
}
