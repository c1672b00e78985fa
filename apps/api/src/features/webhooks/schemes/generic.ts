import { at, hashOf, instant, peek, readRecords, word } from './read-json.ts';
import { anySame, hmac, isOld, type Options, type Scheme, timeOf } from './scheme.ts';

export const DEFAULT_HEADER = 'x-signature-256';

/** Where the sender says so; a signature without a time can be as old as it likes. */
function stampOf(headers: Headers, { timestampHeader }: Options): string | null {
  return timestampHeader === undefined ? null : headers.get(timestampHeader);
}

/** HMAC-SHA256 over the body in a header: GitHub, Shopify, Klaviyo, Typeform and many others. */
export const generic: Scheme = {
  verify({ headers, body, now }, secrets, options) {
    const { header = DEFAULT_HEADER, encoding = 'hex', prefix = '', signed = 'body' } = options;
    const value = headers.get(header)?.trim();
    const stamp = stampOf(headers, options);
    if (!value?.startsWith(prefix)) return 'unsigned';
    const time = timeOf(stamp);
    if (options.timestampHeader !== undefined && time === null) return 'unsigned';
    const plain = value.slice(prefix.length);
    const given = encoding === 'hex' ? plain.toLowerCase() : plain;
    const parts = {
      body: [body],
      'timestamp.body': [`${stamp}.`, body],
      'body+timestamp': [body, `${stamp}`],
    }[signed];
    if (
      !anySame(
        given,
        secrets.map((secret) => hmac(secret, parts, encoding)),
      )
    )
      return 'forged';
    return time !== null && isOld(time, now) ? 'too_old' : null;
  },
  identify: ({ headers, body }, options) => ({
    id: idOf(headers, body, options),
    sentAt: timeOf(stampOf(headers, options)),
  }),
  read: (body, envelope, { timeField, typeField }) =>
    readRecords(body, envelope, (record) => ({
      stream: word(at(record, typeField)) ?? 'webhook',
      at: instant(at(record, timeField)),
    })),
};

/** For senders that sign nothing: the secret is part of the address, or the password of HTTP Basic. */
export const address: Scheme = {
  ...generic,
  verify({ token }, secrets) {
    if (token === null) return 'unsigned';
    return anySame(token, secrets) ? null : 'forged';
  },
  identify: ({ headers, body }, options) => ({ id: idOf(headers, body, options), sentAt: null }),
};

/** A message that names itself is known again by that; any other by what it says. */
function idOf(headers: Headers, body: Buffer, { idHeader, idField }: Options): string {
  const header = idHeader === undefined ? null : word(headers.get(idHeader));
  if (header !== null) return header;
  return (idField === undefined ? null : word(at(peek(body), idField))) ?? hashOf(body);
}
