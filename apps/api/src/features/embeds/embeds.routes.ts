import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { BudgetAnswer, GoalAnswer } from './embeds.schema.ts';
import { readBudgetTile, readGoalTile } from './read-tiles.ts';

const contentType = 'application/json';
const shared = { method: 'get', tag: 'Embeds', permission: 'plans.read', embeds: true } as const;
const params = z.object({ id: z.string().max(60) });

export const embedRoutes = [
  route({
    ...shared,
    path: '/api/v1/embeds/goals/{id}',
    summary: 'A goal for its tile',
    description: 'Attained, expected to date, pace and light. An embed token must name the goal.',
    params,
    query: z.object({ period: z.string().max(20).optional().describe('`FY2027 Q1`, `2026-03`.') }),
    answers: [{ contentType, schema: GoalAnswer, description: 'One number, and the goal.' }],
    handle: ({ params: { id }, query: { period }, verb }) =>
      verb(readGoalTile, period === undefined ? { id } : { id, period }),
  }),
  route({
    ...shared,
    path: '/api/v1/embeds/budgets/{id}',
    summary: 'The budget of a plan, line or campaign for its tile',
    description: 'Total, actual, committed and available. An embed token must name it.',
    params,
    answers: [{ contentType, schema: BudgetAnswer, description: 'One number, and the budget.' }],
    handle: ({ params: { id }, verb }) => verb(readBudgetTile, { id }),
  }),
];
