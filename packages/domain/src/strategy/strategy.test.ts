import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  QUESTIONNAIRES,
  questionnaire,
  rankRisks,
  StrategyInput,
  scoreMaturity,
  strategyGaps,
} from './index.ts';

const tactic = (id: string, goal: string | null, campaigns: string[] = []) => ({
  ...{ id, name: id.toUpperCase(), goal, campaigns },
});
const goal = (id: string, archived = false) => ({ id, name: id.toUpperCase(), archived });

describe('gaps of a strategy', () => {
  it('names goals without a tactic and tactics without a campaign or goal', () => {
    const { gaps, goals, tactics } = strategyGaps({
      goals: [goal('a'), goal('b'), goal('old', true)],
      tactics: [
        tactic('one', 'a', ['ca_1', 'gone']),
        tactic('two', 'a', ['gone']),
        tactic('three', null, ['ca_1']),
        tactic('four', 'old', ['ca_1']),
        tactic('five', 'elsewhere'),
      ],
      campaigns: ['ca_1'],
    });
    expect(gaps.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'goal_without_tactic b',
      'tactic_without_campaign two',
      'tactic_without_campaign five',
      'tactic_without_goal three',
      'tactic_without_goal four',
      'tactic_without_goal five',
    ]);
    expect(gaps[1]?.message).toBe('The campaigns of the tactic “TWO” are gone.');
    expect(goals).toEqual({ all: 2, linked: 1, share: 0.5 });
    expect(tactics).toEqual({ all: 5, linked: 3, share: 0.6 });
  });

  it('says that a strategy without goals is none', () => {
    const empty = strategyGaps({ goals: [], tactics: [], campaigns: [] });
    expect(empty).toMatchObject({ gaps: [], goals: { share: null }, tactics: { share: null } });
    expect(empty.warnings.map(({ code }) => code)).toEqual(['no_goals']);
  });

  it('every goal and every tactic is either linked or a gap, once', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(
        fc.uniqueArray(ids),
        fc.array(fc.record({ goal: fc.option(ids), campaigns: fc.uniqueArray(ids) }), {
          maxLength: 6,
        }),
        fc.uniqueArray(ids),
        (named, given, campaigns) => {
          const tactics = given.map((one, at) => tactic(`t${at}`, one.goal, one.campaigns));
          const found = strategyGaps({ goals: named.map((id) => goal(id)), tactics, campaigns });
          const count = (kind: string) => found.gaps.filter((one) => one.kind === kind).length;
          expect(found.goals.linked + count('goal_without_tactic')).toBe(named.length);
          expect(found.tactics.linked + count('tactic_without_campaign')).toBe(tactics.length);
          expect(new Set(found.gaps.map(({ kind, id }) => `${kind} ${id}`)).size).toBe(
            found.gaps.length,
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});

it('risks stand by likelihood and impact, equals as they came', () => {
  const ranked = rankRisks([
    { name: 'a', likelihood: 2, impact: 2 },
    { name: 'b', likelihood: 3, impact: 4 },
    { name: 'c', likelihood: 4, impact: 3 },
    { name: 'd', likelihood: 4, impact: 4 },
  ]);
  expect(ranked.map(({ name, level }) => `${name} ${level}`)).toEqual([
    ...['d high', 'b medium', 'c medium', 'a low'],
  ]);
  for (const likelihood of [0, 6, 1.5, Number.NaN])
    expect(() => rankRisks([{ likelihood, impact: 1 }])).toThrow('is no rating');
});

describe('a strategy as it is sent', () => {
  const least = { fiscalYear: 2027 };
  it('fills in what is left out', () => {
    expect(StrategyInput.parse(least)).toMatchObject({ team: '', goals: [], reviewOn: null });
  });
  it.each([
    { goals: ['go_1', 'go_1'] },
    { tactics: [tactic('one', null), tactic('one', null)] },
    { tactics: [{ ...tactic('one', null), channel: 'carrier pigeon' }] },
    { risks: [{ name: 'Rain', likelihood: 6, impact: 1 }] },
    { reviewOn: '2026-02-30' },
    { metrics: ['ctr', 'ctr'] },
    { channels: [{ channel: 'email' }, { channel: 'email' }] },
    { budget: 100 },
  ])('refuses %j', (wrong) => {
    expect(StrategyInput.safeParse({ ...least, ...wrong }).success).toBe(false);
  });
});

describe('maturity', () => {
  const all = (level: number) =>
    questionnaire().questions.map(({ id }) => ({ question: id, level }));

  it('has four questions with five levels for each area, each said once', () => {
    for (const { questions } of QUESTIONNAIRES) {
      expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
      const areas = Map.groupBy(questions, ({ area }) => area);
      expect([...areas.values()].map((own) => own.length)).toEqual([4, 4, 4, 4]);
      for (const { id, area, levels } of questions) {
        expect(id.startsWith(`${area}.`)).toBe(true);
        expect(new Set(levels).size).toBe(5);
      }
    }
  });

  it('a level is reached when the mean is', () => {
    expect(scoreMaturity(all(3))).toMatchObject({ score: 3, level: 3, levelName: 'Agreed' });
    const mixed = all(4).map((one) =>
      one.question === 'data.quality' ? { ...one, level: 1 } : one,
    );
    expect(scoreMaturity(mixed)).toMatchObject({ score: 3.8125, level: 3, weakest: ['data'] });
    expect(scoreMaturity(mixed).warnings).toEqual([]);
  });

  it('thirds that add up to a level reach it', () => {
    // Means of the areas: 1, 2, 11/3 and 4/3, together 8/4.
    const given = { people: [1], process: [2], technology: [4, 4, 3], data: [1, 1, 2] };
    const answers = Object.entries(given).flatMap(([area, levels]) => {
      const own = questionnaire().questions.filter((one) => one.area === area);
      return levels.map((level, at) => ({ question: own[at]?.id ?? '', level }));
    });
    expect(scoreMaturity(answers)).toMatchObject({ score: 2, level: 2, weakest: ['people'] });
  });

  it('has no score while an area has no answer', () => {
    const some = all(2).filter(({ question }) => !question.startsWith('people.'));
    const { score, level, areas, warnings } = scoreMaturity(some);
    expect({ score, level }).toEqual({ score: null, level: null });
    expect(areas[0]).toMatchObject({ score: null, levelName: null, answered: 0 });
    expect(warnings[0]?.message).toBe('4 of 16 questions have no answer.');
    expect(scoreMaturity([])).toMatchObject({ score: null, weakest: [] });
  });

  it('refuses unknown and doubled questions, and what is no level', () => {
    const one = { question: 'data.quality', level: 3 };
    expect(() => scoreMaturity([{ ...one, question: 'data.magic' }])).toThrow('no question');
    expect(() => scoreMaturity([one, one])).toThrow('answered twice');
    for (const level of [0, 6, 2.5, Number.NaN])
      expect(() => scoreMaturity([{ ...one, level }])).toThrow('is no level');
    expect(() => scoreMaturity([one], 99)).toThrow('no questionnaire 99');
  });

  it('does not depend on the order of the answers, and never falls when one rises', () => {
    const levels = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(levels, fc.nat(15), (given, at) => {
        const answers = all(1).map((one, i) => ({ ...one, level: given[i] as number }));
        const score = scoreMaturity(answers);
        expect(scoreMaturity([...answers].reverse())).toEqual(score);
        const raised = answers.map((one, i) =>
          i === at ? { ...one, level: Math.min(5, one.level + 1) } : one,
        );
        expect(scoreMaturity(raised).score ?? 0).toBeGreaterThanOrEqual(score.score ?? 0);
      }),
      { numRuns: 1000 },
    );
  });
});
