import * as z from 'zod';
import type { Route } from '../../doors/route.ts';
import { getRoute } from '../../doors/verb-routes.ts';
import { changeIncentive, createIncentive, payForIncentive } from './change-incentives.ts';
import { Incentive } from './incentives.schema.ts';
import { listIncentives } from './list-incentives.ts';
import { postRoute } from './verb-routes.ts';

const tag = 'Budgets';

export const incentiveRoutes: Route[] = [
  getRoute({
    ...{ tag, verb: listIncentives, list: 'incentives', answer: Incentive },
    path: '/api/v1/incentives',
    summary: 'Incentives of a year with payouts, and what was counted before and while they ran',
    query: z.object({ fiscalYear: z.coerce.number().int().optional() }),
  }),
  postRoute({
    ...{ tag, verb: createIncentive, status: 201 },
    path: '/api/v1/incentives',
    summary: 'Make a budget line an incentive',
    body: '`{"plan": "…", "line": "…", "name": "Meetings in May", "kpi": "…", "perUnit": 50, "cap": 2000, "from": "2026-05-01", "to": "2026-05-31"}`',
  }),
  postRoute({
    ...{ tag, verb: changeIncentive },
    path: '/api/v1/incentives/{id}',
    summary: 'Change cap or last day of an incentive',
    body: '`{"version": 1, "cap": 2500, "to": "2026-06-15", "reason": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: payForIncentive, status: 201 },
    path: '/api/v1/incentives/{id}/payouts',
    summary: 'Pay for what was counted, never past the cap',
    body: '`{"version": 1, "payee": "…", "units": 3, "day": "2026-05-20"}`',
  }),
];
