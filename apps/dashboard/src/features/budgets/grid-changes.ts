import type { LineWords, NewLineInput, PlanLine } from '../../api-budgets.ts';
import type { GridColumn, GridShow } from './grid-columns.ts';
import { monthsOf } from './grid-columns.ts';
import type { LinesChange } from './plan-lines.svelte.ts';
import { readAmount } from './read-amount.ts';
import type { Block } from './selection.svelte.ts';

export type Edit = { set?: Partial<LineWords>; months?: Record<string, number> };
/** What a block of text does to the grid, or which cell of it cannot be. */
export type Pasted =
  | { edit: Map<string, Edit>; add: NewLineInput[]; cells: number; beyond: number }
  | { wrong: string };

export const isEditable = (column: GridColumn | undefined): boolean =>
  column?.kind === 'word' || column?.kind === 'month';

/** Text of a cell as it is copied: plain numbers, which every spreadsheet reads. */
export function copyText(line: PlanLine, column: GridColumn, show: GridShow): string {
  switch (column.kind) {
    case 'word':
      return line[column.field];
    case 'goal':
      return '';
    case 'month':
      return String(monthsOf(line, show)[column.place] ?? 0);
    case 'sum':
      return String(column.of(line) ?? '');
  }
}

/** Puts a text into a cell; a sentence where it is none for it. */
export function cellEdit(column: GridColumn, text: string): Edit | string {
  if (column.kind === 'word') {
    const word = text.trim();
    if (column.field === 'name' && word === '') return 'A line needs a name.';
    if (word.length > (column.field === 'name' ? 300 : 120)) return 'This is too long.';
    return { set: { [column.field]: word } };
  }
  if (column.kind !== 'month') return `${column.label} is not typed here.`;
  const amount = readAmount(text);
  if (amount === null) return `“${text.trim()}” is no amount of 0 or more.`;
  return { months: { [column.place]: amount } };
}

/** Puts two edits of one line together. */
export function joined(before: Edit | undefined, more: Edit): Edit {
  return {
    set: { ...before?.set, ...more.set },
    months: { ...before?.months, ...more.months },
  };
}

type Pasting = {
  rows: readonly (readonly string[])[];
  lines: readonly PlanLine[];
  columns: readonly GridColumn[];
  block: Block;
};

/**
 * A block from its upper left cell on. One cell fills the whole selection. Rows below the last line
 * become lines when the block has a name for them.
 */
export function pasteInto({ rows, lines, columns, block }: Pasting): Pasted {
  const [only = ''] = rows[0] ?? [];
  const single = rows.length === 1 && rows[0]?.length === 1;
  const height = single ? block.bottom - block.top + 1 : rows.length;
  const width = single ? block.right - block.left + 1 : Math.max(...rows.map((row) => row.length));
  const edit = new Map<string, Edit>();
  const add: NewLineInput[] = [];
  let [cells, beyond] = [0, 0];
  for (let down = 0; down < height; down += 1) {
    const line = lines[block.top + down];
    let own: Edit = {};
    for (let across = 0; across < width; across += 1) {
      const column = columns[block.left + across];
      const text = single ? only : rows[down]?.[across];
      if (text === undefined) continue;
      if (!column || !isEditable(column)) {
        beyond += 1;
        continue;
      }
      const one = cellEdit(column, text);
      if (typeof one === 'string')
        return { wrong: `Row ${down + 1}, ${column.label}: ${one} Nothing was pasted.` };
      own = joined(own, one);
      cells += 1;
    }
    if (line) edit.set(line.id, own);
    else if (own.set?.name) add.push(newLine(own, own.set.name));
    else
      return {
        wrong: `Row ${down + 1} is below the last line and has no name. Nothing was pasted.`,
      };
  }
  return { edit, add, cells, beyond };
}

function newLine({ set, months: given }: Edit, name: string): NewLineInput {
  const months = Array.from({ length: 12 }, (_, at) => given?.[String(at)] ?? 0);
  return { ...set, name, months };
}

type Filling = { lines: readonly PlanLine[]; columns: readonly GridColumn[]; block: Block };

/** The uppermost row of the selection, in all rows below it. */
export function fillDown({ lines, columns, block }: Filling): Map<string, Edit> {
  const first = lines[block.top];
  const edit = new Map<string, Edit>();
  if (!first) return edit;
  for (const line of lines.slice(block.top + 1, block.bottom + 1)) {
    let own: Edit = {};
    for (const column of columns.slice(block.left, block.right + 1)) {
      // Names stay: two lines of one name cannot be told apart.
      if (column.kind === 'word' && column.field !== 'name')
        own = joined(own, { set: { [column.field]: first[column.field] } });
      if (column.kind === 'month')
        own = joined(own, { months: { [column.place]: first.months[column.place] ?? 0 } });
    }
    if (own.set ?? own.months) edit.set(line.id, own);
  }
  return edit;
}

/** Every month of the selection by a rule: an amount, or a factor rounded to the cent. */
export function eachMonth(
  { lines, columns, block }: Filling,
  rule: (before: number) => number,
): Map<string, Edit> {
  const places = columns
    .slice(block.left, block.right + 1)
    .flatMap((column) => (column.kind === 'month' ? [column.place] : []));
  const edit = new Map<string, Edit>();
  if (places.length === 0) return edit;
  for (const line of lines.slice(block.top, block.bottom + 1))
    edit.set(line.id, {
      months: Object.fromEntries(places.map((at) => [at, rule(line.months[at] ?? 0)])),
    });
  return edit;
}

/** What of a change is not so already; null: nothing. */
export function onlyNew(
  edit: ReadonlyMap<string, Edit>,
  line: (id: string) => PlanLine | undefined,
): LinesChange['edit'] | null {
  const kept = new Map<string, Edit>();
  for (const [id, { set = {}, months = {} }] of edit) {
    const now = line(id);
    if (!now) continue;
    const words = Object.entries(set).filter(
      ([name, value]) => now[name as keyof LineWords] !== value,
    );
    const amounts = Object.entries(months).filter(
      ([at, value]) => now.months[Number(at)] !== value,
    );
    if (words.length + amounts.length > 0)
      kept.set(id, { set: Object.fromEntries(words), months: Object.fromEntries(amounts) });
  }
  return kept.size === 0 ? null : kept;
}
