import { dayText } from '../../state/ranges.ts';
import type { FieldValue } from './identity-types.ts';

/** `contact/hubspot/501` → `501 in HubSpot`, where the source is known by a name. */
export function recordText(node: string, nameOf: (source: string) => string): string {
  const [kind = '', source = ''] = node.split('/', 2);
  const id = node.slice(kind.length + source.length + 2);
  if (kind === 'email') return id;
  if (kind === 'anonymous') return `Visitor ${id} of ${nameOf(source)}`;
  return `${id} in ${nameOf(source)}`;
}

/** `first_name` → `First name`. */
export function fieldText(field: string): string {
  const words = field
    .replaceAll('_', ' ')
    .replace(/\b(mql|sal|sql)\b/, (stage) => stage.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of a record as a person reads it; instants are milliseconds. */
export function valueText(field: string, value: FieldValue): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number' && field.endsWith('_at'))
    return dayText(new Date(value).toISOString().slice(0, 10));
  if (typeof value === 'number') return (value / 1_000_000).toLocaleString('en');
  return value;
}

export const momentText = (at: number): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const personPath = (slug: string, node: string): string =>
  `/w/${slug}/people/${encodeURIComponent(node)}`;

export const RULE_WORDS: Record<string, string> = {
  email: 'Same mailbox',
  domain: 'Same domain',
  domain_name: 'Names alike, same domain',
  company_name: 'Names alike, same company',
  name: 'Names alike',
};
