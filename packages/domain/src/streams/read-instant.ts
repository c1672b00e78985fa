const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|z|[+-]\d{2}:?\d{2})?$/;

/**
 * An instant in ms since 1970 from ISO 8601 text, with the part of a millisecond that was sent;
 * without a zone it is UTC. Null: it is no instant.
 *
 * @example readInstant('1969-12-31T23:59:59.9995Z') // -0.5
 */
export function readInstant(text: string): number | null {
  if (text.length < 10 || text.length > 40) return null;
  const match = ISO.exec(text);
  if (!match) return null;
  const zone = match[1];
  const written = (zone ? text : text.length === 10 ? text : `${text}Z`)
    .replace(' ', 'T')
    .replace(/([+-]\d{2})(\d{2})$/, zone && zone.length === 5 ? '$1:$2' : '$&');
  const ms = Date.parse(written);
  if (Number.isNaN(ms)) return null;
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return fraction.length > 3 ? ms + Number(`0.${fraction.slice(3)}`) : ms;
}
