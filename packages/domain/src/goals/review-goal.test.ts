import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MopsError } from '../shared/index.ts';
import { paceOf, planTarget } from '../targets/index.ts';
import { activityRecord } from './activity-record.ts';
import { type ReviewInput, reviewGoal } from './review-goal.ts';
import { paceWords, reviewWords, verdictWords } from './words.ts';

const BASE: ReviewInput = {
  target: { kind: 'reach', value: 1000 },
  result: 820,
  plannedShare: 1,
  over: true,
  activities: [{ expected: 13, done: 13, skipped: 0, effect: null }],
};
const review = (more: Partial<ReviewInput>) => reviewGoal({ ...BASE, ...more });
const did = (done: number, skipped = 0, effect: number | null = null) => [
  { expected: 13, done, skipped, effect },
];

describe('the verdict', () => {
  it('82 % attained with 13 of 13 done is a strategy gap', () => {
    expect(review({})).toMatchObject({
      achieved: { answer: 'no', attainment: 0.82 },
      done: { answer: 'yes', completion: 1 },
      short: { absolute: 180, share: 0.18 },
      verdict: 'strategy_gap',
      interim: false,
      warnings: [],
    });
  });

  it('55 % attained with 5 of 13 done is an execution gap', () => {
    const found = review({ result: 550, activities: did(5, 3) });
    expect(found).toMatchObject({ verdict: 'execution_gap', done: { answer: 'no', open: 5 } });
    expect(reviewWords(found, String).map(({ says }) => says)).toEqual([
      'No: 55% of the target.',
      'No: 5 of 13, 3 skipped and 5 not checked in.',
      'Nobody said what each time should bring.',
      'Short by 450, 45% of the target.',
    ]);
  });

  it('hit and done works; hit and not done has another cause', () => {
    expect(review({ result: 1000 }).verdict).toBe('works');
    expect(review({ result: 1000, activities: did(5) }).verdict).toBe('other_cause');
  });

  it('turns at its named thresholds', () => {
    const verdict = (result: number, done: number, thresholds = {}) =>
      review({ result, activities: did(done), thresholds }).verdict;
    expect(verdict(999.999, 11)).toBe('strategy_gap');
    expect(verdict(1000, 11)).toBe('works');
    expect(verdict(1000, 10)).toBe('other_cause');
    expect(verdict(900, 10, { hitShare: 0.9, doneShare: 0.75 })).toBe('works');
    expect(review({}).thresholds).toEqual({ hitShare: 1, doneShare: 0.8 });
  });

  it('says what is missing for one', () => {
    expect(review({ target: null }).verdict).toBe('no_target');
    expect(review({ result: null })).toMatchObject({
      verdict: 'no_result',
      achieved: { answer: 'unknown' },
      short: { absolute: null },
    });
    expect(review({ activities: [] })).toMatchObject({
      verdict: 'no_activities',
      done: { completion: null },
    });
    expect(review({ over: false, plannedShare: 0 }).verdict).toBe('not_started');
    expect(verdictWords('no_target')).toContain('no target');
  });

  it('before the end judges by what should be there', () => {
    const half = { over: false, plannedShare: 0.5 };
    expect(review({ ...half, result: 500 })).toMatchObject({
      verdict: 'works',
      interim: true,
      achieved: { answer: 'not_yet', attainment: 0.5, pace: 1 },
      warnings: [{ code: 'interim' }],
    });
    expect(review({ ...half, result: 400 }).verdict).toBe('strategy_gap');
    expect(review({ ...half, result: 1200 }).achieved.answer).toBe('yes');
    expect(review({ ...half, activities: did(5) }).done.answer).toBe('not_yet');
  });

  it('a few occurrences decide little', () => {
    const activities = [{ expected: 1, done: 1, skipped: 0, effect: null }];
    expect(review({ activities }).warnings).toMatchObject([{ code: 'few_occurrences' }]);
  });
});

