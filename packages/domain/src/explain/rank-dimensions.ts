import type { Expr } from '../kpi/schema.ts';
import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import type { ExplainInput } from './explain-change.ts';
import { columnsOf, resolved, valueIn } from './formula.ts';
import { finding, mustBeAdditive } from './guards.ts';
import { measuresIn, mustBeColumn, type SegmentSums, sumSegments, totalSums } from './rows.ts';

export type RankInput = Pick<
  ExplainInput,
  'expr' | 'before' | 'after' | 'catalogue' | 'distinct'
> & {
  dimensions: readonly string[];
  /** Least share of the change that an element must explain, default 0.1. */
  leastPower?: number;
  /** Share of the change that a dimension's elements must explain together, default 0.67. */
  enoughPower?: number;
};

export type Element = {
  segment: string | null;
  before: number | null;
  after: number | null;
  /** Share of the change that this element alone makes; all of a dimension add up to 1. */
  power: number;
  /** How far its share of the whole moved (Jensen–Shannon term), 0 or more. */
  surprise: number;
};

export type RankedDimension = {
  dimension: string;
  /** Sum over its elements. */
  power: number;
  surprise: number;
  /** Most surprising first; no more than it takes. */
  elements: Element[];
};

export type Ranking = {
  before: number;
  after: number;
  change: number;
  /** Dimensions that explain enough, most surprising first. */
  dimensions: RankedDimension[];
  method: 'adtributor';
  version: 1;
  findings: Issue[];
};

/**
 * Which dimension explains a change best, and by which of its values: the fewest, most surprising elements
 * that make up enough of it (Adtributor; Bhagwat et al. 2014, NSDI). `before` may be what was expected
 * instead of a period. Explanatory power of a derived KPI by finite difference: what changes when only this
 * element does. Refuses distinct counts, a KPI that is not defined, and columns that are not there.
 * @example rankDimensions({ expr: { ref: 'n' }, before: [{ n: 5, os: 'a' }, { n: 5, os: 'b' }], after: [{ n: 5, os: 'a' }, { n: 1, os: 'b' }], dimensions: ['os'] }).dimensions[0]?.elements[0]?.segment // 'b'
 */
export function rankDimensions(input: RankInput): Ranking {
  const { dimensions, leastPower = 0.1, enoughPower = 0.67 } = input;
  const expr = resolved(input);
  const measures = measuresIn(expr, columnsOf(input));
  mustBeAdditive(measures, { distinct: input.distinct ?? [], catalogue: input.catalogue ?? null });
  const columns = columnsOf(input);
  for (const dimension of dimensions) mustBeColumn(dimension, columns);
  const [all] = sumSegments(input, { measures, by: null });
  const before = all ? valueIn(expr, all.before) : null;
  const after = all ? valueIn(expr, all.after) : null;
  mustBe(
    before !== null && after !== null,
    'The KPI is not defined in one of the two sets of rows.',
    'Compare two sets in which it has a value.',
  );
  const change = after - before;
  const limits = { leastPower, enoughPower };
  const ranked = dimensions.flatMap((dimension) => {
    const segments = sumSegments(input, { measures, by: dimension });
    const elements = elementsOf({ expr, segments, measures, change });
    return elements ? (explaining({ dimension, elements }, limits) ?? []) : [];
  });
  ranked.sort((a, b) => b.surprise - a.surprise);
  const findings =
    ranked.length > 0
      ? []
      : [
          finding('no_dimension_explains', 'info', {
            message: 'No dimension has a few values that explain most of the change.',
            hint: 'It is spread evenly, or nothing changed.',
          }),
        ];
  return { before, after, change, dimensions: ranked, method: 'adtributor', version: 1, findings };
}

/** Power and surprise of every element; null where no element alone changes anything. */
function elementsOf(of: {
  expr: Expr;
  segments: readonly SegmentSums[];
  measures: readonly string[];
  change: number;
}): Element[] | null {
  const { expr, segments, measures, change } = of;
  if (change === 0) return null;
  const expected = totalSums(segments, 'before');
  const start = valueIn(expr, expected) ?? 0;
  const alone = segments.map(({ before, after }) => {
    const sums = new Map(expected);
    for (const name of measures) {
      sums.set(name, (sums.get(name) ?? 0) + (after.get(name) ?? 0) - (before.get(name) ?? 0));
    }
    return (valueIn(expr, sums) ?? start) - start;
  });
  const together = alone.reduce((sum, one) => sum + one, 0);
  const scale = alone.reduce((sum, one) => sum + Math.abs(one), 0);
  if (Math.abs(together) <= 1e-12 * scale || scale === 0) return null;
  return segments.map(({ segment, before, after }, i) => {
    let surprise = 0;
    for (const name of measures) {
      const p = share(before.get(name), sizeOf(segments, name, 'before'));
      const q = share(after.get(name), sizeOf(segments, name, 'after'));
      surprise += divergence(p, q);
    }
    return {
      segment,
      before: before.size > 0 ? valueIn(expr, before) : null,
      after: after.size > 0 ? valueIn(expr, after) : null,
      power: (alone[i] as number) / together,
      surprise,
    };
  });
}

/** The dimension with the elements that it takes, or null where they do not explain enough. */
function explaining(
  { dimension, elements }: { dimension: string; elements: Element[] },
  { leastPower, enoughPower }: { leastPower: number; enoughPower: number },
): RankedDimension | null {
  const taken: Element[] = [];
  let power = 0;
  let surprise = 0;
  for (const element of elements.toSorted((a, b) => b.surprise - a.surprise)) {
    if (element.power <= leastPower) continue;
    taken.push(element);
    power += element.power;
    surprise += element.surprise;
    if (power > enoughPower) return { dimension, power, surprise, elements: taken };
  }
  return null;
}

/** Term of the Jensen–Shannon divergence of two shares. */
function divergence(p: number, q: number): number {
  const term = (one: number) => (one === 0 ? 0 : one * Math.log((2 * one) / (p + q)));
  return Math.max(0, (term(p) + term(q)) / 2);
}

const share = (part: number | undefined, whole: number) =>
  whole > 0 ? Math.abs(part ?? 0) / whole : 0;

/** Sum of sizes, so that shares stay shares where some values are negative. */
function sizeOf(segments: readonly SegmentSums[], name: string, side: 'before' | 'after'): number {
  let size = 0;
  for (const segment of segments) size += Math.abs(segment[side].get(name) ?? 0);
  return size;
}
