import { type BudgetFigures, checkCommitment } from '../targets/budget.ts';
import { moneyText } from './money-text.ts';
import type { BudgetRules } from './schema.ts';

export type CommitmentDecision = {
  /** `open`: it may be promised now. `ask`: only when an approver accepts it. */
  verdict: 'open' | 'ask';
  /** What is missing in the budget; 0 when it fits. */
  missingMicros: number;
  availableMicros: number;
  /** The amount is above what the person may commit. */
  aboveLimit: boolean;
  /** In words, empty where nothing is against it; also told with a budget that only warns. */
  reasons: string[];
};

/**
 * Whether a commitment may be made: by what is available, by the limit of the person's role, and by
 * the rule of the workspace (`block` or `warn`). Roles without a limit may commit what fits.
 * INVALID for amounts below 0 and what is no whole micros.
 * @example
 * const figures = { totalMicros: 170e6, actualMicros: 0, committedMicros: 0, plannedMicros: 0 };
 * const rules = { overCommit: 'block', limits: {} };
 * decideCommitment({ figures, amountMicros: 200e6, role: 'editor', rules, currency: 'USD' }).missingMicros // 30e6
 */
export function decideCommitment(input: {
  figures: BudgetFigures;
  amountMicros: number;
  role: string;
  rules: Pick<BudgetRules, 'overCommit' | 'limits'>;
  currency: string;
}): CommitmentDecision {
  const { figures, amountMicros, role, rules, currency } = input;
  const { missingMicros, availableMicros } = checkCommitment(figures, amountMicros);
  const aboveLimit = !withinLimit({ role, amountMicros, limits: rules.limits });
  const reasons: string[] = [];
  if (missingMicros > 0)
    reasons.push(
      `${moneyText(missingMicros, currency)} is missing: ${moneyText(availableMicros, currency)} is available`,
    );
  if (aboveLimit) reasons.push(`${moneyText(amountMicros, currency)} is above your limit`);
  const blocked = (missingMicros > 0 && rules.overCommit === 'block') || aboveLimit;
  return { verdict: blocked ? 'ask' : 'open', missingMicros, availableMicros, aboveLimit, reasons };
}

/**
 * Whether a role may commit or accept an amount. A role without a limit may.
 * @example withinLimit({ role: 'admin', amountMicros: 200e6, limits: { admin: 150 } }) // false
 * @example withinLimit({ role: 'finance', amountMicros: 200e6, limits: { admin: 150 } }) // true
 */
export function withinLimit(input: {
  role: string;
  amountMicros: number;
  limits: BudgetRules['limits'];
}): boolean {
  const limit = (input.limits as Record<string, number | undefined>)[input.role];
  return limit === undefined || input.amountMicros <= limit * 1e6;
}
