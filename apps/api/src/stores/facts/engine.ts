/** Values that a statement carries beside its text; the engine binds them. */
export type Params = Record<string, unknown>;

/** The little that the two drivers do differently. Everything else is one SQL text. */
export interface Engine {
  /** A question with bound values; may not change anything. */
  ask<T extends unknown[]>(sql: string, params: Params): Promise<T[]>;
  /** A statement of ours that may change something or take long. It carries no text of a person. */
  run(sql: string): Promise<void>;
  /** Like `ask` beside the long statements, without bound values. */
  look<T extends unknown[]>(sql: string): Promise<T[]>;
  /** Like `look`, the rows in the form RowBinary: for many rows with long texts. */
  pull(sql: string): Promise<Buffer>;
  /** A block in the form Native: all of its rows are written or none. */
  insertBlock(table: string, columns: readonly string[], block: Buffer): Promise<void>;
  /** Writes a table to a file (ClickHouse Native, zstd), and reads such a file into a table. */
  save(table: string, columns: readonly string[], file: string): Promise<void>;
  load(table: string, columns: readonly string[], file: string): Promise<void>;
  close(): Promise<void>;
  readonly name: string;
  /** Whether other processes may change the same tables. */
  readonly shared: boolean;
}
