import type { FieldSource, ReadAs } from '../../api-streams.ts';

/** How a value is read; `fixed`: the text itself, for every record. */
export type How = '' | ReadAs | 'fixed';

export const HOWS: { id: How; label: string }[] = [
  { id: '', label: 'as it is' },
  { id: 'micros', label: 'in millionths' },
  { id: 'cents', label: 'in hundredths' },
  { id: 'share', label: 'per cent' },
  { id: 'epochSeconds', label: 'seconds since 1970' },
  { id: 'lower', label: 'in lower case' },
  { id: 'host', label: 'host of an address' },
  { id: 'last', label: 'last part of a name' },
  { id: 'not', label: 'the opposite' },
  { id: 'fixed', label: 'this text, for all' },
];

export type SourceText = { text: string; how: How };

/** A source as two inputs show it. */
export function textOf(source: FieldSource | null): SourceText {
  if (source === null) return { text: '', how: '' };
  if (typeof source === 'string') return { text: source, how: '' };
  if ('fixed' in source) return { text: String(source.fixed), how: 'fixed' };
  return { text: source.from, how: source.as ?? '' };
}

/** What the two inputs say; words that were translated before stay translated. */
export function sourceOf(
  { text, how }: SourceText,
  before: FieldSource | null,
): FieldSource | null {
  const plain = text.trim();
  if (plain === '') return null;
  if (how === 'fixed') return { fixed: plain };
  const values = before !== null && typeof before === 'object' && 'from' in before && before.values;
  if (how === '' && !values) return plain;
  return { from: plain, ...(how === '' ? {} : { as: how }), ...(values ? { values } : {}) };
}

/** The paths of the records that a source reads. */
export function pathsOf(source: FieldSource | null): string[] {
  if (source === null || (typeof source === 'object' && 'fixed' in source)) return [];
  const from = typeof source === 'string' ? source : source.from;
  return from
    .split('|')
    .map((path) => path.trim())
    .filter(Boolean);
}
