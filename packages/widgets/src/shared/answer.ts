import type { KpiAnswer, KpiAnswerKpi, KpiAnswerRow, Note } from '@openmops/domain/kpi';

/** What a visual shows: numbers, or one of the states in which it has none. */
export type Status = 'loading' | 'ready' | 'error' | 'expired' | 'forbidden';

/** The words behind a number, as `GET /api/v1/kpis/{id}` without a range answers them. */
export type KpiDefinition = {
  name: string;
  description: string;
  formula: string;
  caveats?: string[];
  source?: { standard: string; url: string | null } | null;
  definition?: string;
  version?: number;
  /** Address of a page that shows the sources and fields behind the number. */
  lineage?: string;
};

/** What was clicked or chosen by keyboard: a number, a point or a row. */
export type Pick = { kpi: string; dims: Record<string, string | null>; from: string; to: string };

export type AnswerKpi = KpiAnswerKpi & { id: string };

/**
 * The KPI of an answer that was asked for by id or by alias; null when the answer has several others only.
 * @example kpiOf(answer, 'paid.ctr')?.name // 'Click-through rate'
 */
export function kpiOf(answer: KpiAnswer | null, asked: string | undefined): AnswerKpi | null {
  const ids = Object.keys(answer?.kpis ?? {});
  const id = ids.find((each) => each === asked) ?? (ids[1] ? undefined : ids[0]);
  const found = id === undefined ? undefined : answer?.kpis[id];
  return found ? { ...found, id: id as string } : null;
}

type Row = KpiAnswerRow | undefined;
export const currentOf = (row: Row, id = '') => row?.values[id] ?? null;
export const previousOf = (row: Row, id = '') => row?.previous?.[id] ?? null;

/** Notes about one KPI, and about the whole answer. */
export const notesOf = (answer: KpiAnswer, id?: string): Note[] =>
  answer.notes.filter((note) => note.kpi === null || note.kpi === id);

/** Why a value is undefined, in words. */
export const reasonOf = (answer: KpiAnswer, id?: string): string =>
  notesOf(answer, id)[0]?.message ?? 'There is nothing to divide by in this period.';
