import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLink, checkLink, checkLinks, OPEN_TAXONOMY, parseTaxonomy } from './index.ts';

const GOOD = 'utm_source=google&utm_medium=cpc&utm_campaign=spring';
const rulesOf = (url: string, taxonomy = OPEN_TAXONOMY) =>
  checkLink(url, taxonomy).findings.map(({ rule }) => rule);

// One line per rule: the link, the rules it breaks, the link as it should be.
const CASES: [url: string, rules: string[], corrected: string][] = [
  [`https://a.b/?${GOOD}`, [], `https://a.b/?${GOOD}`],
  [` https://a.b/x y?${GOOD}\n`, ['url-blank'], `https://a.b/x%20y?${GOOD}`],
  [`www.example.com/a?${GOOD}`, ['url-scheme'], `https://www.example.com/a?${GOOD}`],
  [`example.com:8080?${GOOD}`, ['url-scheme'], `https://example.com:8080?${GOOD}`],
  [`//example.com/?${GOOD}#x`, ['url-scheme'], `https://example.com/?${GOOD}#x`],
  ['mailto:someone', ['url-scheme'], 'mailto:someone'],
  ['', ['url-scheme'], ''],
  [`https://jane:pw@a.b/?${GOOD}`, ['url-credentials'], `https://a.b/?${GOOD}`],
  [`https:///a?${GOOD}`, ['url-host'], `https:///a?${GOOD}`],
  [`https://a.b:99999/?${GOOD}`, ['url-host'], `https://a.b:99999/?${GOOD}`],
  [`https://a.b:65535/?${GOOD}`, [], `https://a.b:65535/?${GOOD}`],
  [`https://10.0.0.255:8080/?${GOOD}`, [], `https://10.0.0.255:8080/?${GOOD}`],
  [
    'https://a.b/?utm_source=google&amp;utm_medium=cpc&amp;utm_campaign=x',
    ['query-html'],
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=x',
  ],
  [`https://a.b/?id=7?${GOOD}`, ['query-separator'], `https://a.b/?id=7&${GOOD}`],
  [`https://a.b/?${GOOD};utm_content=y`, ['query-separator'], `https://a.b/?${GOOD}&utm_content=y`],
  [`https://a.b/?q=why?&${GOOD}`, [], `https://a.b/?q=why?&${GOOD}`],
  [`https://a.b/#plans?${GOOD}`, ['query-fragment-first'], `https://a.b/?${GOOD}#plans`],
  [
    `https://a.b/?x=1#/app?tab=2&${GOOD}`,
    ['query-fragment-first'],
    `https://a.b/?x=1&${GOOD}#/app?tab=2`,
  ],
  [`https://a.b/#${GOOD}`, ['query-fragment-first'], `https://a.b/?${GOOD}`],
  [
    'https://a.b/?UTM_Source=google&utm_medium=cpc&utm_campaign=x',
    ['parameter-case'],
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=x',
  ],
  [
    'https://a.b/?utm_soruce=google&utm-medium=cpc&utmcampaign=x',
    ['parameter-name', 'parameter-name', 'parameter-name'],
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=x',
  ],
  [
    `https://a.b/?${GOOD}&utm_weather=rain`,
    ['parameter-unknown'],
    `https://a.b/?${GOOD}&utm_weather=rain`,
  ],
  [`https://a.b/?${GOOD}&utm_source=google`, ['parameter-duplicate'], `https://a.b/?${GOOD}`],
  [`https://a.b/?${GOOD}&utm_source=bing`, ['parameter-duplicate'], `https://a.b/?${GOOD}`],
  [`https://a.b/?${GOOD}&utm_term=`, ['parameter-empty'], `https://a.b/?${GOOD}`],
  [
    'https://a.b/?utm_medium=cpc&x=1&utm_campaign=x&utm_source=google',
    ['parameter-order'],
    'https://a.b/?utm_source=google&x=1&utm_medium=cpc&utm_campaign=x',
  ],
  [
    'https://a.b/?utm_source=google&utm_medium=cpc',
    ['parameter-missing'],
    'https://a.b/?utm_source=google&utm_medium=cpc',
  ],
  ['https://a.b/', ['parameter-missing', 'parameter-missing', 'parameter-missing'], 'https://a.b/'],
  [
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=spring%2520sale',
    ['value-encoded-twice', 'value-blank'],
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=spring-sale',
  ],
  [
    'https://a.b/?utm_source=LinkedIn+Ads+&utm_medium=cpc&utm_campaign=x',
    ['value-blank', 'value-case'],
    'https://a.b/?utm_source=linkedin-ads&utm_medium=cpc&utm_campaign=x',
  ],
  [
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=fr%C3%BChling%26mehr',
    ['value-characters'],
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=fruhling-mehr',
  ],
  [
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=%E6%98%A5',
    [],
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=%E6%98%A5',
  ],
  [
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=-a__b-',
    ['value-separator'],
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=a_b',
  ],
  [
    `https://a.b/?${GOOD}&utm_term=Running+Shoes`,
    ['value-case'],
    `https://a.b/?${GOOD}&utm_term=running%20shoes`,
  ],
  [
    `https://a.b/?${GOOD}&utm_content={adname}`,
    ['value-placeholder'],
    `https://a.b/?${GOOD}&utm_content={adname}`,
  ],
  [
    `https://a.b/?${GOOD}&utm_content=50%_off`,
    ['value-characters'],
    `https://a.b/?${GOOD}&utm_content=50_off`,
  ],
  [
    `https://a.b/?${GOOD}&utm_content=(not+set)`,
    ['value-placeholder'],
    `https://a.b/?${GOOD}&utm_content=(not+set)`,
  ],
  [
    'https://a.b/?utm_source=cpc&utm_medium=google&utm_campaign=x',
    ['source-medium-swapped'],
    'https://a.b/?utm_source=google&utm_medium=cpc&utm_campaign=x',
  ],
  [
    'https://a.b/?utm_source=hubspot&utm_medium=newsletter&utm_campaign=x',
    ['ga4-unassigned'],
    'https://a.b/?utm_source=hubspot&utm_medium=email&utm_campaign=x',
  ],
  [
    'https://a.b/?utm_source=fair&utm_medium=qr&utm_campaign=x',
    ['ga4-unassigned'],
    'https://a.b/?utm_source=fair&utm_medium=qr&utm_campaign=x',
  ],
  [`https://a.b/?${GOOD}&gclid=Cj0K_x-1`, ['click-id'], `https://a.b/?${GOOD}`],
  [
    `https://a.b/?${GOOD}&utm_content=jane%40example.com`,
    ['personal-email'],
    `https://a.b/?${GOOD}`,
  ],
  [`https://a.b/?${GOOD}&to=%2B4915112345678#x`, ['personal-phone'], `https://a.b/?${GOOD}#x`],
  [`https://a.b/?${GOOD}#f?email=jane@example.com`, ['personal-email'], `https://a.b/?${GOOD}#f`],
  [
    `https://a.b/u/jane@example.com?${GOOD}`,
    ['personal-email'],
    `https://a.b/u/jane@example.com?${GOOD}`,
  ],
  [
    `https://a.b/?${GOOD}&utm_content=mrn-1234567`,
    ['personal-health-record'],
    `https://a.b/?${GOOD}`,
  ],
];

