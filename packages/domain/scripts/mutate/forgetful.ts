/**
 * What a module remembers of objects that stay (fingerprints of definitions) may have been worked out by changed code,
 * and keeps a test from reaching the code, so it is forgotten before each test: weak maps of our code can be emptied.
 */
const made = new Set<Forgetful>();

class Forgetful {
  private inner = new WeakMap<object, unknown>();

  constructor() {
    made.add(this);
  }

  get(key: object): unknown {
    return this.inner.get(key);
  }

  has(key: object): boolean {
    return this.inner.has(key);
  }

  set(key: object, value: unknown): this {
    this.inner.set(key, value);
    return this;
  }

  delete(key: object): boolean {
    return this.inner.delete(key);
  }

  forget(): void {
    this.inner = new WeakMap();
  }
}

export function forgetAll(): void {
  for (const one of made) one.forget();
}

globalThis.WeakMap = new Proxy(WeakMap, {
  construct: (target, values, maker) =>
    (new Error().stack ?? '').split('\n')[2]?.includes('/src/')
      ? new Forgetful()
      : Reflect.construct(target, values, maker),
});
