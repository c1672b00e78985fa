import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AD_FACTORS,
  type AdQuestion,
  addEstimates,
  adEstimate,
  type Estimate,
  emailEstimate,
  FACTOR_SETS,
  gridIntensity,
  webEstimate,
} from './index.ts';

const sumOf = ({ parts }: Estimate) => Object.values(parts).reduce((a, b) => a + b, 0);

describe('webEstimate', () => {
  // sustainablewebdesign.org, v4: .194 kWh in use and .106 in making per GB, 494 g/kWh.
  it('has the published 148.2 g per GB, v3 383.08, green hosting 121.03', () => {
    const answer = webEstimate({ bytes: 1e9 });
    expect(answer.gramsCo2e).toBeCloseTo(148.2, 9);
    expect(answer.highGrams).toBeCloseTo(383.0814, 9);
    expect(answer.lowGrams).toBeCloseTo(121.03, 9);
    expect(answer.parts).toEqual({
      dataCenter: expect.closeTo(33.098, 9),
      network: expect.closeTo(35.568, 9),
      device: expect.closeTo(79.534, 9),
    });
    expect(webEstimate({ bytes: 1e6 }).gramsCo2e).toBeCloseTo(0.1482, 12);
    expect(webEstimate({ bytes: 1e9, greenHosting: true }).gramsCo2e).toBeCloseTo(121.03, 9);
  });

  it('takes the grid of a country for what is in use', () => {
    const answer = webEstimate({ bytes: 1e9, country: 'FRA' });
    expect(answer.gramsCo2e).toBeCloseTo(0.194 * gridIntensity('FRA') + 0.106 * 494, 9);
    expect(answer.factorSets).toEqual(['swd@4', 'grid-ember@co2js-0.19.0']);
  });

  it('knows nothing transferred, also less than a byte', () => {
    for (const bytes of [0, 0.5]) {
      expect(webEstimate({ bytes })).toMatchObject({ gramsCo2e: 0, lowGrams: 0, highGrams: 0 });
    }
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d bytes', (bytes) => {
    expect(() => webEstimate({ bytes })).toThrow(`bytes is ${bytes}`);
  });

  it('refuses a country it has no data of', () => {
    expect(() => webEstimate({ bytes: 1, country: 'DE' })).toThrow('no grid intensity of DE');
    expect(() => gridIntensity('constructor')).toThrow('no grid intensity');
  });
});

describe('adEstimate', () => {
  const spot: AdQuestion = {
    impressions: 1,
    bytesPerImpression: 0,
    device: 'tv',
    secondsInView: 30,
    auctioned: false,
  };

  // Worked example of scope3data/methodology, docs/creative: 1.14 Wh and 0.26 g.
  it('a 30 second spot on television: 1.14 Wh in use, 0.26 g in making', () => {
    const { parts } = adEstimate(spot);
    expect(parts.device).toBeCloseTo((1.14 / 1000) * gridIntensity() + 0.2595, 9);
    expect(adEstimate({ ...spot, deviceShare: 0.5 }).parts.device).toBeCloseTo(
      (parts.device as number) / 2,
      12,
    );
  });

  it('data by network, with what an auction adds', () => {
    const ad: AdQuestion = {
      impressions: 1e6,
      bytesPerImpression: 1e6,
      device: 'phone',
      country: 'DEU',
    };
    const grid = gridIntensity('DEU');
    const on = (network: 'fixed' | 'mobile') =>
      adEstimate({ ...ad, network }).parts.network as number;
    expect(on('fixed')).toBeCloseTo(1e6 * ((0.0165 / 1000) * grid + 0.002_14), 4);
    expect(on('mobile')).toBeCloseTo(1e6 * ((0.117 / 1000) * grid + 0.0087), 4);
    expect(adEstimate(ad).parts.network).toBeCloseTo(0.236 * on('mobile') + 0.764 * on('fixed'), 4);
    expect(adEstimate(ad).parts.selection).toBeCloseTo(114_420, 6);
    expect(adEstimate({ ...ad, auctioned: false }).parts.selection).toBeCloseTo(16, 9);
  });

  it.each([
    [{ impressions: -1 }, 'impressions is -1'],
    [{ deviceShare: 1.1 }, 'deviceShare is 1.1'],
    [{ secondsInView: Number.NaN }, 'secondsInView is NaN'],
    [{ bytesPerImpression: -5 }, 'bytesPerImpression is -5'],
    [{ device: 'watch' }, 'no device watch'],
  ])('refuses %j', (wrong, message) => {
    expect(() => adEstimate({ ...spot, ...wrong } as AdQuestion)).toThrow(message);
  });
});

