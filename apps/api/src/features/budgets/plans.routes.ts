import * as z from 'zod';
import { getRoute } from '../../doors/verb-routes.ts';
import type { AnyVerb } from '../../verb.ts';
import { allocate } from './allocate.ts';
import { changeLines, undoChanges } from './change-lines.ts';
import { createPlan, listPlans, setPlanTotal, setTargets } from './create-plan.ts';
import { listChanges } from './list-changes.ts';
import { decideRevision, listRevisions, promoteScenario } from './promote-scenario.ts';
import { listLines, readPlan } from './read-plan.ts';
import { addScenario, compareScenarios } from './scenarios.ts';
import { approvePlan, lockPlan, rejectPlan, submitPlan, withdrawPlan } from './step-plan.ts';
import { postRoute } from './verb-routes.ts';

const tag = 'Plans';
const made = z.object({ id: z.string(), version: z.number() });
const stepped = z.object({ id: z.string(), version: z.number(), state: z.string() });
const STEP = '`{"version": 3, "comment": "…"}`';

const step = (name: string, summary: string, verb: AnyVerb) =>
  postRoute({
    ...{ tag, verb, summary },
    path: `/api/v1/plans/{id}/${name}`,
    body: STEP,
    answer: stepped,
  });

export const planRoutes = [
  getRoute({
    ...{ tag, verb: listPlans, list: 'plans' },
    path: '/api/v1/plans',
    summary: 'Plans of all years',
  }),
  postRoute({
    ...{ tag, verb: createPlan, answer: made, status: 201 },
    path: '/api/v1/plans',
    summary: 'Begin the plan of a fiscal year',
    body: '`{"fiscalYear": 2027, "total": 1000000}`',
  }),
  getRoute({
    ...{ tag, verb: readPlan },
    path: '/api/v1/plans/{id}',
    summary: 'A plan, its approvals and what it lacks',
  }),
  getRoute({
    ...{ tag, verb: listLines },
    path: '/api/v1/plans/{id}/lines',
    summary: 'Lines: baseline, forecast, actual',
    query: z.object({ scenario: z.string().max(80).optional() }),
  }),
  postRoute({
    ...{ tag, verb: changeLines },
    path: '/api/v1/plans/{id}/lines',
    summary: 'Add, edit and remove lines in one step',
    body: '`{"add": [{"name": "Search", "months": [1000, …]}], "edit": [{"id": "…", "version": 1, "months": {"3": 1200}}], "reason": "…"}`',
  }),
  getRoute({
    ...{ tag, verb: listChanges, list: 'changes' },
    path: '/api/v1/plans/{id}/changes',
    summary: 'Who changed which cell, when and why',
    query: z.object({
      line: z.string().max(80).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
  }),
  postRoute({
    ...{ tag, verb: undoChanges },
    path: '/api/v1/plans/undo',
    summary: 'Take a set of changes back',
    body: '`{"changeSet": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: setPlanTotal, answer: made },
    path: '/api/v1/plans/{id}/total',
    summary: 'Set the budget from above',
    body: '`{"version": 1, "total": 1000000, "reason": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: setTargets, answer: made },
    path: '/api/v1/plans/{id}/targets',
    summary: 'Set what teams may plan by quarter',
    body: '`{"version": 1, "targets": [{"team": "Demand", "quarter": 1, "amount": 250000}]}`',
  }),
  postRoute({
    ...{ tag, verb: allocate },
    path: '/api/v1/plans/allocations',
    summary: 'Say which campaigns a line pays for',
    body: '`{"line": "…", "version": 1, "to": [{"campaignId": "…", "percent": 60}, {"campaignId": "…"}]}`',
  }),
  postRoute({
    ...{ tag, verb: addScenario, status: 201 },
    path: '/api/v1/plans/{id}/scenarios',
    summary: 'Copy a plan as a scenario',
    body: '`{"name": "B −8%", "factor": 0.92}`',
  }),
  getRoute({
    ...{ tag, verb: compareScenarios },
    path: '/api/v1/plans/{id}/compare',
    summary: 'Two scenarios side by side',
    query: z.object({ before: z.string().max(80).optional(), after: z.string().max(80) }),
  }),
  postRoute({
    ...{ tag, verb: promoteScenario },
    path: '/api/v1/plans/{id}/promote',
    summary: 'Make a scenario the one that counts',
    body: '`{"version": 2, "scenario": "…", "reason": "…"}`',
  }),
  getRoute({
    ...{ tag, verb: listRevisions, list: 'revisions' },
    path: '/api/v1/plans/{id}/revisions',
    summary: 'Revisions with their whole diffs',
  }),
  postRoute({
    ...{ tag, verb: decideRevision },
    path: '/api/v1/plans/revisions/{revision}',
    summary: 'Approve or reject a revision',
    body: '`{"decision": "approved", "comment": "…"}`',
  }),
  step('submit', 'Send a plan to review', submitPlan),
  step('approve', 'Approve a plan, for the CMO or for finance', approvePlan),
  step('reject', 'Reject a plan', rejectPlan),
  step('withdraw', 'Take a plan back to draft', withdrawPlan),
  step('lock', 'Lock a plan: its lines are the baseline', lockPlan),
];
