import { DIMENSIONS, type DimensionId } from '../kpi/dimensions.ts';

/** Dimensions in store order, each once. */
export function inStoreOrder(dims: Iterable<DimensionId>): DimensionId[] {
  const wanted = new Set(dims);
  return DIMENSIONS.map((one) => one.id).filter((id) => wanted.has(id));
}

/**
 * The shape of rows: the dimensions that are columns of the file, without the account, and whether
 * rows cover periods instead of days. Names stand in it beside their ids, so that queries find
 * them; the fact store keys rows by the id alone, so a renamed campaign replaces itself.
 *
 * @example shapeOf(['campaign', 'device'], true) // 'campaign,device~period'
 */
export function shapeOf(dims: readonly DimensionId[], period: boolean): string {
  return (
    inStoreOrder(dims)
      .filter((dim) => dim !== 'account')
      .join(',') + (period ? '~period' : '')
  );
}
