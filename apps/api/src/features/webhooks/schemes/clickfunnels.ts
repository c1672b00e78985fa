import { at, hashOf, instant, peek, readRecords, word } from './read-json.ts';
import { anySame, hmac, isOld, type Scheme, timeOf } from './scheme.ts';

/** The window that ClickFunnels documents for its retries. */
const WINDOW_MS = 10 * 60_000;

/**
 * ClickFunnels 2.0 (https://developers.myclickfunnels.com/docs/signature-verification): hexadecimal
 * HMAC-SHA256 over `timestamp.body` with the secret of its webhook endpoint. ClickFunnels Classic signs
 * nothing; it uses an endpoint whose secret stands in the address.
 */
export const clickfunnels: Scheme = {
  verify({ headers, body, now }, secrets) {
    const given = headers.get('x-webhook-clickfunnels-signature');
    const stamp = headers.get('x-webhook-clickfunnels-timestamp');
    const time = timeOf(stamp);
    if (!given || stamp === null || time === null) return 'unsigned';
    const expected = secrets.map((secret) => hmac(secret, [`${stamp}.`, body], 'hex'));
    if (!anySame(given.toLowerCase(), expected)) return 'forged';
    return isOld(time, now, WINDOW_MS) ? 'too_old' : null;
  },
  identify({ headers, body }) {
    const sentAt = timeOf(headers.get('x-webhook-clickfunnels-timestamp'));
    return { id: word(at(peek(body), 'event_id')) ?? hashOf(body), sentAt };
  },
  read: (body, envelope) =>
    readRecords(body, envelope, (event) => ({
      stream: word(at(event, 'event_type')) ?? 'webhook',
      at: instant(at(event, 'created_at')),
    })),
};
