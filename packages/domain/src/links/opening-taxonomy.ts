import { COMMON_SOURCES } from './platforms.ts';
import type { Taxonomy } from './taxonomy.ts';

/**
 * A taxonomy as links are checked by it: without a list of sources of its own, the other words for common
 * platforms are set right and any source is taken.
 * @param taxonomy as somebody wrote it
 * @example openingTaxonomy({ id: 'a', required: [], separator: null, sources: null, media: null, naming: null, campaigns: null }).openLists // ['sources']
 */
export function openingTaxonomy(taxonomy: Taxonomy): Taxonomy {
  if (taxonomy.sources !== null) return taxonomy;
  const others = (taxonomy.openLists ?? []).filter((list) => list !== 'sources');
  return { ...taxonomy, sources: COMMON_SOURCES, openLists: ['sources', ...others] };
}
