import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCHEMES } from './index.ts';
import { type Delivery, type Options, Rotten, type Scheme } from './scheme.ts';

const MINUTE = 60_000;

function delivery(
  more: Partial<Omit<Delivery, 'headers' | 'body'>> & {
    body: string | Buffer;
    headers?: Record<string, string>;
  },
): Delivery {
  const { body, headers = {}, ...rest } = more;
  return {
    method: 'POST',
    url: 'https://www.example.com/webhook_uri',
    token: null,
    now: 1_700_000_000_000,
    ...rest,
    headers: new Headers(headers),
    body: Buffer.from(body),
  };
}

const envelope = { id: 'msg_1', sentAt: 5, receivedAt: Date.parse('2026-03-01T00:00:00Z') };
const read = (scheme: Scheme, body: string, options: Options = {}) =>
  scheme.read(Buffer.from(body), envelope, options);

describe('Standard Webhooks', () => {
  const { standard } = SCHEMES;
  // The example of the specification and of its reference libraries.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  const now = 1_614_265_330_000;
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': signature,
  };
  const sent = delivery({ body: '{"test": 2432232314}', headers, now });
  const other = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

  it('takes the example of the specification, for five minutes to each side', () => {
    expect(standard.verify(sent, [secret], {})).toBeNull();
    for (const away of [-5 * MINUTE, 5 * MINUTE]) {
      expect(standard.verify({ ...sent, now: now + away }, [secret], {})).toBeNull();
      const beyond = now + away + Math.sign(away);
      expect(standard.verify({ ...sent, now: beyond }, [secret], {})).toBe('too_old');
    }
  });

  it('takes any of several signatures, with any of two secrets', () => {
    const several = `v1a,AAAA v1,${Buffer.alloc(32).toString('base64')} ${signature}`;
    const rotated = delivery({
      body: sent.body,
      headers: { ...headers, 'webhook-signature': several },
      now,
    });
    expect(standard.verify(rotated, [other, secret], {})).toBeNull();
    expect(standard.verify(rotated, [other], {})).toBe('forged');
    expect(standard.verify(rotated, [], {})).toBe('forged');
  });

  it('refuses a change of id, time, body or signature, and what is not signed', () => {
    const change = (more: Record<string, string>, body: string | Buffer = sent.body) =>
      standard.verify(delivery({ body, headers: { ...headers, ...more }, now }), [secret], {});
    expect(change({}, '{"test": 2432232315}')).toBe('forged');
    expect(change({ 'webhook-id': 'msg_2' })).toBe('forged');
    expect(change({ 'webhook-timestamp': '1614265331' })).toBe('forged');
    expect(change({ 'webhook-signature': signature.replace('v1,', 'v2,') })).toBe('forged');
    expect(change({ 'webhook-signature': 'v1,' })).toBe('forged');
    expect(change({ 'webhook-timestamp': 'now' })).toBe('unsigned');
    for (const name of Object.keys(headers)) {
      const { [name as keyof typeof headers]: _, ...rest } = headers;
      expect(standard.verify(delivery({ body: sent.body, headers: rest, now }), [secret], {})).toBe(
        'unsigned',
      );
    }
  });

  it('reads the record as it was written, with id and time at its end', () => {
    const [found] = read(
      standard,
      '{"type":"contact.created","timestamp":"2026-01-02T00:00:00Z","data":{"n":1.10}}',
    );
    expect(found).toMatchObject({ stream: 'contact.created', record: { _message: 'msg_1' } });
    expect(found?.text).toBe(
      '{"type":"contact.created","timestamp":"2026-01-02T00:00:00Z","data":{"n":1.10},"_message":"msg_1","_occurredAt":1767312000000}',
    );
    const ahead = read(standard, '{"timestamp":"2099-01-01T00:00:00Z"}')[0];
    expect(ahead?.record._occurredAt).toBe(envelope.receivedAt);
    expect(read(standard, ' { } ')[0]?.text).toBe('{"_message":"msg_1","_occurredAt":5}');
  });
});

