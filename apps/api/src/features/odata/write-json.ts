import { quoted } from './entity-set.ts';
import type { Field, Row, Value } from './expression.ts';
import { NAMESPACE } from './metadata.ts';
import type { Format } from './negotiate.ts';
import type { Feed } from './read-feed.ts';

export type Place = { root: string; set: string; type: string; format: Format };

/** A page of rows as OData's JSON. */
export function feedJson(feed: Feed, place: Place, next: string | null): string {
  const { root, set, format } = place;
  const head: Record<string, unknown> = {};
  if (format.detail !== 'none') head['@odata.context'] = `${root}$metadata#${set}${columns(feed)}`;
  if (feed.count !== null) head['@odata.count'] = whole(feed.count, format);
  const value = feed.rows.map((row) => entity(row, feed, place));
  return JSON.stringify({ ...head, value, ...(next ? { '@odata.nextLink': next } : {}) });
}

/** One row as OData's JSON. */
export function entityJson(row: Row, feed: Feed, place: Place): string {
  const { root, set, format } = place;
  const context = { '@odata.context': `${root}$metadata#${set}${columns(feed)}/$entity` };
  return JSON.stringify({
    ...(format.detail === 'none' ? {} : context),
    ...entity(row, feed, place),
  });
}

function columns({ all, fields }: Feed): string {
  return all ? '' : `(${fields.map((field) => field.name).join(',')})`;
}

function entity(row: Row, { fields, key }: Feed, { root, set, type, format }: Place) {
  const made: Record<string, unknown> = {};
  const full = format.detail === 'full';
  if (full) {
    const id = `${set}(${encodeURIComponent(quoted(String(row[key])))})`;
    Object.assign(made, {
      '@odata.type': `#${NAMESPACE}.${type}`,
      '@odata.id': `${root}${id}`,
    });
  }
  for (const field of fields) {
    const value = row[field.name] ?? null;
    if (full && value !== null && !['String', 'Boolean', 'Double'].includes(field.type))
      made[`${field.name}@odata.type`] = `#${field.type}`;
    made[field.name] = cell(value, field, format);
  }
  return made;
}

function cell(value: Value, { type }: Field, format: Format): unknown {
  if (value === null) return null;
  if (type === 'DateTimeOffset') return new Date(Number(value)).toISOString();
  return type === 'Int64' ? whole(Number(value), format) : value;
}

/** Tools that cannot hold 64 bits in a number ask for text. */
function whole(value: number, { textNumbers }: Format): number | string {
  return textNumbers ? String(value) : value;
}
