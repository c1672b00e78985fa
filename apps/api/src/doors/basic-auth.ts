/**
 * The headers with an API key that came as the password of HTTP Basic turned into Bearer: office
 * tools know nothing else. The user name does not matter; a key in its place is taken as well.
 */
export function basicAuth(headers: Headers): Headers {
  const given = /^basic +([A-Za-z0-9+/=]+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (given === undefined) return headers;
  const text = Buffer.from(given, 'base64').toString();
  const colon = text.indexOf(':');
  const [user, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const key = (password || user).trim();
  const changed = new Headers(headers);
  // A key has no spaces; anything else is no key and is refused as one.
  changed.set('authorization', `Bearer ${key.replaceAll(/[^\x21-\x7e]/g, '') || 'none'}`);
  return changed;
}
