export { type Adjusted, adjustByBefore } from './adjust.ts';
export { type Arm, armOfMean, armOfRatio, armOfShare, type Moments, momentsOf } from './arm.ts';
export {
  type BayesianInput,
  type BayesianTest,
  type EffectPrior,
  testBayesian,
} from './bayesian.ts';
export { chanceToBeat, type SharePrior } from './chance-to-beat.ts';
export { type AudienceCheck, checkAudience } from './check-audience.ts';
export { type Correction, correctPValues } from './correct.ts';
export { type Effect, effectOf, type Pair, type Scale } from './effect.ts';
export { type MeanDesign, planMeans, powerOfMeans } from './plan-means.ts';
export {
  detectableEffect,
  planShares,
  powerOfShares,
  type ShareDesign,
  type SharePlan,
} from './plan-shares.ts';
export {
  type ShareTest,
  type TwoShareTest,
  testShare,
  testShares,
  testTwoShares,
} from './proportions.ts';
export {
  type ArmReading,
  type EffectReading,
  type ExperimentCounts,
  type ExperimentReading,
  type ReadMethod,
  readExperiment,
} from './read-experiment.ts';
export { checkPlan, type LookReading, readLook, sizePlan } from './read-look.ts';
export { EXPERIMENT_VARIABLES, ExperimentLook, ExperimentPlan } from './schema.ts';
export {
  type SequentialInput,
  type SequentialTest,
  testMixtureRatio,
  testSequential,
} from './sequential.ts';
export { checkSplit, type SplitCheck } from './split.ts';
export type { Verdict, VerdictCode } from './verdict.ts';
export { type Alternative, testWelch, type WelchInput, type WelchTest } from './welch.ts';
