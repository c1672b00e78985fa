import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import { type PaceInput, paceOf } from './pace.ts';
import { planDays } from './plan-days.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const LINEAR = { kind: 'linear' } as const;
const QUARTER = planDays({ from: 0, to: 90 }, LINEAR);

const ask = (rest: Partial<PaceInput>) =>
  paceOf({
    target: { kind: 'reach', value: 400_000 },
    plan: QUARTER,
    actual: 180_000,
    dataUntil: 44,
    ...rest,
  });

describe('a target of 400,000 over 91 days, 180,000 on day 45', () => {
  const pace = ask({});

  it('gives the golden figures', () => {
    expect(pace.expected).toBeCloseTo(197_802.2, 2);
    expect(pace.pace).toBeCloseTo(0.91, 12);
    expect(pace.projected?.value).toBeCloseTo(364_000, 6);
    expect(pace.requiredPerDay).toBeCloseTo(4782.61, 2);
    expect(pace.currentPerDay).toBe(4000);
    expect(pace.attainment).toBe(0.45);
    expect(pace.gap).toBeCloseTo(-17_802.2, 2);
    expect(pace.elapsed).toEqual({ plannedShare: 45 / 91, days: 45, daysLeft: 46 });
  });

  it('says that nothing tells how sure the end is', () => {
    expect(pace.projected).toMatchObject({
      interval: null,
      missProbability: null,
      method: 'runRate',
    });
    expect(pace.warnings.map((one) => one.code)).toEqual(['no_forecast']);
  });

  it('is behind, and bad; as a budget to stay below it is on track', () => {
    expect(pace).toMatchObject({ state: 'behind', status: 'bad' });
    const budget = ask({ target: { kind: 'stayBelow', value: 400_000 } });
    expect(budget).toMatchObject({ state: 'onTrack', status: 'good' });
    expect(ask({ direction: 'neutral' }).status).toBe('neutral');
  });

  it('takes a forecast in place of the present pace', () => {
    const { projected, warnings } = ask({ projection: { mean: 230_000, sd: 10_000 } });
    expect(projected?.value).toBe(410_000);
    expect(projected?.interval?.low).toBeCloseTo(390_400.36, 2);
    // P(Z < −1), any table of the normal distribution.
    expect(projected?.missProbability).toBeCloseTo(0.1586553, 7);
    expect(warnings).toEqual([]);
  });
});

// Budget pacing = % of budget spent ÷ % of time elapsed (support.adpulse.app): 75 % at half time is 150 %.
it('75 % spent at half time is a pace of 1.5', () => {
  const plan = planDays({ from: 0, to: 29 }, LINEAR);
  const half = paceOf({
    target: { kind: 'stayBelow', value: 1000 },
    plan,
    actual: 750,
    dataUntil: 14,
  });
  expect(half.pace).toBe(1.5);
  expect(half).toMatchObject({ state: 'tooFast', status: 'bad' });
});

describe('days', () => {
  it('count when they are scheduled', () => {
    // May 2026 has 20 working days without Memorial Day; 10 are over on Thursday the 14th.
    const may = { from: day('2026-05-01'), to: day('2026-05-31') };
    const plan = planDays(may, { kind: 'workdays', holidays: ['2026-05-25'] });
    const pace = ask({ plan, dataUntil: day('2026-05-14'), actual: 180_000 });
    expect(pace.elapsed).toEqual({ plannedShare: 0.5, days: 10, daysLeft: 10 });
    expect(pace.pace).toBe(0.9);
    expect(pace.requiredPerDay).toBe(22_000);
    // The weekend asks for nothing.
    for (const text of ['2026-05-15', '2026-05-16', '2026-05-17'])
      expect(ask({ plan, dataUntil: day(text) }).expected).toBeCloseTo(220_000, 6);
  });

  it('that are left: none on the last one', () => {
    expect(ask({ dataUntil: 89 }).requiredPerDay).toBe(220_000);
    expect(ask({ dataUntil: 90 }).requiredPerDay).toBeNull();
    expect(ask({ dataUntil: 89, partOfNext: 0.5 }).requiredPerDay).toBeNull();
  });

  it('that have begun count their part', () => {
    const pace = ask({ dataUntil: 43, partOfNext: 0.5, actual: 178_000 });
    expect(pace.elapsed).toEqual({ plannedShare: 44.5 / 91, days: 44.5, daysLeft: 46.5 });
    expect(pace.currentPerDay).toBe(4000);
  });
});

