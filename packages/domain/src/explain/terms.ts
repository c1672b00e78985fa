import type { Expr } from '../kpi/schema.ts';
import { MopsError } from '../shared/error.ts';
import { decomposeProduct, shareProduct } from './decompose-product.ts';
import { decomposeRatio, type RatioWeights } from './decompose-ratio.ts';
import { valueIn } from './formula.ts';
import { labelOf } from './label.ts';
import { type SegmentSums, type Sums, totalSums } from './rows.ts';
import {
  constantOf,
  type Factor,
  factorsOf,
  fractionOf,
  type Linear,
  linearOf,
  linearProduct,
} from './shape.ts';

export type TermMethod = 'additive' | 'lmdi' | 'shapley' | 'mix-rate';

/**
 * `measure`, `segment`: what it adds to a sum. `factor`: what it did in a product. `rate`, `mix`: own ratio
 * and weight of a segment. `unbased`: numerator of a segment that has no denominator.
 */
export type Effect = 'measure' | 'segment' | 'factor' | 'rate' | 'mix' | 'unbased';

export type RawPart = {
  effect: Effect;
  factor: string | null;
  segment: string | null;
  value: number;
};

export type ExplainedTerm = { parts: RawPart[]; method: TermMethod; negative?: boolean };

type Scene = {
  segments: readonly SegmentSums[];
  by: string | null;
  weights?: RatioWeights | undefined;
  products?: 'lmdi' | 'shapley' | undefined;
};

/** Takes one term of a formula apart by the method that its form allows. */
export function explainTerm(term: { expr: Expr; sign: 1 | -1 }, scene: Scene): ExplainedTerm {
  const explained = scene.by === null ? whole(term.expr, scene) : split(term.expr, scene);
  return {
    ...explained,
    parts: explained.parts.map((part) => ({ ...part, value: part.value * term.sign })),
  };
}

function whole(expr: Expr, scene: Scene): ExplainedTerm {
  const before = totalSums(scene.segments, 'before');
  const after = totalSums(scene.segments, 'after');
  const linear = linearOf(expr);
  if (linear) {
    const parts = [...linear].map(([name, weight]) => ({
      effect: 'measure' as const,
      factor: name,
      segment: null,
      value: weight * ((after.get(name) ?? 0) - (before.get(name) ?? 0)),
    }));
    return { parts, method: 'additive' };
  }
  const worth = (sums: Sums) => valueIn(expr, sums) ?? 0;
  return product(expr, { before, after, segment: null, scene, worth });
}

function split(expr: Expr, scene: Scene): ExplainedTerm {
  const { num, den } = fractionOf(expr);
  const above = linearProduct(num);
  const below = den.length === 0 ? null : linearProduct(den);
  const divisor = den.reduce<number | null>((product, part) => {
    const constant = constantOf(part);
    return product === null || constant === null ? null : product * constant;
  }, 1);
  if (above && divisor) {
    const linear = new Map([...above].map(([name, weight]) => [name, weight / divisor]));
    return bySegment(expr, linear, scene);
  }
  if (above && below) return byMixAndRate({ above, below }, scene);
  throw new MopsError(
    'INVALID',
    `“${labelOf(expr)}” has no exact parts by ${scene.by}: its segments neither add up nor share a denominator.`,
    'Leave the split out, or ask for a sum of measures or one sum over another.',
  );
}

/** A term whose segments add up: each segment's own change, and inside it the factors of a product. */
function bySegment(expr: Expr, above: Linear, scene: Scene): ExplainedTerm {
  const factors = movingFactors(expr);
  if (factors.length > 1) {
    const worth = (sums: Sums) => weighted(above, sums);
    const explained = scene.segments.map(({ segment, before, after }) =>
      product(expr, { before, after, segment, scene, worth }),
    );
    const shapley = explained.some(({ method }) => method === 'shapley');
    return {
      parts: explained.flatMap(({ parts }) => parts),
      method: shapley ? 'shapley' : 'lmdi',
    };
  }
  const parts = scene.segments.map(({ segment, before, after }) => ({
    effect: 'segment' as const,
    factor: null,
    segment,
    value: weighted(above, after) - weighted(above, before),
  }));
  return { parts, method: 'additive' };
}