describe('checkLink', () => {
  it.each(CASES)('%s', (url, rules, corrected) => {
    const answer = checkLink(url);
    expect(answer.findings.map(({ rule }) => rule)).toEqual(rules);
    expect(answer.corrected).toBe(corrected);
    expect(checkLink(corrected).corrected).toBe(corrected);
  });

  it('never repeats personal data', () => {
    for (const url of [
      `https://a.b/?${GOOD}&q=jane@example.com`,
      `https://a.b/?${GOOD}&jane@example.com`,
      ` https://a.b/?q=jane@example.com&amp;x=1#${GOOD}&y=jane@example.com`,
    ]) {
      expect(JSON.stringify(checkLink(url).findings)).not.toContain('jane');
    }
  });

  it('says what GA4 makes of it, and keeps the ids of clicks', () => {
    expect(checkLink(`https://a.b/?fbclid=I1&${GOOD}`)).toMatchObject({
      ok: true,
      channel: 'Paid Search',
      rule: 'paid-search',
      clickIds: [{ name: 'fbclid', value: 'I1', platform: 'Meta' }],
      version: 'links@1 open@1',
    });
    expect(checkLink('https://a.b/')).toMatchObject({ ok: false, channel: null, rule: null });
    expect(() => checkLink('x'.repeat(20_001))).toThrow('at most 20000');
  });
});

const OURS = parseTaxonomy({
  id: 'ours@2',
  separator: '-',
  sources: [
    { name: 'google' },
    { name: 'linkedin', aliases: ['linkedin-ads', 'li'] },
    { name: 'hubspot' },
  ],
  media: [
    { name: 'cpc', sources: ['google', 'linkedin'] },
    { name: 'email', sources: ['hubspot'] },
  ],
  naming: {
    template: '{region}_{product}_{yyyymm}',
    fields: { region: { kind: 'enum', values: ['emea', 'apac'] } },
  },
});
const link = (source: string, medium: string, campaign = 'emea_spectro_202601') =>
  `https://a.b/?utm_source=${source}&utm_medium=${medium}&utm_campaign=${campaign}`;

