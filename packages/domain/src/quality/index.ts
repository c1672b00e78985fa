export { checkQuality, type QualityAnswer, type QualityQuestion } from './check-quality.ts';
export { type UnusualDay, unusualDays } from './check-time.ts';
export { type DuplicateGroup, type DuplicatesAnswer, findDuplicates } from './find-duplicates.ts';
export { jaro, jaroWinkler } from './jaro-winkler.ts';
export { normalizeDomain, normalizeEmail, normalizeName } from './normalize.ts';
export {
  populationStability,
  type StabilityAnswer,
  type StabilityBin,
} from './population-stability.ts';
export { readDay, readTime } from './read-time.ts';
export {
  type ReconcileAnswer,
  type Reconciled,
  type ReconcileQuestion,
  reconcile,
} from './reconcile.ts';
export {
  DIMENSION_OF,
  DIMENSIONS,
  type Dimension,
  type QualityFinding,
  type QualityRule,
  type Row,
  type RuleResult,
} from './rule.ts';
export { parseQualityRules } from './schema.ts';
