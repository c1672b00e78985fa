import { defineMeasure, type Expr, type Measure } from '../../kpi/index.ts';
import type { Aggregate } from '../sql/read-expression.ts';
import { uniqueNames } from './names.ts';

/** Measures that an import needs: those of the catalogue where there are such, else new ones. */
export type Registry = {
  measures: Measure[];
  /** The measure of an aggregate, as an expression with its filters. */
  read(dataset: string, of: Omit<Aggregate, 'path'> & { column: string; name?: string }): Expr;
};

const SUFFIX: Partial<Record<Measure['agg'], string>> = {
  count: ' count',
  countDistinct: ' distinct',
  snapshotLast: ' last',
  snapshotFirst: ' first',
};

export function importMeasures(known: readonly Measure[], taken: Iterable<string>): Registry {
  const measures: Measure[] = [];
  const unique = uniqueNames([...taken, ...known.map(({ id }) => id)]);
  const read: Registry['read'] = (dataset, { agg, column, q, filters, name }) => {
    const isIt = (one: Measure) =>
      one.dataset === dataset &&
      one.column === column &&
      one.q === q &&
      one.filters.length === 0 &&
      (one.agg === agg || (agg === 'sum' && one.agg === 'count' && known.includes(one)));
    let found = [...known, ...measures].find(isIt);
    if (!found) {
      const words = column === '*' ? 'rows' : column;
      const share = q === null ? '' : ` p${Math.round(q * 100)}`;
      const kind = SUFFIX[agg] ?? (agg === 'sum' ? '' : ` ${agg}`);
      const id = unique(`${dataset} ${words}${column === '*' ? '' : kind}${share}`);
      const title = name ?? `${words.replaceAll('_', ' ')}${kind}${share}`;
      const counts = agg === 'count' || agg === 'countDistinct';
      const unit = { kind: 'count' } as const;
      const description = counts ? '' : 'Its unit was not said where it comes from.';
      found = defineMeasure({ id, name: title, dataset, unit, agg, column, q, description });
      measures.push(found);
    }
    const ref = { ref: found.id };
    return filters.length === 0 ? ref : { op: 'where', of: ref, filters };
  };
  return { measures, read };
}
