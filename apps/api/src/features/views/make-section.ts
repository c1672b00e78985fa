import { MopsError } from '@openmops/domain/shared';
import type * as z from 'zod';
import type { Context, Verb, VerbKind } from '../../verb.ts';
import type { Column, Figure, Row, Section } from './views.schema.ts';

/** What a view works with: the call, its period, and the verbs of the rooms. */
export type Viewing = Pick<Context<'read'>, 'workspace' | 'now'> & {
  /** Days as text, for the verbs that are asked. */
  from: string;
  to: string;
  /** The last day of the period that is over; before its first day where none is. */
  until: string;
  today: string;
  fiscalYear: number;
  /** The label of the period, or undefined where the rooms choose their own. */
  period: string | undefined;
  ask<K extends VerbKind, I extends z.ZodType, O>(
    verb: Verb<K, I, O>,
    input: z.input<I>,
  ): Promise<O>;
};

export type Made = {
  asOf: string;
  figures?: Figure[];
  table?: { columns: Column[]; rows: Row[] };
  /** How many rows there are, where `table` has only the first of them. */
  all?: number;
  /** Said where there is no row. */
  none?: string;
  notes?: string[];
};

type Wanted = Pick<Section, 'id' | 'title' | 'link' | 'from'> & {
  /** So many rows are listed, the others are counted. */
  most?: number;
  /** Codes of refusals that are said in the section as well. */
  says?: readonly string[];
  make(): Promise<Made>;
};

const MOST_ROWS = 20;

/** A section of a view. What the caller may not read, or what is not there yet, is said instead. */
export async function section(viewing: Viewing, wanted: Wanted): Promise<Section> {
  const { id, title, link, from, most = MOST_ROWS } = wanted;
  const base = { id, title, link, from };
  try {
    const made = await wanted.make();
    const { asOf, figures = [], table, none = null, notes = [] } = made;
    const rows = table?.rows ?? [];
    const all = made.all ?? rows.length;
    return {
      ...base,
      asOf,
      figures,
      table: table ? { ...table, rows: rows.slice(0, most), more: Math.max(0, all - most) } : null,
      empty: table && rows.length === 0 ? none : null,
      notes,
    };
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    if (!SAID.has(error.code) && !wanted.says?.includes(error.code)) throw error;
    const says = error.hint ? `${error.message} ${error.hint}` : error.message;
    return { ...base, asOf: viewing.until, figures: [], table: null, empty: says, notes: [] };
  }
}

const SAID: ReadonlySet<string> = new Set(['FORBIDDEN', 'NOT_FOUND']);

export const MONEY = { kind: 'money' };
/** Money of a currency that need not be the one of the workspace: a plan keeps that in which it was made. */
export const moneyIn = (currency: string | null) =>
  currency === null ? MONEY : { kind: 'money', currency };
export const COUNT = { kind: 'count' };
export const HOURS = { kind: 'duration', in: 'hour' };
export const SHARE = { kind: 'ratio', display: 'percent' };
export const TIMES = { kind: 'ratio', display: 'times' };

/** A figure without what it does not have. */
export const figure = (
  of: Pick<Figure, 'id' | 'label' | 'value' | 'unit'> & Partial<Figure>,
): Figure => ({ says: null, tone: 'none', link: null, kpi: null, definition: null, ...of });

/** A row without what it does not have. */
export const row = (of: Pick<Row, 'id' | 'cells'> & Partial<Row>): Row => ({
  ...{ unit: null, tone: 'none' as const, link: null, kpi: null, definition: null },
  ...of,
});

/** Columns from `id, label, unit`. */
export const columns = (...all: [id: string, label: string, unit: Column['unit']][]): Column[] =>
  all.map(([id, label, unit]) => ({ id, label, unit }));
