import type { NamingDefinition } from './naming/compile-naming.ts';

/** Which tags a team allows. Everything that is left out allows anything. */
export type Taxonomy = {
  id: string;
  /** Tags that every link has. */
  required: readonly UtmName[];
  /** What stands between words of a value: `-`. Null: no rule. */
  separator: '-' | '_' | '.' | null;
  /** How values are written: in small letters (the default), or as they are. */
  letters?: 'lower' | 'any';
  /** Lists that only set other words right: values that are not on them are taken too. */
  openLists?: readonly OpenList[];
  /** Allowed sources, with other words for them. */
  sources: readonly { name: string; aliases?: readonly string[] }[] | null;
  /** Allowed media, with other words for them and the sources they may come with. */
  media:
    | readonly { name: string; aliases?: readonly string[]; sources?: readonly string[] }[]
    | null;
  /** How campaigns are named. */
  naming: NamingDefinition | null;
  /** Campaigns that exist. */
  campaigns: readonly string[] | null;
};

export type OpenList = 'sources' | 'media';

/** GA4's tags, in the order in which its campaign URL builder writes them. */
export const UTM_NAMES = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_id',
  'utm_term',
  'utm_content',
  'utm_source_platform',
  'utm_creative_format',
  'utm_marketing_tactic',
] as const;
export type UtmName = (typeof UTM_NAMES)[number];

/** Source, medium and campaign are needed, and nothing else is prescribed. */
export const OPEN_TAXONOMY: Taxonomy = {
  id: 'open@1',
  required: ['utm_source', 'utm_medium', 'utm_campaign'],
  separator: null,
  sources: null,
  media: null,
  naming: null,
  campaigns: null,
};
