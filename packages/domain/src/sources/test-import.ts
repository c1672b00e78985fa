import type { Day } from '../shared/day.ts';
import { createMapper, type MapperResult } from './create-mapper.ts';
import { detectSource } from './detect-source.ts';
import type { BatchShape, Detection, FactRow, ImportOptions, RawRow } from './schema.ts';
import { splitHead } from './split-head.ts';

export type TestImport = {
  detection: Detection;
  batch: BatchShape;
  facts: FactRow[];
  result: MapperResult;
};

type Given = {
  options?: ImportOptions;
  currency?: string | null;
  timeZone?: string;
  now?: Day;
  rows?: RawRow[];
  preview?: boolean;
};

/** 2026-11-21, the day on which the tests import. */
export const TODAY: Day = 20_778;

/** What is recognised in a text (or in the rows of a workbook), for tests. */
export function detectText(text: string, given: Given = {}): Detection {
  const { currency = 'EUR', timeZone = 'Europe/Berlin', now = TODAY } = given;
  return detectSource({
    head: given.rows
      ? { text: null, rows: given.rows, complete: true }
      : { text, rows: null, complete: true },
    encoding: 'utf-8',
    workspace: { currency, timeZone },
    now,
    ...(given.options ? { options: given.options } : {}),
  });
}

/** Imports a whole text as the importer does, for tests. */
export function importText(text: string, given: Given = {}): TestImport {
  const { currency = 'EUR', timeZone = 'Europe/Berlin', now = TODAY } = given;
  const detection = detectText(text, given);
  const workspace = { currency, timeZone };
  const mapper = createMapper({
    detection,
    workspace,
    now,
    preview: given.preview ?? false,
    ...(given.options ? { options: given.options } : {}),
  });
  const facts: FactRow[] = [];
  for (const row of given.rows ?? splitHead(text, detection.delimiter, true))
    mapper.push(row, facts);
  return { detection, batch: mapper.batch, facts, result: mapper.finish() };
}

/** Lines joined as a file. */
export function lines(...parts: string[]): string {
  return `${parts.join('\n')}\n`;
}

/** The code of the refusal that a call ends in. */
export function refusalOf(call: () => unknown): {
  code: string;
  message: string;
  hint: string | null;
} {
  try {
    call();
  } catch (error) {
    const { message, hint, detail } = error as {
      message: string;
      hint: string | null;
      detail: { code: string };
    };
    return { code: detail?.code, message, hint };
  }
  throw new Error('Nothing was refused.');
}
