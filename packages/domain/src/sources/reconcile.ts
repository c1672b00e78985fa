import type { Measure } from '../kpi/schema.ts';
import type { Issue } from '../shared/issue.ts';
import { type ExactSum, unitsOf } from './exact-sum.ts';
import type { Reconciled } from './schema.ts';
import { isAccountTotal, totalRank } from './total-labels.ts';

/** A row of totals as the file has it; millionths, null where it prints none. */
export type TotalRow = { line: number; label: string; values: (number | null)[] };

type Input = {
  totals: readonly TotalRow[];
  measures: readonly Measure[];
  sums: readonly ExactSum[];
  /** Several currencies: sums of money mean nothing. */
  mixedCurrencies: boolean;
  /** Why the detail may hold less than the account. */
  hiddenDetail: string | null;
};

/**
 * Compares the sums of the accepted rows with the totals that the file prints: the total that
 * describes the table, and the account's where the detail hides a part of it by design.
 */
export function reconcile(input: Input): { reconciled: Reconciled[]; issues: Issue[] } {
  const chosen = chooseTotals(input.totals, input.hiddenDetail !== null);
  const reconciled: Reconciled[] = [];
  const issues: Issue[] = [];
  for (const total of chosen) {
    const differing: string[] = [];
    input.measures.forEach((measure, at) => {
      const file = total.values[at] ?? null;
      const sum = input.sums[at];
      if (file === null || !sum || measure.additive === 'none') return;
      if (input.mixedCurrencies && measure.unit.kind === 'money') return;
      const difference = sum.micros - BigInt(file);
      reconciled.push({
        measure: measure.alias,
        file: unitsOf(BigInt(file)),
        imported: unitsOf(sum.micros),
        difference: unitsOf(difference),
        label: total.label,
        line: total.line,
      });
      if (difference !== 0n) differing.push(`${measure.name} ${unitsOf(difference)}`);
    });
    if (differing.length > 0) issues.push(differenceIssue(total, differing, input.hiddenDetail));
  }
  return { reconciled, issues };
}

function chooseTotals(totals: readonly TotalRow[], withAccount: boolean): TotalRow[] {
  let best: TotalRow | null = null;
  for (const total of totals) {
    if (!best || totalRank(total.label) > totalRank(best.label)) best = total;
  }
  if (!best) return [];
  const account = withAccount
    ? totals.find((one) => one !== best && totalRank(one.label) === 2)
    : undefined;
  return account ? [best, account] : [best];
}

function differenceIssue(total: TotalRow, differing: string[], hidden: string | null): Issue {
  const label = total.label || 'total';
  const byDesign = hidden !== null && (isAccountTotal(label) || !/[:：]/.test(label));
  return {
    code: byDesign ? 'hidden_detail' : 'total_differs',
    severity: byDesign ? 'info' : 'warning',
    message: `The rows do not add up to “${label}” of the file (imported minus file: ${differing.join(', ')}).${byDesign ? ` ${hidden}` : ''}`,
    hint: byDesign
      ? 'Import the campaign report as well for totals of the account.'
      : 'The platform may round, hide rows or filter the table; check that the export is complete.',
    line: total.line,
    field: null,
  };
}
