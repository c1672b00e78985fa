import { describe, expect, it } from 'vitest';
import { compareModels } from './compare-models.ts';
import { anchorModel, MODELS } from './models.ts';
import { readPaths } from './path-set.ts';
import { sumClaims } from './sum-claims.ts';

describe('compareModels', () => {
  const paths = readPaths([
    { path: 'search > webinar > email', conversions: 10, valueMicros: 100 },
    { path: 'search > email', conversions: 10, valueMicros: 100 },
  ]);

  it('shows the spread of each channel and warns where the models disagree', () => {
    const { channels, total, warnings } = compareModels(paths, [
      MODELS.first,
      MODELS.last,
      MODELS.linear,
    ]);
    expect(total).toEqual({ conversions: 20, conversionMicros: 20_000_000, valueMicros: 200 });
    expect(
      channels.map(({ channel, lowShare, highShare }) => [channel, lowShare, highShare]),
    ).toEqual([
      ['email', 0, 1],
      ['search', 0, 1],
      ['webinar', 0, expect.closeTo(1 / 6, 12)],
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(Array(3).fill('models_disagree'));
    for (const id of ['first', 'last', 'linear']) {
      expect(channels.reduce((a, row) => a + (row.valueMicros[id] ?? 0), 0)).toBe(200);
    }
  });

  it('names the model behind each of its warnings, and a finding of the paths once', () => {
    const lost = readPaths([
      { path: 'a', conversions: 1 },
      { path: '', conversions: 1 },
    ]);
    const { warnings } = compareModels(lost, [MODELS.markov, MODELS.linear]);
    expect(warnings.map(({ code }) => code)).toEqual(['no_channel', 'no_nulls']);
    expect(warnings[1]?.message).toMatch(/^markov: /);
  });

  it.each([
    ['a wide spread between large shares', [0.3, 0.4], 0],
    ['twice a small share', [0.01, 0.04], 0],
    ['twice the share and just wide enough', [0.05, 0.1], 1],
    ['wide and more than twice', [0.1, 0.3], 1],
  ])('tells %s from a disagreement', (_what, shares, expected) => {
    const models = shares.map((first, i) => anchorModel(`m${i}`, { first, last: 1 - first }, 0));
    const ends = readPaths([{ path: 'a > b', conversions: 10 }]);
    const about = compareModels(ends, models).warnings.filter(({ message }) =>
      message.startsWith('a '),
    );
    expect(about.length).toBe(expected);
  });

  it('refuses no models and two of one name', () => {
    expect(() => compareModels(paths, [])).toThrow(/none/);
    expect(() => compareModels(paths, [MODELS.first, MODELS.first])).toThrow(/first, first/);
  });
});

describe('sumClaims', () => {
  it('adds what one platform claims', () => {
    const claims = [
      { platform: 'Meta', conversions: 2.5, valueMicros: 10 },
      { platform: 'Meta', conversions: 1, valueMicros: 5 },
    ];
    expect(sumClaims(claims)).toEqual({ platform: 'Meta', conversions: 3.5, valueMicros: 15 });
  });

  it('refuses to add across platforms, with a code for doors', () => {
    const claims = ['Google Ads', 'Meta'].map((platform) => ({ platform, conversions: 1 }));
    expect(() => sumClaims(claims)).toThrow(
      expect.objectContaining({
        code: 'INVALID',
        detail: { code: 'non_additive_claims', platforms: ['Google Ads', 'Meta'] },
      }),
    );
  });

  it('adds claims of nothing', () => {
    expect(sumClaims([{ platform: 'Meta', conversions: 0 }])).toEqual({
      platform: 'Meta',
      conversions: 0,
      valueMicros: 0,
    });
  });

  const claim = (conversions: number, valueMicros?: number) => ({
    ...{ platform: 'Meta', conversions },
    ...(valueMicros !== undefined && { valueMicros }),
  });
  const counts = 'Counts are finite and not negative, values whole micros.';
  it.each([
    [[], 'There are no claims to add.', 'Give the claims of a platform.'],
    [[claim(Number.NaN)], 'Meta claims NaN conversions worth 0 micros.', counts],
    [[claim(1), claim(-1)], 'Meta claims -1 conversions worth 0 micros.', counts],
    [[claim(Infinity)], 'Meta claims Infinity conversions worth 0 micros.', counts],
    [[claim(1, 0.5)], 'Meta claims 1 conversions worth 0.5 micros.', counts],
    [
      ['Meta', 'Bing'].map((platform) => ({ platform, conversions: 1 })),
      'Conversions claimed by Meta and Bing overlap and are not added.',
      'Show them side by side, or attribute your own conversions among the channels.',
    ],
  ])('refuses %j', (claims, message, hint) => {
    expect(() => sumClaims(claims)).toThrow(
      expect.objectContaining({ code: 'INVALID', message, hint }),
    );
  });
});
