import type { StoredFinding } from '../../stores/records/quality-tables.ts';

const MOST_FINDINGS = 100;
const MOST_KEYS = 50;

/** Collects what is wrong by reason: the counts are whole, of the keys the first are kept. */
export class Findings {
  readonly #byMessage = new Map<string, StoredFinding>();
  #left = 0;

  add(message: string, keys: readonly string[], rows = keys.length): void {
    let one = this.#byMessage.get(message);
    if (!one) {
      if (this.#byMessage.size >= MOST_FINDINGS) {
        this.#left++;
        return;
      }
      one = { message, keys: [], rows: 0 };
      this.#byMessage.set(message, one);
    }
    one.rows += rows;
    one.keys.push(...keys.slice(0, MOST_KEYS - one.keys.length));
  }
  list(): StoredFinding[] {
    return [...this.#byMessage.values()];
  }
  /** What is not in the list, in words. */
  said(): string[] {
    return this.#left === 0
      ? []
      : [`The first ${MOST_FINDINGS} findings are kept, ${this.#left} more were counted only.`];
  }
}
