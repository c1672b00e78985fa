export {
  type ActivityRecord,
  activityRecord,
  type CheckIn,
  type OccurrenceState,
} from './activity-record.ts';
export { type Alignment, type AlignmentInput, alignmentOf, type Coverage } from './align.ts';
export { findPeriod, type Period, periodAround, periodLabel } from './find-period.ts';
export { occurrencesOf } from './occurrences.ts';
export {
  type Frequency,
  formatRecurrence,
  parseRecurrence,
  type Recurrence,
} from './recurrence.ts';
export { recurrenceWords } from './recurrence-words.ts';
export {
  type Answered,
  type GoalReview,
  REVIEW_THRESHOLDS,
  type ReviewInput,
  type ReviewThresholds,
  reviewGoal,
  type Verdict,
} from './review-goal.ts';
export {
  ActivityChange,
  ActivityInput,
  CheckInInput,
  GoalChange,
  GoalInput,
  GoalKind,
  GoalScope,
  GoalTargetInput,
  ObjectiveChange,
  ObjectiveInput,
  SurveyValueInput,
} from './schema.ts';
export { countingPeriod, type PeriodTarget, targetFor } from './target-for.ts';
export { GOAL_TEMPLATES, type GoalTemplate, type TemplateKpi } from './templates.ts';
export { paceWords, reviewWords, verdictWords } from './words.ts';
