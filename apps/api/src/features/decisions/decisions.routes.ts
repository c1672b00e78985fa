import * as z from 'zod';
import type { Route } from '../../doors/route.ts';
import { deleteRoute, getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import {
  createDecision,
  decide,
  removeDecision,
  reviewDecision,
  updateDecision,
} from './change-decision.ts';
import { Decision, DecisionListed, Effect, Kept } from './decisions.schema.ts';
import { readEffect } from './effect.ts';
import { attachEvidence, detachEvidence } from './evidence.ts';
import { listDecisions, readDecision, topDecisions } from './show-decision.ts';

const tag = 'Decisions';

export const decisionRoutes: Route[] = [
  getRoute({
    ...{ tag, verb: listDecisions, answer: DecisionListed, list: 'decisions' },
    path: '/api/v1/decisions',
    summary: 'The log of decisions',
    says: 'What waits for somebody first.',
  }),
  getRoute({
    ...{ tag, verb: topDecisions, answer: DecisionListed, list: 'decisions' },
    path: '/api/v1/decisions/top',
    summary: 'The decisions that want somebody most',
    query: z.object({
      limit: z.coerce.number().int().optional().describe('3 when left out.'),
      all: z.enum(['true', 'false']).optional().describe('Also those that wait for nobody.'),
    }),
    says: 'Overdue ones, those to be reviewed, then by what is at stake.',
  }),
  getRoute({
    ...{ tag, verb: readDecision, answer: Decision },
    path: '/api/v1/decisions/{id}',
    summary: 'A decision with its evidence',
    description: 'Each KPI as it was kept, and as it is answered today.',
  }),
  getRoute({
    ...{ tag, verb: readEffect, answer: Effect },
    path: '/api/v1/decisions/{id}/effect',
    summary: 'The KPIs of a decision before and after it',
    description: 'Two equally long windows, whole weeks from a week on.',
    refuses: { '400': 'It is not decided yet.' },
  }),
  postRoute({
    ...{ tag, verb: createDecision, answer: Kept, status: 201 },
    path: '/api/v1/decisions',
    summary: 'Put a question that is to be decided',
    body: '`{"question": "…", "options": [{"name": "…", "pros": ["…"], "cons": ["…"], "cost": 5000}]}`',
  }),
  postRoute({
    ...{ tag, verb: updateDecision, answer: Kept },
    path: '/api/v1/decisions/{id}',
    summary: 'Change a decision',
    description: 'Once it is decided its owner and review day alone.',
    body: '`{"version": 1, "options": […]}`',
    refuses: STALE,
  }),
  postRoute({
    ...{ tag, verb: attachEvidence, as: 'decision', status: 201 },
    answer: z.object({ id: z.string(), value: z.number().nullable() }),
    path: '/api/v1/decisions/{id}/evidence',
    summary: 'Keep a KPI beside an open decision as it is now',
    description: 'It also needs `kpis.read`.',
    body: '`{"kpi": "paid.roas", "from": "2026-01-01", "to": "2026-03-31", "filters": []}`',
  }),
  deleteRoute({
    ...{ tag, verb: detachEvidence },
    path: '/api/v1/decisions/evidence/{id}',
    summary: 'Take evidence away from an open decision',
  }),
  postRoute({
    ...{ tag, verb: decide, answer: Kept },
    path: '/api/v1/decisions/{id}/decide',
    summary: 'Choose an option',
    body: '`{"version": 1, "choice": "…", "rationale": "…", "reviewOn": "2026-06-30"}`',
    refuses: STALE,
  }),
  postRoute({
    ...{ tag, verb: reviewDecision, answer: Kept },
    path: '/api/v1/decisions/{id}/review',
    summary: 'Say what came of a decision',
    body: '`{"version": 2, "verdict": "better", "outcome": "…"}`',
    refuses: STALE,
  }),
  postRoute({
    ...{ tag, verb: removeDecision, answer: z.object({ id: z.string() }) },
    path: '/api/v1/decisions/{id}/remove',
    summary: 'Take away an open decision that was put by mistake',
    body: '`{"version": 1, "reason": "…"}`',
    refuses: STALE,
  }),
];
