export { type BuiltLink, buildLink, type LinkOrder } from './build-link.ts';
export { checkLink, type LinkAnswer } from './check-link.ts';
export { checkLinks, type LinksAnswer } from './check-links.ts';
export { CLICK_IDS } from './click-ids.ts';
export type { LinkFinding } from './draft.ts';
export { findPersonalData, type PersonalData } from './find-personal-data.ts';
export {
  compileNaming,
  type Naming,
  type NamingDefinition,
  type ParsedName,
} from './naming/compile-naming.ts';
export type { DateFormat, NamingField } from './naming/fields.ts';
export { parseTaxonomy } from './schema.ts';
export { joinUrl, splitUrl, type UrlParts } from './split-url.ts';
export { type ClickId, stripClickIds } from './strip-click-ids.ts';
export {
  OPEN_TAXONOMY,
  type OpenList,
  type Taxonomy,
  UTM_NAMES,
  type UtmName,
} from './taxonomy.ts';
