export { bookMonth } from './book-month.ts';
export { checkPlan, type PlanCheck, type PlanRules, type PlanToCheck } from './check-plan.ts';
export {
  type ClientMargin,
  type ClientWork,
  clientMargin,
  type Retainer,
} from './client-margin.ts';
export { type CommitmentDecision, decideCommitment, withinLimit } from './decide-commitment.ts';
export { type DiffLine, diffLines, type LineDiff, type PlanDiff } from './diff-lines.ts';
export {
  type CampaignBook,
  type FoundCampaign,
  findCampaign,
  type ReportedSpend,
} from './find-campaign.ts';
export {
  findWaste,
  type SpentOn,
  type WasteClosing,
  type WasteFinding,
  type WasteKind,
  type WasteReport,
} from './find-waste.ts';
export {
  type FiscalYears,
  firstFiscalMonth,
  fiscalYearOf,
  monthName,
  plannedBetween,
} from './fiscal-months.ts';
export { hoursSaved } from './hours-saved.ts';
export {
  type InvoiceToMatch,
  type LineShare,
  type MatchBook,
  type MatchPart,
  type MatchProposal,
  matchInvoice,
  takesItself,
} from './match-invoice.ts';
export { moneyText } from './money-text.ts';
export { type IncentiveRule, incentiveEffect, payIncentive } from './pay-incentive.ts';
export { scaleMonths } from './scale-months.ts';
export {
  ActualFrom,
  AllocationInput,
  BudgetRules,
  Capacity,
  LineEdit,
  LineFields,
  Months,
  NewLine,
  PlanState,
} from './schema.ts';
export { type ExpenseMoney, type PartWish, splitExpense } from './split-expense.ts';
export {
  type CampaignSpend,
  type PayingLine,
  type SpreadSpend,
  spreadSpend,
} from './spread-spend.ts';
export { type PlanApproval, type PlanFlow, type PlanStep, stepPlan } from './step-plan.ts';
export { type BudgetSum, type LineMoney, sumBudget } from './sum-budget.ts';
export { numberKey, vendorKey } from './vendor-key.ts';
export { wasteClosed } from './waste-closed.ts';
