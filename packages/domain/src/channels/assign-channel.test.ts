import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import GA4_SOURCES from './fixtures/ga4-sources.json' with { type: 'json' };
import {
  AI_BY_SOURCE,
  assignChannel,
  explainChannel,
  GA4_2026_04,
  GOOGLE_LIST,
  GROUPINGS,
  parseCustomGroup,
} from './index.ts';

// Rules: Analytics Help, “Default channel group”; one line per branch of each rule, and the order.
const CASES: [source: string, medium: string, campaign: string, channel: string][] = [
  ['(direct)', '(none)', '(not set)', 'Direct'],
  ['(direct)', '(not set)', '', 'Direct'],
  ['(Direct)', '(None)', '', 'Direct'],
  ['', '', '', 'Direct'],
  ['(direct)', 'cpc', '', 'Paid Other'],
  ['(not set)', '(not set)', '(not set)', 'Unassigned'],
  ['google', 'cpc', 'eu cross-network 2026', 'Cross-network'],
  ['google', 'organic', 'Cross-Network', 'Cross-network'],
  ['amazon', 'cpc', '', 'Paid Shopping'],
  ['google', 'cpc', 'brand shopping de', 'Paid Shopping'],
  ['google', 'cpc', 'shop-sale', 'Paid Shopping'],
  ['google', 'ppc', 'e-shop', 'Paid Shopping'],
  ['google', 'cpc', 'workshop-berlin', 'Paid Search'],
  ['google', 'cpc', 'eshop', 'Paid Shopping'],
  ['google', 'cpc', 'bishop', 'Paid Search'],
  ['google', 'cpc', '', 'Paid Search'],
  ['Google', 'CPC', '', 'Paid Search'],
  ['google', 'cpm', '', 'Paid Search'],
  ['bing', 'ppc', '', 'Paid Search'],
  ['yahoo', 'retargeting', '', 'Paid Search'],
  ['duckduckgo', 'paid-search', '', 'Paid Search'],
  ['yandex.ru', 'cpc', '', 'Paid Search'],
  ['facebook', 'paid', '', 'Paid Social'],
  ['facebook.com', 'cpc', '', 'Paid Social'],
  ['instagram', 'paid_social', '', 'Paid Social'],
  ['linkedin', 'cpc', '', 'Paid Social'],
  ['tiktok', 'cpm', '', 'Paid Social'],
  ['ig', 'paidsocial', '', 'Paid Social'],
  ['youtube', 'cpv', '', 'Paid Video'],
  ['youtube', 'cpc', '', 'Paid Video'],
  ['vimeo.com', 'paid', '', 'Paid Video'],
  ['youtu.be', 'cpc', '', 'Paid Video'],
  ['dv360', 'display', '', 'Display'],
  ['google', 'display', '', 'Display'],
  ['taboola', 'banner', '', 'Display'],
  ['criteo', 'expandable', '', 'Display'],
  ['x', 'interstitial', '', 'Display'],
  ['newspaper', 'cpm', '', 'Display'],
  ['outbrain', 'cpc', '', 'Paid Other'],
  ['partner', 'paid-placement', '', 'Paid Other'],
  ['criteo', 'retargeting', '', 'Paid Other'],
  ['partner', 'ocpm', '', 'Paid Other'],
  ['ebay.de', 'referral', '', 'Organic Shopping'],
  ['stripe', 'referral', '', 'Organic Shopping'],
  ['newsletter', 'email', 'winter shop', 'Organic Shopping'],
  ['facebook', 'social', '', 'Organic Social'],
  ['m.facebook.com', 'referral', '', 'Organic Social'],
  ['l.facebook.com', 'referral', '', 'Organic Social'],
  ['lm.facebook.com', 'Referral', '', 'Organic Social'],
  ['de-de.facebook.com', 'referral', '', 'Organic Social'],
  ['www.linkedin.com', 'referral', '', 'Organic Social'],
  ['t.co', 'referral', '', 'Organic Social'],
  ['mastodon.social', 'referral', '', 'Organic Social'],
  ['somewhere', 'sm', '', 'Organic Social'],
  ['somewhere', 'social network', '', 'Organic Social'],
  ['somewhere', 'social-media', '', 'Organic Social'],
  ['youtube.com', 'referral', '', 'Organic Video'],
  ['m.youtube.com', 'referral', '', 'Organic Video'],
  ['partner', 'video', '', 'Organic Video'],
  ['partner', 'pre-video-roll', '', 'Organic Video'],
  ['google', 'organic', '', 'Organic Search'],
  ['google', '(not set)', '', 'Organic Search'],
  ['unheard-of-engine', 'organic', '', 'Organic Search'],
  ['duckduckgo.com', 'referral', '', 'Organic Search'],
  ['google.co.uk', 'referral', '', 'Organic Search'],
  ['fr.search.yahoo.com', 'referral', '', 'Organic Search'],
  ['chatgpt.com', 'ai-assistant', '', 'AI Assistant'],
  ['claude.ai', 'AI-Assistant', '', 'AI Assistant'],
  ['chatgpt.com', 'referral', '', 'Referral'],
  ['chatgpt.com', '(not set)', '', 'Unassigned'],
  ['gemini.google.com', 'ai-assistant', '', 'AI Assistant'],
  ['mail.google.com', 'referral', '', 'Referral'],
  ['accounts.google.com', 'referral', '', 'Referral'],
  ['mail.yahoo.com', 'referral', '', 'Referral'],
  ['login.live.com', 'referral', '', 'Referral'],
  ['example.com', 'referral', '', 'Referral'],
  ['partner', 'app', '', 'Referral'],
  ['partner', 'link', '', 'Referral'],
  ['newsletter', 'email', '', 'Email'],
  ['Newsletter', 'E-Mail', '', 'Email'],
  ['hubspot', 'e_mail', '', 'Email'],
  ['hubspot', 'e mail', '', 'Email'],
  ['email', 'newsletter', '', 'Email'],
  ['mailchimp', 'newsletter', '', 'Unassigned'],
  ['awin', 'affiliate', '', 'Affiliates'],
  ['awin', 'affiliates', '', 'Unassigned'],
  ['spotify', 'audio', '', 'Audio'],
  ['sms', 'text', '', 'SMS'],
  ['twilio', 'sms', '', 'SMS'],
  ['braze', 'web-push', '', 'Mobile Push Notifications'],
  ['braze', 'mobile-app', '', 'Mobile Push Notifications'],
  ['braze', 'app-notification', '', 'Mobile Push Notifications'],
  ['firebase', 'whatever', '', 'Mobile Push Notifications'],
  ['braze', 'pushes', '', 'Unassigned'],
  ['poster', 'qr', 'fair', 'Unassigned'],
  ['myfacebook.com', 'referral', '', 'Referral'],
  ['facebook.com.example.org', 'referral', '', 'Referral'],
];

