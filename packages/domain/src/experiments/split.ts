import type { Issue } from '../shared/issue.ts';
import { mustBe } from '../statistics/check.ts';
import { chiSquareUpper } from '../statistics/chi-square.ts';

/** Below it the split is taken as broken, and between it and `SUSPECT_BELOW` worth a look. */
export const BROKEN_BELOW = 0.001;
export const SUSPECT_BELOW = 0.01;

export type SplitCheck = {
  chiSquare: number;
  df: number;
  pValue: number;
  /** Cases per arm that were planned, of those that came. */
  expected: number[];
  /** `broken` (p < 0.001): do not read the test. `suspect` (p < 0.01): find out first. */
  status: 'ok' | 'suspect' | 'broken';
  method: 'sample-ratio-chi-square';
  version: 1;
  warnings: Issue[];
};

/**
 * Whether the arms got the share of cases that was planned: Pearson's chi-square. A sample-ratio
 * mismatch means that cases are missing or counted twice, and that no result can be trusted (Fabijan et
 * al. 2019, KDD). Refuses fewer than two arms, negative counts, and shares that are not above 0.
 * @example checkSplit([5120, 4880]).pValue.toFixed(8) // '0.01639507'
 */
export function checkSplit(cases: readonly number[], planned?: readonly number[]): SplitCheck {
  const shares = planned ?? cases.map(() => 1);
  mustBe(
    cases.length >= 2 && shares.length === cases.length,
    `${cases.length} arms and ${shares.length} shares are no plan.`,
    'Give the cases of at least two arms, and one share for each.',
  );
  let total = 0;
  let weight = 0;
  for (const [i, n] of cases.entries()) {
    const share = shares[i] as number;
    mustBe(n >= 0 && Number.isFinite(n), `${n} cases are none.`, 'Give counts from 0 on.');
    mustBe(share > 0 && Number.isFinite(share), `${share} is no share.`, 'Give shares above 0.');
    total += n;
    weight += share;
  }
  mustBe(total > 0, 'There are no cases.', 'Wait until both arms have some.');
  const expected = shares.map((share) => (total * share) / weight);
  let chiSquare = 0;
  for (const [i, n] of cases.entries()) {
    const gap = n - (expected[i] as number);
    chiSquare += (gap * gap) / (expected[i] as number);
  }
  const df = cases.length - 1;
  const pValue = chiSquareUpper(chiSquare, df);
  const status = pValue < BROKEN_BELOW ? 'broken' : pValue < SUSPECT_BELOW ? 'suspect' : 'ok';
  return {
    chiSquare,
    df,
    pValue,
    expected,
    status,
    method: 'sample-ratio-chi-square',
    version: 1,
    warnings: status === 'ok' ? [] : [mismatch(status, chiSquare, pValue)],
  };
}

function mismatch(status: 'suspect' | 'broken', chiSquare: number, pValue: number): Issue {
  return {
    code: 'sample_ratio_mismatch',
    severity: status === 'broken' ? 'error' : 'warning',
    message: `The arms did not get the cases that were planned (chi-square ${chiSquare.toFixed(3)}, p ${pValue.toPrecision(2)}).`,
    hint: 'Look for redirects, bots, lost tracking and late joiners in one arm only.',
    line: null,
    field: null,
  };
}
