import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditLinks } from './audit-links.ts';
import { checkLink } from './check-link.ts';
import { COMMON_SOURCES, isOfPlatform, platformTags } from './platforms.ts';
import { OPEN_TAXONOMY } from './taxonomy.ts';

const M = 1_000_000;

describe('spend against links', () => {
  const links = [
    { id: 'a', campaign: 'spring', source: 'twitter' },
    { id: 'b', campaign: 'autumn', source: 'google' },
  ];

  it('finds orphans, campaigns without a link of their platform, and idle links', () => {
    const found = auditLinks({
      spend: [
        { source: 'x_ads', campaign: 'spring', spendMicros: 9_100 * M },
        { source: 'x_ads', campaign: null, spendMicros: 900 * M },
      ],
      links,
    });
    expect(found.coverage).toBe(0.91);
    expect(found.withoutCampaign).toEqual([
      { source: 'x_ads', campaign: null, spendMicros: 900 * M },
    ]);
    expect(found.linksWithoutSpend.map(({ id }) => id)).toEqual(['b']);
    const other = auditLinks({
      spend: [{ source: 'linkedin_ads', campaign: 'spring', spendMicros: M }],
      links,
    });
    expect(other.withoutLink).toHaveLength(1);
    expect(other.coverage).toBe(0);
  });

  it('has no coverage of nothing, and refuses what is no amount', () => {
    expect(auditLinks({ spend: [], links: [] }).coverage).toBeNull();
    const spend = [{ source: 'x', campaign: null, spendMicros: Number.NaN }];
    expect(() => auditLinks({ spend, links })).toThrow('is NaN');
  });

  it('tracked and untracked spend are all spend', () => {
    const name = fc.constantFrom('spring', 'autumn', 'summer', null);
    const place = fc.record({
      source: fc.constantFrom('x_ads', 'google_ads', 'own'),
      campaign: name,
      spendMicros: fc.integer({ min: 0, max: 1e9 }),
    });
    fc.assert(
      fc.property(fc.array(place), (spend) => {
        const found = auditLinks({ spend, links });
        const open = [...found.withoutCampaign, ...found.withoutLink];
        const rest = open.reduce((sum, one) => sum + one.spendMicros, 0);
        expect(found.trackedMicros + rest).toBe(found.spendMicros);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('platforms', () => {
  it('know their own words', () => {
    expect(isOfPlatform('X', 'x_ads')).toBe(true);
    expect(isOfPlatform('linkedin', 'x_ads')).toBe(false);
    expect(isOfPlatform('taboola', 'taboola')).toBe(true);
    expect(platformTags('toString')).toBeNull();
  });

  it('as a taxonomy set a hand-written source right', () => {
    const taxonomy = { ...OPEN_TAXONOMY, sources: COMMON_SOURCES };
    const link =
      'https://a.b/?utm_source=LinkedIn%20Ads%20&utm_medium=paid_social&utm_campaign=spring';
    const found = checkLink(link, taxonomy);
    expect(found.ok).toBe(false);
    expect(found.corrected).toContain('utm_source=linkedin&');
    expect(found.findings.map(({ rule }) => rule)).toContain('value-blank');
  });
});
