export { addResults, type ResultValues } from './add-results.ts';
export {
  type AnswerGiven,
  type ApprovalAnswer,
  type ApprovalRound,
  type ApprovalState,
  answerApproval,
  checkRoute,
  readApproval,
  type SeatDue,
  type Verdict,
} from './approval.ts';
export {
  type AnsweringAsset,
  type BuyerQuestion,
  type Coverage,
  coverQuestions,
  type QuestionsAnswer,
  type QuestionsAsked,
  type TouchedDeal,
  type UnansweredQuestion,
} from './buyer-questions.ts';
export {
  type ChosenVariant,
  checkVariantRules,
  chooseVariant,
  type TestedField,
  type VariantProfile,
} from './choose-variant.ts';
export {
  type Claim,
  type ClaimState,
  type ClaimUse,
  claimState,
  claimTrouble,
  findClaims,
} from './claim-state.ts';
export { type DiffPiece, diffText, type TextDiff } from './diff-text.ts';
export { findTerm, findTerms, type Span } from './find-term.ts';
export { type Folded, foldText } from './fold-text.ts';
export { hashVersion, normalText } from './hash-version.ts';
export {
  type LintAnswer,
  type LintFinding,
  type LintQuestion,
  lintContent,
  type Part,
} from './lint-content.ts';
export {
  addressKey,
  matchPosts,
  type PostKeys,
  type PostMatch,
  type PostMatches,
} from './match-posts.ts';
export { type Matrix, type MatrixQuestion, type Message, messageMatrix } from './message-matrix.ts';
export { type GateQuestion, type OpenItem, openItems } from './open-items.ts';
export {
  type Route,
  RouteSchema,
  type Rule,
  RuleKind,
  RuleSchema,
  type Seat,
  SeatSchema,
  type VariantCondition,
  VariantConditionSchema,
  VariantOp,
  type VariantRule,
  VariantRuleSchema,
  type VariantTest,
  type VariantValue,
  type VersionContent,
  VersionContentSchema,
} from './schema.ts';
export { STARTER_RULES } from './starter-rules.ts';
export { specialCategoryIn } from './variant-fields.ts';
