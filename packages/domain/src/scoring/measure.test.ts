import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from './calibrate.ts';
import { areaUnderCurve, measureScores } from './measure.ts';

const INVALID = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const leads = fc
  .array(fc.record({ score: fc.nat(20).map((n) => n / 20), outcome: fc.boolean() }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((list) => new Set(list.map(({ outcome }) => outcome)).size === 2);

describe('areaUnderCurve', () => {
  it('is the share of pairs in the right order', () => {
    fc.assert(
      fc.property(leads, (list) => {
        const [won, lost] = [
          list.filter(({ outcome }) => outcome),
          list.filter(({ outcome }) => !outcome),
        ];
        const right = won.flatMap((a) =>
          lost.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)),
        );
        const share = right.reduce((sum: number, one) => sum + one, 0) / right.length;
        const area = areaUnderCurve(
          list.map(({ score }) => score),
          list.map(({ outcome }) => outcome),
        );
        expect(area).toBeCloseTo(share, 12);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('measureScores', () => {
  it('by hand: ten leads, three conversions', () => {
    const probabilities = [0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
    const outcomes = probabilities.map((_, i) => i === 0 || i === 1 || i === 4);
    const quality = measureScores(probabilities, outcomes);
    expect(quality).toMatchObject({
      leads: 10,
      converted: 3,
      precisionTopDecile: 1,
      brierOfRate: expect.closeTo(0.21, 12),
    });
    expect(quality.liftTopDecile).toBeCloseTo(10 / 3, 12);
    expect(quality.auc).toBeCloseTo(19 / 21, 12);
    const brier =
      (0.05 ** 2 +
        0.1 ** 2 +
        0.8 ** 2 +
        0.7 ** 2 +
        0.4 ** 2 +
        0.5 ** 2 +
        0.4 ** 2 +
        0.3 ** 2 +
        0.2 ** 2 +
        0.1 ** 2) /
      10;
    expect(quality.brier).toBeCloseTo(brier, 12);
  });

  it('has tenths that hold all leads and all conversions, whatever the ties', () => {
    fc.assert(
      fc.property(leads, (list) => {
        const {
          deciles,
          leads: n,
          converted,
        } = measureScores(
          list.map(({ score }) => score),
          list.map(({ outcome }) => outcome),
        );
        const sum = (pick: (one: (typeof deciles)[number]) => number) =>
          deciles.reduce((a, one) => a + pick(one), 0);
        expect(sum((one) => one.leads)).toBeCloseTo(n, 9);
        expect(sum((one) => one.converted)).toBeCloseTo(converted, 9);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives chance to scores that are all equal', () => {
    const quality = measureScores(
      Array(20).fill(0.3),
      Array.from({ length: 20 }, (_, i) => i < 6),
    );
    expect(quality.auc).toBe(0.5);
    expect(quality.liftTopDecile).toBeCloseTo(1, 12);
  });

  it.each([
    ['one outcome', [0.1, 0.2], [true, true]],
    ['probabilities above 1', [0.1, 1.2], [true, false]],
    ['what is no number', [0.1, Number.NaN], [true, false]],
    ['different lengths', [0.1], [true, false]],
    ['nothing', [], []],
  ])('refuses %s', (_what, scores, outcomes) => {
    expect(() => measureScores(scores, outcomes)).toThrow(INVALID);
  });
});

describe('calibrate', () => {
  it('isotonic: pools what is out of order', () => {
    const { points } = calibrate(
      [1, 2, 3, 4, 5, 6],
      [false, true, false, false, true, true],
      'isotonic',
    );
    expect(points).toEqual([
      { score: 1, probability: 0 },
      { score: 2, probability: expect.closeTo(1 / 3, 12) },
      { score: 5, probability: 1 },
    ]);
  });

  it('never falls, and keeps the number of conversions', () => {
    fc.assert(
      fc.property(leads, (list) => {
        const scores = list.map(({ score }) => score);
        const outcomes = list.map(({ outcome }) => outcome);
        const { points, probabilityOf } = calibrate(scores, outcomes, 'isotonic');
        expect(
          points.every(
            ({ probability }, i) => i === 0 || probability > (points[i - 1]?.probability ?? 0),
          ),
        ).toBe(true);
        const expected = scores.reduce((sum, score) => sum + probabilityOf(score), 0);
        expect(expected).toBeCloseTo(outcomes.filter(Boolean).length, 9);
      }),
      { numRuns: 1000 },
    );
  });

  it('Platt: keeps the sum of its smoothed targets and rises with the score', () => {
    const scores = Array.from({ length: 60 }, (_, i) => i / 10);
    const outcomes = scores.map((score, i) => score + ((i * 7) % 5) - 2 > 3);
    const { probabilityOf, points, warnings } = calibrate(scores, outcomes, 'platt');
    const won = outcomes.filter(Boolean).length;
    const targets = (won * (won + 1)) / (won + 2) + (60 - won) / (60 - won + 2);
    expect(scores.reduce((sum, score) => sum + probabilityOf(score), 0)).toBeCloseTo(targets, 4);
    expect(
      points.every(
        ({ probability }, i) => i === 0 || probability > (points[i - 1]?.probability ?? 0),
      ),
    ).toBe(true);
    expect(warnings.map(({ code }) => code)).toEqual(['few_leads']);
  });

  it('refuses one outcome and what is no number', () => {
    expect(() => calibrate([1, 2], [true, true], 'platt')).toThrow(INVALID);
    expect(() => calibrate([1, Number.NaN], [true, false], 'isotonic')).toThrow(INVALID);
  });
});
