import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storedMeasure } from '../catalogue/index.ts';
import { MODEL_TABLES } from '../model/index.ts';
import {
  classifyEmailEvents,
  type EmailEvent,
  isInRange,
  MACHINE_AGENTS,
  MACHINE_NETWORKS,
  networkOf,
  ONLY_FROM_EVENTS,
  sumEngagement,
} from './index.ts';

const NINE = Date.UTC(2026, 10, 22, 9);
let next = 0;
const event = (
  kind: EmailEvent['kind'],
  seconds: number,
  more: Partial<EmailEvent> = {},
): EmailEvent => ({
  eventId: `e${next++}`,
  kind,
  at: NINE + seconds * 1000,
  messageId: 'm1',
  campaignId: 'c1',
  ...more,
});
const click = (seconds: number, url: string, more: Partial<EmailEvent> = {}) =>
  event('click', seconds, { url, network: '198.51.100.7', ...more });
const rulesOf = (events: EmailEvent[], options = {}) =>
  classifyEmailEvents(events, options).events.map(({ reasons }) =>
    reasons.map(({ rule }) => rule).join('+'),
  );
const dayOf = (at: number) => Math.floor(at / 86_400_000);

describe('a gateway that fetches every link', () => {
  // Sent 09:00:00; all 6 links 09:00:09 to 09:00:12 from one network; one click 09:14 from another.
  const events = [
    event('sent', 0),
    ...[9, 9.5, 10, 10.5, 11, 12].map((seconds, i) => click(seconds, `https://x.example/${i}`)),
    click(14 * 60, 'https://x.example/2', { network: '203.0.113.9' }),
  ];
  const answer = classifyEmailEvents(events);

  it('leaves raw clicks 7 on 6 links, human clicks 1, six flagged with the reason', () => {
    const [row] = sumEngagement(answer.events, { by: ['mail'], dayOf });
    expect(row?.counts).toMatchObject({
      emails_sent: 1,
      email_clicks: 7,
      email_unique_clicks: 1,
      email_human_clicks: 1,
      email_unique_human_clicks: 1,
    });
    expect([row?.links, row?.humanLinks]).toEqual([6, 1]);
    expect(answer.flagged).toEqual({ all_links_5s: 6 });
    const words = answer.events.flatMap(({ reasons }) => reasons.map((one) => one.words));
    expect(words).toEqual(Array(6).fill('all links within 5 s of each other'));
    expect(answer.events.map(({ event: one }) => one)).toEqual(events);
  });

  it('is known by neighbours in its network, and not by another one', () => {
    const near = events.map((one, i) =>
      i > 0 && i < 7 ? { ...one, network: `198.51.100.${i}` } : one,
    );
    expect(classifyEmailEvents(near).flagged).toEqual({ all_links_5s: 6 });
    const far = events.map((one, i) =>
      i > 0 && i < 7 ? { ...one, network: `198.51.${i}.1` } : one,
    );
    expect(classifyEmailEvents(far).flagged).toEqual({});
  });

  it('is known by three of many links, and a slow reader is not', () => {
    const links = new Map([['c1', new Set([...'abcdefgh'])]]);
    const fast = [click(60, 'a'), click(62, 'b'), click(64, 'c'), click(300, 'd')];
    expect(rulesOf(fast, { links })).toEqual([
      'many_links_5s',
      'many_links_5s',
      'many_links_5s',
      '',
    ]);
    expect(rulesOf([click(60, 'a'), click(63, 'b'), click(66, 'c')], { links })).toEqual([
      '',
      '',
      '',
    ]);
    expect(rulesOf([click(60, 'a'), click(61, 'a'), click(62, 'a')])).toEqual(['', '', '']);
  });

  it('is not one reader of another mail', () => {
    const others = ['a', 'b', 'c'].map((url, i) => click(60 + i, url, { messageId: `m${i}` }));
    expect(rulesOf(others)).toEqual(['', '', '']);
  });
});

