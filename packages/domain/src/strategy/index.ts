export {
  MATURITY_AREAS,
  MATURITY_LEVELS,
  type MaturityArea,
  type MaturityQuestion,
  QUESTIONNAIRES,
  type Questionnaire,
} from './maturity-questions.ts';
export { type RiskLevel, rankRisks } from './rank-risks.ts';
export {
  MaturityAnswer,
  StrategyBody,
  StrategyChange,
  StrategyInput,
  StrategyRisk,
  StrategyTactic,
} from './schema.ts';
export { type MaturityScore, questionnaire, scoreMaturity } from './score-maturity.ts';
export {
  type StrategyGap,
  type StrategyGapInput,
  type StrategyGaps,
  strategyGaps,
} from './strategy-gaps.ts';
