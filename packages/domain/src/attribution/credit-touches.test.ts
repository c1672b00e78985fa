import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditTouches, creditTouchesByEffect } from './credit-touches.ts';
import { type AnchorModel, anchorModel, MODELS, namedModel } from './models.ts';
import type { RuleModel } from './weigh-path.ts';

// Four touches 30, 20, 10 and 5 days before a deal of 120,000; the second stood before the lead, the
// last before the opportunity.
const DEAL = {
  touches: [
    { channel: 'Search', ageDays: 30 },
    { channel: 'Webinar', ageDays: 20, milestones: ['lead' as const] },
    { channel: 'Email', ageDays: 10 },
    { channel: 'Event', ageDays: 5, milestones: ['opportunity' as const, 'won' as const] },
  ],
  valueMicros: 120_000_000_000,
  stepMicros: 10_000,
};
const valuesOf = (model: RuleModel, conversion = DEAL) =>
  creditTouches(conversion, model).map(({ valueMicros }) => valueMicros / 1e6);

describe('creditTouches', () => {
  it.each([
    ['first', [120_000, 0, 0, 0]],
    ['last', [0, 0, 0, 120_000]],
    ['linear', [30_000, 30_000, 30_000, 30_000]],
    ['position', [48_000, 12_000, 12_000, 48_000]],
    ['u-shaped', [48_000, 48_000, 12_000, 12_000]],
    ['w-shaped', [36_000, 36_000, 12_000, 36_000]],
    ['full-path', [27_000, 27_000, 12_000, 54_000]],
    ['j-shaped', [24_000, 12_000, 12_000, 72_000]],
    ['inverse-j', [72_000, 12_000, 12_000, 24_000]],
    ['time-decay', [5257.27, 14_151.52, 38_093.06, 62_498.15]],
  ])('%s', (name, expected) => {
    const values = valuesOf(namedModel(name) as RuleModel);
    for (const [i, value] of expected.entries()) {
      expect(Math.abs((values[i] ?? 0) - value)).toBeLessThan(0.011);
    }
    expect(values.reduce((a, b) => a + Math.round(b * 100), 0)).toBe(12_000_000);
  });

  it('decays with the half-life: days 0, 5, 12, 30, 38 and a value of 12,000', () => {
    const touches = [0, 5, 12, 30, 38].map((day, i) => ({ channel: `c${i}`, ageDays: 38 - day }));
    const values = creditTouches({ touches, valueMicros: 12_000_000_000 }, MODELS['time-decay']);
    const expected = [175.2, 287.44, 574.88, 3417.04, 7545.45];
    for (const [i, { valueMicros }] of values.entries()) {
      expect(valueMicros / 1e6).toBeCloseTo(expected[i] as number, 1.7);
    }
    expect(values.reduce((a, one) => a + one.valueMicros, 0)).toBe(12_000_000_000);
  });

  it('splits 100,000.00 over three touches to the cent', () => {
    const touches = ['a', 'b', 'c'].map((channel) => ({ channel }));
    const split = { touches, valueMicros: 100_000_000_000, stepMicros: 10_000 };
    expect(creditTouches(split, MODELS.linear).map(({ valueMicros }) => valueMicros / 1e6)).toEqual(
      [33_333.34, 33_333.33, 33_333.33],
    );
  });

  const shares = (model: RuleModel, channels: string[]) =>
    creditTouches({ touches: channels.map((channel) => ({ channel })), valueMicros: 0 }, model).map(
      ({ share }) => share,
    );

  it('knows short paths: nothing in the middle goes to the ends, one touch has it all', () => {
    expect(shares(MODELS.position, ['x', 'y'])).toEqual([0.5, 0.5]);
    expect(shares(MODELS.position, ['x'])).toEqual([1]);
    expect(shares(MODELS['j-shaped'], ['x', 'y'])[1]).toBeCloseTo(0.75, 14);
    expect(shares(anchorModel('ours', { first: 0.3, last: 0.7 }, 0), ['x', 'y'])).toEqual([
      0.3, 0.7,
    ]);
  });

  it('passes over direct traffic unless there is nothing else', () => {
    expect(shares(MODELS['last-non-direct'], ['a', 'b', 'Direct', '(direct)'])).toEqual([
      0, 1, 0, 0,
    ]);
    expect(shares(MODELS['last-non-direct'], ['direct', 'Direct'])).toEqual([0, 1]);
    const own: AnchorModel = { ...MODELS['last-non-direct'], directChannels: ['typed in'] };
    expect(shares(own, ['direct', 'Typed in'])).toEqual([1, 0]);
  });

  it('leaves out a milestone that is missing and lets one touch hold several', () => {
    const touches = [
      { channel: 'a', milestones: ['lead' as const] },
      { channel: 'b' },
      { channel: 'c' },
    ];
    const credits = creditTouches({ touches, valueMicros: 0 }, MODELS['w-shaped']);
    // 30 first + 30 lead on a, 10 over b and c, of 70 in all.
    expect(credits.map(({ share }) => share)).toEqual([0.6 / 0.7, 0.05 / 0.7, 0.05 / 0.7]);
  });

  it('splits equally where a model of milestones finds none of them', () => {
    const touches = [{ channel: 'a', milestones: ['won' as const] }, { channel: 'b' }];
    const lead = anchorModel('lead', { lead: 1 }, 0);
    expect(creditTouches({ touches, valueMicros: 0 }, lead).map(({ share }) => share)).toEqual([
      0.5, 0.5,
    ]);
  });

  it('does not lose touches of long ago to underflow', () => {
    const touches = [50_000, 40_000].map((ageDays) => ({ channel: 'a', ageDays }));
    const credits = creditTouches({ touches, valueMicros: 7 }, MODELS['time-decay']);
    expect(credits.map(({ valueMicros }) => valueMicros)).toEqual([0, 7]);
  });

  it.each([
    ['no touches', { touches: [], valueMicros: 1 }],
    ['a touch without a channel', { touches: [{ channel: ' ' }], valueMicros: 1 }],
    ['a negative value', { touches: [{ channel: 'a' }], valueMicros: -5 }],
    ['a value that is no number', { touches: [{ channel: 'a' }], valueMicros: Number.NaN }],
    ['half a cent', { touches: [{ channel: 'a' }], valueMicros: 5000, stepMicros: 10_000 }],
    ['a touch after the conversion', { touches: [{ channel: 'a', ageDays: -1 }], valueMicros: 1 }],
    [
      'an age that is missing',
      { touches: [{ channel: 'a', ageDays: 1 }, { channel: 'b' }], valueMicros: 1 },
    ],
  ])('refuses %s', (_what, conversion) => {
    expect(() => creditTouches(conversion, MODELS.linear)).toThrow(
      expect.objectContaining({ code: 'INVALID', hint: expect.stringMatching(/\w/) }),
    );
  });

  it('names channels without the space around them', () => {
    const touches = [{ channel: ' a ' }, { channel: 'b' }];
    expect(creditTouches({ touches, valueMicros: 4 }, MODELS.first)).toEqual([
      { channel: 'a', share: 1, valueMicros: 4 },
      { channel: 'b', share: 0, valueMicros: 0 },
    ]);
  });

  it.each([
    [-5, 1],
    [0.5, 1],
    [Number.NaN, 1],
    [5000, 10_000],
    [-10, -5],
    [10, 0.5],
    [10, 0],
    [0, 0],
  ])('refuses a value of %d in steps of %d', (valueMicros, stepMicros) => {
    const conversion = { touches: [{ channel: 'a' }], valueMicros, stepMicros };
    expect(() => creditTouches(conversion, MODELS.linear)).toThrow(
      expect.objectContaining({
        code: 'INVALID',
        message: `A value of ${valueMicros} micros is no whole number of steps of ${stepMicros}, 0 or more.`,
        hint: 'Leave stepMicros away, or round the value first.',
      }),
    );
  });

  it.each([[[]], [['a', '']], [[' ']]])('refuses the channels %j', (channels) => {
    const touches = channels.map((channel) => ({ channel }));
    expect(() => creditTouches({ touches, valueMicros: 1 }, MODELS.linear)).toThrow(
      expect.objectContaining({
        code: 'INVALID',
        message: 'A conversion without touchpoints, or with a touchpoint without a channel.',
        hint: 'Show it as unattributed instead of sharing it out.',
      }),
    );
  });

  it('sums to the value for any model, any path, any value', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const models = fc.oneof(
      fc
        .record({ first: share, last: share, lead: share, won: share, rest: share })
        .map(({ rest, ...anchors }) => anchorModel('any', anchors, rest + 1e-3)),
      fc
        .double({ min: 0.01, max: 1000, noNaN: true })
        .map((halfLifeDays): RuleModel => ({ kind: 'decay', id: 'any', halfLifeDays })),
    );
    const touch = fc.record({
      channel: fc.constantFrom('a', 'b', 'direct'),
      ageDays: fc.double({ min: 0, max: 1e5, noNaN: true }),
      milestones: fc.subarray(['lead' as const, 'won' as const]),
    });
    const touches = fc.array(touch, { minLength: 1, maxLength: 12 });
    const value = fc.integer({ min: 0, max: 2 ** 50 });
    fc.assert(
      fc.property(touches, value, models, (path, valueMicros, model) => {
        const credits = creditTouches({ touches: path, valueMicros }, model);
        expect(credits.reduce((a, one) => a + one.valueMicros, 0)).toBe(valueMicros);
        expect(credits.reduce((a, one) => a + one.share, 0)).toBeCloseTo(1, 12);
        expect(credits.every((one) => one.share >= 0 && one.valueMicros >= 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('creditTouchesByEffect', () => {
  const touches = ['a', 'b', 'a', 'c'].map((channel) => ({ channel }));
  const sharesBy = (effects: Record<string, number>) =>
    creditTouchesByEffect({ touches, valueMicros: 1000 }, effects).map(({ share }) => share);

  it('shares by the effect of a channel, over its touches alike', () => {
    expect(sharesBy({ a: 0.5, b: 0.25, c: 0.25 })).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(sharesBy({ a: 0, b: 3, c: 1 })).toEqual([0, 0.75, 0, 0.25]);
  });

  it('splits equally where no channel has an effect, and takes harm as none', () => {
    expect(sharesBy({})).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(sharesBy({ a: -1, b: 1 })).toEqual([0, 1, 0, 0]);
  });

  it('refuses an effect that is no number', () => {
    expect(() => sharesBy({ a: Infinity })).toThrow(
      expect.objectContaining({
        code: 'INVALID',
        message: 'The effect of a is Infinity.',
        hint: 'Give the removal effects of a Markov model, or credits.',
      }),
    );
  });

  it('sums to the value', () => {
    const effects = fc.record({
      a: fc.double({ min: 0, max: 1, noNaN: true }),
      b: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.nat(1e12), effects, (valueMicros, by) => {
        const credits = creditTouchesByEffect({ touches, valueMicros }, by);
        expect(credits.reduce((sum, one) => sum + one.valueMicros, 0)).toBe(valueMicros);
      }),
      { numRuns: 1000 },
    );
  });
});
