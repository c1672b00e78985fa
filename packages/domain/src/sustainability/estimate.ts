import type { Issue } from '../shared/index.ts';

/** Greenhouse gas of something, with how sure it is. Never more than an estimate. */
export type Estimate = {
  gramsCo2e: number;
  /** With every factor at the low end of what is published. */
  lowGrams: number;
  /** With every factor at the high end. */
  highGrams: number;
  /** What `gramsCo2e` is made of. */
  parts: Readonly<Record<string, number>>;
  /** Ids of the factor sets it rests on; `FACTOR_SETS` has their sources. */
  factorSets: readonly string[];
  /** Good for comparing and for finding what matters; not for claims, offsets or reports under audit. */
  grade: 'estimate';
  method: string;
  version: string;
  warnings: Issue[];
};

/** Said with every answer. */
export const NOT_AUDITED: Issue = {
  code: 'not_audited',
  severity: 'info',
  message: 'This is a model estimate from published averages, not a measurement.',
  hint: 'Show the range and the factor set with it. Do not use it for claims or audited reports.',
  line: null,
  field: null,
};

/**
 * Estimates added up: values, low ends and high ends each by themselves, because what is uncertain in one
 * is uncertain in all in the same direction.
 * @param estimates any number; of none it is 0
 * @example addEstimates([emailEstimate(1000), emailEstimate(1000)]).gramsCo2e // 145.8333…
 */
export function addEstimates(estimates: readonly Estimate[]): Estimate {
  const parts: Record<string, number> = {};
  let [gramsCo2e, lowGrams, highGrams] = [0, 0, 0];
  for (const estimate of estimates) {
    gramsCo2e += estimate.gramsCo2e;
    lowGrams += estimate.lowGrams;
    highGrams += estimate.highGrams;
    for (const [name, grams] of Object.entries(estimate.parts)) {
      parts[name] = (parts[name] ?? 0) + grams;
    }
  }
  const factorSets = [...new Set(estimates.flatMap((estimate) => estimate.factorSets))];
  return {
    gramsCo2e,
    lowGrams,
    highGrams,
    parts,
    factorSets,
    grade: 'estimate',
    method: 'sum',
    version: 'sum@1',
    warnings: [NOT_AUDITED],
  };
}
