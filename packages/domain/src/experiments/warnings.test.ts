import { describe, expect, it } from 'vitest';
import {
  adjustByBefore,
  armOfShare,
  checkSplit,
  momentsOf,
  planMeans,
  planShares,
  testBayesian,
  testMixtureRatio,
  testSequential,
  testShare,
  testShares,
  testTwoShares,
  testWelch,
} from './index.ts';

const codes = ({ warnings }: { warnings: { code: string }[] }) => warnings.map(({ code }) => code);

describe('warnings of single tests', () => {
  it('few cases in an arm', () => {
    const small = {
      control: armOfShare({ part: 4, whole: 29 }),
      variant: armOfShare({ part: 9, whole: 90 }),
    };
    const large = { ...small, control: armOfShare({ part: 4, whole: 30 }) };
    expect(codes(testWelch(small))).toEqual(['small_sample']);
    expect(codes(testSequential(small))).toEqual(['small_sample']);
    expect(codes(testMixtureRatio({ ...small, tau: 1 }))).toEqual(['small_sample']);
    expect(codes(testBayesian(small))).toEqual(['small_sample']);
    expect(codes(testWelch(large))).toEqual([]);
  });

  it('few conversions, or few without', () => {
    const arms = (part: number) => ({ control: { part, whole: 50 }, variant: { part, whole: 50 } });
    expect(codes(testTwoShares(arms(4)))).toEqual(['few_expected']);
    expect(codes(testTwoShares(arms(46)))).toEqual(['few_expected']);
    expect(codes(testTwoShares(arms(5)))).toEqual([]);
    expect(codes(testShares([arms(4).control, arms(4).variant]))).toEqual(['few_expected']);
    expect(codes(testShare({ part: 9, whole: 50, share: 0.05 }))).toEqual(['few_expected']);
    expect(codes(testShare({ part: 9, whole: 50, share: 0.2 }))).toEqual([]);
  });

  it('plans that end up small', () => {
    expect(codes(planShares({ baseline: 0.01, effect: 0.5 }))).toEqual(['few_expected']);
    expect(codes(planShares({ baseline: 0.05, effect: 0.01 }))).toEqual([]);
    expect(codes(planMeans({ effect: 2, deviation: 1 }))).toEqual(['small_sample']);
    expect(codes(planMeans({ effect: 0.1, deviation: 1 }))).toEqual([]);
  });

  it('a split that is not as planned', () => {
    expect(checkSplit([10300, 9700]).warnings).toMatchObject([
      { code: 'sample_ratio_mismatch', severity: 'error' },
    ]);
    expect(checkSplit([5000, 4700]).warnings).toMatchObject([{ severity: 'warning' }]);
    expect(codes(checkSplit([5120, 4880]))).toEqual([]);
  });

  it('arms that differed before', () => {
    const rows = (shift: number) =>
      momentsOf(Array.from({ length: 60 }, (_, i) => [i % 7, (i % 5) + shift]));
    expect(codes(adjustByBefore({ control: rows(0), variant: rows(2) }))).toEqual([
      'arms_differed_before',
    ]);
    expect(codes(adjustByBefore({ control: rows(0), variant: rows(0) }))).toEqual([]);
  });
});
