import type { Day } from '../shared/day.ts';
import { groupBy } from '../shared/group-by.ts';
import { bucketAround } from './bucket-at.ts';
import type { Additivity, MeasureQuery } from './schema.ts';

/** A shape's rows of one day (`dayTo` = `day`) or of one period, with their sum of one measure. */
export type Covered = { account: string; shape: string; day: Day; dayTo: Day; sum: bigint };

export type Choice = {
  chosen: Covered[];
  /** Periods that would count but do not fit into one bucket. */
  unsplit: Covered[];
  /** Periods that single days tell in part only, and that therefore stay out. */
  overlapped: Covered[];
  /** Sum over the days of what was chosen, and of the fullest shape whatever its dimensions. */
  told: bigint;
  fullest: bigint;
};

type Candidate = Covered & { asked: number; dims: number; whole: boolean };

/** Which rows of one account tell one measure, each day at most once. */
export function chooseDays(
  covered: readonly Covered[],
  query: MeasureQuery,
  additive: Additivity,
): Choice {
  const asked = askedDimensions(query);
  const candidates = covered.map((one) => candidateOf(one, asked, query));
  const inRange = candidates.filter((one) => one.dayTo === one.day && one.whole);
  const periods = candidates.filter((one) => one.dayTo > one.day);
  const fitting = periods.filter((one) => one.whole);
  const choice: Choice = { chosen: [], unsplit: [], overlapped: [], told: 0n, fullest: 0n };
  const taken = new Set<Day>();
  const scores = [...new Set([...inRange, ...fitting].map((one) => one.asked))].sort(
    (a, b) => b - a,
  );
  for (const score of scores) {
    const single = inRange.filter((one) => one.asked === score);
    const long = fitting.filter((one) => one.asked === score);
    if (additive === 'none') {
      choice.overlapped.push(...takePeriods(long, { taken, choice, order: longest }));
      takeDays(single, { taken, choice, order: coarsest });
    } else {
      takeDays(single, { taken, choice, order: fullest });
      choice.overlapped.push(...takePeriods(long, { taken, choice, order: fullest }));
    }
  }
  if (additive === 'none') choice.overlapped = [];
  choice.overlapped = choice.overlapped.filter((one) => !isTold(one, choice.chosen));
  choice.unsplit = periods.filter((one) => !one.whole && touches(one, query) && !hit(one, taken));
  addTold(choice, inRange);
  return choice;
}

type Taking = {
  taken: Set<Day>;
  choice: Choice;
  order: (a: Candidate, b: Candidate) => number;
};

function takeDays(days: Candidate[], { taken, choice, order }: Taking): void {
  for (const [day, shapes] of groupBy(days, (one) => one.day)) {
    const best = shapes.toSorted(order)[0];
    if (!best || taken.has(day)) continue;
    choice.chosen.push(best);
    taken.add(day);
  }
}

// Gives back the periods that had to stay out.
function takePeriods(periods: Candidate[], { taken, choice, order }: Taking): Candidate[] {
  const out: Candidate[] = [];
  for (const one of periods.toSorted(order)) {
    if (hit(one, taken)) {
      out.push(one);
      continue;
    }
    choice.chosen.push(one);
    for (let day = one.day; day <= one.dayTo; day++) taken.add(day);
  }
  return out;
}

function askedDimensions(query: MeasureQuery): Set<string> {
  const asked = new Set<string>([...query.by, ...query.filters.map((filter) => filter.dim)]);
  for (const everywhere of ['source', 'currency', 'account']) asked.delete(everywhere);
  return asked;
}

// A shape is named by ids where the rows have both: `campaign_id` comes with `campaign`.
function candidateOf(one: Covered, asked: Set<string>, query: MeasureQuery): Candidate {
  const dims = (one.shape.split('~')[0] ?? '').split(',').filter((dim) => dim !== '');
  return {
    ...one,
    asked: [...asked].filter((dim) => dims.includes(dim) || dims.includes(`${dim}_id`)).length,
    dims: dims.length,
    whole: bucketAround(query.buckets, one.day, one.dayTo) >= 0,
  };
}

const size = (sum: bigint) => (sum < 0n ? -sum : sum);
const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const byName = (a: Candidate, b: Candidate) =>
  a.dims - b.dims || byText(a.shape, b.shape) || a.day - b.day || byText(b.account, a.account);

function fullest(a: Candidate, b: Candidate): number {
  const [left, right] = [size(a.sum), size(b.sum)];
  if (left !== right) return left > right ? -1 : 1;
  return byName(a, b);
}

const coarsest = byName;
const longest = (a: Candidate, b: Candidate) => b.dayTo - b.day - (a.dayTo - a.day) || byName(a, b);

function hit(one: Covered, taken: Set<Day>): boolean {
  for (let day = one.day; day <= one.dayTo; day++) if (taken.has(day)) return true;
  return false;
}

// A second telling of the same money is not left out. Platforms round: a thousandth is no difference.
function isTold(one: Covered, chosen: Covered[]): boolean {
  let told = 0n;
  for (const other of chosen) {
    if (other.dayTo > other.day && other.day <= one.day && one.dayTo <= other.dayTo) return true;
    if (one.day <= other.day && other.dayTo <= one.dayTo) told += size(other.sum);
  }
  return told * 1000n >= size(one.sum) * 999n;
}

function touches(one: Covered, query: MeasureQuery): boolean {
  return query.buckets.some((bucket) => one.day <= bucket.to && bucket.from <= one.dayTo);
}

function addTold(choice: Choice, days: Candidate[]): void {
  for (const one of choice.chosen) if (one.dayTo === one.day) choice.told += size(one.sum);
  const chosen = new Set(
    choice.chosen.filter((one) => one.dayTo === one.day).map((one) => one.day),
  );
  for (const [day, shapes] of groupBy(days, (one) => one.day)) {
    const best = shapes.toSorted(fullest)[0];
    if (best && chosen.has(day)) choice.fullest += size(best.sum);
  }
}
