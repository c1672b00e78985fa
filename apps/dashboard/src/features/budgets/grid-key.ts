import type { Selection } from './selection.svelte.ts';

type Grid = {
  selection: Selection;
  /** Rows of a page. */
  page: number;
  canEdit: boolean;
  rows: number;
  columns: number;
  onfill: () => void;
  onundo: () => void;
  onclear: () => void;
  begin: (text?: string) => void;
};

/** What a key does in the grid while nobody types into a cell, as in a spreadsheet. */
export function gridKey(event: KeyboardEvent, grid: Grid): void {
  if (event.altKey) return;
  const { selection, canEdit } = grid;
  const command = event.ctrlKey || event.metaKey;
  const place = selection.key(event, grid.page);
  const work = place
    ? () => selection.to(place, event.shiftKey)
    : command
      ? ofCommand(event, grid)
      : ofKey(event, grid);
  if (!work) return;
  event.preventDefault();
  work();

  function ofKey({ key }: KeyboardEvent, { onclear, begin }: Grid): (() => void) | null {
    if (key === 'Enter' || key === 'F2') return () => begin();
    if ((key === 'Delete' || key === 'Backspace') && canEdit) return onclear;
    if (key === 'Escape') return () => selection.to(selection.at);
    if (key.length === 1 && key !== ' ' && canEdit) return () => begin(key);
    return null;
  }
}

function ofCommand(
  { key, shiftKey }: KeyboardEvent,
  { selection, canEdit, rows, columns, onfill, onundo }: Grid,
): (() => void) | null {
  if (key === 'a')
    return () => {
      selection.to({ row: 0, column: 0 });
      selection.to({ row: rows - 1, column: columns - 1 }, true);
    };
  if (key === 'd' && canEdit) return onfill;
  if (key === 'z' && !shiftKey) return onundo;
  return null;
}
