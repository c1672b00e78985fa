import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';

/** Something of an entity in a period; periods are whole numbers in a row: months since the first one. */
export type CohortEvent = { entity: string; period: number };

export type CohortInput = {
  /** When each entity began: its cohort. Once for each. */
  starts: readonly CohortEvent[];
  /** When it was active, bought or converted; any number of times. */
  events: readonly CohortEvent[];
  /** The last period that is complete. */
  lastPeriod: number;
  /**
   * `retention`: those active in that very period (default). `cumulative`: those who were by then, once
   * at least.
   */
  kind?: 'retention' | 'cumulative';
};

export type CohortRow = {
  /** Period of the start. */
  cohort: number;
  size: number;
  /** By age in periods, 0 first: entities of the cohort; null where that age is not over yet. */
  counts: (number | null)[];
  /** The same as shares of the size. */
  shares: (number | null)[];
};

export type CohortTriangle = {
  rows: CohortRow[];
  /** By age: share over all cohorts that are old enough, weighted by size; null where none is. */
  averages: (number | null)[];
  /** By age: entities behind that average. */
  weights: number[];
  method: 'retention' | 'cumulative';
  version: 1;
  warnings: Issue[];
};

/**
 * Cohorts by the age at which they were active. Cells that are not over yet are null, never 0, and
 * averages pass over them. Events of unknown entities, before the start or after the last period do not
 * count; a warning says how many. Refuses no starts, an entity with two, and periods that are not whole.
 * @example buildCohorts({ starts: [{ entity: 'a', period: 0 }, { entity: 'b', period: 1 }], events: [{ entity: 'a', period: 1 }], lastPeriod: 1 }).rows.map((row) => row.shares) // [[0, 1], [0, null]]
 */
export function buildCohorts(input: CohortInput): CohortTriangle {
  const { starts, events, lastPeriod, kind = 'retention' } = input;
  mustBe(starts.length > 0, 'There is no cohort.', 'Give the start of at least one entity.');
  mustBeWhole('The last period', lastPeriod);
  const cohortOf = new Map<string, number>();
  for (const { entity, period } of starts) {
    mustBeWhole(`The start of “${entity}”`, period);
    mustBe(!cohortOf.has(entity), `“${entity}” starts twice.`, 'Give each entity one start.');
    if (period <= lastPeriod) cohortOf.set(entity, period);
  }
  mustBe(cohortOf.size > 0, 'No start lies up to the last period.', 'Look at lastPeriod.');
  const first = Math.min(...cohortOf.values());
  const ages = lastPeriod - first + 1;
  mustBe(ages <= 10_000, `${ages} periods are too many.`, 'Number them in weeks or months.');
  const { seen, left } = activityOf(events, { cohortOf, lastPeriod, kind });
  const sizes = new Map<number, number>();
  for (const cohort of cohortOf.values()) sizes.set(cohort, (sizes.get(cohort) ?? 0) + 1);
  const rows = [...sizes]
    .sort(([a], [b]) => a - b)
    .map(([cohort, size]): CohortRow => {
      const counts = Array.from({ length: ages }, (_, age) =>
        cohort + age > lastPeriod ? null : (seen.get(`${cohort} ${age}`) ?? 0),
      );
      if (kind === 'cumulative') addUp(counts);
      const shares = counts.map((count) => (count === null ? null : count / size));
      return { cohort, size, counts, shares };
    });
  const { averages, weights } = averagesOf(rows, ages);
  return { rows, averages, weights, method: kind, version: 1, warnings: warningsOf(left) };
}

/** Entities by cohort and age, each once; and how many events do not count. */
function activityOf(
  events: readonly CohortEvent[],
  of: { cohortOf: Map<string, number>; lastPeriod: number; kind: 'retention' | 'cumulative' },
) {
  const seen = new Map<string, number>();
  const known = new Map<string, Set<number>>();
  let left = 0;
  for (const { entity, period } of events) {
    mustBeWhole(`A period of “${entity}”`, period);
    const cohort = of.cohortOf.get(entity);
    if (cohort === undefined || period < cohort || period > of.lastPeriod) left += 1;
    else {
      const ages = known.get(entity) ?? new Set<number>();
      known.set(entity, ages.add(period - cohort));
    }
  }
  for (const [entity, ages] of known) {
    const counted = of.kind === 'cumulative' ? [Math.min(...ages)] : ages;
    for (const age of counted) {
      const key = `${of.cohortOf.get(entity)} ${age}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  return { seen, left };
}

function addUp(counts: (number | null)[]): void {
  let sum = 0;
  for (const [age, count] of counts.entries()) {
    if (count === null) return;
    sum += count;
    counts[age] = sum;
  }
}

function averagesOf(rows: readonly CohortRow[], ages: number) {
  const weights: number[] = [];
  const averages = Array.from({ length: ages }, (_, age) => {
    let part = 0;
    let whole = 0;
    for (const row of rows) {
      const count = row.counts[age] ?? null;
      if (count === null) continue;
      part += count;
      whole += row.size;
    }
    weights.push(whole);
    return whole > 0 ? part / whole : null;
  });
  return { averages, weights };
}

function warningsOf(left: number): Issue[] {
  if (left === 0) return [];
  return [
    {
      code: 'events_left_out',
      severity: 'warning',
      message: `${left} events do not count: unknown entity, before its start, or after the last period.`,
      hint: 'Check that starts and events speak of the same entities and periods.',
      line: null,
      field: null,
    },
  ];
}

function mustBeWhole(name: string, period: number): void {
  mustBe(Number.isSafeInteger(period), `${name} is ${period}.`, 'Number periods as whole numbers.');
}
