import { expect, it } from 'vitest';
import { checkAudience } from './check-audience.ts';

const design = { baseline: 0.05, effect: 0.01 };

it('says what an audience that is too small shows, and how long it takes', () => {
  // Fleiss, Levin & Paik 2003, chapter 4: 8,158 per arm for 5 % against 6 %.
  const small = checkAudience({ ...design, available: 4500, perDay: 100 });
  expect(small.plan).toMatchObject({ perArm: 8158, total: 16_316 });
  expect(small).toMatchObject({ enough: false, controlAvailable: 2250, durationDays: 119 });
  expect(small.detectable).toBeCloseTo(0.0198, 4);
  expect(small.warnings).toMatchObject([
    {
      code: 'audience_too_small',
      message:
        '16,316 are needed and 4,500 are there: with them the smallest effect they show is 1.98 points.',
      hint: 'Test a bolder change, or run it 119 days longer.',
    },
  ]);
  expect(checkAudience({ ...design, available: 4500 }).durationDays).toBeNull();
});

it('is quiet where there are enough', () => {
  const enough = checkAudience({ ...design, available: 16_316 });
  expect(enough).toMatchObject({ enough: true, durationDays: 0, warnings: [] });
  expect(checkAudience({ ...design, available: 16_315 }).enough).toBe(false);
});

it('shares as planned, and looks downwards where the effect is below zero', () => {
  const third = checkAudience({ ...design, available: 9000, variantShare: 1 / 3 });
  expect(third.controlAvailable).toBe(6000);
  expect(checkAudience({ ...design, effect: -0.01, available: 9000 }).detectable).toBeLessThan(0);
});

it('refuses audiences and rates of arrival that are none', () => {
  expect(() => checkAudience({ ...design, available: 3 })).toThrow('3 cases are too few');
  expect(() => checkAudience({ ...design, available: Number.NaN })).toThrow('too few');
  expect(() => checkAudience({ ...design, available: 9, perDay: -1 })).toThrow('a day');
});