describe('GA4 default channel group', () => {
  it.each(CASES)('%s / %s / %s is %s', (source, medium, campaign, channel) => {
    expect(assignChannel({ source, medium, campaign }).channel).toBe(channel);
  });

  it('has a hundred cases, and every channel among them', () => {
    const channels = Object.values(GROUPINGS)[0]?.rules.map((rule) => rule.channel);
    expect(CASES.length).toBeGreaterThanOrEqual(90);
    expect(new Set(CASES.map((row) => row[3]))).toEqual(
      new Set([...(channels ?? []), 'Unassigned']),
    );
  });

  it('is versioned: before May 2026 assistants were referrals', () => {
    const session = { source: 'chatgpt.com', medium: 'ai-assistant' };
    expect(assignChannel(session, { grouping: GA4_2026_04 })).toMatchObject({
      channel: 'Unassigned',
      version: /^ga4@2026-04 /.exec(assignChannel(session, { grouping: GA4_2026_04 }).version)
        ?.input,
    });
    expect(assignChannel(session).version).toMatch(/^ga4@2026-05 /);
  });

  it('says why', () => {
    expect(assignChannel({ source: 'Google', medium: 'CPC' })).toMatchObject({
      rule: 'paid-search',
      reason: 'source “google” is a search engine (google), medium “cpc” is paid',
      method: 'first-match',
    });
    expect(assignChannel({ source: 'poster', medium: 'qr' })).toMatchObject({
      rule: 'otherwise',
      reason: 'no rule matches source “poster” and medium “qr”',
    });
  });

  it('takes null for not set, as databases export it', () => {
    const nothing = { source: null, medium: null, campaign: null };
    expect(assignChannel(nothing).channel).toBe('Direct');
    expect(assignChannel({ source: 'google', medium: null }).channel).toBe('Organic Search');
    expect(assignChannel({ source: null, medium: 'cpc' }).channel).toBe('Paid Other');
  });

  it('points at AI assistants that are counted elsewhere', () => {
    const answer = assignChannel({ source: 'perplexity.ai', medium: 'referral' });
    expect(answer.channel).toBe('Referral');
    expect(answer.warnings.map(({ code }) => code)).toEqual(['ai_source_other_medium']);
    expect(assignChannel({ source: 'a.b', medium: 'referral' }).warnings).toEqual([]);
  });
});

