import type { NamingField, OpenList, Taxonomy, UtmName } from '@openmops/domain/links';
import { openingTaxonomy } from '@openmops/domain/links/choices';
import type { LinkRules } from '../../api-links.ts';

/** A word as a form holds it; lists are texts with commas. */
export type WordDraft = { name: string; aliases: string; sources: string };
export type FieldKind = NamingField['kind'];
/** `maxLength` of a text is set by the API only, and kept. */
export type FieldDraft = { kind: FieldKind; detail: string; maxLength?: number };

/** The rules of links as a form holds them. */
export type RulesDraft = {
  sources: WordDraft[];
  media: WordDraft[];
  open: Record<OpenList, boolean>;
  required: UtmName[];
  separator: '' | '-' | '_' | '.';
  letters: 'lower' | 'any';
  /** Empty: campaigns are named freely. */
  template: string;
  fields: Record<string, FieldDraft>;
  /** Whether names may have capitals where the API says so; null: as all values. */
  namesLower: boolean | null;
  /** The only ones allowed, as the API set them; null: no such list. */
  campaigns: readonly string[] | null;
  onlyCampaigns: boolean;
  redirect: boolean;
};

export const emptyWord = (): WordDraft => ({ name: '', aliases: '', sources: '' });

/** Rules → form. Without sources of its own the team sees the common ones, which then hold. */
export function draftOf({
  taxonomy,
  onlyCampaigns,
  redirect,
}: Pick<LinkRules, 'taxonomy' | 'onlyCampaigns' | 'redirect'>): RulesDraft {
  const { sources, media, openLists = [], naming, ...rest } = openingTaxonomy(taxonomy);
  const word = (one: {
    name: string;
    aliases?: readonly string[];
    sources?: readonly string[];
  }) => ({
    name: one.name,
    aliases: (one.aliases ?? []).join(', '),
    sources: (one.sources ?? []).join(', '),
  });
  const lower = (rest.letters ?? 'lower') === 'lower';
  return {
    sources: (sources ?? []).map(word),
    media: (media ?? []).map(word),
    open: { sources: openLists.includes('sources'), media: openLists.includes('media') },
    required: [...rest.required],
    separator: rest.separator ?? '',
    letters: rest.letters ?? 'lower',
    template: naming?.template ?? '',
    fields: Object.fromEntries(
      Object.entries(naming?.fields ?? {}).map(([name, field]) => [name, fieldDraft(field)]),
    ),
    namesLower: naming === null || (naming.lowercase ?? true) === lower ? null : !lower,
    campaigns: rest.campaigns,
    onlyCampaigns,
    redirect,
  };
}

/** Form → taxonomy as it is sent; `parseTaxonomy` and `taxonomyFaults` say what is wrong with it. */
export function taxonomyOf(draft: RulesDraft): Omit<Taxonomy, 'id'> {
  const named = (list: WordDraft[]) => list.filter(({ name }) => name.trim() !== '');
  const sources = named(draft.sources).map(({ name, aliases }) => ({
    name: name.trim(),
    ...some('aliases', aliases),
  }));
  const media = named(draft.media).map((one) => ({
    name: one.name.trim(),
    ...some('aliases', one.aliases),
    ...some('sources', one.sources),
  }));
  const names = fieldNames(draft.template);
  const fields = Object.entries(draft.fields).flatMap(([name, one]) => {
    const field = names.includes(name) ? fieldOf(one) : null;
    return field ? [[name, field] as const] : [];
  });
  return {
    required: draft.required,
    separator: draft.separator === '' ? null : draft.separator,
    letters: draft.letters,
    openLists: (['sources', 'media'] as const).filter((list) => draft.open[list]),
    sources: sources.length > 0 ? sources : null,
    media: media.length > 0 ? media : null,
    naming:
      draft.template.trim() === ''
        ? null
        : {
            template: draft.template.trim(),
            fields: Object.fromEntries(fields),
            lowercase: draft.namesLower ?? draft.letters === 'lower',
          },
    campaigns: draft.campaigns,
  };
}

/**
 * The fields of a template, as they are being typed.
 * @example fieldNames('{region}_{product}[_{no}') // ['region', 'product', 'no']
 */
export const fieldNames = (template: string): string[] => [
  ...new Set([...template.matchAll(/\{([a-z][a-z0-9_-]*)\}/g)].map(([, name]) => name ?? '')),
];

/** Words of a text with commas or lines between them. */
const words = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((one) => one.trim())
      .filter(Boolean),
  ),
];

function some<K extends string>(key: K, text: string): { [key in K]?: string[] } {
  const list = words(text);
  return (list.length > 0 ? { [key]: list } : {}) as { [key in K]?: string[] };
}

function fieldDraft(field: NamingField): FieldDraft {
  switch (field.kind) {
    case 'enum':
      return { kind: 'enum', detail: field.values.join(', ') };
    case 'date':
      return { kind: 'date', detail: field.format };
    case 'number':
      return { kind: 'number', detail: field.digits === undefined ? '' : String(field.digits) };
    case 'text':
      return {
        kind: 'text',
        detail: field.pattern ?? '',
        ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
      };
  }
}

/** Null: any text. */
function fieldOf({ kind, detail, maxLength }: FieldDraft): NamingField | null {
  switch (kind) {
    case 'enum':
      return words(detail).length > 0 ? { kind, values: words(detail) } : null;
    case 'date':
      return { kind, format: (detail || 'yyyymm') as 'yyyymm' };
    case 'number':
      return /^\d+$/.test(detail) ? { kind, digits: Number(detail) } : { kind };
    case 'text':
      return {
        kind,
        ...(detail === '' ? {} : { pattern: detail }),
        ...(maxLength === undefined ? {} : { maxLength }),
      };
  }
}

/** What one version changed, in a few words. */
export function changesOf(before: LinkRules | undefined, after: LinkRules): string {
  const [old, now] = [before ? draftOf(before) : null, draftOf(after)];
  if (!old) return 'The first rules.';
  const said: string[] = [];
  for (const list of ['sources', 'media'] as const) {
    const [was, is] = [old[list].map(({ name }) => name), now[list].map(({ name }) => name)];
    const [more, less] = [
      is.filter((name) => !was.includes(name)),
      was.filter((name) => !is.includes(name)),
    ];
    if (more.length > 0) said.push(`${list}: ${more.join(', ')} added`);
    if (less.length > 0) said.push(`${list}: ${less.join(', ')} taken out`);
    if (more.length + less.length === 0 && !same(old[list], now[list]))
      said.push(`${list}: other words`);
    if (old.open[list] !== now.open[list])
      said.push(`${list}: ${now.open[list] ? 'others too' : 'these only'}`);
  }
  if (old.template !== now.template || !same(old.fields, now.fields))
    said.push(`names of campaigns: ${now.template || 'free'}`);
  if (old.namesLower !== now.namesLower) said.push('capitals in names of campaigns');
  if (!same(old.campaigns, now.campaigns))
    said.push(now.campaigns ? `campaigns: only ${now.campaigns.join(', ')}` : 'campaigns: no list');
  if (!same(old.required, now.required)) said.push('required tags');
  if (old.letters !== now.letters || old.separator !== now.separator) said.push('spelling');
  if (old.onlyCampaigns !== now.onlyCampaigns)
    said.push(now.onlyCampaigns ? 'only campaigns that exist' : 'any campaign');
  if (old.redirect !== now.redirect) said.push(`short addresses ${now.redirect ? 'on' : 'off'}`);
  return said.length > 0 ? `${said.join('; ')}.` : 'Nothing else.';
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
