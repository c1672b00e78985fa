import type { Explanation } from '@openmops/domain/explain';
import { evalExpr, type Kpi } from '@openmops/domain/kpi';
import type { Formula } from './formula.ts';
import { REST, type TwoPeriods } from './rows.ts';

const EFFECTS: Record<string, string> = {
  rate: 'Own rate',
  mix: 'Share of the mix',
  unbased: 'Without a base',
};

/** Parts with names that people know; the rest of a split is marked, not named. */
export function partsOf(
  found: Explanation,
  { formula, kpi, change }: { formula: Formula; kpi: Kpi; change: number },
) {
  const driver = new Map(formula.drivers?.map((one) => [one.formula, one.name]));
  const named = (text: string) => {
    const own = driver.get(text) ?? formula.names.get(text);
    if (own) return own;
    // A factor that is a formula itself: its measures by their names.
    return [...formula.names]
      .toSorted(([a], [b]) => b.length - a.length)
      .reduce((words, [key, name]) => words.replaceAll(key, name), text)
      .replaceAll(' / ', ' ÷ ')
      .replaceAll(' * ', ' × ');
  };
  // What floating point leaves over goes to the largest part, so that they sum to what is told.
  const dust = change - found.parts.reduce((sum, part) => sum + part.value, 0);
  return found.parts.map((part, at) => ({
    effect: part.effect,
    factor: part.factor,
    name: part.factor === null ? (EFFECTS[part.effect] ?? kpi.name) : named(part.factor),
    segment: part.segment === REST ? null : part.segment,
    rest: part.segment === REST,
    value: at === 0 ? part.value + dust : part.value,
    share: part.share,
  }));
}

/** The parts of each segment together, with its values before and after. */
export function segmentsOf(
  found: Explanation,
  { formula, rows }: { formula: Formula; rows: TwoPeriods },
) {
  const { by } = found;
  if (by === null) return [];
  const segments = new Map<string | null, { value: number; share: number | null }>();
  for (const { segment, value, share } of found.parts) {
    const known = segments.get(segment) ?? { value: 0, share: null };
    segments.set(segment, {
      value: known.value + value,
      share: share === null ? known.share : (known.share ?? 0) + share,
    });
  }
  const valueIn = (side: 'before' | 'after', segment: string | null) => {
    const own = rows[side].filter((row) => (row[by] ?? null) === segment);
    if (own.length === 0) return null;
    const sum = (key: string) =>
      own.reduce((total, row) => total + (typeof row[key] === 'number' ? row[key] : 0), 0);
    return evalExpr(formula.expr, sum);
  };
  return [...segments]
    .map(([segment, { value, share }]) => ({
      segment: segment === REST ? null : segment,
      rest: segment === REST,
      before: valueIn('before', segment),
      after: valueIn('after', segment),
      value,
      share,
    }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}
