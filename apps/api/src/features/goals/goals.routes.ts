import type {
  GoalChange,
  GoalInput,
  GoalScope,
  GoalTargetInput,
  ObjectiveChange,
  ObjectiveInput,
  SurveyValueInput,
} from '@openmops/domain/goals';
import { MopsError } from '@openmops/domain/shared';
import { scopeFrom } from '@openmops/domain/targets';
import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import { readAlignment, setOrphanRule } from './alignment.ts';
import {
  AlignmentMap,
  GoalList,
  GoalPage,
  GoalReviews,
  Kept,
  Objective,
  Pace,
} from './goals.schema.ts';
import { createGoal, GoalTemplate, listTemplates, updateGoal } from './goals.ts';
import { day, listGoals, When } from './list-goals.ts';
import { createObjective, listObjectives, updateObjective } from './objectives.ts';
import { readPace } from './pace.ts';
import { readGoal } from './read-goal.ts';
import { reviewGoals } from './review-goals.ts';
import { addSurveyValue, endSurveyValue } from './survey-values.ts';
import { endTargetVerb, setTargets } from './targets.ts';

const contentType = 'application/json';
const tag = 'Goals';
const params = z.object({ id: z.string().max(60) });
const kept = { contentType, schema: Kept, description: 'Its id and version.' };
export const STALE = {
  '409': 'Somebody else changed it: `detail` has who, when and what it is now.',
};