describe("Google's own list", () => {
  const rows = Object.entries(GA4_SOURCES).flatMap(([kind, names]) =>
    names.map((source) => ({ kind, source })),
  );
  const organic: Record<string, string> = {
    search: 'Organic Search',
    social: 'Organic Social',
    video: 'Organic Video',
    shopping: 'Organic Shopping',
  };

  it.each([undefined, GOOGLE_LIST])('is met in all of its 819 sources', (sources) => {
    const options = sources ? { sources } : {};
    const wrong = rows.filter(
      ({ kind, source }) =>
        assignChannel({ source, medium: 'referral' }, options).channel !== organic[kind],
    );
    expect(rows).toHaveLength(819);
    expect(wrong).toEqual([]);
  });
});

describe('custom groups', () => {
  const ours = parseCustomGroup({
    id: 'ours@3',
    rules: [
      {
        id: 'brand',
        channel: 'Brand Search',
        when: {
          all: [
            { sourceKind: 'search' },
            { field: 'campaign', startsWith: ['Brand'] },
            { not: { field: 'campaign', endsWith: ['-generic'] } },
          ],
        },
      },
      { id: 'print', channel: 'Print', when: { field: 'medium', matches: '^(qr|print)$' } },
    ],
  });

  it('stand on top of the grouping', () => {
    const custom = [ours];
    const ask = (source: string, medium: string, campaign = '') =>
      assignChannel({ source, medium, campaign }, { custom });
    expect(ask('google', 'cpc', 'BRAND-de')).toMatchObject({
      channel: 'Brand Search',
      rule: 'brand',
      version: 'ours@3 ga4@2026-05 google+matomo@2026-07',
    });
    expect(ask('google', 'cpc', 'brand-generic').channel).toBe('Paid Search');
    expect(ask('poster', 'qr').channel).toBe('Print');
  });

  it('count assistants by their source when asked to', () => {
    const ask = (source: string, medium: string) =>
      assignChannel({ source, medium }, { custom: [AI_BY_SOURCE] }).channel;
    expect(ask('perplexity.ai', 'referral')).toBe('AI Assistant');
    expect(ask('chatgpt.com', '')).toBe('AI Assistant');
    expect(ask('chatgpt.com', 'cpc')).toBe('Paid Other');
    expect(ask('google', 'organic')).toBe('Organic Search');
  });

  it.each([
    {},
    { id: 'x', rules: [] },
    { id: 'x', rules: [{ id: 'a', channel: 'A', when: { field: 'medium', matches: '(' } }] },
    { id: 'x', rules: [{ id: 'a', channel: 'A', when: { field: 'device', is: ['a'] } }] },
    { id: 'x', rules: [{ id: 'a', channel: 'A', when: { field: 'medium', is: [] } }] },
  ])('are refused when they are wrong: %j', (input) => {
    expect(() => parseCustomGroup(input)).toThrow(/channel group is wrong at/);
  });
});

describe('for any text', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('google', 'cpc', 'email', 'facebook.com', '(direct)', '(none)', 'referral'),
  );

  it('case and blanks do not matter, one rule matches, and the trace ends with it', () => {
    fc.assert(
      fc.property(text, text, text, (source, medium, campaign) => {
        const answer = assignChannel({ source, medium, campaign });
        const loud = { source: ` ${source}`, medium: `${medium} `, campaign };
        const trace = explainChannel(loud);
        expect(assignChannel(loud).channel).toBe(answer.channel);
        expect(trace.at(-1)).toMatchObject({ rule: answer.rule, matched: true });
        expect(trace.filter(({ matched }) => matched)).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });
});
