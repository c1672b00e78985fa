import { MopsError } from '../shared/error.ts';
import { groupBy } from '../shared/group-by.ts';
import type { Issue } from '../shared/issue.ts';
import { microsToText } from '../shared/micros.ts';

/** A budget as whole micros of one currency. */
export type BudgetFigures = {
  totalMicros: number;
  /** Invoiced or spent. */
  actualMicros: number;
  /** Promised by order or contract, and not yet invoiced. */
  committedMicros: number;
  /** Planned, and neither committed nor spent. */
  plannedMicros: number;
};

export type BudgetLeft = {
  availableMicros: number;
  method: 'total − actual − committed − planned';
  version: 1;
  /** `over_budget`. */
  warnings: Issue[];
};

/**
 * What of a budget is still free: total − actual − remaining commitments − remaining plans. Below 0
 * when more is promised than there is. INVALID for what is no whole number of micros.
 * @example
 * const spent = { totalMicros: 1_000_000e6, actualMicros: 310_000e6 };
 * availableBudget({ ...spent, committedMicros: 120_000e6, plannedMicros: 400_000e6 }).availableMicros // 170_000e6
 */
export function availableBudget(figures: BudgetFigures): BudgetLeft {
  const { totalMicros, actualMicros, committedMicros, plannedMicros } = figures;
  for (const one of [totalMicros, actualMicros, committedMicros, plannedMicros]) mustBeWhole(one);
  const availableMicros = totalMicros - actualMicros - committedMicros - plannedMicros;
  mustBeWhole(availableMicros);
  const warnings: Issue[] = [];
  if (availableMicros < 0) {
    const message = `${microsToText(-availableMicros)} more is spent and promised than there is.`;
    warnings.push(issue('over_budget', message, 'Release a commitment or a plan.'));
  }
  return {
    availableMicros,
    method: 'total − actual − committed − planned',
    version: 1,
    warnings,
  };
}

/**
 * Whether a new commitment fits into what is free, and how much is missing when not.
 * @example
 * const figures = { totalMicros: 170_000e6, actualMicros: 0, committedMicros: 0, plannedMicros: 0 };
 * checkCommitment(figures, 200_000e6) // { fits: false, missingMicros: 30_000e6, availableMicros: 170_000e6 }
 */
export function checkCommitment(
  figures: BudgetFigures,
  amountMicros: number,
): { fits: boolean; missingMicros: number; availableMicros: number } {
  mustBeWhole(amountMicros);
  if (amountMicros < 0) throw invalid('A commitment is below 0.', 'Release one instead.');
  const { availableMicros } = availableBudget(figures);
  const missingMicros = Math.max(0, amountMicros - availableMicros);
  return { fits: missingMicros === 0, missingMicros, availableMicros };
}

/** An amount of some team in some quarter, or of any other two names. */
export type BudgetLine = { team: string; quarter: string; micros: number };

export type OverTarget = {
  rows: {
    team: string;
    quarter: string;
    targetMicros: number;
    plannedMicros: number;
    overMicros: number;
  }[];
  /** What the lines are above the targets in all; below 0: still free. */
  overMicros: number;
  method: 'lines − targets';
  version: 1;
  warnings: Issue[];
};

/**
 * Top-down targets beside bottom-up lines, by team and quarter, in order of first appearance. Lines
 * without a target are over by all of theirs. `over_target` names each place that is over.
 * @example
 * const q1 = { team: 'Demand', quarter: 'Q1' };
 * overTarget([{ ...q1, micros: 100 }], [{ ...q1, micros: 60 }, { ...q1, micros: 48 }]).overMicros // 8
 */
export function overTarget(
  targets: readonly BudgetLine[],
  lines: readonly BudgetLine[],
): OverTarget {
  const targetOf = groupBy(targets, placeOf);
  const linesOf = groupBy(lines, placeOf);
  const places = new Map([...targets, ...lines].map((one) => [placeOf(one), one]));
  const rows = [...places].map(([place, { team, quarter }]) => {
    const targetMicros = sum(targetOf.get(place) ?? []);
    const plannedMicros = sum(linesOf.get(place) ?? []);
    return { team, quarter, targetMicros, plannedMicros, overMicros: plannedMicros - targetMicros };
  });
  const warnings = rows
    .filter((row) => row.overMicros > 0)
    .map(({ team, quarter, overMicros }) =>
      issue(
        'over_target',
        `${team}, ${quarter}: ${microsToText(overMicros)} over target.`,
        'Lower a line or raise the target.',
      ),
    );
  const overMicros = sum(rows.map((row) => ({ micros: row.overMicros })));
  return { rows, overMicros, method: 'lines − targets', version: 1, warnings };
}

const placeOf = ({ team, quarter }: BudgetLine) => JSON.stringify([team, quarter]);

function sum(lines: readonly { micros: number }[]): number {
  let all = 0;
  for (const { micros } of lines) {
    mustBeWhole(micros);
    all += micros;
    mustBeWhole(all);
  }
  return all;
}

function mustBeWhole(micros: number): void {
  if (Number.isSafeInteger(micros)) return;
  throw invalid(`${micros} is no exact whole amount.`, 'Give whole millionths.');
}

function issue(code: string, message: string, hint: string): Issue {
  return { code, severity: 'warning', message, hint, line: null, field: null };
}

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
