import { sum } from './answer.ts';
import type { PathSet } from './path-set.ts';

/**
 * A Markov chain in compressed rows. A state is the last `order` channels (fewer near the start);
 * from state i the chain moves to state `to[e]` with `probability[e]`, rowStarts[i] ≤ e < rowStarts[i+1],
 * converts with `convert[i]` or ends for good.
 */
export type Chain = {
  states: number;
  /** Probability of beginning in a state. */
  start: Float64Array;
  rowStarts: Int32Array;
  to: Int32Array;
  probability: Float64Array;
  convert: Float64Array;
  /** Expected value of converting in a visit, relative to the mean value of a conversion. */
  worth: Float64Array | null;
  /** Channel ids inside each state, `order` of them, -1 where there is none. */
  members: Int32Array;
};

/** Reads a chain off the paths: one pass to name the states, one to count the moves. */
export function countTransitions(paths: PathSet, order: number): Chain {
  const { states, members, stateOf } = nameStates(paths, order);
  const { starts, conversions, nulls, valueMicros } = paths;
  const edges = new Edges(states);
  const begun = new Float64Array(states);
  const left = new Float64Array(states);
  const converted = new Float64Array(states);
  const worth = valueMicros ? new Float64Array(states) : null;
  for (let path = 0; path < conversions.length; path++) {
    const weight = (conversions[path] ?? 0) + (nulls[path] ?? 0);
    if (weight === 0) continue;
    const begin = starts[path] ?? 0;
    const end = starts[path + 1] ?? 0;
    let state = stateOf[begin] ?? 0;
    begun[state] = (begun[state] ?? 0) + weight;
    for (let t = begin + 1; t < end; t++) {
      const next = stateOf[t] ?? 0;
      edges.add(state, next, weight);
      left[state] = (left[state] ?? 0) + weight;
      state = next;
    }
    left[state] = (left[state] ?? 0) + weight;
    converted[state] = (converted[state] ?? 0) + (conversions[path] ?? 0);
    if (worth) worth[state] = (worth[state] ?? 0) + (valueMicros?.[path] ?? 0);
  }
  const mean = worth ? sum(worth) / sum(converted) || 1 : 1;
  const perVisit = (counts: Float64Array, unit: number) =>
    counts.map((n, state) => (left[state] === 0 ? 0 : n / unit / (left[state] ?? 1)));
  const all = sum(begun);
  return {
    states,
    members,
    start: begun.map((n) => n / all),
    convert: perVisit(converted, 1),
    worth: worth ? perVisit(worth, mean) : null,
    ...edges.rows(left),
  };
}

/** Gives each touch the id of the state in which the chain stands after it. */
function nameStates({ touches, starts, channels }: PathSet, order: number) {
  const base = channels.length + 1;
  const cut = base ** (order - 1);
  const ids = new Ids(base ** order);
  const stateOf = new Int32Array(touches.length);
  for (let path = 0; path + 1 < starts.length; path++) {
    let key = 0;
    const end = starts[path + 1] ?? 0;
    for (let t = starts[path] ?? 0; t < end; t++) {
      key = (key % cut) * base + (touches[t] ?? 0) + 1;
      stateOf[t] = ids.idOf(key);
    }
  }
  const members = new Int32Array(ids.keys.length * order);
  for (const [state, key] of ids.keys.entries()) {
    for (let i = 0, rest = key; i < order; i++, rest = Math.floor(rest / base)) {
      members[state * order + i] = (rest % base) - 1;
    }
  }
  return { states: ids.keys.length, members, stateOf };
}

const TABLE_LIMIT = 1 << 22;

/** Dense ids for sparse keys: a table where the keys are few, a map elsewhere. */
class Ids {
  readonly keys: number[] = [];
  private readonly table: Int32Array | null;
  private readonly map = new Map<number, number>();

  constructor(range: number) {
    this.table = range <= TABLE_LIMIT ? new Int32Array(range) : null;
  }

  idOf(key: number): number {
    const known = this.table ? (this.table[key] ?? 0) - 1 : (this.map.get(key) ?? -1);
    if (known >= 0) return known;
    const id = this.keys.push(key) - 1;
    if (this.table) this.table[key] = id + 1;
    else this.map.set(key, id);
    return id;
  }
}

class Edges {
  private readonly states: number;
  private readonly ids: Ids;
  private weights = new Float64Array(1024);

  constructor(states: number) {
    this.states = states;
    this.ids = new Ids(states * states);
  }

  add(from: number, to: number, weight: number): void {
    const id = this.ids.idOf(from * this.states + to);
    if (id >= this.weights.length) {
      const larger = new Float64Array(this.weights.length * 2);
      larger.set(this.weights);
      this.weights = larger;
    }
    this.weights[id] = (this.weights[id] ?? 0) + weight;
  }

  rows(left: Float64Array): Pick<Chain, 'rowStarts' | 'to' | 'probability'> {
    const { keys } = this.ids;
    const order = keys.map((_, id) => id).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    const rowStarts = new Int32Array(this.states + 1);
    const to = new Int32Array(keys.length);
    const probability = new Float64Array(keys.length);
    for (const [at, id] of order.entries()) {
      const key = keys[id] ?? 0;
      const from = Math.floor(key / this.states);
      to[at] = key % this.states;
      probability[at] = (this.weights[id] ?? 0) / (left[from] ?? 1);
      rowStarts[from + 1] = at + 1;
    }
    for (let i = 1; i <= this.states; i++) {
      rowStarts[i] = Math.max(rowStarts[i] ?? 0, rowStarts[i - 1] ?? 0);
    }
    return { rowStarts, to, probability };
  }
}
