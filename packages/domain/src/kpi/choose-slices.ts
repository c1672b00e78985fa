import type { Day } from '../shared/day.ts';
import { groupBy } from '../shared/group-by.ts';
import { matches } from './matches.ts';
import type { DatasetId, Measure, MeasureQuery, Note } from './schema.ts';
import { type Choice, type Covered, chooseDays } from './slice-days.ts';
import { leftOutNotes } from './slice-notes.ts';
import { isUnnamedAccount } from './unnamed-account.ts';

/** How much of a slice stands on which days. `sums` follow the measures of the query; null: not carried. */
export type Coverage = {
  dataset: DatasetId;
  source: string;
  account: string;
  shape: string;
  day: Day;
  dayTo: Day;
  sums: (bigint | null)[];
};

/**
 * What may be added: one shape of one account on runs of days. `dayTo` null: rows of a single day
 * with `from ≤ day ≤ to`; else the rows that cover exactly `from` to `dayTo` (then `to` is `from`).
 */
export type Slice = {
  source: string;
  account: string;
  shape: string;
  days: { from: Day; to: Day; dayTo: Day | null }[];
};

/** Measures that are read from the same slices. */
export type SlicePart = { measures: Measure[]; slices: Slice[] };

/**
 * Picks, so that nothing is added twice, for each measure, account and day one shape: of those that
 * have most of the asked dimensions the fullest (ties: fewer dimensions, then by name). Rows that
 * cover several days count only inside one bucket that contains them whole, and only where no shape
 * with as many asked dimensions has single days. What may not be added (reach, users) is read from
 * the coarsest shape instead, and from rows of whole periods first. The choice for a measure does
 * not depend on which others are asked. An export that names no account is of the source's only
 * account, where it has one: reports of one account name it or not. What was left out is told in
 * notes.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const asked = KpiQuery.parse({ kpis: ['spend'], from: '1970-01-01', to: '1970-01-31' });
 * const query = planKpis({ catalogue: CATALOGUE, query: asked, calendar: GREGORIAN }).current[0];
 * const day = { dataset: 'ad_delivery', source: 'x_ads', account: 'a', day: 3, dayTo: 3, sums: [5n] };
 * const coverage = [{ ...day, shape: 'campaign' }, { ...day, shape: 'campaign,device' }];
 * chooseSlices({ query, coverage }).parts[0]?.slices.map((one) => one.shape) // ['campaign']
 */
export function chooseSlices(input: { query: MeasureQuery; coverage: readonly Coverage[] }): {
  parts: SlicePart[];
  notes: Note[];
} {
  const { query, coverage } = input;
  const accountOf = accountNames(coverage);
  // A source that the filters leave out has nothing to say, and nothing to note.
  const ofSource = query.filters.filter((filter) => filter.dim === 'source');
  const accounts = groupBy(
    coverage.filter(
      (one) =>
        one.dataset === query.dataset && ofSource.every((filter) => matches(filter, one.source)),
    ),
    (one) => JSON.stringify([one.source, accountOf(one)]),
  );
  const parts = new Map<string, SlicePart>();
  const notes: Note[] = [];
  for (const [column, measure] of query.measures.entries()) {
    const slices: Slice[] = [];
    for (const own of accounts.values()) {
      const covered = own.flatMap((one) => carried(one, column));
      const choice = chooseDays(covered, query, measure.additive);
      slices.push(...slicesOf(own[0], choice));
      notes.push(...leftOutNotes({ measure, source: own[0]?.source ?? '', choice }));
    }
    const key = JSON.stringify(slices);
    const part = parts.get(key) ?? { measures: [], slices };
    part.measures.push(measure);
    parts.set(key, part);
  }
  return { parts: [...parts.values()], notes: distinct(notes) };
}

function carried(one: Coverage, column: number): Covered[] {
  const sum = one.sums[column] ?? null;
  return sum === null
    ? []
    : [{ account: one.account, shape: one.shape, day: one.day, dayTo: one.dayTo, sum }];
}

/** Whose the rows without an account are: of the source's account when it has one only. */
function accountNames(coverage: readonly Coverage[]): (one: Coverage) => string {
  const named = new Map<string, Set<string>>();
  for (const { source, account } of coverage) {
    const known = named.get(source) ?? new Set();
    named.set(source, isUnnamedAccount(account) ? known : known.add(account));
  }
  return ({ source, account }) => {
    const [only = '', ...more] = account === '' ? (named.get(source) ?? []) : [account];
    return more.length === 0 ? only : account;
  };
}

// Chosen days → runs. A run goes on over days without any rows, but not over another shape's days.
function slicesOf(of: Coverage | undefined, choice: Choice): Slice[] {
  if (!of) return [];
  const slices = new Map<string, Slice>();
  let open: { slice: string; run: Slice['days'][number] } | null = null;
  for (const chosen of choice.chosen.toSorted((a, b) => a.day - b.day)) {
    const { account, shape } = chosen;
    const key = JSON.stringify([account, shape]);
    if (open && chosen.dayTo === chosen.day && open.slice === key) {
      open.run.to = chosen.day;
      continue;
    }
    const whole = chosen.dayTo > chosen.day;
    const run = { from: chosen.day, to: chosen.day, dayTo: whole ? chosen.dayTo : null };
    const slice = slices.get(key) ?? { source: of.source, account, shape, days: [] };
    slice.days.push(run);
    slices.set(key, slice);
    open = whole ? null : { slice: key, run };
  }
  return [...slices.values()];
}

function distinct(notes: Note[]): Note[] {
  return [...new Map(notes.map((note) => [note.message, note])).values()];
}
