import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DECISION_STATES,
  DecisionChoice,
  DecisionInput,
  EvidenceInput,
  effectWindows,
  evidenceMoved,
  moveDecision,
  rankDecisions,
} from './index.ts';

describe('states', () => {
  it('go one way, a step at a time', () => {
    const moves = DECISION_STATES.flatMap((from) =>
      DECISION_STATES.filter((to) => {
        try {
          return moveDecision(from, to) === to;
        } catch {
          return false;
        }
      }).map((to) => `${from} ${to}`),
    );
    expect(moves).toEqual(['open decided', 'decided reviewed']);
    expect(() => moveDecision('reviewed', 'open')).toThrow('It is reviewed');
  });
});

describe('windows around a decision', () => {
  it('are whole weeks from a week on, and end with the review', () => {
    expect(effectWindows({ decided: 100, last: 112, review: null })).toMatchObject({
      ...{ before: { from: 93, to: 99 }, after: { from: 100, to: 106 }, days: 7, warnings: [] },
    });
    expect(effectWindows({ decided: 100, last: 500, review: 127 })?.days).toBe(28);
    expect(effectWindows({ decided: 100, last: 900, review: null })?.days).toBe(182);
    const short = effectWindows({ decided: 100, last: 102, review: null });
    expect(short).toMatchObject({ days: 3, warnings: [{ code: 'short_window' }] });
    expect(effectWindows({ decided: 100, last: 99, review: null })).toBeNull();
    expect(() => effectWindows({ decided: Number.NaN, last: 1, review: null })).toThrow('whole');
  });

  it('are equally long, meet at the decision and hold no day that is not known', () => {
    const day = fc.integer({ min: -1000, max: 30_000 });
    fc.assert(
      fc.property(day, day, fc.option(day), (decided, last, review) => {
        const found = effectWindows({ decided, last, review });
        if (!found) {
          expect(Math.min(last, review ?? last)).toBeLessThan(decided);
          return;
        }
        const { before, after, days } = found;
        expect(before.to - before.from + 1).toBe(days);
        expect(after.to - after.from + 1).toBe(days);
        expect([before.to + 1, after.from]).toEqual([decided, decided]);
        expect(after.to).toBeLessThanOrEqual(last);
        expect(days < 7 || days % 7 === 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('evidence', () => {
  const at = (value: number | null, definition = 'a', currency = 'EUR') => ({
    ...{ value, definition, currency },
  });
  it.each([
    [at(100), at(100), { moved: false, difference: 0, relative: 0, redefined: false }],
    [at(0.1 + 0.2), at(0.3), { moved: false, difference: 0, relative: 0 }],
    [at(-50), at(-60), { moved: true, difference: -10, relative: -0.2 }],
    [at(0), at(5), { moved: true, difference: 5, relative: null }],
    [at(0), at(0), { moved: false, difference: 0, relative: null }],
    [at(null), at(5), { moved: true, difference: null, relative: null }],
    [at(null), at(null), { moved: false, difference: null, relative: null }],
    [at(5), at(5, 'b'), { moved: false, redefined: true }],
    [at(5), at(5, 'a', 'USD'), { moved: true, difference: null, relative: null }],
  ])('%j, then %j', (then, now, said) => {
    expect(evidenceMoved(then, now)).toMatchObject(said);
  });
});

it('what presses stands first, then what is at stake', () => {
  const one = (id: string, more: object) => ({
    ...{ id, state: 'open' as const, decideBy: null, reviewOn: null, stake: null },
    ...more,
  });
  const ranked = rankDecisions(
    [
      one('over', { state: 'reviewed', stake: 1e6 }),
      one('under way', { state: 'decided', reviewOn: 11 }),
      one('small', { stake: 10 }),
      one('large', { stake: 1000 }),
      one('later', { decideBy: 20 }),
      one('sooner', { decideBy: 10 }),
      one('review', { state: 'decided', reviewOn: 10 }),
      one('late', { decideBy: 9 }),
    ],
    10,
  );
  expect(ranked.map(({ id }) => id)).toEqual([
    ...['late', 'review', 'large', 'small', 'sooner', 'later', 'under way', 'over'],
  ]);
  expect(ranked[0]?.waits).toBe('overdue');
});

describe('what is sent', () => {
  const option = { name: 'Yes' };
  it.each([
    [DecisionInput, { question: '' }],
    [DecisionInput, { question: 'Go?', options: [option, { name: 'yes' }] }],
    [DecisionInput, { question: 'Go?', options: [{ ...option, cost: -1 }] }],
    [DecisionInput, { question: 'Go?', state: 'decided' }],
    [DecisionChoice, { id: 'de_1', version: 1, choice: 'Yes', rationale: 'Because.' }],
    [EvidenceInput, { decision: 'de_1', kpi: 'ctr', from: '2026-02-02', to: '2026-02-01' }],
  ])('is refused: %#', (schema, wrong) => {
    expect(schema.safeParse(wrong).success).toBe(false);
  });
});