describe('single events', () => {
  it.each<[string, EmailEvent, string]>([
    ['Apple opens', event('open', 60, { userAgent: 'Mozilla/5.0' }), 'apple_mpp'],
    ['a click is never Apple’s', click(60, 'a', { userAgent: 'Mozilla/5.0' }), ''],
    ['a browser', event('open', 60, { userAgent: 'Mozilla/5.0 (Macintosh) Safari/605' }), ''],
    [
      'Gmail fetching ahead',
      event('open', 60, {
        userAgent:
          'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0',
      }),
      'prefetch_agent',
    ],
    [
      'Google’s proxy',
      event('open', 60, {
        userAgent:
          'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
      }),
      '',
    ],
    [
      'a gateway that says so',
      click(60, 'a', { userAgent: 'Barracuda Sentinel (EE)' }),
      'security_agent',
    ],
    ['its network', click(60, 'a', { network: '209.222.83.4' }), 'security_network'],
    ['HEAD', click(60, 'a', { method: 'head' }), 'head_request'],
    ['the source', event('open', 60, { machine: true }), 'source_says'],
    ['a send is nobody’s', event('sent', 0, { userAgent: 'curl/8' }), ''],
  ])('%s', (_, one, rules) => {
    expect(rulesOf([one])).toEqual([rules]);
  });

  it('right after delivery, which counts before sending', () => {
    expect(rulesOf([event('sent', 0), click(4, 'a'), event('open', 4)])).toEqual([
      '',
      'soon_after_delivery',
      '',
    ]);
    expect(rulesOf([event('sent', 0), event('delivered', 3), click(7, 'a')])).toEqual([
      '',
      '',
      'soon_after_delivery',
    ]);
    expect(rulesOf([click(4, 'a', { sentAt: NINE })])).toEqual(['soon_after_delivery']);
    expect(rulesOf([event('sent', 0), click(4, 'a')], { soonSeconds: { click: 2 } })).toEqual([
      '',
      '',
    ]);
  });

  it('through a proxy have no known place', () => {
    const proxied = event('open', 60, { userAgent: 'YahooMailProxy; https://help.yahoo.com' });
    expect(classifyEmailEvents([proxied]).events[0]).toMatchObject({
      human: true,
      placeKnown: false,
    });
  });

  it('beside a hidden link are the machine’s as well', () => {
    const honeypots = new Set(['trap']);
    const rules = rulesOf(
      [
        click(60, 'trap'),
        event('open', 90, { network: '198.51.100.99' }),
        click(90, 'a', { network: '203.0.113.1' }),
      ],
      { honeypots },
    );
    expect(rules).toEqual(['honeypot', 'honeypot', '']);
  });

  it('unsubscribes amid clicks of a machine are its, others are not', () => {
    const unsubscribe = (seconds: number) =>
      event('unsubscribe', seconds, { network: '198.51.100.7' });
    const events = [click(60, 'a'), click(61, 'b'), unsubscribe(62), unsubscribe(600)];
    expect(rulesOf(events)).toEqual(['all_links_5s', 'all_links_5s', 'with_machine_clicks', '']);
  });

  it('a person has the last word, and the rules stay visible', () => {
    const apple = event('open', 60, { userAgent: 'Mozilla/5.0' });
    const real = event('open', 61);
    const said = new Map([
      [apple.eventId, { human: true, by: 'Ana' }],
      [real.eventId, { human: false, by: 'Ana' }],
    ]);
    const { events, flagged } = classifyEmailEvents([apple, real], { said });
    expect(events.map(({ human, reasons }) => [human, reasons.map(({ rule }) => rule)])).toEqual([
      [true, ['apple_mpp', 'said']],
      [false, ['said']],
    ]);
    expect(flagged).toEqual({ said: 1 });
  });

  it('own networks and agents add to the list', () => {
    const one = click(60, 'a', { userAgent: 'AcmeGate 1', network: '2001:db8:5::1' });
    expect(rulesOf([one], { agents: ['acmegate'], networks: ['2001:db8:5::/48'] })).toEqual([
      'robot_agent+security_network',
    ]);
    expect(() => classifyEmailEvents([event('open', Number.NaN)])).toThrow('has no time');
  });
});

