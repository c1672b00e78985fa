import type { ParseArgsOptionsConfig } from 'node:util';
import type { Env } from '../env.ts';
import type { Client, StreamingClient } from './client.ts';

/** What a command answers: one document for `--json`, and lines for a person. */
export type Answer = {
  /** Undefined: the command has printed its own output already. */
  json: unknown;
  /** The document as text, where `json` would not keep every digit. */
  jsonText?: () => string;
  /** Made only when it is shown. */
  text: () => string;
  /** What was refused and why, for standard error. */
  refusals?: string[];
  /** 1 when a part was refused although there is an answer; default 0. */
  exit?: 0 | 1;
};

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

type Shared = {
  /** Words that select it: `kpi list`. The longest match wins. */
  name: string;
  /** What follows the name: `FILE… [--source ID]`. */
  usage: string;
  summary: string;
  /** As `parseArgs` of node:util takes them; unknown options are wrong usage (exit 2). */
  options?: ParseArgsOptionsConfig;
  /** How many words may follow; default none. */
  positionals?: { min: number; max: number };
};

/** A command over verbs: it runs beside a server or alone, without knowing which. */
export type Command = Shared & {
  run(call: {
    positionals: string[];
    values: Values;
    client: Client;
    /** As `--workspace` names it. */
    workspace?: string | null;
  }): Promise<Answer>;
};

/** A command that answers while it still reads. */
export type StreamingCommand = Shared & {
  stream(call: {
    positionals: string[];
    values: Values;
    client: StreamingClient;
    json: boolean;
    /** Prints a line to standard output. */
    out(text: string): void;
  }): Promise<Answer>;
};

/** A command of the machine itself (serve, doctor, backup): it opens what it needs. */
export type HostCommand = Shared & {
  host(call: { positionals: string[]; values: Values; env: Env; json: boolean }): Promise<Answer>;
};

/** Wrong usage: exit 2, and the usage line of the command is shown. */
export class UsageError extends Error {}

/** Rows under their headings, columns aligned; numbers to the right. */
export function table(headings: string[], rows: (string | number | null)[][]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell))));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const right = headings.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(headings), ...cells.map(line)].join('\n');
}
