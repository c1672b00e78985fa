import type { KpiAnswer } from '@openmops/domain/kpi';

/** A budget beside its number, as `GET /api/v1/embeds/budgets/{id}` answers it. */
export type BudgetTile = {
  id: string;
  name: string;
  kind: 'plan' | 'line' | 'campaign';
  total: number;
  actual: number;
  committed: number;
  planned: number | null;
  available: number;
  rule: string;
};
export type BudgetAnswer = KpiAnswer & { budget?: BudgetTile };

/** The budget of an answer, if it can be shown without stumbling; null otherwise. */
export function budgetOf(answer: BudgetAnswer | null): BudgetTile | null {
  const budget = answer?.budget;
  if (!budget || typeof budget !== 'object') return null;
  const { total, actual, committed, planned, available, name, rule } = budget;
  const fits =
    [total, actual, committed, planned ?? 0, available].every(Number.isFinite) &&
    [name, rule].every((each) => typeof each === 'string');
  return fits ? budget : null;
}

export type Piece = { name: string; value: number; from: number; share: number };

/**
 * The pieces of the bar, 0…100, one after the other; what is over the total is in it too.
 * @example piecesOf({ total: 100, actual: 50, committed: 25, planned: null }).at(-1)?.from // 50
 */
export function piecesOf(
  of: Pick<BudgetTile, 'total' | 'actual' | 'committed' | 'planned'>,
): Piece[] {
  const { total, actual, committed, planned } = of;
  const bound = [actual, committed, planned ?? 0].map((value) => Math.max(0, value));
  const whole = Math.max(
    total,
    bound.reduce((sum, value) => sum + value, 0),
    1e-9,
  );
  let from = 0;
  return [
    ['actual', actual] as const,
    ['committed', committed] as const,
    ...(planned === null ? [] : [['planned', planned] as const]),
  ].map(([name, value]) => {
    const share = (100 * Math.max(0, value)) / whole;
    const piece = { name, value, from, share };
    from += share;
    return piece;
  });
}