describe('emailEstimate', () => {
  // Badsender, audit of Mediapart: 144 million mails in 2022, 10.5 t.
  it('has the audited 0.073 g per mail within its range', () => {
    expect(emailEstimate(1)).toMatchObject({
      gramsCo2e: expect.closeTo(0.0729, 4),
      lowGrams: 0.03,
      highGrams: 0.3,
    });
    expect(() => emailEstimate(-1)).toThrow('mails is -1');
  });
});

describe('every estimate', () => {
  const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
  const country = fc.constantFrom(undefined, 'DEU', 'FRA', 'USA', 'IND');
  const withCountry = <T extends object>(rest: T, at: string | undefined) =>
    at === undefined ? rest : { ...rest, country: at };
  const any = fc.oneof(
    fc
      .tuple(amount, fc.boolean(), country)
      .map(([bytes, greenHosting, at]) => webEstimate(withCountry({ bytes, greenHosting }, at))),
    amount.map(emailEstimate),
    fc
      .tuple(
        fc.record({
          impressions: amount,
          bytesPerImpression: fc.double({ min: 0, max: 1e8, noNaN: true }),
          device: fc.constantFrom('phone', 'tablet', 'pc', 'tv'),
          deviceShare: fc.double({ min: 0, max: 1, noNaN: true }),
          secondsInView: fc.double({ min: 0, max: 120, noNaN: true }),
          auctioned: fc.boolean(),
        }),
        country,
      )
      .map(([ad, at]) => adEstimate(withCountry(ad as AdQuestion, at))),
  );

  it('lies within its range, is the sum of its parts, names its factor sets and is no audit', () => {
    fc.assert(
      fc.property(any, (estimate) => {
        const { gramsCo2e, lowGrams, highGrams, factorSets, grade, warnings } = estimate;
        expect(lowGrams).toBeLessThanOrEqual(gramsCo2e);
        expect(highGrams).toBeGreaterThanOrEqual(gramsCo2e);
        expect(Math.abs(sumOf(estimate) - gramsCo2e)).toBeLessThanOrEqual(1e-12 * gramsCo2e);
        expect(factorSets.length).toBeGreaterThan(0);
        expect(factorSets.every((id) => FACTOR_SETS[id]?.id === id)).toBe(true);
        expect(grade).toBe('estimate');
        expect(warnings.map(({ code }) => code)).toContain('not_audited');
      }),
      { numRuns: 1000 },
    );
  });

  it('adds up', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (all) => {
        const total = addEstimates(all);
        const plain = all.reduce((sum, { gramsCo2e }) => sum + gramsCo2e, 0);
        expect(total.gramsCo2e).toBe(plain);
        expect(Math.abs(sumOf(total) - plain)).toBeLessThanOrEqual(1e-9 * plain);
      }),
      { numRuns: 1000 },
    );
  });

  it('rests on factors with a source, a year and a range in order', () => {
    for (const set of Object.values(FACTOR_SETS)) {
      expect(set.source).not.toBe('');
      expect(set.year).toBeGreaterThan(2019);
    }
    const walk = (node: object): void => {
      if ('low' in node && 'value' in node && 'high' in node) {
        expect(node.low).toBeLessThanOrEqual(node.value as number);
        expect(node.value).toBeLessThanOrEqual(node.high as number);
      } else for (const part of Object.values(node)) walk(part as object);
    };
    walk(AD_FACTORS);
  });
});
