import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignmentOf } from './align.ts';

const objectives = [{ id: 'o1' }, { id: 'o2', archived: true }, { id: 'o3' }];
const goals = [
  { id: 'g1', objective: 'o1' },
  { id: 'g2', objective: 'o2' },
  { id: 'g3', objective: 'o1', archived: true },
  { id: 'g4', objective: 'o1' },
];

describe('alignment', () => {
  it('counts what leads to a standing objective, and names what does not', () => {
    const found = alignmentOf({
      objectives,
      goals,
      campaigns: [
        { id: 'c1', goal: 'g1' },
        { id: 'c2', goal: null },
        { id: 'c3', goal: 'g2' },
        { id: 'c4', goal: 'g3' },
        { id: 'c5', goal: 'gone' },
      ],
      money: [
        { id: 'm1', goal: 'g4', campaign: null, plannedMicros: 100 },
        { id: 'm2', goal: null, campaign: 'c1', plannedMicros: 200 },
        { id: 'm3', goal: 'g2', campaign: 'c1', plannedMicros: 300 },
        { id: 'm4', goal: null, campaign: 'c2', plannedMicros: 400 },
        { id: 'm5', goal: null, campaign: null, plannedMicros: 0 },
      ],
    });
    expect(found.campaigns).toEqual({ all: 5, linked: 1, share: 0.2 });
    expect(found.moneyMicros).toEqual({ all: 1000, linked: 600, share: 0.6 });
    expect(found.orphans).toEqual({
      campaigns: ['c2', 'c3', 'c4', 'c5'],
      money: ['m4', 'm5'],
      goals: ['g4'],
      objectives: ['o3'],
    });
    expect(found.byGoal.get('g1')).toEqual({ campaigns: ['c1'], plannedMicros: 500 });
  });

  it('of nothing there is no share', () => {
    const found = alignmentOf({ objectives: [], goals: [], campaigns: [], money: [] });
    expect(found.campaigns.share).toBeNull();
    expect(found.moneyMicros).toEqual({ all: 0, linked: 0, share: null });
  });

  it('refuses amounts that are none', () => {
    for (const plannedMicros of [-1, 0.5, Number.NaN, 2 ** 60])
      expect(() =>
        alignmentOf({
          objectives,
          goals,
          campaigns: [],
          money: [{ id: 'm', goal: null, campaign: null, plannedMicros }],
        }),
      ).toThrow('no amount');
  });

  it('every campaign and every micro is linked or an orphan, and goals share what is linked', () => {
    const goal = fc.option(fc.constantFrom('g1', 'g2', 'g3', 'g4', 'gone'));
    const campaigns = fc.uniqueArray(fc.record({ id: fc.string({ maxLength: 2 }), goal }), {
      selector: ({ id }) => id,
      maxLength: 12,
    });
    const money = fc.array(
      fc.record({
        id: fc.string(),
        goal,
        campaign: fc.option(fc.string({ maxLength: 2 })),
        plannedMicros: fc.nat(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(campaigns, money, (some, sums) => {
        const found = alignmentOf({ objectives, goals, campaigns: some, money: sums });
        expect(found.campaigns.linked + found.orphans.campaigns.length).toBe(some.length);
        const parts = [...found.byGoal.values()];
        expect(parts.flatMap((one) => one.campaigns)).toHaveLength(found.campaigns.linked);
        expect(parts.reduce((sum, one) => sum + one.plannedMicros, 0)).toBe(
          found.moneyMicros.linked,
        );
        expect(found.moneyMicros.all).toBe(sums.reduce((sum, one) => sum + one.plannedMicros, 0));
      }),
    );
  });
});
