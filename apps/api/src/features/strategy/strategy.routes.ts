import * as z from 'zod';
import { type Route, route } from '../../doors/route.ts';
import { getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import { createStrategy, removeStrategy, updateStrategy } from './change-strategy.ts';
import { readFriction } from './friction.ts';
import { readMaturity, saveMaturity } from './maturity.ts';
import { maturityCsv } from './maturity-csv.ts';
import { listStrategies, listVersions, readGaps, readStrategy } from './show-strategy.ts';
import {
  Friction,
  Gaps,
  Kept,
  MaturityCheck,
  MaturityOverview,
  Strategy,
  StrategyListed,
  StrategyVersion,
} from './strategy.schema.ts';

const tag = 'Strategy';

export const strategyRoutes: Route[] = [
  getRoute({
    ...{ tag, verb: listStrategies, answer: StrategyListed, list: 'strategies' },
    path: '/api/v1/strategies',
    summary: 'Strategies',
    says: 'The newest year first, with the number of gaps.',
  }),
  getRoute({
    ...{ tag, verb: readGaps, answer: Gaps },
    path: '/api/v1/strategies/gaps',
    summary: 'What strategies leave open',
    description: 'Goals without a tactic, tactics without a campaign or goal.',
    query: z.object({ id: z.string().optional(), fiscalYear: z.coerce.number().int().optional() }),
  }),
  getRoute({
    ...{ tag, verb: readStrategy, answer: Strategy },
    path: '/api/v1/strategies/{id}',
    summary: 'A strategy',
    description: 'With its gaps, its risks by weight, and the money of the plan of its year.',
  }),
  getRoute({
    ...{ tag, verb: listVersions, answer: StrategyVersion, list: 'versions' },
    path: '/api/v1/strategies/{id}/versions',
    summary: 'Every version of a strategy',
    says: 'The newest first: what it said, who wrote it, when and why.',
  }),
  postRoute({
    ...{ tag, verb: createStrategy, answer: Kept, status: 201 },
    path: '/api/v1/strategies',
    summary: 'Begin the strategy of a year',
    body: '`{"fiscalYear": 2027, "team": "", "situation": "…", "goals": ["go_…"], "tactics": […]}`',
    refuses: { '409': 'There is one of this year, team and region.' },
  }),
  postRoute({
    ...{ tag, verb: updateStrategy, answer: Kept },
    path: '/api/v1/strategies/{id}',
    summary: 'Change a strategy',
    description: 'The version before is kept.',
    body: '`{"version": 1, "reviewOn": "2026-06-30", "reason": "…"}`',
    refuses: STALE,
  }),
  postRoute({
    ...{ tag, verb: removeStrategy, answer: z.object({ id: z.string() }) },
    path: '/api/v1/strategies/{id}/remove',
    summary: 'Take a strategy away that was begun by mistake',
    body: '`{"version": 1, "reason": "…"}`',
    refuses: STALE,
  }),
  route({
    method: 'get',
    path: '/api/v1/maturity',
    summary: 'Maturity checks with their scores, and the questionnaire',
    tag,
    permission: 'plans.read',
    query: z.object({
      format: z.enum(['json', 'csv']).default('json').describe('`csv` for a spreadsheet.'),
    }),
    answers: [
      {
        contentType: 'application/json',
        schema: MaturityOverview,
        description: 'The newest check first.',
      },
      { contentType: 'text/csv', description: 'A line for each question, with `format=csv`' },
    ],
    async handle({ query: { format }, verb }) {
      const found = await verb(readMaturity, {});
      if (format === 'json') return found;
      return new Response(maturityCsv(found.checks), {
        headers: {
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': 'attachment; filename="maturity.csv"',
        },
      });
    },
  }),
  postRoute({
    ...{ tag, verb: saveMaturity, answer: MaturityCheck, status: 201 },
    path: '/api/v1/maturity',
    summary: 'Keep the answers of a maturity check',
    body: '`{"questionnaire": 1, "answers": [{"question": "data.quality", "level": 3, "note": "…"}]}`',
  }),
  getRoute({
    ...{ tag, verb: readFriction, answer: Friction, list: 'signals' },
    path: '/api/v1/maturity/friction',
    summary: 'Where work gets stuck, by the live data',
    says: 'Late requests and tasks, troubled sources, what nobody owns, open quality issues.',
  }),
];
