import { describe, expect, it } from 'vitest';
import { type BriefTarget, missingInBrief } from '../campaigns/index.ts';
import { CATALOGUE } from '../catalogue/index.ts';
import { checkVariantRules } from '../content/index.ts';
import { findKpi } from '../kpi/index.ts';
import { dayOf, parseDay } from '../shared/index.ts';
import { demoPlan } from './plan.ts';

const today = dayOf(2026, 11, 22) as number;
const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0);

describe('the plan of the demo company', () => {
  it.each([
    ['2026-11-22', 2027],
    ['2026-02-01', 2027],
    ['2026-01-31', 2026],
  ])('on %s is of the fiscal year %i, and leaves 170,000 of a million free', (day, year) => {
    const { fiscalYear, budget } = demoPlan(parseDay(day) as number);
    expect(fiscalYear).toBe(year);
    const planned = sum(budget.lines.flatMap(({ months }) => months));
    expect([budget.total, planned, budget.fiscalYear]).toEqual([1_000_000, 830_000, year]);
    expect(sum(budget.targets.map(({ amount }) => amount))).toBe(1_000_000);
    for (const invoice of budget.invoices) {
      expect(parseDay(invoice.day) as number).toBeGreaterThanOrEqual(
        dayOf(year - 1, 2, 1) as number,
      );
      expect(parseDay(invoice.day) as number).toBeLessThanOrEqual(parseDay(day) as number);
    }
  });

  it('has the size of the contract, hangs together, and is the same for a day', () => {
    const plan = demoPlan(today);
    expect(demoPlan(today)).toEqual(plan);
    expect([plan.objectives.length, plan.goals.length, plan.campaigns.length]).toEqual([3, 6, 24]);
    expect(new Set(plan.campaigns.map(({ program }) => program)).size).toBe(3);
    const goals = new Set(plan.goals.map(({ key }) => key));
    const used = [
      ...plan.campaigns.flatMap(({ goal }) => goal ?? []),
      ...plan.budget.lines.map(({ goal }) => goal),
      ...plan.activities.map(({ goal }) => goal),
    ];
    expect(used.filter((key) => !goals.has(key))).toEqual([]);
    const codes = new Set(plan.campaigns.map(({ code }) => code));
    expect(codes.size).toBe(24);
    const named = plan.assets.flatMap(({ campaign }) => campaign ?? []);
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
    expect(plan.budget.lines.flatMap((line) => line.campaigns).length).toBeGreaterThan(5);
    // Whatever runs has something that is approved and out; answers and variants are of what is there.
    const out = plan.assets.filter(({ approved, live }) => approved && live);
    const covered = new Set(out.map(({ campaign }) => campaign));
    const running = plan.campaigns.filter(({ state }) => state === 'live');
    expect(running.filter(({ code }) => !covered.has(code)).map(({ code }) => code)).toEqual([]);
    expect(plan.assets.filter(({ approved, live }) => live && !approved)).toEqual([]);
    const names = plan.assets.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const answers = plan.questions.flatMap((one) => one.answers);
    const asked = [...answers, ...plan.variants.map(({ asset }) => asset)];
    expect(asked.filter((name) => !names.includes(name))).toEqual([]);
    expect(() =>
      checkVariantRules(plan.variants.map((one) => ({ ...one, variant: 'v' }))),
    ).not.toThrow();
  });

  it('has targets for 18 KPIs: of its goals, and in the briefs of campaigns, which are complete', () => {
    const { goals, campaigns } = demoPlan(today);
    const briefs = campaigns.map(({ brief }) => brief.fields.kpis as BriefTarget[]);
    const kpis = new Set([...goals, ...briefs.flat()].map(({ kpi }) => findKpi(CATALOGUE, kpi).id));
    expect(kpis.size).toBe(18);
    expect(campaigns.flatMap(({ type, brief }) => missingInBrief(type, brief))).toEqual([]);
  });

  it('has one campaign without a goal and one claim whose proof is over', () => {
    const { campaigns, claims, assets } = demoPlan(today);
    expect(campaigns.filter(({ goal }) => goal === null)).toHaveLength(1);
    const over = claims.filter(({ validUntil }) => (parseDay(validUntil) as number) < today);
    expect(over).toHaveLength(1);
    expect(assets.filter(({ text }) => text.includes(over[0]?.text ?? '-'))).toHaveLength(1);
  });
});
