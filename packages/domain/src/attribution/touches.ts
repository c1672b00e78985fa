/** Touches as channel ids, one after the other. */
export class Touches {
  private readonly known = new Map<string, number>();
  private list: Int32Array;
  private end = 0;

  constructor(room: number) {
    this.list = new Int32Array(Math.max(16, room));
  }

  names(): string[] {
    return [...this.known.keys()];
  }

  ids(): Int32Array {
    return this.list.subarray(0, this.end);
  }

  /** Adds a channel unless it is empty; answers how many touches there are. */
  add(name: string): number {
    if (name === '') return this.end;
    let id = this.known.get(name);
    if (id === undefined) {
      id = this.known.size;
      this.known.set(name, id);
    }
    if (this.end === this.list.length) {
      const larger = new Int32Array(this.end * 2);
      larger.set(this.list);
      this.list = larger;
    }
    this.list[this.end] = id;
    this.end += 1;
    return this.end;
  }

  /** Adds the channels of a text, cut at `>`: without a list in between, as files have many. */
  cut(path: string): number {
    for (let from = 0; from <= path.length; ) {
      const sign = path.indexOf('>', from);
      const stop = sign < 0 ? path.length : sign;
      let end = stop;
      while (from < end && path.charCodeAt(from) === SPACE) from++;
      while (end > from && path.charCodeAt(end - 1) === SPACE) end--;
      // Other white space is rare enough to be left to `trim`.
      this.add(path.slice(from, end).trim());
      from = stop + 1;
    }
    return this.end;
  }
}

const SPACE = 32;
