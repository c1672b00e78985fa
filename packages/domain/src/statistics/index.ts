export { type BetaShape, betaQuantile } from './beta.ts';
export { mustBe, mustBeFinite, mustBePositive, mustBeShare } from './check.ts';
export { chiSquareCdf, chiSquareQuantile, chiSquareUpper } from './chi-square.ts';
export { erf, erfc } from './erf.ts';
export { findRoot } from './find-root.ts';
export { type FreedomPair, fisherFCdf, fisherFQuantile, fisherFUpper } from './fisher-f.ts';
export { gammaQuantile } from './gamma.ts';
export { incompleteBeta } from './incomplete-beta.ts';
export { incompleteGamma } from './incomplete-gamma.ts';
export { type Interval, newcombeInterval, type Proportion, wilsonInterval } from './interval.ts';
export { logBeta, logGamma } from './log-gamma.ts';
export { type MinimiseOptions, type Minimum, minimise } from './minimise.ts';
export { noncentralTUpper } from './noncentral-t.ts';
export { normalCdf, normalPdf, normalPoint, normalQuantile, normalUpper } from './normal.ts';
export { type Factored, factorCholesky, factorLu } from './solve.ts';
export { studentTCdf, studentTQuantile, studentTUpper } from './student-t.ts';
export {
  MAD_TO_SIGMA,
  mean,
  median,
  medianAbsoluteDeviation,
  quantile,
  quantileOfSorted,
  variance,
} from './summary.ts';
