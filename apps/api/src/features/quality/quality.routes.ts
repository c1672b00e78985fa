import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { closeIssue, retestIssue } from './change-issue.ts';
import { listIssues, listRules, readIssue } from './list-quality.ts';
import {
  QualityIssue,
  QualityIssueDetail,
  QualityRuleShown,
  QualityRun,
  Severity,
  State,
} from './quality.schema.ts';
import { runAudit } from './run-audit.ts';

const contentType = 'application/json';
const tag = 'Quality';
const params = z.object({ id: z.string() });
const Changes = z.object({ opened: z.number(), reopened: z.number(), passing: z.number() });

export const qualityRoutes = [
  route({
    method: 'post',
    path: '/api/v1/quality/audit',
    summary: 'Run an audit',
    description:
      'Runs every rule now and answers when it is done. No check at all is a failed run.',
    tag,
    permission: 'quality.write',
    answers: [
      {
        contentType,
        schema: QualityRun.extend({ issues: Changes }),
        description: 'The run, and what it did to the issues.',
      },
    ],
    handle: ({ verb }) => verb(runAudit, {}),
  }),
  route({
    method: 'get',
    path: '/api/v1/quality/rules',
    summary: 'Rules of quality',
    description: 'Every rule with what it came to in the last audit.',
    tag,
    permission: 'quality.read',
    answers: [
      {
        contentType,
        schema: z.object({ rules: z.array(QualityRuleShown) }),
        description: 'By source, table and rule.',
      },
    ],
    handle: async ({ verb }) => ({ rules: await verb(listRules, {}) }),
  }),
  route({
    method: 'get',
    path: '/api/v1/quality/issues',
    summary: 'Issues of quality',
    description: 'What is to be mended, the gravest first.',
    tag,
    permission: 'quality.read',
    query: z.object({
      state: State.optional(),
      severity: Severity.optional(),
      source: z.string().optional(),
      all: z.enum(['0', '1']).default('0').describe('1: also those that are closed.'),
    }),
    answers: [
      {
        contentType,
        schema: z.object({ issues: z.array(QualityIssue) }),
        description: 'Issues with rows and money at stake.',
      },
    ],
    handle: async ({ verb, query: { state, severity, source, all } }) => ({
      issues: await verb(listIssues, {
        all: all === '1',
        ...(state ? { state } : {}),
        ...(severity ? { severity } : {}),
        ...(source ? { source } : {}),
      }),
    }),
  }),
  route({
    method: 'get',
    path: '/api/v1/quality/issues/{id}',
    summary: 'An issue with its rows',
    description: 'The rows that it is about are named by their keys.',
    tag,
    permission: 'quality.read',
    params,
    answers: [{ contentType, schema: QualityIssueDetail, description: 'The issue.' }],
    handle: ({ verb, params: { id } }) => verb(readIssue, { id }),
  }),
  route({
    method: 'post',
    path: '/api/v1/quality/issues/{id}/retest',
    summary: 'Re-test an issue',
    description: 'Runs the rule of the issue again, on its table and source alone.',
    tag,
    permission: 'quality.write',
    params,
    answers: [
      {
        contentType,
        schema: z.object({
          issue: QualityIssue,
          outcome: z.enum(['passed', 'failed', 'unchecked', 'error']),
          checked: z.number(),
          failed: z.number(),
          said: z.array(z.string()),
        }),
        description: 'What the rule came to.',
      },
    ],
    handle: ({ verb, params: { id } }) => verb(retestIssue, { id }),
  }),
  route({
    method: 'post',
    path: '/api/v1/quality/issues/{id}/close',
    summary: 'Close an issue',
    tag,
    permission: 'quality.write',
    params,
    answers: [{ contentType, schema: QualityIssue, description: 'The issue, closed.' }],
    refuses: { 409: 'Its rule has not passed since it last failed.' },
    handle: ({ verb, params: { id } }) => verb(closeIssue, { id }),
  }),
];
