import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import { checkDelivery, DELIVERY_RULES } from './check-delivery.ts';

const from = (text: string, spend: number[]) =>
  spend.map((one, i) => ({ day: (parseDay(text) ?? 0) + i, spend: one }));
const codes = (input: Parameters<typeof checkDelivery>[0]) =>
  checkDelivery(input).warnings.map((one) => one.code);

describe('checkDelivery', () => {
  // Google Ads Help 1704443: 5 a day, days of 2 and of 10; at most 152 a month (30.4 × 5).
  it('lets Google spend 10 of a daily 5, and 152 in a month', () => {
    const days = from(
      '2026-06-01',
      Array.from({ length: 30 }, (_, i) => (i % 2 ? 2 : 8)),
    );
    const rule = DELIVERY_RULES.google_ads;
    const { warnings, most, spend } = checkDelivery({ rule, dailyBudget: 5, days });
    expect([warnings.length, most, spend]).toEqual([0, 152, 150]);
    expect(
      codes({
        rule,
        dailyBudget: 5,
        days: [...days.slice(1), { day: days[0]?.day ?? 0, spend: 10.01 }],
      }),
    ).toEqual(['day_over_limit', 'budget_over_limit']);
  });

  it('counts Meta’s weeks from Sunday', () => {
    const rule = DELIVERY_RULES.meta_ads;
    const week = [17.5, 17.5, 17.5, 17.5, 0, 0, 0];
    expect(codes({ rule, dailyBudget: 10, days: from('2026-11-15', week) })).toEqual([]);
    // The same days from Wednesday on lie in two weeks.
    const late = [...week.slice(4), ...week.slice(0, 4)];
    const both = [...from('2026-11-15', late), ...from('2026-11-22', week)];
    expect(codes({ rule, dailyBudget: 10, days: both })).toEqual([]);
    expect(
      codes({ rule, dailyBudget: 10, days: from('2026-11-15', [...week.slice(0, 4), 1]) }),
    ).toEqual(['budget_over_limit']);
  });

  it('gives Microsoft the days of the month', () => {
    const february = from('2026-02-01', Array(28).fill(10));
    const rule = DELIVERY_RULES.microsoft_ads;
    expect(checkDelivery({ rule, dailyBudget: 10, days: february })).toMatchObject({
      ...{ most: 280, warnings: [] },
    });
  });

  it('refuses budgets and spend that are none', () => {
    const rule = DELIVERY_RULES.google_ads;
    expect(() => checkDelivery({ rule, dailyBudget: 0, days: [] })).toThrow('daily budget of 0');
    const days = [{ day: 0, spend: Number.NaN }];
    expect(() => checkDelivery({ rule, dailyBudget: 1, days })).toThrow('Spend of NaN');
    expect(checkDelivery({ rule, dailyBudget: 1, days: [] })).toMatchObject({ spend: 0, most: 0 });
  });
});
