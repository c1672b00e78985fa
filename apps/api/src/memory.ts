/**
 * Answers that are kept while nothing has changed. `version` is read before the work begins: what
 * was made of older stores is never given out for newer ones. Callers of one key share one work.
 * The key must name everything that the answer depends on, the workspace first.
 *
 * @example await new Memory<number>(100).keep('ws_1:spend', 7, async () => 42) // 42
 */
export class Memory<V> {
  readonly #limit: number;
  readonly #kept = new Map<string, { version: number; value: Promise<V> }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `version` null: the stores are shared with other processes, so nothing is kept. */
  keep(key: string, version: number | null, work: () => Promise<V>): Promise<V> {
    if (version === null) return work();
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    if (known?.version === version) {
      this.#kept.set(key, known);
      return known.value;
    }
    const value = work();
    this.#kept.set(key, { version, value });
    value.catch(() => this.#kept.get(key)?.value === value && this.#kept.delete(key));
    const oldest = this.#kept.size > this.#limit ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}

/** A memory for each running instance, asked at the version that its stores have now. */
export function remembering<V>(limit: number) {
  const memories = new WeakMap<{ version(): number | null }, Memory<V>>();
  return (
    instance: { version(): number | null },
    key: string,
    work: () => Promise<V>,
  ): Promise<V> => {
    const memory = memories.get(instance) ?? new Memory<V>(limit);
    memories.set(instance, memory);
    return memory.keep(key, instance.version(), work);
  };
}
