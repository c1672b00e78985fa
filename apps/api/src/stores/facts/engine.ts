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
  /** Tab-separated rows, written as one block: all of them or none. */
  insert(table: string, columns: readonly string[], rows: Buffer): Promise<void>;
  /** The same with a block in the form Native; null: the engine is far, and text is as good. */
  insertBlock: ((table: string, columns: readonly string[], block: Buffer) => Promise<void>) | null;
  /** Writes a table to a file (ClickHouse Native, zstd), and reads such a file into a table. */
  save(table: string, columns: readonly string[], file: string): Promise<void>;
  load(table: string, columns: readonly string[], file: string): Promise<void>;
  close(): Promise<void>;
  readonly name: string;
  /** Whether other processes may change the same tables. */
  readonly shared: boolean;
}