describe('HubSpot', () => {
  const { hubspot } = SCHEMES;
  const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
  const body = "{'example_field':'example_value'}";
  const signed = (stamp: string, given: string, more: object = {}) =>
    delivery({
      body,
      headers: { 'x-hubspot-signature-v3': given, 'x-hubspot-request-timestamp': stamp },
      now: Number(stamp),
      ...more,
    });

  it.each([
    // hubspot-api-python, tests/spec/utils/test_signature.py
    ['1693657560000', 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y='],
    // hubspot-api-ruby, spec/helpers/signature_spec.rb
    ['1700000300000', 'RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw='],
  ])('takes the published signature of %s', (stamp, given) => {
    const now = Number(stamp);
    expect(hubspot.verify(signed(stamp, given), [secret], {})).toBeNull();
    expect(hubspot.verify(signed(stamp, given), ['x', secret], {})).toBeNull();
    expect(
      hubspot.verify(signed(stamp, given, { now: now + 5 * MINUTE }), [secret], {}),
    ).toBeNull();
    expect(hubspot.verify(signed(stamp, given, { now: now + 5 * MINUTE + 1 }), [secret], {})).toBe(
      'too_old',
    );
    expect(hubspot.verify(signed(stamp, given, { now: now - 5 * MINUTE - 1 }), [secret], {})).toBe(
      'too_old',
    );
    expect(hubspot.verify(signed(stamp, given, { body: '{}' }), [secret], {})).toBe('forged');
    expect(hubspot.verify(signed(stamp, given, { method: 'GET' }), [secret], {})).toBe('forged');
    expect(
      hubspot.verify(
        signed(stamp, given, { url: 'http://www.example.com/webhook_uri' }),
        [secret],
        {},
      ),
    ).toBe('forged');
    expect(hubspot.verify(signed(stamp, given), ['x'], {})).toBe('forged');
  });

  it('decodes the twelve characters of the address that HubSpot decodes, and no others', () => {
    const stamp = '1700000300000';
    const mac = (uri: string) =>
      createHmac('sha256', secret).update(`POST${uri}${body}${stamp}`).digest('base64');
    const url = 'https://a.example/x?src=hs%3Aapp%2Fv3&x=%28a%29&y=a%20b';
    const decoded = 'https://a.example/x?src=hs:app/v3&x=(a)&y=a%20b';
    expect(hubspot.verify(signed(stamp, mac(decoded), { url }), [secret], {})).toBeNull();
    expect(hubspot.verify(signed(stamp, mac(url), { url }), [secret], {})).toBe('forged');
  });

  it('does not take the older signatures, which can be sent again for ever', () => {
    // legacydocs.hubspot.com, “Validating the v1 request signature”.
    const v1 =
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
    const hash = createHash('sha256')
      .update(secret + v1)
      .digest('hex');
    expect(hash).toBe('232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de');
    const headers = { 'x-hubspot-signature': hash, 'x-hubspot-signature-version': 'v1' };
    expect(hubspot.verify(delivery({ body: v1, headers }), [secret], {})).toBe('unsigned');
    const [found] = read(hubspot, v1);
    expect(found).toMatchObject({
      stream: 'contact.creation',
      record: { _message: '62515.12345.1.123.1564113600000', _occurredAt: 1_564_113_600_000 },
    });
    const again = v1.replace('"attemptNumber":0', '"attemptNumber":3');
    expect(read(hubspot, again)[0]?.record._message).toBe(found?.record._message);
  });
});

describe('ClickFunnels', () => {
  const { clickfunnels } = SCHEMES;
  const secret = '839d0d645bedefbaf76e3269d1b1141ef07683c179cc3bb0aee9348c90517a7';
  const body =
    '{"data":{"id":236296209,"email_address":"bob@example.com"},"event_id":"123b4741-3f2d-431a-90d1-ddca0f4d6721","event_type":"contact.identified","created_at":"2024-04-04T19:16:31.000Z"}';
  const now = 1_712_258_200_000;
  const stamp = String(now / 1000);
  const given = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
  const sent = delivery({
    body,
    headers: {
      'x-webhook-clickfunnels-signature': given,
      'x-webhook-clickfunnels-timestamp': stamp,
    },
    now,
  });

  it('takes hexadecimal over time and body, for ten minutes', () => {
    expect(clickfunnels.verify(sent, [secret], {})).toBeNull();
    expect(clickfunnels.verify({ ...sent, now: now + 10 * MINUTE + 1 }, [secret], {})).toBe(
      'too_old',
    );
    expect(clickfunnels.verify({ ...sent, body: Buffer.from('{}') }, [secret], {})).toBe('forged');
    expect(clickfunnels.verify({ ...sent, headers: new Headers() }, [secret], {})).toBe('unsigned');
  });

  it('knows a message by its event', () => {
    expect(clickfunnels.identify(sent, {})).toEqual({
      id: '123b4741-3f2d-431a-90d1-ddca0f4d6721',
      sentAt: now,
    });
    expect(read(clickfunnels, body)[0]).toMatchObject({
      stream: 'contact.identified',
      record: { _occurredAt: Date.parse('2024-04-04T19:16:31Z') },
    });
  });
});

describe('a generic sender', () => {
  const { generic, address } = SCHEMES;

  it('takes the example that GitHub publishes', () => {
    // docs.github.com, “Validating webhook deliveries”.
    const options = {
      header: 'x-hub-signature-256',
      prefix: 'sha256=',
      idHeader: 'x-github-delivery',
    };
    const headers = {
      'x-hub-signature-256':
        'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
      'x-github-delivery': 'd_1',
    };
    const secret = "It's a Secret to Everybody";
    const sent = delivery({ body: 'Hello, World!', headers });
    expect(generic.verify(sent, [secret], options)).toBeNull();
    expect(generic.verify(sent, ['x'], options)).toBe('forged');
    expect(generic.verify(sent, [secret], { ...options, header: 'x-other' })).toBe('unsigned');
    expect(generic.identify(sent, options)).toEqual({ id: 'd_1', sentAt: null });
  });

  it('takes base64 with the time behind or before the body, inside the window', () => {
    for (const signed of ['timestamp.body', 'body+timestamp'] as const) {
      const stamp = '1700000000';
      const text = signed === 'body+timestamp' ? `{}${stamp}` : `${stamp}.{}`;
      const options = {
        header: 'x-sig',
        encoding: 'base64',
        signed,
        timestampHeader: 'x-time',
      } as const;
      const given = createHmac('sha256', 'k').update(text).digest('base64');
      const sent = delivery({ body: '{}', headers: { 'x-sig': given, 'x-time': stamp } });
      expect(generic.verify(sent, ['k'], options)).toBeNull();
      expect(generic.verify({ ...sent, now: sent.now + 5 * MINUTE + 1 }, ['k'], options)).toBe(
        'too_old',
      );
      const without = delivery({ body: '{}', headers: { 'x-sig': given } });
      expect(generic.verify(without, ['k'], options)).toBe('unsigned');
    }
  });

  it('without a signature has its secret in the address', () => {
    expect(address.verify(delivery({ body: '{}', token: 'abc' }), ['abc'], {})).toBeNull();
    expect(address.verify(delivery({ body: '{}', token: 'abd' }), ['abc'], {})).toBe('forged');
    expect(address.verify(delivery({ body: '{}' }), ['abc'], {})).toBe('unsigned');
  });

  it('names id, time and type of a record by their fields', () => {
    const options = { idField: 'meta.id', timeField: 'meta.at', typeField: 'kind' };
    const body = '{"kind":"lead","meta":{"id":7,"at":1700000000}}';
    expect(generic.identify(delivery({ body }), options)).toEqual({ id: '7', sentAt: null });
    expect(read(generic, body, options)[0]).toMatchObject({
      stream: 'lead',
      record: { _occurredAt: 1_700_000_000_000 },
    });
    const list = read(generic, '[{"a":1},{"a":2}]');
    expect(list.map(({ record }) => record._message)).toEqual(['msg_1.1', 'msg_1.2']);
  });
});

describe('Salesforce', () => {
  const { salesforce } = SCHEMES;
  const organization = '00D5e000000KQ2eEAG';
  const notification = (id: string, fields: string) =>
    `<Notification><Id>${id}</Id><sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${fields}</sObject></Notification>`;
  const message = (...notifications: string[]) =>
    `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>${organization}</OrganizationId><ActionId>04k5e000000CaRkAAK</ActionId><SessionId xsi:nil="true"/>${notifications.join('')}</notifications></soapenv:Body></soapenv:Envelope>`;
  const won = notification(
    '04l5e00000Gx7QzAAJ',
    '<sf:Id>0065e00000ZkM3hAAF</sf:Id><sf:Name>A &amp; B <![CDATA[<one>]]></sf:Name><sf:Amount>1200.50</sf:Amount><sf:CloseDate xsi:nil="true"/><sf:SystemModstamp>2026-01-02T00:00:00.000Z</sf:SystemModstamp>',
  );

  it('reads each notification as a record of its object', () => {
    const found = read(salesforce, message(won, notification('04l2', '<sf:Id>2</sf:Id>')));
    expect(found.map(({ stream, record }) => [stream, record])).toEqual([
      [
        'Opportunity',
        {
          Id: '0065e00000ZkM3hAAF',
          Name: 'A & B <one>',
          Amount: '1200.50',
          CloseDate: null,
          SystemModstamp: '2026-01-02T00:00:00.000Z',
          _message: '04l5e00000Gx7QzAAJ',
          _occurredAt: 1_767_312_000_000,
        },
      ],
      ['Opportunity', { Id: '2', _message: '04l2', _occurredAt: envelope.receivedAt }],
    ]);
    expect(found.map(({ text }) => JSON.parse(text))).toEqual(found.map(({ record }) => record));
    expect(salesforce.answer?.body).toContain('<Ack>true</Ack>');
  });

  it('takes one organisation only, by the 15 characters that count', () => {
    const sent = delivery({ body: message(won), token: 's' });
    expect(salesforce.verify(sent, ['s'], { organization })).toBeNull();
    expect(salesforce.verify({ ...sent, token: 't' }, ['s'], { organization })).toBe('forged');
    const id = { id: '04l5e00000Gx7QzAAJ', sentAt: null };
    expect(salesforce.identify(sent, { organization })).toEqual(id);
    expect(salesforce.identify(sent, { organization: '00D5e000000KQ2e' })).toEqual(id);
    expect(salesforce.identify(sent, { organization: '00D5e000000KQ2f' })).toBe('foreign');
    expect(salesforce.identify(sent, {})).toBe('foreign');
  });

  it('expands no entities and follows no document type', () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><x>&b;&c;</x>';
    for (const body of [
      bomb,
      '<x>&a;</x>',
      'no xml',
      '',
      '<a/>',
      '<Body><notifications/></Body>',
    ]) {
      const sent = delivery({ body, token: 's' });
      if (!body.includes('notifications')) {
        expect(salesforce.identify(sent, { organization })).toMatchObject({ sentAt: null });
      }
      if (body.startsWith('<Body>'))
        expect(read(salesforce, `<Envelope>${body}</Envelope>`)).toEqual([]);
      else expect(() => read(salesforce, body)).toThrow(Rotten);
    }
  });
});

describe('what cannot be read', () => {
  const { standard } = SCHEMES;

  it('says why', () => {
    for (const body of ['', '{', '5', '"x"', '[1]', '{"a":1}{"b":2}', 'null']) {
      expect(() => read(standard, body)).toThrow(Rotten);
    }
    expect(() => standard.read(Buffer.from([0x7b, 0xff, 0x7d]), envelope, {})).toThrow('not UTF-8');
    expect(read(standard, '[]')).toEqual([]);
  });

  it('is Rotten, whatever it is, in every scheme; and never verified without a secret', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, value) => {
        for (const scheme of Object.values(SCHEMES)) {
          const body = Buffer.from(bytes);
          try {
            scheme.read(body, envelope, {});
          } catch (error) {
            expect(error).toBeInstanceOf(Rotten);
          }
          const headers = new Headers();
          const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-signature-256'];
          for (const name of names) headers.set(name, encodeURIComponent(value));
          const sent = { ...delivery({ body, token: value }), headers };
          expect(scheme.verify(sent, [], {})).not.toBeNull();
        }
      }),
      { numRuns: 1000 },
    );
  });
});
