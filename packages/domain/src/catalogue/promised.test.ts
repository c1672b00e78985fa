import { describe, expect, it } from 'vitest';
import { GREGORIAN } from '../calendar/calendar.ts';
import { evaluateKpis, type Fact, sumRows } from '../kpi/answer.ts';
import { checkUnits, findKpi, formulaText, KpiQuery, measuresOf, planKpis } from '../kpi/index.ts';
import { parseDay } from '../shared/day.ts';
import { seededRandom } from '../shared/seeded-random.ts';
import { addValues } from './add-values.ts';
import { additivityOf } from './additivity-of.ts';
import { CATALOGUE } from './catalogue.ts';
import { idsOf, PROMISED } from './fixtures/promised.ts';
import { KPIS } from './kpis.ts';
import { DATASETS, MEASURES } from './measures.ts';

const LISTS = Object.entries(PROMISED).map(
  ([additivity, text]) => [additivity, idsOf(text)] as const,
);
const IDS = LISTS.flatMap(([, ids]) => ids);

describe('the promised KPIs', () => {
  it('are 215, 21 of which may be summed', () => {
    expect(LISTS.map(([additivity, ids]) => [additivity, ids.length])).toEqual([
      ['all', 21],
      ['notTime', 8],
      ['none', 3],
      ['ratio', 183],
    ]);
    expect(new Set(IDS).size).toBe(215);
  });

  it.each(IDS)('%s is there, makes sense and reads base measures', (id) => {
    const kpi = findKpi(CATALOGUE, id);
    expect([kpi.id, ...kpi.aliases]).toContain(id);
    checkUnits(CATALOGUE, kpi);
    expect(measuresOf(CATALOGUE, kpi).length).toBeGreaterThan(0);
    expect(formulaText(CATALOGUE, kpi)).not.toBe('');
  });

  it.each(LISTS)('add up as promised: %s', (additivity, ids) => {
    const wrong = ids.filter(
      (id) => additivityOf(CATALOGUE, findKpi(CATALOGUE, id)) !== additivity,
    );
    expect(wrong).toEqual([]);
  });

  it('are summed over time in 21 cases and refused with a reason in 194', () => {
    const sums = IDS.map((kpi) =>
      addValues({ catalogue: CATALOGUE, kpi, values: [1, 2.5], over: 'time' }),
    );
    const made = IDS.filter((_, i) => sums[i]?.value !== null);
    expect(made).toEqual(idsOf(PROMISED.all));
    expect(sums.filter(({ value }) => value !== null).map(({ value }) => value)).toEqual(
      made.map(() => 3.5),
    );
    const refused = sums.filter(({ value }) => value === null);
    expect(refused.length).toBe(194);
    expect(refused.every(({ reason }) => reason !== null && reason.length > 20)).toBe(true);
  });
});

describe('on random rows of their datasets', () => {
  const SPLITS = [
    { by: [], grain: null },
    { by: ['campaign', 'currency'], grain: null },
    { by: [], grain: 'month', spine: true, compare: 'previous' },
  ];
  const cases = [1, 2, 3, 4].flatMap((seed) =>
    SPLITS.map((split) => [seed, JSON.stringify(split), split] as const),
  );

  it.each(cases)('every value is a number or undefined (seed %i, %s)', (seed, _, split) => {
    const facts = Map.groupBy(randomFacts(seed), (one) => one.dataset);
    for (let at = 0; at < KPIS.length; at += 40) {
      const kpis = KPIS.slice(at, at + 40).map((kpi) => kpi.id);
      const query = KpiQuery.parse({ kpis, from: '2026-01-01', to: '2026-03-31', ...split });
      const plan = planKpis({ catalogue: CATALOGUE, query, calendar: GREGORIAN });
      const sum = (of: (typeof plan)['current']) =>
        of.map((one) => sumRows(facts.get(one.dataset)?.map(({ fact }) => fact) ?? [], one));
      const answer = evaluateKpis({
        plan,
        current: sum(plan.current),
        previous: sum(plan.previous),
        currency: 'EUR',
        rates: [],
      });
      expect(answer.rows.length).toBeGreaterThan(0);
      for (const row of answer.rows) {
        for (const values of [row.values, row.previous ?? {}]) {
          const odd = Object.entries(values).filter(
            ([, value]) => value !== null && !Number.isFinite(value),
          );
          expect(odd).toEqual([]);
        }
      }
    }
  });

  it('each has a value where all of its parts are there', () => {
    const query = (kpi: string) =>
      KpiQuery.parse({ kpis: [kpi], from: '2026-01-01', to: '2026-01-01' });
    const undefinedOnes = IDS.filter((id) => {
      const plan = planKpis({ catalogue: CATALOGUE, query: query(id), calendar: GREGORIAN });
      const current = plan.current.map((one) => {
        // Every column another amount, so that no difference is 0 by chance.
        const values = Object.fromEntries(
          one.measures.map((base) => [base.column, columnAt(base.column) * 1_000_000]),
        );
        return sumRows([factOf({ day: parseDay('2026-01-01') ?? 0, values })], one);
      });
      const answer = evaluateKpis({ plan, current, previous: [], currency: 'EUR', rates: [] });
      return typeof answer.rows[0]?.values[id] !== 'number';
    });
    // The opening balance and the closing one are the same on a single day.
    expect(undefinedOnes).toEqual([]);
  });
});

const columnAt = (column: string) => 2 + MEASURES.findIndex((one) => one.column === column);

function factOf(of: {
  day: number;
  values: Record<string, number | null>;
  campaign?: string;
}): Fact {
  const { day, values, campaign = 'A' } = of;
  const row = { day, dayTo: day, currency: 'EUR', dims: { campaign }, values };
  return { source: 'a source', account: 'main', shape: 'campaign', row };
}

/** Zeros, gaps, tiny and huge amounts of every column of every dataset. */
function randomFacts(seed: number): { dataset: string; fact: Fact }[] {
  const random = seededRandom(seed);
  const from = parseDay('2025-10-15') ?? 0;
  return DATASETS.flatMap(({ id: dataset }) => {
    const columns = new Set(MEASURES.filter((one) => one.dataset === dataset).map((m) => m.column));
    return Array.from({ length: 25 }, () => {
      const values = Object.fromEntries([...columns].map((column) => [column, amount(random)]));
      const day = from + Math.floor(random() * 170);
      const campaign = random() < 0.5 ? 'A' : 'B';
      return { dataset, fact: factOf({ day, values, campaign }) };
    });
  });
}

function amount(random: () => number): number | null {
  const kind = random();
  if (kind < 0.2) return null;
  if (kind < 0.4) return 0;
  const size = [1, 1_000_000, 9_000_000_000_000][Math.floor(random() * 3)] ?? 1;
  return Math.floor(random() * size);
}