describe('state', () => {
  const reach = { kind: 'reach', value: 910 } as const;
  const below = { kind: 'stayBelow', value: 910 } as const;
  const band = { kind: 'band', value: 910, band: { low: 819, high: 1001 } } as const;
  it.each([
    ['before the first day', reach, 0, -1, 'notStarted', 'neutral'],
    ['as planned', reach, 450, 44, 'onTrack', 'good'],
    ['a little short', reach, 430, 44, 'behind', 'neutral'],
    ['far short', reach, 400, 44, 'behind', 'bad'],
    ['far beyond', reach, 500, 44, 'ahead', 'good'],
    ['in the end enough', reach, 910, 90, 'met', 'good'],
    ['in the end too little', reach, 909, 90, 'missed', 'bad'],
    ['long after the end', reach, 911, 500, 'met', 'good'],
    ['saved', below, 300, 44, 'onTrack', 'good'],
    ['a little fast', below, 460, 44, 'tooFast', 'neutral'],
    ['far too fast', below, 500, 44, 'tooFast', 'bad'],
    ['spent already', below, 911, 44, 'missed', 'bad'],
    ['spent before it began', below, 911, -1, 'missed', 'bad'],
    ['in the end below', below, 910, 90, 'met', 'good'],
    ['in the band', band, 410, 44, 'onTrack', 'good'],
    ['above the band', band, 540, 44, 'tooFast', 'bad'],
    ['below the band', band, 350, 44, 'behind', 'bad'],
    ['in the end above the band', band, 1002, 90, 'missed', 'bad'],
  ] as const)('%s', (_name, target, actual, dataUntil, state, status) => {
    expect(ask({ target, actual, dataUntil })).toMatchObject({ state, status });
  });

  it('lets a platform spend twice a day’s budget, and not more', () => {
    const at = (actual: number, dayFactor?: number) =>
      ask({
        target: below,
        actual,
        dataUntil: 9,
        toleranceShare: 0,
        ...(dayFactor && { dayFactor }),
      });
    expect(at(110).state).toBe('tooFast');
    expect(at(110, 2).state).toBe('onTrack');
    expect(at(111, 2).state).toBe('tooFast');
  });

  it('warns when the forecast misses although the pace is right', () => {
    const pace = ask({ target: reach, actual: 450, projection: { mean: 400, sd: 20 } });
    expect(pace).toMatchObject({ state: 'onTrack', status: 'good' });
    expect(pace.warnings.map((one) => one.code)).toEqual(['likely_miss']);
  });

  it('of the end is certain', () => {
    const { projected } = ask({ target: reach, actual: 909, dataUntil: 90 });
    expect(projected).toEqual({ value: 909, interval: null, missProbability: 1, method: 'done' });
  });
});

describe('levels, like ratios and balances', () => {
  const roas = { kind: 'reach', value: 3, measures: 'level' } as const;

  it('stand against the whole target from the first day on', () => {
    const pace = ask({ target: roas, actual: 2.4, dataUntil: 3 });
    expect(pace).toMatchObject({ expected: 3, state: 'behind', status: 'bad', projected: null });
    expect(pace.pace).toBeCloseTo(0.8, 12);
    expect([pace.requiredPerDay, pace.currentPerDay]).toEqual([null, null]);
  });

  it('can come back from beyond their limit', () => {
    const cpa = { kind: 'stayBelow', value: 50, measures: 'level' } as const;
    expect(ask({ target: cpa, actual: 60 }).state).toBe('tooFast');
    expect(ask({ target: cpa, actual: 45 }).state).toBe('onTrack');
  });

  it('end where a forecast says', () => {
    const { projected } = ask({ target: roas, actual: 2.4, projection: { mean: 2.8, sd: 0.2 } });
    expect(projected?.value).toBe(2.8);
    expect(projected?.missProbability).toBeCloseTo(0.8413447, 7);
  });
});