describe('other targets', () => {
  it('a limit: attainment is target ÷ value', () => {
    const target = { kind: 'stayBelow' as const, value: 50, measures: 'level' as const };
    expect(review({ target, result: 40 })).toMatchObject({
      achieved: { answer: 'yes', attainment: 1.25 },
      short: { absolute: 0 },
      verdict: 'works',
    });
    expect(review({ target, result: 62.5 })).toMatchObject({
      achieved: { answer: 'no', attainment: 0.8 },
      short: { absolute: 12.5, share: 0.25 },
    });
    expect(review({ target, result: 0 })).toMatchObject({
      achieved: { answer: 'yes', attainment: null },
    });
    // A limit is kept only at the end.
    const early = review({ target, result: 40, over: false, plannedShare: 0.5 });
    expect(early).toMatchObject({ achieved: { answer: 'not_yet', pace: 1.25 }, verdict: 'works' });
  });

  it('limits and bands are kept or not, in words', () => {
    const first = (more: Partial<ReviewInput>) => reviewWords(review(more), String)[0]?.says;
    const target = { kind: 'stayBelow' as const, value: 50 };
    expect(first({ target, result: 40 })).toBe('Yes: it is within the limit.');
    expect(first({ target, result: 60 })).toBe('No: it is outside of the limit.');
    const open = { over: false, plannedShare: 0.5 };
    expect(first({ target, result: 40, ...open })).toBe('So far it is within the limit.');
    const band = { kind: 'band' as const, value: 10, band: { low: 8, high: 12 } };
    expect(first({ target: band, result: 9 })).toBe('Yes: it is within the band.');
    expect(first({ target: { kind: 'reach', value: 0 }, result: 1 })).toBe('Yes.');
  });

  it('a band: 1 inside, the nearer end outside', () => {
    const target = { kind: 'band' as const, value: 10, band: { low: 8, high: 12 } };
    expect(review({ target, result: 9 }).achieved).toMatchObject({ answer: 'yes', attainment: 1 });
    expect(review({ target, result: 6 })).toMatchObject({
      achieved: { attainment: 0.75 },
      short: { absolute: 2, share: 0.25 },
    });
    expect(review({ target, result: 15 }).achieved.attainment).toBe(0.8);
  });

  it('targets of 0 and below have no attainment, and are met or not', () => {
    const target = { kind: 'reach' as const, value: 0 };
    expect(review({ target, result: 1 }).achieved).toMatchObject({
      answer: 'yes',
      attainment: null,
    });
    expect(review({ target, result: -1 })).toMatchObject({
      achieved: { answer: 'no', attainment: null },
      short: { absolute: 1, share: null },
    });
  });
});

describe('did it give results', () => {
  it('compares what came with what was expected of what was done', () => {
    const gave = review({ result: 820, activities: did(10, 0, 100) }).gave;
    expect(gave).toEqual({
      answer: 'no',
      result: 820,
      expectedEffect: 1000,
      plannedEffect: 1300,
      share: 0.82,
    });
    const [, , words] = reviewWords(review({ activities: did(8, 0, 100) }), String);
    expect(words?.says).toBe('Yes: 820 came, 800 was expected of what was done (102.5%).');
    expect(review({ activities: did(0, 0, 100) }).gave).toMatchObject({
      answer: 'unknown',
      expectedEffect: 0,
    });
  });
});

describe('refuses', () => {
  it.each<Partial<ReviewInput>>([
    { result: Number.NaN },
    { result: Infinity },
    { target: { kind: 'reach', value: Number.NaN } },
    { plannedShare: 1.1 },
    { plannedShare: Number.NaN },
    { activities: did(14) },
    { activities: did(-1) },
    { activities: did(1.5) },
    { activities: did(1, 0, Infinity) },
    { thresholds: { hitShare: 0 } },
    { thresholds: { doneShare: 2 } },
  ])('%j', (more) => {
    expect(() => review(more)).toThrow(MopsError);
  });
});

