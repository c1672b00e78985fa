import { tick } from 'svelte';
import type { PlanLine } from '../../api-budgets.ts';
import { cellEdit, type Edit, isEditable } from './grid-changes.ts';
import type { GridColumn } from './grid-columns.ts';

type Grid = {
  uid: () => string;
  at: () => {
    lines: readonly PlanLine[];
    columns: readonly GridColumn[];
    place: { row: number; column: number };
  };
  canEdit: () => boolean;
  /** What stands in a cell before anybody types. */
  text: (line: PlanLine, column: GridColumn) => string;
  open: (line: PlanLine) => void;
  edit: (line: string, edit: Edit) => void;
  step: (rows: number, columns: number) => void;
  focus: () => void;
};

/** The cell that is typed in: its text, what is wrong with it, and how it is left. */
export class Typing {
  cell = $state<{ row: number; column: number; text: string; wrong: string | null } | null>(null);
  readonly #grid: Grid;

  constructor(grid: Grid) {
    this.#grid = grid;
  }

  /** Types into the cell that is meant, anew with `text`; a cell that is no place to type opens its line. */
  async begin(text?: string) {
    const { lines, columns, place } = this.#grid.at();
    const [line, column] = [lines[place.row], columns[place.column]];
    if (!line || !column) return;
    if (!this.#grid.canEdit() || !isEditable(column)) {
      this.#grid.open(line);
      return;
    }
    const before = this.#grid.text(line, column).replace(/^0$/, '');
    this.cell = { ...place, text: text ?? before, wrong: null };
    await tick();
    const input = document.getElementById(`${this.#grid.uid()}-input`) as HTMLInputElement | null;
    input?.focus();
    if (text === undefined) input?.select();
  }

  /** Keeps what is typed; false: it cannot be, and stays to be mended. */
  commit(): boolean {
    const { cell } = this;
    if (!cell) return true;
    const { lines, columns } = this.#grid.at();
    const [line, column] = [lines[cell.row], columns[cell.column]];
    if (line && column) {
      const edit = cellEdit(column, cell.text);
      if (typeof edit === 'string') {
        this.cell = { ...cell, wrong: edit };
        return false;
      }
      this.#grid.edit(line.id, edit);
    }
    this.cell = null;
    return true;
  }

  /** Whoever goes elsewhere keeps what can be kept. */
  blurred() {
    if (this.cell && !this.commit()) this.cell = null;
  }

  typed(event: KeyboardEvent) {
    const steps: Record<string, [number, number]> = {
      Enter: [event.shiftKey ? -1 : 1, 0],
      Tab: [0, event.shiftKey ? -1 : 1],
    };
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.cell = null;
      this.#grid.focus();
      return;
    }
    const step = steps[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    if (!this.commit()) return;
    this.#grid.focus();
    this.#grid.step(...step);
  }
}
