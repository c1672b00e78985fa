import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableBudget, checkCommitment, overTarget } from './budget.ts';

const usd = (units: number) => units * 1e6;
const FIGURES = {
  totalMicros: usd(1_000_000),
  actualMicros: usd(310_000),
  committedMicros: usd(120_000),
  plannedMicros: usd(400_000),
};

describe('availableBudget', () => {
  // Planful for Marketing, “custom available budget”: total less actual, committed and planned.
  it('is what nobody has spent, promised or planned: 170,000.00', () => {
    expect(availableBudget(FIGURES)).toMatchObject({ availableMicros: usd(170_000), warnings: [] });
  });

  it('can be below 0, with a warning', () => {
    const { availableMicros, warnings } = availableBudget({
      ...FIGURES,
      actualMicros: usd(480_000.5),
    });
    expect(availableMicros).toBe(usd(-0.5));
    expect(warnings[0]).toMatchObject({
      code: 'over_budget',
      message: '0.5 more is spent and promised than there is.',
    });
  });

  it('takes whole micros only', () => {
    expect(() => availableBudget({ ...FIGURES, actualMicros: 0.5 })).toThrow(
      'no exact whole amount',
    );
    expect(() => availableBudget({ ...FIGURES, plannedMicros: Number.NaN })).toThrow('NaN');
  });
});

describe('checkCommitment', () => {
  it('names what is missing: 30,000.00 of 200,000.00', () => {
    expect(checkCommitment(FIGURES, usd(200_000))).toEqual({
      fits: false,
      missingMicros: usd(30_000),
      availableMicros: usd(170_000),
    });
    expect(checkCommitment(FIGURES, usd(170_000)).fits).toBe(true);
    expect(() => checkCommitment(FIGURES, -1)).toThrow('below 0');
  });

  it('that fits leaves no budget below 0', () => {
    const amount = fc.integer({ min: 0, max: 1e12 });
    fc.assert(
      fc.property(amount, amount, amount, amount, amount, (...all) => {
        const [totalMicros, actualMicros, committedMicros, plannedMicros, more] = all;
        const figures = { totalMicros, actualMicros, committedMicros, plannedMicros };
        const { fits, missingMicros } = checkCommitment(figures, more);
        const after = { ...figures, committedMicros: committedMicros + more - missingMicros };
        const { availableMicros } = availableBudget(after);
        if (fits) expect(availableMicros).toBeGreaterThanOrEqual(0);
        else expect(availableMicros).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('overTarget', () => {
  it('compares 1,080,000 of lines with a target of 1,000,000, by team and quarter', () => {
    const of = (team: string, quarter: string, units: number) => ({
      team,
      quarter,
      micros: usd(units),
    });
    const targets = [of('Demand', 'Q1', 600_000), of('Brand', 'Q1', 400_000)];
    const lines = [
      of('Demand', 'Q1', 500_000),
      of('Demand', 'Q1', 200_000),
      of('Brand', 'Q1', 370_000),
      of('Events', 'Q1', 10_000),
    ];
    const { rows, overMicros, warnings } = overTarget(targets, lines);
    expect(overMicros).toBe(usd(80_000));
    expect(rows.map((row) => row.overMicros / 1e6)).toEqual([100_000, -30_000, 10_000]);
    expect(warnings.map((one) => one.message)).toEqual([
      'Demand, Q1: 100000 over target.',
      'Events, Q1: 10000 over target.',
    ]);
  });

  it('of nothing is 0', () => {
    expect(overTarget([], [])).toMatchObject({ rows: [], overMicros: 0, warnings: [] });
  });
});