describe('a taxonomy', () => {
  it.each([
    [link('google', 'cpc'), [], link('google', 'cpc')],
    [
      link('LinkedIn+Ads+', 'cpc'),
      ['value-blank', 'value-case', 'unknown-source'],
      link('linkedin', 'cpc'),
    ],
    [link('gogle', 'cpc'), ['unknown-source'], link('google', 'cpc')],
    [link('tiktok', 'cpc'), ['unknown-source', 'source-medium-pair'], link('tiktok', 'cpc')],
    [link('google', 'emial'), ['unknown-medium', 'source-medium-pair'], link('google', 'email')],
    [link('google', 'email'), ['source-medium-pair'], link('google', 'email')],
    [
      link('google', 'cpc', 'emae_spectro_202601'),
      ['campaign-name'],
      link('google', 'cpc', 'emea_spectro_202601'),
    ],
    [link('google', 'cpc', 'spring'), ['campaign-name'], link('google', 'cpc', 'spring')],
    [
      `${link('google', 'cpc')}&utm_content=blue_banner`,
      ['value-separator'],
      `${link('google', 'cpc')}&utm_content=blue-banner`,
    ],
  ])('%s', (url, rules, corrected) => {
    expect(rulesOf(url, OURS)).toEqual(rules);
    expect(checkLink(url, OURS).corrected).toBe(corrected);
  });

  it('may list the campaigns that exist', () => {
    const listed = parseTaxonomy({ id: 'l', campaigns: ['spring-sale', 'summer-sale'] });
    const answer = checkLink(link('google', 'cpc', 'spring-sael'), listed);
    expect(answer.findings).toMatchObject([
      { rule: 'unknown-campaign', suggestion: 'spring-sale' },
    ]);
    expect(rulesOf(link('google', 'cpc', 'black-friday'), listed)).toEqual(['unknown-campaign']);
  });

  it.each([
    {},
    { id: 'x', sources: [] },
    { id: 'x', separator: '/' },
    { id: 'x', naming: { template: 'x' } },
    { id: 'x', sauces: 1 },
  ])('is refused when it is wrong: %j', (input) => {
    expect(() => parseTaxonomy(input)).toThrow(/taxonomy is wrong|cannot be read/);
  });
});

describe('checkLinks', () => {
  it('finds ids and campaigns that contradict each other, and links that stand twice', () => {
    const a = `https://a.b/?${GOOD}`;
    const { links, ok } = checkLinks([
      `${a}1&utm_id=1`.replace('spring1&utm_id=1', 'one&utm_id=1'),
      a.replace('spring', 'two&utm_id=1'),
      a.replace('spring', 'two&utm_id=2'),
      a,
      `${a}&gclid=x`,
    ]);
    expect(ok).toBe(false);
    expect(links.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
      ['id-clash'],
      ['id-clash', 'campaign-clash'],
      ['campaign-clash'],
      ['link-duplicate'],
      ['click-id', 'link-duplicate'],
    ]);
    expect(links.map((one) => one.ok)).toEqual([false, false, false, true, true]);
  });

  it('answers an empty list', () => {
    expect(checkLinks([])).toMatchObject({ links: [], ok: true });
  });
});

