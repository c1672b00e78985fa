import { STORED_MEASURES } from '@openmops/domain/catalogue';
import { DIMENSIONS, type KpiPlan, type MeasureRow } from '@openmops/domain/kpi';
import { evaluateKpis, type Fact, sumRows } from '@openmops/domain/kpi/answer';
import type { FactRow } from '@openmops/domain/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LandedBatch } from './port.ts';
import { testFacts } from './test-facts.ts';
import {
  type Aggregator,
  type Case,
  makeCases,
  normal,
  queriesOf,
  withValues,
} from './test-random-cases.ts';

const CASES = 1000;
const DIMS = DIMENSIONS.map((dim) => dim.id);

function valuesOf(plan: KpiPlan, current: MeasureRow[][]): string {
  try {
    return JSON.stringify(
      evaluateKpis({ plan, current, previous: [], currency: 'EUR', rates: [] }),
    );
  } catch (error) {
    return String(error);
  }
}

describe('sums of the fact store and sums in memory', () => {
  const cases = makeCases(CASES);
  const stored: string[] = [];
  const answers: (string | null)[] = [];
  let opened: Awaited<ReturnType<typeof testFacts>>;

  beforeAll(async () => {
    opened = await testFacts();
    for (const [workspaceId, own] of Map.groupBy(cases, (one) => one.workspaceId))
      await load(workspaceId, own);
    for (const one of cases) {
      const sums = await Promise.all(
        queriesOf(one).map((query) => opened.facts.sums(one.workspaceId, query, null)),
      );
      stored.push(normal(sums.flat()));
      answers.push(one.plan ? valuesOf(one.plan, sums) : null);
    }
  }, 600_000);
  afterAll(() => opened.close());

  async function load(workspaceId: string, own: Case[]): Promise<void> {
    const facts = own.flatMap((one) =>
      one.facts.map((fact) => ({ ...fact, dataset: one.dataset })),
    );
    const groups = Map.groupBy(facts, (one) => JSON.stringify([one.dataset, one.source]));
    const batches: LandedBatch[] = [];
    for (const group of groups.values()) {
      const first = group[0];
      if (!first) continue;
      const measures = STORED_MEASURES.filter((one) => one.dataset === first.dataset).map(
        (one) => one.id,
      );
      const batch: LandedBatch = {
        workspaceId,
        batchId: `b-${batches.length}`,
        seq: batches.length,
        dataset: first.dataset,
        source: first.source,
        account: '',
        shape: 'all',
        dims: DIMS,
        measures,
        keyedByRecord: false,
      };
      batches.push(batch);
      await opened.facts.land(
        batch,
        0,
        group.map((fact, at) => toRow(fact, { at, measures })),
      );
    }
    await opened.facts.publish(
      workspaceId,
      batches.map((one) => one.batchId),
      batches,
    );
  }

  /** Seeds of the cases in which the aggregator says something else than the store. */
  const differences = (aggregate: Aggregator) =>
    cases.flatMap((one, at) =>
      normal(queriesOf(one).flatMap((query) => aggregate(one.facts, query))) === stored[at]
        ? []
        : [one.query.filters.at(-1)?.values[0]],
    );

  it(`are the same in ${CASES} random cases`, () => {
    expect(differences(sumRows)).toEqual([]);
    const rows = stored.reduce((sum, one) => sum + (JSON.parse(one) as unknown[]).length, 0);
    expect(rows).toBeGreaterThan(CASES);
  });

  it('make the same values of random formulas', () => {
    const asked = cases.flatMap(({ facts, plan }, at) => (plan ? [{ facts, plan, at }] : []));
    for (const { facts, plan, at } of asked) {
      const sums = plan.current.map((query) => sumRows(facts, query));
      expect(valuesOf(plan, sums), plan.asked[0]?.formula).toBe(answers[at]);
    }
    const moved = asked.filter(({ plan }) =>
      Object.keys(plan.reads).some((key) => key.includes('(')),
    );
    expect(moved.length).toBeGreaterThan(CASES / 4);
  });

  it('differ when null counts as 0', () => {
    const wrong: Aggregator = (facts, query) =>
      sumRows(
        facts.map((fact) => withValues(fact, (value) => value ?? 0)),
        query,
      );
    expect(differences(wrong).length).toBeGreaterThan(20);
  });

  it('differ when "not" drops what is not set', () => {
    const wrong: Aggregator = (facts, query) =>
      sumRows(
        facts.filter((fact) =>
          query.filters.every(
            ({ dim, op, values }) =>
              !(op === 'neq' || op === 'notIn') ||
              values.includes(null) ||
              ['source', 'currency', 'account'].includes(dim) ||
              (fact.row.dims[dim as 'campaign'] ?? null) !== null,
          ),
        ),
        query,
      );
    expect(differences(wrong).length).toBeGreaterThan(5);
  });

  it('differ when an empty text counts as not set', () => {
    const wrong: Aggregator = (facts, query) =>
      sumRows(
        facts.map((fact) => ({
          ...fact,
          row: {
            ...fact.row,
            dims: Object.fromEntries(
              Object.entries(fact.row.dims).map(([dim, value]) => [
                dim,
                value === '' ? null : value,
              ]),
            ),
          },
        })),
        query,
      );
    expect(differences(wrong).length).toBeGreaterThan(5);
  });

  it('differ when a bucket without rows is answered with 0', () => {
    const wrong: Aggregator = (facts, query) => {
      const rows = sumRows(facts, query);
      if (rows.length > 0) return rows;
      const values = query.measures.map(() => 0n);
      const counts = query.measures.map(() => 0);
      return [
        { bucket: 0, day: null, currency: 'EUR', group: query.by.map(() => null), values, counts },
      ];
    };
    expect(differences(wrong).length).toBeGreaterThan(5);
  });
});

function toRow(fact: Fact, { at, measures }: { at: number; measures: string[] }): FactRow {
  const { day, dayTo, currency, dims, values } = fact.row;
  return {
    line: at + 1,
    day,
    dayTo,
    currency,
    dims: DIMS.map((dim) => (dim === 'account' ? fact.account : (dims[dim] ?? null))),
    values: measures.map((id) => {
      const value = values[id] ?? null;
      return value === null ? null : Number(value);
    }),
  };
}
