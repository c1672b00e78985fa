import { type Catalogue, dimensionName, findMeasure } from './catalogue.ts';
import { isScoped, mapParts, type Scoped, scopeWords, wrapText } from './expr.ts';
import type { Expr, Filter, Measure, Span } from './schema.ts';

/** A move of the period in which a measure is read, the outermost first. */
export type Move =
  | { kind: 'shift'; by: Span }
  | { kind: 'trailing'; span: Span }
  | { kind: 'toDate'; span: Span };

/** Of which rows a measure is read. */
export type Scope = { filters: Filter[]; by: string[]; moves: Move[] };

/** A measure in a scope: what a compiled expression refers to by its key. */
export type Leaf = { key: string; name: string; measure: Measure; scope: Scope };

type Around = { scope: Scope; wraps: Scoped[] };

/**
 * An expression over base measures → arithmetic alone: shifts, windows, totals and filters go down
 * to the measures, so that every ratio is made of sums over the same rows. `leaves` collects each
 * measure in each scope once; `locked` filters hold whatever a total leaves out.
 */
export function compile(
  expr: Expr,
  of: { catalogue: Catalogue; scope: Scope; locked: readonly Filter[]; leaves: Map<string, Leaf> },
): Expr {
  const { catalogue, locked, leaves } = of;
  const nameOf = (dim: string) => dimensionName(catalogue, dim);
  const walk = (part: Expr, around: Around): Expr => {
    if (typeof part === 'number') return part;
    if ('ref' in part) return { ref: leafOf(findMeasure(catalogue, part.ref), around) };
    if (!isScoped(part)) return mapParts(part, (one) => walk(one, around));
    const scope = scopeIn(part, around.scope, locked);
    // A total over what is neither split nor filtered is the part itself.
    const wraps = same(scope, around.scope) ? around.wraps : [...around.wraps, part];
    return walk(part.of, { scope, wraps });
  };
  const leafOf = (measure: Measure, { scope: around, wraps }: Around): string => {
    const scope = { ...around, filters: [...around.filters, ...measure.filters] };
    const id = JSON.stringify([measure.id, scope]);
    const found = leaves.get(id);
    if (found) return found.key;
    const inner = [...wraps].reverse();
    const key = inner.reduce((text, wrap) => wrapText(wrap, text), measure.id);
    const words = inner.map((wrap) => scopeWords(wrap, nameOf)).join(', ');
    const name = words ? `${measure.name} (${words})` : measure.name;
    leaves.set(id, { key, name, measure, scope });
    return key;
  };
  return walk(expr, { scope: of.scope, wraps: [] });
}

function scopeIn(part: Scoped, scope: Scope, locked: readonly Filter[]): Scope {
  if (part.op === 'where') return { ...scope, filters: [...scope.filters, ...part.filters] };
  if (part.op === 'shift') return moved(scope, { kind: 'shift', by: part.by });
  if (part.op === 'window') return moved(scope, { kind: part.kind, span: part.span });
  const out = (dim: string) =>
    part.over.includes(dim) || (part.over.includes('*') && dim !== 'currency');
  return {
    ...scope,
    by: scope.by.filter((dim) => !out(dim)),
    filters: scope.filters.filter((filter) => !out(filter.dim) || isAmong(locked, filter)),
  };
}

/** Whether a filter says the same as one of a list. */
export function isAmong(list: readonly Filter[], filter: Filter): boolean {
  const text = JSON.stringify([filter.dim, filter.op, filter.values]);
  return list.some(({ dim, op, values }) => JSON.stringify([dim, op, values]) === text);
}

const moved = (scope: Scope, move: Move): Scope => ({ ...scope, moves: [...scope.moves, move] });

const same = (a: Scope, b: Scope) =>
  a.by.length === b.by.length &&
  a.filters.length === b.filters.length &&
  a.moves.length === b.moves.length;
