import { Webhook } from 'standardwebhooks';
import { at, hashOf, instant, readRecords, word } from './read-json.ts';
import { anySame, isOld, type Scheme, timeOf } from './scheme.ts';

/**
 * Standard Webhooks 1.0 (https://www.standardwebhooks.com): `webhook-id`, `webhook-timestamp`, and a
 * `webhook-signature` with one or more of `v1,` + HMAC-SHA256 over `id.timestamp.body`.
 */
export const standard: Scheme = {
  verify({ headers, body, now }, secrets) {
    const id = headers.get('webhook-id');
    const seconds = headers.get('webhook-timestamp');
    const given = headers.get('webhook-signature');
    const time = timeOf(seconds);
    if (!id || !given || time === null) return 'unsigned';
    // Signatures of the past are made like those of now, so this tells a forger nothing.
    const expected = secrets.map((secret) =>
      new Webhook(secret).sign(id, new Date(time), body).slice(3),
    );
    const signatures = given
      .split(' ')
      .filter((one) => one.startsWith('v1,'))
      .slice(0, 20)
      .map((one) => one.slice(3));
    if (!signatures.map((one) => anySame(one, expected)).includes(true)) return 'forged';
    return isOld(time, now) ? 'too_old' : null;
  },
  identify({ headers, body }) {
    const sentAt = timeOf(headers.get('webhook-timestamp'));
    return { id: (headers.get('webhook-id') ?? hashOf(body)).slice(0, 300), sentAt };
  },
  read: (body, envelope) =>
    readRecords(body, envelope, (record) => ({
      stream: word(at(record, 'type')) ?? 'webhook',
      at: instant(at(record, 'timestamp')),
    })),
};
