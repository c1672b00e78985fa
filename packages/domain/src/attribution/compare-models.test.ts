import { describe, expect, it } from 'vitest';
import { compareModels } from './compare-models.ts';
import { MODELS } from './models.ts';
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

  it.each([
    [[]],
    [[{ platform: 'Meta', conversions: Number.NaN }]],
    [[{ platform: 'Meta', conversions: -1 }]],
  ])('refuses %j', (claims) => {
    expect(() => sumClaims(claims)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });
});
