import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { READINGS } from './fixtures/gbstats.ts';
import { type ReadMethod, readExperiment } from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const control = { part: 250, whole: 5000 };
const variant = { part: 300, whole: 5000 };
const codes = (input: Parameters<typeof readExperiment>[0]) =>
  readExperiment(input).warnings.map(({ code }) => code);

describe('readExperiment', () => {
  it('reads 250 and 300 of 5,000 by one look', () => {
    const found = readExperiment({ control, variant, plannedShare: 0.5 });
    expect(found.z).toBeCloseTo(2.193, 3);
    expect(found.pValue).toBeCloseTo(0.0283, 4);
    expect(found.difference.interval.low).toBeCloseTo(0.00107, 5);
    expect(found.difference.interval.high).toBeCloseTo(0.01893, 5);
    expect(found.relative?.estimate).toBeCloseTo(0.2, 12);
    expect(found.split?.status).toBe('ok');
    expect(found.verdict).toMatchObject({ code: 'variant_better', conclusive: true });
    expect(found.warnings.map(({ code }) => code)).toEqual(['one_look']);
  });

  it('says when the planned end is not there yet', () => {
    const found = readExperiment({ control, variant, plannedPerArm: 8158 });
    expect(found.verdict.conclusive).toBe(false);
    expect(found.verdict.text).toContain(
      'significant, but stopped before the planned 8,158 per arm',
    );
    expect(found.warnings.map(({ code }) => code)).toEqual(['stopped_early']);
    expect(codes({ control, variant, plannedPerArm: 5000 })).toEqual([]);
  });

  it('a broken split blocks the verdict, a suspect one keeps it open', () => {
    const broken = readExperiment({
      control: { part: 900, whole: 10300 },
      variant: { part: 1100, whole: 9700 },
      plannedShare: 0.5,
    });
    expect(broken.verdict).toMatchObject({ code: 'split_broken', conclusive: false });
    expect(broken.warnings[0]).toMatchObject({ code: 'sample_ratio_mismatch', severity: 'error' });
    const suspect = readExperiment({
      control: { part: 250, whole: 5000 },
      variant: { part: 300, whole: 4700 },
      plannedShare: 0.5,
    });
    expect(suspect.split?.pValue).toBeCloseTo(0.0023, 4);
    expect(suspect.verdict).toMatchObject({ code: 'variant_better', conclusive: false });
    expect(suspect.warnings[0]).toMatchObject({
      code: 'sample_ratio_mismatch',
      severity: 'warning',
    });
  });

  it('the share is the variant’s', () => {
    const input = { control: { part: 90, whole: 9000 }, variant: { part: 12, whole: 1000 } };
    expect(readExperiment({ ...input, plannedShare: 0.1 }).split?.status).toBe('ok');
    expect(readExperiment({ ...input, plannedShare: 0.9 }).split?.status).toBe('broken');
  });

  it('reads the same counts as belief', () => {
    const found = readExperiment({
      control: { part: 480, whole: 10000 },
      variant: { part: 530, whole: 10000 },
      method: 'bayesian',
    });
    expect(found.chanceToWin).toBeCloseTo(0.937785, 6);
    expect(found.chanceExact).toBeCloseTo(0.9467384944, 9);
    expect(found.pValue).toBeUndefined();
    expect(found.verdict.code).toBe('no_difference_shown');
    const down = readExperiment({
      control: { part: 480, whole: 10000 },
      variant: { part: 530, whole: 10000 },
      method: 'bayesian',
      direction: 'down',
    });
    expect(down.chanceToWin).toBeCloseTo(1 - 0.937785, 6);
    expect(down.risk?.control).toBeCloseTo(found.risk?.variant ?? Number.NaN, 12);
  });

  it('reads the same counts at any look', () => {
    const found = readExperiment({ control, variant, method: 'sequential' });
    expect(found.pValue).toBeCloseTo(0.4271, 4);
    expect(found.verdict.code).toBe('no_difference_shown');
    expect(codes({ control, variant, method: 'sequential' })).toEqual([]);
  });

  it('fewer complaints are better', () => {
    const found = readExperiment({ control, variant, direction: 'down' });
    expect(found.verdict.code).toBe('variant_worse');
  });

  it('few cases, none at all, and no baseline', () => {
    const few = { control: { part: 2, whole: 50 }, variant: { part: 6, whole: 50 } };
    expect(readExperiment(few).verdict.code).toBe('too_few');
    expect(codes(few)).toContain('few_cases');
    const none = { control: { part: 0, whole: 100 }, variant: { part: 0, whole: 100 } };
    const found = readExperiment(none);
    expect(found).toMatchObject({ z: null, pValue: null, relative: null });
    expect(found.difference.interval).toEqual(found.difference.newcombe);
    const first = { control: { part: 0, whole: 900 }, variant: { part: 60, whole: 900 } };
    expect(readExperiment(first)).toMatchObject({
      relative: null,
      verdict: { code: 'variant_better' },
    });
    expect(codes(first)).toContain('no_baseline');
    expect(readExperiment({ ...first, method: 'sequential' }).relative).toBeNull();
    expect(readExperiment({ ...first, method: 'bayesian' }).chanceToWin).toBeNull();
  });

  it('answers in finite numbers whatever the counts', () => {
    const counts = fc
      .tuple(fc.integer({ min: 2, max: 1e7 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([whole, at]) => ({ part: Math.round(whole * at), whole }));
    const method = fc.constantFrom<ReadMethod>('frequentist', 'bayesian', 'sequential');
    fc.assert(
      fc.property(counts, counts, method, (one, two, by) => {
        const found = readExperiment({ control: one, variant: two, method: by, plannedShare: 0.5 });
        const look = (value: unknown): void => {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
          else if (value && typeof value === 'object') Object.values(value).forEach(look);
        };
        look(found);
        const { estimate, interval } = found.difference;
        expect(interval.low <= estimate && estimate <= interval.high).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses counts that are none', () => {
    expect(() => readExperiment({ control: { part: 9, whole: 5 }, variant })).toThrow(refusal);
    expect(() => readExperiment({ control: { part: 1, whole: 1 }, variant })).toThrow(refusal);
    expect(() => readExperiment({ control, variant: { part: Number.NaN, whole: 5 } })).toThrow(
      refusal,
    );
    expect(() => readExperiment({ control, variant, level: 1 })).toThrow(refusal);
    expect(() => readExperiment({ control, variant, plannedShare: 0 })).toThrow(refusal);
  });
});

it('reads relative effects of shares as gbstats does, few cases and many', () => {
  for (const { method, control, variant, relative, chance } of READINGS) {
    const found = readExperiment({ control, variant, method });
    const { estimate = 0, interval, pValue = 0 } = found.relative ?? {};
    const seen = [estimate, interval?.low ?? 0, interval?.high ?? 0];
    for (const [i, value] of seen.entries()) expect(value).toBeCloseTo(relative[i] as number, 7);
    expect(method === 'bayesian' ? found.chanceToWin : pValue).toBeCloseTo(chance, 7);
  }
});