function byMixAndRate(
  { above, below }: { above: Linear; below: Linear },
  scene: Scene,
): ExplainedTerm {
  const of = (sums: Sums) => ({ num: weighted(above, sums), den: weighted(below, sums) });
  const { segments, warnings } = decomposeRatio(
    scene.segments.map(({ before, after }) => ({ before: of(before), after: of(after) })),
    scene.weights,
  );
  const parts = segments.flatMap((effects, i) =>
    (['rate', 'mix', 'unbased'] as const).map((effect) => ({
      effect,
      factor: null,
      segment: scene.segments[i]?.segment ?? null,
      value: effects[effect],
    })),
  );
  const negative = warnings.some(({ code }) => code === 'negative_weights');
  return { parts, method: 'mix-rate', negative };
}

function product(
  expr: Expr,
  at: {
    before: Sums;
    after: Sums;
    segment: string | null;
    scene: Scene;
    /** What the term is worth, also where one of its factors is not defined. */
    worth: (sums: Sums) => number;
  },
): ExplainedTerm {
  const { before, after, segment, scene, worth } = at;
  const factors = movingFactors(expr);
  const pairs = factors.map(
    (factor) => [factorValue(factor, before), factorValue(factor, after)] as const,
  );
  // A segment that was not there has no rate of its own: it takes the other period's, as in mix and rate.
  const from = pairs.map(([old, now]) => old ?? now ?? 0);
  const to = pairs.map(([old, now]) => now ?? old ?? 0);
  const total = { from: worth(before), to: worth(after) };
  const scale = constantFactor(expr);
  const { parts, method } = (scene.products === 'shapley' ? shareProduct : decomposeProduct)({
    before: from,
    after: to,
  });
  const result: RawPart[] = factors.map((factor, i) => ({
    effect: 'factor' as const,
    factor: labelOf(factor.expr),
    segment,
    value: scale * (parts[i] as number),
  }));
  const missing = total.to - total.from - result.reduce((sum, part) => sum + part.value, 0);
  const size = Math.max(Math.abs(total.to), Math.abs(total.from));
  if (Math.abs(missing) > 1e-9 * size) {
    result.push({ effect: 'unbased', factor: null, segment, value: missing });
  }
  return { parts: result, method };
}

/** The factors that can change; a single quotient among constants is opened. */
function movingFactors(expr: Expr): Factor[] {
  const factors = factorsOf(expr).filter((factor) => constantOf(factor.expr) === null);
  const [only] = factors;
  if (factors.length !== 1 || !only || only.divides) return factors;
  const inner = factorsOf(only.expr).filter((factor) => constantOf(factor.expr) === null);
  return inner.length > 1 ? inner : factors;
}

/** Product of the constants of a product. */
function constantFactor(expr: Expr): number {
  let scale = 1;
  const walk = (factors: Factor[]): void => {
    for (const { expr: part, divides } of factors) {
      const constant = constantOf(part);
      if (constant !== null) scale *= divides ? 1 / constant : constant;
    }
  };
  const factors = factorsOf(expr);
  walk(factors);
  const moving = factors.filter((factor) => constantOf(factor.expr) === null);
  const [only] = moving;
  if (moving.length === 1 && only && !only.divides) {
    const inner = factorsOf(only.expr);
    if (inner.length > 1) walk(inner);
  }
  return scale;
}

/** A factor's value; null where it is not defined. */
function factorValue({ expr, divides }: Factor, sums: Sums): number | null {
  const value = valueIn(expr, sums);
  if (!divides || value === null) return value;
  return value === 0 ? null : 1 / value;
}

function weighted(linear: Linear, sums: Sums): number {
  let sum = 0;
  for (const [name, weight] of linear) sum += weight * (sums.get(name) ?? 0);
  return sum;
}
