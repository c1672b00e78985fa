import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lead, type ScoringRules, scoreLead } from './score-lead.ts';

const DAY = 86_400_000;
const rules: ScoringRules = {
  version: '3',
  fit: [
    { id: 'size', attribute: 'employees', when: { from: 50, to: 1000 }, points: 40 },
    { id: 'country', attribute: 'country', when: { oneOf: ['DE', 'SE'] }, points: 30 },
    { id: 'student', attribute: 'role', when: { equals: 'Student' }, points: -50 },
  ],
  engagement: [
    { id: 'demo', event: 'demo', points: 50, halfLifeDays: 30 },
    { id: 'visit', event: 'visit', points: 4, halfLifeDays: 7, cap: 20 },
    { id: 'unsubscribe', event: 'unsubscribe', points: -30, halfLifeDays: null },
  ],
};
const lead: Lead = {
  attributes: { employees: 50, country: ' se ', role: 'Buyer' },
  events: [
    { event: 'demo', timeMs: 0 },
    ...Array.from({ length: 9 }, () => ({ event: 'visit', timeMs: 30 * DAY })),
  ],
};

describe('scoreLead', () => {
  it('multiplies what a lead is with what it did lately', () => {
    expect(scoreLead(lead, rules, 30 * DAY)).toEqual({
      fit: 70,
      engagement: 45,
      score: expect.closeTo(31.5, 12),
      grade: 'B3',
      reasons: [
        { rule: 'size', points: 40 },
        { rule: 'country', points: 30 },
        { rule: 'demo', points: 25 },
        { rule: 'visit', points: 20 },
      ],
      method: 'Rules: fit × engagement',
      version: '3',
    });
  });

  it('takes points away, and never leaves its range', () => {
    const student = {
      attributes: { role: 'student' },
      events: [{ event: 'unsubscribe', timeMs: 0 }],
    };
    expect(scoreLead(student, rules, DAY)).toMatchObject({
      fit: 0,
      engagement: 0,
      score: 0,
      grade: 'D4',
    });
    const wide = scoreLead(
      student,
      { ...rules, fitRange: [-100, 100], engagementRange: [-50, 100] },
      DAY,
    );
    expect(wide).toMatchObject({ fit: -50, engagement: -30 });
  });

  it('does not count what comes later, what is unknown, or a text where a number is asked', () => {
    const odd = {
      attributes: { employees: '500', country: null },
      events: [{ event: 'demo', timeMs: 2 * DAY }],
    };
    expect(scoreLead(odd, rules, DAY)).toMatchObject({ fit: 0, engagement: 0, reasons: [] });
  });

  it('fades by half with every half-life', () => {
    const points = (day: number) =>
      scoreLead({ ...lead, events: [{ event: 'demo', timeMs: 0 }] }, rules, day * DAY).engagement;
    expect([0, 30, 60].map(points)).toEqual([50, 25, 12.5]);
  });

  it.each([
    { ...rules, fit: [{ id: 'x', attribute: 'a', when: {}, points: Number.NaN }] },
    { ...rules, engagement: [{ id: 'x', event: 'a', points: 1, halfLifeDays: 0 }] },
    { ...rules, engagement: [{ id: 'x', event: 'a', points: 1, halfLifeDays: 1, cap: -1 }] },
    { ...rules, fit: [...rules.fit, ...rules.fit] },
    { ...rules, fitRange: [5, 5] as const },
  ])('refuses rules that cannot be applied (%#)', (wrong) => {
    expect(() => scoreLead(lead, wrong, 0)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });

  it('stays in 0 to 100 and only falls while nothing happens', () => {
    const event = fc.record({
      event: fc.constantFrom('demo', 'visit'),
      timeMs: fc.nat(100).map((day) => day * DAY),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 10 }), fc.nat(100), (events, wait) => {
        const now = scoreLead({ ...lead, events }, rules, 100 * DAY);
        const later = scoreLead({ ...lead, events }, rules, (100 + wait) * DAY);
        expect(now.score >= 0 && now.score <= 100).toBe(true);
        expect(later.engagement).toBeLessThanOrEqual(now.engagement);
      }),
      { numRuns: 1000 },
    );
  });
});