describe('buildLink', () => {
  const tags = { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring' };

  it('writes tags in their order, before the fragment, behind what is there', () => {
    const order = { url: 'https://a.b/x?y=%7e#z', tags: { utm_content: 'b', ...tags } };
    expect(buildLink(order).url).toBe(`https://a.b/x?y=%7e&${GOOD}&utm_content=b#z`);
    expect(buildLink({ url: 'https://a.b?', tags }).url).toBe(`https://a.b?${GOOD}`);
    expect(buildLink({ url: 'https://a.b/?gclid=7', tags })).toMatchObject({
      url: `https://a.b/?${GOOD}`,
      clickIds: [{ name: 'gclid', value: '7' }],
    });
  });

  it.each([
    [{ utm_source: 'fair', utm_medium: 'qr', utm_campaign: 'x' }, 'ga4-unassigned'],
    [{ utm_source: 'Google', utm_medium: 'cpc', utm_campaign: 'x' }, 'value-case'],
    [{ ...tags, utm_content: 'jane@example.com' }, 'personal-email'],
    [{ ...tags, utm_term: '+49 151 12345678' }, 'personal-phone'],
    [{ utm_source: 'google', utm_medium: 'cpc' }, 'parameter-missing'],
  ])('refuses %j: %s', (given, rule) => {
    const built = buildLink({ url: 'https://a.b/', tags: given });
    expect(built.url).toBeNull();
    expect(built.findings.map((finding) => finding.rule)).toContain(rule);
  });

  it('refuses a tag that stands in the address, and one that does not exist', () => {
    expect(buildLink({ url: 'https://a.b/?utm_source=x', tags }).findings[0]?.rule).toBe(
      'parameter-duplicate',
    );
    expect(() => buildLink({ url: 'https://a.b/', tags: { utm_colour: 'red' } as never })).toThrow(
      'no tag utm_colour',
    );
  });
});

describe('for any link', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 10 }).map(encodeURIComponent),
    fc.stringMatching(/^[A-Za-z0-9_.%+@ -]{0,12}$/),
    fc.constantFrom(
      'google',
      'cpc',
      'email',
      'Spring%2520Sale',
      'jane%40example.com',
      '--a__',
      '{x}',
      'x%252525',
    ),
  );
  const name = fc.oneof(
    fc.constantFrom(
      'utm_source',
      'utm_medium',
      'utm_campaign',
      'utm_term',
      'UTM_Content',
      'utm_soruce',
      'utm_id',
      'gclid',
      'fbclid',
      'amp;utm_source',
    ),
    fc.stringMatching(/^[a-z]{1,6}$/),
  );
  const query = fc
    .array(
      fc.tuple(name, word).map((pair) => pair.join('=')),
      { maxLength: 8 },
    )
    .map((all) => all.join('&'));
  const fragment = fc.oneof(
    fc.constant(''),
    query,
    query.map((text) => `top?${text}`),
  );
  const anyUrl = fc
    .tuple(
      fc.constantFrom(
        'https://a.b',
        'www.a.bc',
        'http://u:p@a.b:80',
        '//a.b',
        ' https://A.b/x y',
        'mailto:a',
        '',
      ),
      query,
      fragment,
    )
    .map(([head, middle, tail]) => `${head}/?${middle}#${tail}`);

  it('what is corrected is not corrected again, and has nothing left that could be', () => {
    fc.assert(
      fc.property(anyUrl, fc.constantFrom(OPEN_TAXONOMY, OURS), (url, taxonomy) => {
        const { corrected } = checkLink(url, taxonomy);
        const again = checkLink(corrected, taxonomy);
        expect(again.corrected).toBe(corrected);
        expect(again.clickIds).toEqual([]);
        expect(
          again.findings.filter(({ rule }) =>
            /^(?:value-(?!pl)|parameter-(?!miss|unk)|query-|click-id)/.test(rule),
          ),
        ).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('what no rule speaks of stays, byte by byte and in its order', () => {
    const signs = [
      'a',
      'Z',
      '9',
      ...`_.~!*'();,:/-@+$`,
      '%20',
      '%C3%BC',
      '%2F',
      '%',
      '%zz',
      'ü',
      '{',
      '|',
    ];
    const plain = fc.array(fc.constantFrom(...signs), { maxLength: 8 }).map((all) => all.join(''));
    const key = fc.constantFrom('q', 'X1', 'x[]', 'Q%5B%5D', 'ü', '');
    const pairs = fc.array(
      fc.tuple(key, plain).map((pair) => pair.join('=')),
      { maxLength: 5 },
    );
    const path = fc.array(plain, { maxLength: 3 }).map((steps) => steps.join('/'));
    fc.assert(
      fc.property(pairs, pairs, path, plain, (before, after, steps, end) => {
        const make = (tags: string) =>
          `https://Ex.Ample/${steps}?${[...before, tags, ...after].join('&')}#${end}`;
        const messy = make('utm_medium=CPC&gclid=1&utm_source=Google+&utm_campaign=spring');
        const answer = checkLink(messy);
        fc.pre(answer.findings.every(({ rule }) => !rule.startsWith('personal')));
        expect(answer.corrected).toBe(make(GOOD));
      }),
      { numRuns: 1000 },
    );
  });

  it('what is built reads back, and passes its own check', () => {
    const slug = fc.stringMatching(/^[a-z]{1,6}(?:-[a-z]{1,6}){0,2}$/);
    fc.assert(
      fc.property(
        slug,
        slug,
        fc.constantFrom('cpc', 'email', 'referral', 'display'),
        (source, campaign, medium) => {
          const tags = { utm_source: source, utm_medium: medium, utm_campaign: campaign };
          const { url } = buildLink({ url: 'https://a.b/?q=1', tags });
          expect(url).toBe(
            `https://a.b/?q=1&utm_source=${source}&utm_medium=${medium}&utm_campaign=${campaign}`,
          );
          expect(checkLink(url as string)).toMatchObject({
            ok: true,
            findings: [],
            corrected: url,
          });
        },
      ),
      { numRuns: 1000 },
    );
  });
});