describe('what came of activities', () => {
  it('skipped days stay, days ahead do not count yet', () => {
    const record = activityRecord(
      [1, 8, 15, 22, 29],
      [
        { day: 1, state: 'done' },
        { day: 8, state: 'skipped' },
        { day: 29, state: 'done' },
        { day: 3, state: 'done' },
      ],
      22,
    );
    expect(record).toEqual({
      occurrences: [
        { day: 1, state: 'done' },
        { day: 8, state: 'skipped' },
        { day: 15, state: 'open' },
        { day: 22, state: 'due' },
        { day: 29, state: 'done' },
      ],
      expected: 4,
      done: 1,
      skipped: 1,
      open: 2,
      completion: 0.25,
    });
    expect(activityRecord([], [], 0).completion).toBeNull();
  });

  it('every expected day is done, skipped or open, whatever was said', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 30 });
    const said = fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: 60 }),
        state: fc.constantFrom('done' as const, 'skipped' as const),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(days, said, fc.integer({ min: 0, max: 60 }), (expected, checkIns, today) => {
        const record = activityRecord(expected, checkIns, today);
        expect(record.occurrences.map(({ day }) => day)).toEqual(expected);
        expect(record.done + record.skipped + record.open).toBe(record.expected);
      }),
    );
  });

  it('a review of any numbers has no NaN, and being short and met exclude each other', () => {
    const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    const kinds = fc.constantFrom('reach' as const, 'stayBelow' as const);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        amount,
        amount,
        kinds,
        share,
        fc.boolean(),
        (value, result, kind, plannedShare, over) => {
          const found = review({ target: { kind, value }, result, plannedShare, over });
          expect(JSON.stringify(found)).not.toMatch(/null,"share":-|NaN/);
          const { attainment, pace } = found.achieved;
          for (const one of [attainment, pace, found.short.absolute, found.short.share])
            expect(one === null || Number.isFinite(one)).toBe(true);
          if (over && found.short.absolute === 0) expect(found.achieved.answer).toBe('yes');
        },
      ),
    );
  });
});

describe('why a goal has its colour', () => {
  const plan = planTarget({
    period: { from: '1970-01-01', to: '1970-01-10' },
    phasing: { kind: 'linear' },
  });
  type Asked = Parameters<typeof paceWords>[1]['target'];
  const said = (target: Asked, actual: number, until = 4) =>
    paceWords(paceOf({ target, plan, actual, dataUntil: until }), {
      target,
      until,
      format: String,
    });
  const level = 'level' as const;
  const band = { low: 8, high: 12 };

  it.each<[Asked, number, string]>([
    [{ kind: 'reach', value: 100 }, 40, '40 by 1970-01-05: 80% of the 50 that should be there.'],
    [{ kind: 'reach', value: 100 }, 120, '120 by 1970-01-05: the target is reached.'],
    [
      { kind: 'stayBelow', value: 100 },
      60,
      '60 by 1970-01-05: 120% of the 50 that it may be by then.',
    ],
    [
      { kind: 'stayBelow', value: 100 },
      101,
      '101 by 1970-01-05: more than the target allows, and it cannot come back.',
    ],
    [{ kind: 'reach', value: 10, measures: level }, 9, '9 by 1970-01-05: 90% of the target of 10.'],
    [
      { kind: 'stayBelow', value: 10, measures: level },
      9,
      '9 by 1970-01-05: within the limit of 10.',
    ],
    [
      { kind: 'stayBelow', value: 10, measures: level },
      11,
      '11 by 1970-01-05: above the limit of 10.',
    ],
    [{ kind: 'band', value: 10, band, measures: level }, 9, '9 by 1970-01-05: within 8 to 12.'],
    [
      { kind: 'band', value: 10, band, measures: level },
      13,
      '13 by 1970-01-05: outside of 8 to 12.',
    ],
  ])('%j at %d', (target, actual, words) => {
    expect(said(target, actual)).toBe(words);
  });

  it('before and after the period', () => {
    const target = { kind: 'reach' as const, value: 100 };
    expect(said(target, 0, -1)).toBe('Nothing is to be there yet.');
    expect(said(target, 100, 9)).toBe('Met with 100.');
    expect(said(target, 99, 9)).toBe('Missed with 99.');
  });
});