describe('networks', () => {
  it.each([
    ['198.51.100.1', '198.51.100.0/24', true],
    ['198.51.101.1', '198.51.100.0/23', true],
    ['198.51.102.1', '198.51.100.0/23', false],
    ['::ffff:198.51.100.1', '198.51.100.1', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['1:2:3:4:5:6:7:8', '0.0.0.0/0', false],
    ['nonsense', '0.0.0.0/0', false],
    ['300.1.1.1', '0.0.0.0/0', false],
    ['1::2::3', '::/0', false],
    ['198.51.100.1', '198.51.100.0/40', false],
  ])('%s in %s: %s', (address, range, inside) => {
    expect(isInRange(address, range)).toBe(inside);
  });

  it('of neighbours are one', () => {
    expect(networkOf('2001:db8:1:2::3')).toBe(networkOf('2001:db8:1:ffff::9'));
    expect(networkOf('198.51.100.x')).toBe(networkOf('198.51.100.0/24'));
    expect([networkOf(null), networkOf('AS64500')]).toEqual(['', 'as64500']);
  });

  it('and agents on the list have a source and are written as they are compared', () => {
    for (const { text, source } of MACHINE_AGENTS) {
      expect(text).toBe(text.toLowerCase());
      expect(source).toMatch(/^(https:|own: )/);
    }
    for (const { range } of MACHINE_NETWORKS)
      expect(isInRange(range.split('/')[0] ?? '', range)).toBe(true);
  });
});

describe('sums', () => {
  it('are fed by the model, or only from judged events, and all are in the catalogue', () => {
    const fed = MODEL_TABLES.filter(({ id }) => id === 'email_event').flatMap(({ feeds }) =>
      feeds.map(({ measure }) => measure),
    );
    const [row] = sumEngagement(classifyEmailEvents([event('sent', 0)]).events, { by: [], dayOf });
    const given = Object.keys(row?.counts ?? {});
    expect(new Set(given)).toEqual(new Set([...fed, ...ONLY_FROM_EVENTS]));
    for (const one of given) expect(storedMeasure('email_send', one)?.id).toBe(one);
  });

  it('keep Apple’s mails out of the open rate without it, above and below', () => {
    const events = [1, 2].flatMap((mail) => [
      event('delivered', 0, { messageId: `m${mail}` }),
      event('open', 60, { messageId: `m${mail}`, ...(mail === 1 && { userAgent: 'Mozilla/5.0' }) }),
      event('open', 90, { messageId: `m${mail}` }),
    ]);
    const [row] = sumEngagement(classifyEmailEvents(events).events, { by: [], dayOf });
    expect(row?.counts).toMatchObject({
      emails_delivered: 2,
      email_opens: 4,
      email_unique_opens: 2,
      email_human_opens: 3,
      email_unique_human_opens: 2,
      email_delivered_no_mpp: 1,
      email_unique_opens_no_mpp: 1,
    });
    expect(row?.reasons).toEqual({ apple_mpp: 1 });
  });

  it('count a mail once, on its first day, under the names that any of its events knows', () => {
    const events = [
      event('open', 0, { campaign: 'News', subject: 'Hi' }),
      event('open', 86_400),
      event('hard_bounce', 86_400, { messageId: 'm2', campaignId: 'c2' }),
    ];
    const rows = sumEngagement(classifyEmailEvents(events).events, {
      by: ['day', 'campaign'],
      dayOf,
    });
    expect(
      rows.map(({ day, campaignId, campaign, counts }) => [
        (day ?? 0) - dayOf(NINE),
        campaignId,
        campaign,
        counts.email_opens,
        counts.email_unique_opens,
        counts.emails_hard_bounced,
      ]),
    ).toEqual([
      [0, 'c1', 'News', 1, 1, 0],
      [1, 'c1', 'News', 1, 0, 0],
      [1, 'c2', null, 0, 0, 1],
    ]);
  });

  const random = fc.array(
    fc.record({
      kind: fc.constantFrom<EmailEvent['kind']>(
        'sent',
        'delivered',
        'open',
        'click',
        'unsubscribe',
      ),
      at: fc.integer({ min: 0, max: 60_000 }).map((at) => NINE + at * 5),
      messageId: fc.constantFrom('m1', 'm2', 'm3'),
      url: fc.constantFrom('a', 'b', 'c', null),
      network: fc.constantFrom('198.51.100.1', '203.0.113.1', null),
      userAgent: fc.constantFrom('Mozilla/5.0', 'curl/8', 'Safari', null),
    }),
    { maxLength: 25 },
  );

  it('nothing is lost or doubled, humans are never more than all, and parts add up to the whole', () => {
    fc.assert(
      fc.property(random, (list) => {
        const events = list.map((one, i) => ({
          ...one,
          eventId: `${i}`,
          campaignId: one.messageId === 'm3' ? 'c2' : 'c1',
        }));
        const { events: classified } = classifyEmailEvents(events);
        expect(new Set(classified.map(({ event: one }) => one))).toEqual(new Set(events));
        const sum = (by: ('day' | 'mail' | 'campaign')[]) => {
          const total: Record<string, number> = {};
          for (const { counts } of sumEngagement(classified, {
            by,
            dayOf: (at) => Math.floor(at / 60_000),
          }))
            for (const [name, count] of Object.entries(counts))
              total[name] = (total[name] ?? 0) + count;
          return total;
        };
        const whole = sum([]);
        for (const by of [['day'], ['mail'], ['day', 'campaign']] as const) {
          if (events.length > 0) expect(sum([...by])).toEqual(whole);
        }
        const of = (name: string) => whole[name] ?? 0;
        expect(of('email_human_clicks')).toBeLessThanOrEqual(of('email_clicks'));
        expect(of('email_unique_human_opens')).toBeLessThanOrEqual(of('email_unique_opens'));
        expect(of('email_clicks')).toBe(events.filter(({ kind }) => kind === 'click').length);
      }),
      { numRuns: 1000 },
    );
  });

  it('the order of rows and doubles change nothing', () => {
    fc.assert(
      fc.property(random, (list) => {
        const events = list.map((one, i) => ({ ...one, eventId: `${i}` }));
        const one = classifyEmailEvents(events);
        expect(classifyEmailEvents([...events, ...events].reverse())).toEqual(one);
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with comparing every click with every other', () => {
    fc.assert(
      fc.property(random, (list) => {
        const events = list
          .map((one, i) => ({ ...one, eventId: `${i}` }))
          .filter(({ kind }) => kind === 'click');
        const { events: classified } = classifyEmailEvents(events);
        for (const { event: own, reasons } of classified) {
          const near = events.filter(
            (one) => one.url && one.messageId === own.messageId && one.network === own.network,
          );
          const starts = near
            .filter(({ at }) => at <= own.at && own.at - at <= 5000)
            .map(({ at }) => at);
          const window = (from: number) =>
            new Set(near.filter(({ at }) => at >= from && at <= from + 5000).map(({ url }) => url));
          const mine = new Set(
            events
              .filter((one) => one.url && one.messageId === own.messageId)
              .map(({ url }) => url),
          );
          const burst =
            own.url !== null &&
            starts.some(
              (from) =>
                window(from).size >= 3 || (mine.size >= 2 && window(from).size === mine.size),
            );
          expect(reasons.some(({ rule }) => rule.endsWith('_links_5s'))).toBe(burst);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
