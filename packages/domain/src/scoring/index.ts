export { type Calibration, calibrate } from './calibrate.ts';
export {
  type Coefficient,
  fitLogistic,
  type LogisticModel,
  type LogisticRules,
  type TrainingSet,
} from './fit-logistic.ts';
export { areaUnderCurve, measureScores, type ScoreQuality } from './measure.ts';
export { type Prediction, predictLead, type Reason } from './predict.ts';
export {
  type EngagementRule,
  type FitRule,
  type Lead,
  type LeadScore,
  type ScoringRules,
  scoreLead,
} from './score-lead.ts';