export const goalRoutes = [
  route({
    method: 'get',
    path: '/api/v1/objectives',
    summary: 'Objectives',
    tag,
    permission: 'plans.read',
    answers: [
      {
        contentType,
        schema: z.object({ objectives: z.array(Objective) }),
        description: 'Oldest first.',
      },
    ],
    handle: async ({ verb }) => ({ objectives: await verb(listObjectives, {}) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/objectives',
    summary: 'Make an objective',
    tag,
    permission: 'goals.write',
    body: { contentType, description: '`{"name": "…", "owner": "us_…"}`' },
    answers: [{ ...kept, status: 201 }],
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof ObjectiveInput>;
      return Response.json(await call.verb(createObjective, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/objectives/{id}',
    summary: 'Change an objective',
    tag,
    permission: 'goals.write',
    params,
    body: { contentType, description: '`{"version": 1, "name": "…", "reason": "…"}`' },
    answers: [kept],
    refuses: STALE,
    async handle(call) {
      const change = (await jsonOf(call)) as Omit<z.input<typeof ObjectiveChange>, 'id'>;
      return call.verb(updateObjective, { ...change, id: call.params.id });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/goals',
    summary: 'Goals and how they stand',
    description: 'By objective: target, actual, pace and why it has its light.',
    tag,
    permission: 'plans.read',
    query: z.object({ ...When.shape, archived: z.enum(['0', '1']).default('0') }),
    answers: [{ contentType, schema: GoalList, description: 'Objectives with their goals.' }],
    handle: ({ query: { archived, ...when }, verb }) =>
      verb(listGoals, { ...when, archived: archived === '1' }),
  }),
  route({
    method: 'post',
    path: '/api/v1/goals',
    summary: 'Make a goal',
    tag,
    permission: 'goals.write',
    body: {
      contentType,
      description:
        '`{"objective": "ob_…", "name": "…", "kind": "sales", "kpi": "pipe.created", "targets": […]}`',
    },
    answers: [{ ...kept, status: 201 }],
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof GoalInput>;
      return Response.json(await call.verb(createGoal, input), { status: 201 });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/goals/templates',
    summary: 'Templates of goals',
    description: 'Sales, retention and brand: KPIs with unit, direction and form of target.',
    tag,
    permission: 'plans.read',
    answers: [
      {
        contentType,
        schema: z.object({ templates: z.array(GoalTemplate) }),
        description: 'The three kinds.',
      },
    ],
    handle: async ({ verb }) => ({ templates: await verb(listTemplates, {}) }),
  }),
  route({
    method: 'get',
    path: '/api/v1/goals/review',
    summary: 'Review the goals of a period',
    description: 'The four questions of each, and whether execution or strategy is short.',
    tag,
    permission: 'plans.read',
    query: When,
    answers: [{ contentType, schema: GoalReviews, description: 'Every goal with its review.' }],
    handle: ({ query, verb }) => verb(reviewGoals, query),
  }),
  route({
    method: 'get',
    path: '/api/v1/goals/pace',
    summary: 'The pace of a goal or KPI',
    description: 'Expected to date, pace, required per day and projected end with its interval.',
    tag,
    permission: 'plans.read',
    query: z.object({
      of: z.string().max(200).describe('A goal by id or name, or a KPI.'),
      target: z.coerce.number().optional(),
      kind: z.enum(['reach', 'stayBelow']).default('reach'),
      ...When.shape,
      from: day.optional(),
      to: day.optional(),
      filter: z
        .array(z.string().max(1100))
        .max(60)
        .default([])
        .describe('`dim=value`; a dimension named twice may have either value.'),
    }),
    answers: [{ contentType, schema: Pace, description: 'How it stands.' }],
    handle: ({ query: { filter, ...asked }, verb }) =>
      verb(readPace, { ...asked, scope: scopeIn(filter) }),
  }),
  route({
    method: 'get',
    path: '/api/v1/goals/{id}',
    summary: 'A goal',
    description: 'How it stands, its line, activities, review and the history of its targets.',
    tag,
    permission: 'plans.read',
    params,
    query: When,
    answers: [{ contentType, schema: GoalPage, description: 'The goal.' }],
    handle: ({ params: { id }, query, verb }) => verb(readGoal, { ...query, id }),
  }),
  route({
    method: 'post',
    path: '/api/v1/goals/{id}',
    summary: 'Change a goal',
    tag,
    permission: 'goals.write',
    params,
    body: { contentType, description: '`{"version": 1, "name": "…", "archived": false}`' },
    answers: [kept],
    refuses: STALE,
    async handle(call) {
      const change = (await jsonOf(call)) as Omit<z.input<typeof GoalChange>, 'id'>;
      return call.verb(updateGoal, { ...change, id: call.params.id });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/goals/{id}/targets',
    summary: 'Set targets of a goal',
    description: 'One for the same period and scope takes the place of the one before; both stay.',
    tag,
    permission: 'goals.write',
    params,
    body: {
      contentType,
      description: '`{"targets": [{"period": "FY2027 Q1", "kind": "reach", "value": 400000}]}`',
    },
    answers: [
      {
        contentType,
        schema: z.object({ targets: z.array(z.string()) }),
        description: 'Their ids.',
        status: 201,
      },
    ],
    refuses: STALE,
    async handle(call) {
      const input = (await jsonOf(call)) as {
        targets: z.input<typeof GoalTargetInput>[];
        seen?: string[];
      };
      const done = await call.verb(setTargets, { ...input, goal: call.params.id });
      return Response.json(done, { status: 201 });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/goals/targets/{id}',
    summary: 'End a target',
    description: 'What it was stays in the history.',
    tag,
    permission: 'goals.write',
    params,
    answers: [{ contentType, schema: z.object({ id: z.string() }), description: 'It is ended.' }],
    handle: ({ params: { id }, verb }) => verb(endTargetVerb, { id }),
  }),
  route({
    method: 'post',
    path: '/api/v1/goals/{id}/values',
    summary: 'Keep a survey value',
    tag,
    permission: 'goals.write',
    params,
    body: {
      contentType,
      description:
        '`{"from": "2026-02-01", "to": "2026-02-28", "value": 0.42, "respondents": 600}`',
    },
    answers: [
      {
        contentType,
        schema: z.object({ id: z.string() }),
        description: 'The value.',
        status: 201,
      },
    ],
    async handle(call) {
      const value = (await jsonOf(call)) as Omit<z.input<typeof SurveyValueInput>, 'goal'>;
      const done = await call.verb(addSurveyValue, { ...value, goal: call.params.id });
      return Response.json(done, { status: 201 });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/goals/values/{id}',
    summary: 'Take a survey value back',
    tag,
    permission: 'goals.write',
    params,
    answers: [{ contentType, schema: z.object({ id: z.string() }), description: 'It is ended.' }],
    handle: ({ params: { id }, verb }) => verb(endSurveyValue, { id }),
  }),
  route({
    method: 'get',
    path: '/api/v1/alignment',
    summary: 'Alignment of a fiscal year',
    description: 'Objective → goal → campaign, orphans, and coverage in campaigns and money.',
    tag,
    permission: 'plans.read',
    query: z.object({ fiscalYear: z.string().max(20).optional() }),
    answers: [{ contentType, schema: AlignmentMap, description: 'The map.' }],
    handle: ({ query, verb }) => verb(readAlignment, query),
  }),
  route({
    method: 'post',
    path: '/api/v1/alignment/rule',
    summary: 'Warn of or block campaigns without a goal',
    tag,
    permission: 'goals.write',
    body: { contentType, description: '`{"orphans": "block", "version": 0}`' },
    answers: [
      {
        contentType,
        schema: z.object({ orphans: z.enum(['warn', 'block']), version: z.number() }),
        description: 'The rule.',
      },
    ],
    refuses: STALE,
    async handle(call) {
      const rule = (await jsonOf(call)) as z.input<typeof setOrphanRule.input>;
      return call.verb(setOrphanRule, rule);
    },
  }),
];

function scopeIn(filters: readonly string[]): GoalScope {
  return scopeFrom(
    filters.map((one) => {
      const at = one.indexOf('=');
      if (at >= 1) return [one.slice(0, at), one.slice(at + 1)] as const;
      throw new MopsError('INVALID', `“${one}” is no filter.`, 'A filter is written dim=value.');
    }),
  );
}
