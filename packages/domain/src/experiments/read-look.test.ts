import { describe, expect, it } from 'vitest';
import { checkPlan, readLook } from './read-look.ts';
import { ExperimentLook, ExperimentPlan } from './schema.ts';

const plan = ExperimentPlan.parse({
  ...{ name: 'Subject line', hypothesis: 'A question is opened more often.', success: 'opened' },
  ...{ variable: 'messaging', baseline: 0.05, effect: 0.01 },
  arms: [
    { name: 'Statement', share: 0.5 },
    { name: 'Question', share: 0.5 },
  ],
});
const look = (...counts: [successes: number, cases: number][]) =>
  ExperimentLook.parse({
    asOf: '2026-03-01',
    arms: counts.map(([successes, cases]) => ({ successes, cases })),
  });

describe('a look at the counts', () => {
  it('is read as planned: significant, but before the planned end', () => {
    const { variants, plannedPerArm } = readLook(plan, look([250, 5000], [300, 5000]));
    expect(plannedPerArm).toBe(8158);
    expect(variants).toMatchObject([{ name: 'Question', verdict: { code: 'variant_better' } }]);
    expect(variants[0]?.z).toBeCloseTo(2.193, 3);
    expect(variants[0]?.pValue).toBeCloseTo(0.0283, 4);
    expect(variants[0]?.verdict.conclusive).toBe(false);
    expect(variants[0]?.difference.interval.low).toBeCloseTo(0.00107, 5);
    expect(variants[0]?.pValueCorrected).toBeNull();
  });

  it('tells a broken split', () => {
    const [read] = readLook(plan, look([250, 5000], [235, 4700])).variants;
    expect(read?.split).toMatchObject({ status: 'suspect' });
    expect(read?.split?.pValue).toBeCloseTo(0.0023, 4);
  });

  it('corrects for several variants by Holm', () => {
    const three = {
      ...plan,
      arms: ['A', 'B', 'C'].map((name) => ({ name, share: 1 / 3 })),
    };
    const read = readLook(three, look([250, 5000], [300, 5000], [260, 5000]));
    expect(read.warnings.map(({ code }) => code)).toEqual(['several_variants']);
    const [b, c] = read.variants;
    expect(b?.pValueCorrected).toBeCloseTo(2 * (b?.pValue ?? 0), 10);
    expect(c?.pValueCorrected).toBeCloseTo(c?.pValue ?? 0, 10);
  });

  it('is refused with arms that were not planned', () => {
    expect(() => readLook(plan, look([1, 9], [2, 9], [3, 9]))).toThrow('3 arms are given');
  });
});

describe('a plan', () => {
  it('is checked against its audience, by the thinnest arm', () => {
    expect(checkPlan(plan)).toBeNull();
    expect(checkPlan({ ...plan, audience: 4500 })).toMatchObject({ enough: false });
    const arms = [0.5, 0.3, 0.2].map((share, at) => ({ name: `${at}`, share }));
    const thin = checkPlan({ ...plan, arms, audience: 10_000 });
    expect(thin?.controlAvailable).toBe(5000);
  });

  it.each([
    [
      {
        arms: [
          { name: 'A', share: 0.5 },
          { name: 'B', share: 0.4 },
        ],
      },
      'not the whole',
    ],
    [
      {
        arms: [
          { name: 'A', share: 0.5 },
          { name: 'a', share: 0.5 },
        ],
      },
      'one name',
    ],
    [{ from: '2026-02-02', to: '2026-02-01' }, 'ends before'],
    [{ effect: 0 }, 'none'],
    [{ effect: -0.06 }, 'no share'],
  ])('%j is refused', (change, why) => {
    expect(() => ExperimentPlan.parse({ ...plan, ...change })).toThrow(why);
  });

  it('and counts that are none', () => {
    expect(() => look([9, 8], [1, 8])).toThrow('More successes than cases');
  });
});
