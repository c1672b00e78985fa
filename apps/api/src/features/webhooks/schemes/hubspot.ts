import { at, hashOf, instant, readRecords, word } from './read-json.ts';
import { anySame, hmac, isOld, type Scheme, timeOf } from './scheme.ts';

/** HubSpot decodes these in the address before it signs, and no others. */
const DECODED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/**
 * HubSpot's signature version 3 (https://developers.hubspot.com, “Validating requests”): base64 of
 * HMAC-SHA256 over method, address, body and time, with the client secret of the app. Versions 1 and 2
 * are not taken: they carry no time, so an old message could be sent again for ever, and HubSpot sends
 * version 3 beside them.
 */
export const hubspot: Scheme = {
  verify({ method, url, headers, body, now }, secrets) {
    const given = headers.get('x-hubspot-signature-v3');
    const stamp = headers.get('x-hubspot-request-timestamp');
    const time = timeOf(stamp);
    if (!given || stamp === null || time === null) return 'unsigned';
    const uri = url.replace(DECODED, (code) => decodeURIComponent(code));
    const expected = secrets.map((secret) => hmac(secret, [method, uri, body, stamp], 'base64'));
    if (!anySame(given, expected)) return 'forged';
    return isOld(time, now) ? 'too_old' : null;
  },
  identify: ({ headers, body }) => ({
    id: hashOf(body),
    sentAt: timeOf(headers.get('x-hubspot-request-timestamp')),
  }),
  /**
   * Up to 100 events. HubSpot does not promise that `eventId` is unique, and counts `attemptNumber` up
   * when it sends an event again: what an event is, its other fields say together.
   */
  read: (body, envelope) =>
    readRecords(body, envelope, (event) => {
      const parts = ['portalId', 'subscriptionId', 'eventId', 'objectId', 'occurredAt'];
      const known = parts.map((name) => word(at(event, name)) ?? '');
      return {
        stream: word(at(event, 'subscriptionType')) ?? word(at(event, 'eventType')) ?? 'webhook',
        ...(known.some(Boolean) ? { id: known.join('.') } : {}),
        at: instant(at(event, 'occurredAt')),
      };
    }),
};
