import type { Catalogue } from '../kpi/catalogue.ts';
import type { Expr } from '../kpi/schema.ts';
import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import type { RatioWeights } from './decompose-ratio.ts';
import { findingsOf } from './findings.ts';
import { columnsOf, resolved, valueIn } from './formula.ts';
import { mustBeAdditive } from './guards.ts';
import { labelOf } from './label.ts';
import {
  measuresIn,
  mustBeColumn,
  type Row,
  type SegmentSums,
  sumSegments,
  totalSums,
} from './rows.ts';
import { linearOf, termsOf } from './shape.ts';
import { type Effect, explainTerm, type TermMethod } from './terms.ts';

export type ExplainInput = {
  /** Formula over columns of the rows, as `parseFormula` of the KPI room reads it. */
  expr: Expr;
  before: readonly Row[];
  after: readonly Row[];
  /** Dimension to split by; without one the parts are the formula's own. */
  by?: string | null;
  /** Resolves names of KPIs that are no columns, and knows which measures cannot be added. */
  catalogue?: Catalogue;
  /** Columns that count people or things once each; they are refused. */
  distinct?: readonly string[];
  /** Weights of mix and rate, default `midpoint`. */
  weights?: RatioWeights;
  /** How products are taken apart, default `lmdi`. */
  products?: 'lmdi' | 'shapley';
};

export type Part = {
  effect: Effect;
  /** Measure or factor, as the formula writes it; null where the part is the whole formula's. */
  factor: string | null;
  /** Value of the dimension; null: not set, or no split. */
  segment: string | null;
  /** In the unit of the KPI. */
  value: number;
  /** Of the change; null where nothing changed. Below 0 where it worked against the change. */
  share: number | null;
};

export type Explanation = {
  before: number;
  after: number;
  change: number;
  /** Largest first; together the change. */
  parts: Part[];
  sum: number;
  by: string | null;
  method: TermMethod | 'several';
  version: 1;
  findings: Issue[];
};

/**
 * Why a KPI changed: parts that sum to the change. Sums by measure or segment; products by LMDI (or
 * Shapley), ratios over a dimension by mix and rate; a sum of such terms term by term. Refuses what has no
 * exact parts, with the reason: distinct counts, shifted or windowed values, a KPI that is not defined in
 * one period, a product whose segments do not add up.
 * @example explainChange({ expr: { op: 'div', num: { ref: 'revenue' }, den: { ref: 'cost' } }, before: [{ revenue: 20, cost: 10 }], after: [{ revenue: 10, cost: 10 }] }).parts[0] // { effect: 'factor', factor: 'revenue', segment: null, value: -1, share: 1 }
 */
export function explainChange(input: ExplainInput): Explanation {
  const { by = null } = input;
  const expr = resolved(input);
  const measures = measuresIn(expr, columnsOf(input));
  mustBe(measures.length > 0, 'The formula has no measure.', 'Name columns of the rows in it.');
  if (by !== null) mustBeColumn(by, columnsOf(input));
  if (by !== null || input.before.length > 1 || input.after.length > 1) {
    mustBeAdditive(measures, {
      distinct: input.distinct ?? [],
      catalogue: input.catalogue ?? null,
    });
  }
  const segments = sumSegments(input, { measures, by });
  const change = {
    before: definedValue(expr, segments, 'before'),
    after: definedValue(expr, segments, 'after'),
  };
  const terms = groupedTerms(expr).map((term) =>
    explainTerm(term, { segments, by, weights: input.weights, products: input.products }),
  );
  const raw = terms
    .flatMap((term) => term.parts)
    .filter((part) => part.effect !== 'unbased' || part.value !== 0);
  const total = change.after - change.before;
  const parts = raw
    // Adding 0 turns -0, which no reader expects, into 0.
    .map((part) => ({
      ...part,
      value: part.value + 0,
      share: total === 0 ? null : part.value / total + 0,
    }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const methods = new Set(terms.map((term) => term.method));
  const [method = 'additive'] = methods;
  return {
    ...change,
    change: total,
    parts,
    sum: parts.reduce((sum, part) => sum + part.value, 0),
    by,
    method: methods.size > 1 ? 'several' : method,
    version: 1,
    findings: findingsOf({ expr, segments, by, change: total, method, terms, rows: input }),
  };
}

function definedValue(
  expr: Expr,
  segments: readonly SegmentSums[],
  side: 'before' | 'after',
): number {
  const value = valueIn(expr, totalSums(segments, side));
  mustBe(
    value !== null,
    `“${labelOf(expr)}” is not defined ${side} the change: something is divided by 0.`,
    'Compare two periods in which the KPI has a value.',
  );
  return value;
}

/** Terms of the formula; those that are plain sums of measures stay together. */
function groupedTerms(expr: Expr): { expr: Expr; sign: 1 | -1 }[] {
  if (linearOf(expr)) return [{ expr, sign: 1 }];
  return termsOf(expr).filter((term) => typeof term.expr !== 'number');
}
