import type { Issue } from '../shared/issue.ts';
import { availableBudget } from '../targets/budget.ts';

/** A line with what became of it, in micros. */
export type LineMoney = {
  /** What is planned now: the plan, after its lock the forecast. */
  plannedMicros: number;
  /** Booked invoices, or what platforms report, as the line has it. */
  actualMicros: number;
  /** Promised and not invoiced. */
  committedMicros: number;
};

export type BudgetSum = {
  totalMicros: number;
  actualMicros: number;
  /** Remaining commitments. */
  committedMicros: number;
  /** Of each line what is planned and neither committed nor spent, never below 0; all of them. */
  plannedMicros: number;
  availableMicros: number;
  /** Line by line, in the given order. */
  remainingMicros: number[];
  method: 'total − actual − committed − planned';
  version: 1;
  /** `over_budget`. */
  warnings: Issue[];
};

/**
 * What of a budget is free: total − actual − remaining commitments − what lines still plan. Money that
 * is spent or promised without a line (`loose`) counts as well. INVALID for what is no whole micros.
 * Source: help.planful.com, “Custom available budget”.
 * @example
 * const line = { plannedMicros: 830_000e6, actualMicros: 310_000e6, committedMicros: 120_000e6 };
 * sumBudget({ totalMicros: 1_000_000e6, lines: [line] }).availableMicros // 170_000e6
 */
export function sumBudget(input: {
  totalMicros: number;
  lines: readonly LineMoney[];
  loose?: { actualMicros: number; committedMicros: number };
}): BudgetSum {
  const { totalMicros, lines, loose } = input;
  const remainingMicros = lines.map((line) =>
    Math.max(0, line.plannedMicros - line.actualMicros - line.committedMicros),
  );
  const sums = {
    totalMicros,
    actualMicros: lines.reduce((all, one) => all + one.actualMicros, loose?.actualMicros ?? 0),
    committedMicros: lines.reduce(
      (all, one) => all + one.committedMicros,
      loose?.committedMicros ?? 0,
    ),
    plannedMicros: remainingMicros.reduce((all, one) => all + one, 0),
  };
  const { availableMicros, method, version, warnings } = availableBudget(sums);
  return { ...sums, availableMicros, remainingMicros, method, version, warnings };
}