describe('what has no answer', () => {
  it('is null with a warning for a target of 0', () => {
    const pace = ask({ target: { kind: 'stayBelow', value: 0 }, actual: 0 });
    expect(pace).toMatchObject({ pace: null, attainment: null, state: 'onTrack' });
    expect(pace.warnings.map((one) => one.code)).toContain('no_pace');
  });

  it('is null before the first day', () => {
    const pace = ask({ actual: 0, dataUntil: -5 });
    expect(pace).toMatchObject({ pace: null, currentPerDay: null, projected: null, expected: 0 });
    expect(pace.requiredPerDay).toBeCloseTo(400_000 / 91, 9);
  });

  it.each([
    [{ actual: Number.NaN }, 'no pace'],
    [{ target: { kind: 'reach', value: Infinity } }, 'no pace'],
    [{ dataUntil: 1.5 }, 'no day'],
    [{ dataUntil: Number.NaN }, 'no day'],
    [{ partOfNext: 1 }, 'no part of a day'],
    [{ toleranceShare: -0.1 }, 'tolerance'],
    [{ dayFactor: 0.5 }, 'day factor'],
    [{ target: { kind: 'band', value: 5 } }, 'band does not hold'],
    [{ projection: { mean: 1, sd: -1 } }, 'forecast of'],
    [{ projection: { mean: Number.NaN, sd: 1 } }, 'forecast of'],
    [{ projection: { samples: [] } }, 'no numbers'],
    [{ projection: { samples: [1, Infinity] } }, 'no numbers'],
  ] as const)('is refused: %j', (wrong, message) => {
    expect(() => ask(wrong as Partial<PaceInput>)).toThrow(message);
  });

  it('never gives NaN or Infinity', () => {
    const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    const kinds = fc.constantFrom('reach' as const, 'stayBelow' as const);
    fc.assert(
      fc.property(kinds, amount, amount, fc.integer({ min: -10, max: 110 }), (...all) => {
        const [kind, value, actual, dataUntil] = all;
        const { projected, warnings, plan, ...pace } = {
          plan: QUARTER,
          ...ask({ target: { kind, value }, actual, dataUntil }),
        };
        const numbers = [...Object.values(pace), projected?.value].filter(
          (one) => typeof one === 'number',
        );
        expect(numbers.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('projected ends', () => {
  it('come from samples as they are', () => {
    const samples = Array.from({ length: 100 }, (_, i) => i);
    const { projected, warnings } = ask({
      target: { kind: 'band', value: 180_050, band: { low: 180_010, high: 180_089 } },
      projection: { samples },
    });
    expect(projected?.value).toBeCloseTo(180_049.5, 9);
    expect(projected?.missProbability).toBe(0.2);
    expect(projected?.interval?.low).toBeCloseTo(180_002.475, 6);
    expect(warnings).toEqual([]);
    const few = ask({ projection: { samples: [1, 2] } });
    expect(few.warnings.map((one) => one.code)).toEqual(['few_samples']);
  });

  it('without spread are sure', () => {
    const sure = (mean: number) => ask({ projection: { mean, sd: 0 } }).projected?.missProbability;
    expect([sure(220_000), sure(219_999)]).toEqual([0, 1]);
  });

  it('do not lose what is reached, nor bring back what is passed', () => {
    const rest = { mean: 10, sd: 1000, min: 0 };
    const end = (kind: 'reach' | 'stayBelow', actual: number) =>
      ask({ target: { kind, value: 400_000 }, actual, projection: rest }).projected;
    expect(end('reach', 400_000)?.missProbability).toBe(0);
    expect(end('stayBelow', 400_001)?.missProbability).toBe(1);
    expect(end('reach', 399_000)?.missProbability).toBeCloseTo(0.839, 3);
    expect(end('reach', 399_000)?.interval?.low).toBe(399_000);
    expect(() => ask({ projection: { mean: -1, sd: 1, min: 0 } })).toThrow('below its least');
  });

  it('miss a floor and a ceiling of one value with probabilities that sum to 1', () => {
    const some = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(some, fc.double({ min: 1, max: 1e6, noNaN: true }), (mean, sd) => {
        const miss = (kind: 'reach' | 'stayBelow') =>
          ask({ target: { kind, value: 400_000 }, projection: { mean, sd } }).projected
            ?.missProbability ?? Number.NaN;
        expect(miss('reach') + miss('stayBelow')).toBeCloseTo(1, 12);
      }),
      { numRuns: 1000 },
    );
  });

  it('of a linear plan are those of the mean day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 89 }),
        fc.integer({ min: 1, max: 1e9 }),
        (until, actual) => {
          const { projected, currentPerDay, pace, expected } = ask({ dataUntil: until, actual });
          expect((projected?.value ?? 0) / ((currentPerDay ?? 0) * 91)).toBeCloseTo(1, 9);
          expect((pace ?? 0) / (actual / expected)).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
