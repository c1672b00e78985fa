export type Place = { row: number; column: number };
export type Block = { top: number; bottom: number; left: number; right: number };

/** The cell that the keyboard is on, and the block that reaches from it. */
export class Selection {
  at = $state.raw<Place>({ row: 0, column: 0 });
  /** The corner opposite to `at`. */
  anchor = $state.raw<Place>({ row: 0, column: 0 });
  readonly #size: () => { rows: number; columns: number };

  constructor(size: () => { rows: number; columns: number }) {
    this.#size = size;
  }

  block = $derived.by<Block>(() => ({
    top: Math.min(this.at.row, this.anchor.row),
    bottom: Math.max(this.at.row, this.anchor.row),
    left: Math.min(this.at.column, this.anchor.column),
    right: Math.max(this.at.column, this.anchor.column),
  }));

  get single(): boolean {
    const { top, bottom, left, right } = this.block;
    return top === bottom && left === right;
  }

  has(row: number, column: number): boolean {
    const { top, bottom, left, right } = this.block;
    return row >= top && row <= bottom && column >= left && column <= right;
  }

  /** Moves to a cell of the grid; with `extend` the block grows to it. */
  to(place: Place, extend = false): void {
    const { rows, columns } = this.#size();
    const row = Math.max(0, Math.min(place.row, rows - 1));
    const column = Math.max(0, Math.min(place.column, columns - 1));
    this.at = { row, column };
    if (!extend) this.anchor = this.at;
  }

  by(rows: number, columns: number, extend = false): void {
    this.to({ row: this.at.row + rows, column: this.at.column + columns }, extend);
  }

  /** The place where a key leads to; null: the key moves nothing. */
  key(event: { key: string; ctrlKey: boolean; metaKey: boolean }, page: number): Place | null {
    const { rows, columns } = this.#size();
    const { row, column } = this.at;
    const far = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case 'ArrowUp':
        return { row: far ? 0 : row - 1, column };
      case 'ArrowDown':
        return { row: far ? rows - 1 : row + 1, column };
      case 'ArrowLeft':
        return { row, column: far ? 0 : column - 1 };
      case 'ArrowRight':
        return { row, column: far ? columns - 1 : column + 1 };
      case 'PageUp':
        return { row: row - page, column };
      case 'PageDown':
        return { row: row + page, column };
      case 'Home':
        return { row: far ? 0 : row, column: 0 };
      case 'End':
        return { row: far ? rows - 1 : row, column: columns - 1 };
      default:
        return null;
    }
  }
}
