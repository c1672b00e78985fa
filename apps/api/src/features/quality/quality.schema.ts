import type { ModelTableId } from '@openmops/domain/model';
import { DIMENSIONS, type QualityRule } from '@openmops/domain/quality';
import * as z from 'zod';
import type { QualitySeverity } from '../../stores/records/quality-tables.ts';

export const Severity = z.enum(['high', 'medium', 'low']);
export const State = z.enum(['open', 'in_progress', 'fixed', 'closed']);

/** A rule that people of the workspace have written, in the form of the domain. */
export type OwnRule = {
  id: string;
  name: string;
  table: ModelTableId;
  source: string | null;
  rule: QualityRule;
  severity: QualitySeverity;
  createdBy: string;
  createdAt: Date;
};

export const QualityRun = z.object({
  id: z.string(),
  begunBy: z.enum(['schedule', 'hand']),
  state: z.enum(['passed', 'failed']),
  reason: z.string().nullable().describe('Why it failed although no rule did.'),
  startedAt: z.string(),
  endedAt: z.string(),
  score: z.number().nullable().describe('Weighted share of checks that passed, 0 to 1.'),
  dimensions: z.record(z.enum(DIMENSIONS), z.number().nullable()),
  rules: z.number(),
  unchecked: z.number().describe('Rules that found nothing to check: they have not passed.'),
  failed: z.number(),
});
export type QualityRun = z.infer<typeof QualityRun>;

export const QualityRuleShown = z.object({
  rule: z.string(),
  name: z.string(),
  source: z.string(),
  sourceName: z.string(),
  table: z.string(),
  kind: z.string(),
  dimension: z.string(),
  severity: Severity,
  origin: z.enum(['shipped', 'own']),
  checked: z.number(),
  failed: z.number(),
  score: z.number().nullable(),
  state: z.enum(['passed', 'failed', 'unchecked', 'error', 'muted']),
  said: z.array(z.string()),
  why: z.string().nullable().describe('Why it is muted.'),
});
export type QualityRuleShown = z.infer<typeof QualityRuleShown>;

export const QualityIssue = z.object({
  id: z.string(),
  rule: z.string(),
  name: z.string(),
  source: z.string(),
  sourceName: z.string(),
  table: z.string(),
  dimension: z.string(),
  severity: Severity,
  state: State,
  says: z.string().describe('The first of what was found.'),
  rows: z.number().describe('Rows that break the rule, exact.'),
  checked: z.number(),
  money: z.number().nullable().describe('At stake, in units of `currency`.'),
  moneyHow: z.string(),
  currency: z.string(),
  owner: z.string().nullable(),
  note: z.string().nullable(),
  openedAt: z.string(),
  failedAt: z.string(),
  passedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  reopened: z.number(),
  mayClose: z.boolean().describe('Its rule has passed since it last failed.'),
});
export type QualityIssue = z.infer<typeof QualityIssue>;

export const QualityFindingShown = z.object({
  message: z.string(),
  rows: z.number(),
  keys: z.array(z.string()),
});

export const QualityIssueDetail = QualityIssue.extend({
  findings: z.array(QualityFindingShown),
  rowsNamed: z.number().describe('How many of the rows stand in `findings`.'),
  streams: z.array(z.object({ id: z.string(), source: z.string(), name: z.string() })),
});
export type QualityIssueDetail = z.infer<typeof QualityIssueDetail>;
