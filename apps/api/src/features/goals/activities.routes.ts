import type { ActivityChange, ActivityInput, CheckInInput } from '@openmops/domain/goals';
import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import { createActivity, listActivities, removeActivity, updateActivity } from './activities.ts';
import { checkIn, readWeek, undoCheckIn } from './check-in.ts';
import { STALE } from './goals.routes.ts';
import { Activity, Kept, Week } from './goals.schema.ts';
import { day } from './list-goals.ts';

const contentType = 'application/json';
const tag = 'Goals';
const params = z.object({ id: z.string().max(60) });
const kept = { contentType, schema: Kept, description: 'Its id and version.' };

export const activityRoutes = [
  route({
    method: 'get',
    path: '/api/v1/activities',
    summary: 'Activities',
    description: 'What is done again and again for goals; of one goal, or of all.',
    tag,
    permission: 'plans.read',
    query: z.object({ goal: z.string().max(60).optional() }),
    answers: [
      {
        contentType,
        schema: z.object({ activities: z.array(Activity) }),
        description: 'Oldest first.',
      },
    ],
    handle: async ({ query, verb }) => ({ activities: await verb(listActivities, query) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/activities',
    summary: 'Plan an activity',
    tag,
    permission: 'goals.write',
    body: {
      contentType,
      description:
        '`{"goal": "go_…", "name": "…", "rule": "FREQ=WEEKLY;BYDAY=MO", "from": "2026-02-01"}`',
    },
    answers: [{ ...kept, status: 201 }],
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof ActivityInput>;
      return Response.json(await call.verb(createActivity, input), { status: 201 });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/activities/week',
    summary: 'The week',
    description: 'What is expected in the week around a day, and what came of it.',
    tag,
    permission: 'plans.read',
    query: z.object({ day: day.optional(), mine: z.enum(['0', '1']).default('0') }),
    answers: [{ contentType, schema: Week, description: 'By day.' }],
    handle: ({ query: { mine, ...asked }, verb }) =>
      verb(readWeek, { ...asked, mine: mine === '1' }),
  }),
  route({
    method: 'post',
    path: '/api/v1/activities/{id}',
    summary: 'Change an activity',
    description: 'Once somebody has checked in, its days stay as they are.',
    tag,
    permission: 'goals.write',
    params,
    body: { contentType, description: '`{"version": 1, "to": "2026-04-30"}`' },
    answers: [kept],
    refuses: STALE,
    async handle(call) {
      const change = (await jsonOf(call)) as Omit<z.input<typeof ActivityChange>, 'id'>;
      return call.verb(updateActivity, { ...change, id: call.params.id });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/activities/{id}',
    summary: 'Remove an activity',
    description: 'Only before anybody has checked in; end it otherwise.',
    tag,
    permission: 'goals.write',
    params,
    answers: [{ contentType, schema: z.object({ id: z.string() }), description: 'It is gone.' }],
    handle: ({ params: { id }, verb }) => verb(removeActivity, { id }),
  }),
  route({
    method: 'post',
    path: '/api/v1/activities/{id}/check-ins',
    summary: 'Check in',
    tag,
    permission: 'tasks.write',
    params,
    body: { contentType, description: '`{"day": "2026-02-02", "state": "done", "note": ""}`' },
    answers: [
      {
        contentType,
        schema: z.object({
          activity: z.string(),
          day: z.string(),
          state: z.enum(['done', 'skipped']),
        }),
        description: 'What was said.',
        status: 201,
      },
    ],
    async handle(call) {
      const said = (await jsonOf(call)) as Omit<z.input<typeof CheckInInput>, 'activity'>;
      const done = await call.verb(checkIn, { ...said, activity: call.params.id });
      return Response.json(done, { status: 201 });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/activities/{id}/check-ins/{day}',
    summary: 'Take a check-in back',
    tag,
    permission: 'tasks.write',
    params: z.object({ id: z.string().max(60), day }),
    answers: [
      {
        contentType,
        schema: z.object({ activity: z.string(), day: z.string() }),
        description: 'The day is open again.',
      },
    ],
    handle: ({ params: { id, day: at }, verb }) => verb(undoCheckIn, { activity: id, day: at }),
  }),
];
