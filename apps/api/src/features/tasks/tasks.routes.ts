import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import { activityFeed } from './activity-feed.ts';
import { listInsights } from './insights.ts';
import {
  FeedItem,
  Insight,
  MovedTasks,
  Task,
  type TaskChange,
  type TaskInput,
  TaskStatus,
} from './tasks.schema.ts';
import { createTask, listTasks, rescheduleTask, updateTask } from './tasks.ts';

const contentType = 'application/json';
const tag = 'Tasks';

export const taskRoutes = [
  route({
    method: 'get',
    path: '/api/v1/tasks',
    summary: 'Tasks',
    tag,
    permission: 'kpis.read',
    query: z.object({ status: TaskStatus.optional(), campaign: z.string().max(40).optional() }),
    answers: [
      { contentType, schema: z.object({ tasks: z.array(Task) }), description: 'Due first.' },
    ],
    handle: async ({ query, verb }) => ({ tasks: await verb(listTasks, query) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/tasks',
    summary: 'Make a task',
    tag,
    permission: 'tasks.write',
    body: { contentType, description: '`{"title": "…", "owner": null, "due": "2026-01-31"}`' },
    answers: [{ contentType, schema: Task, description: 'The task.', status: 201 }],
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof TaskInput>;
      return Response.json(await call.verb(createTask, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/tasks/{id}',
    summary: 'Change a task',
    tag,
    permission: 'tasks.write',
    params: z.object({ id: z.string().max(40) }),
    body: { contentType, description: '`{"version": 1, "status": "done", "after": ["ta_…"]}`' },
    answers: [{ contentType, schema: Task, description: 'The task.' }],
    refuses: { '409': 'Somebody changed it in between: `detail` says who and what it is now.' },
    async handle(call) {
      const input = (await jsonOf(call)) as Omit<z.input<typeof TaskChange>, 'id'>;
      return call.verb(updateTask, { ...input, id: call.params.id });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/tasks/{id}/due',
    summary: 'Move a task and those that wait for it',
    tag,
    permission: 'tasks.write',
    params: z.object({ id: z.string().max(40) }),
    body: { contentType, description: '`{"due": "2026-03-10"}`' },
    answers: [{ contentType, schema: MovedTasks, description: 'What moved, and what to look at.' }],
    async handle(call) {
      const { due } = (await jsonOf(call)) as { due: string };
      return call.verb(rescheduleTask, { id: call.params.id, due });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/insights',
    summary: 'Insights',
    tag,
    permission: 'kpis.read',
    answers: [
      {
        contentType,
        schema: z.object({ insights: z.array(Insight) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ verb }) => ({ insights: await verb(listInsights, {}) }),
  }),
  route({
    method: 'get',
    path: '/api/v1/activity',
    summary: 'Who did what',
    tag,
    permission: 'workspace.read',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      before: z.coerce.number().int().min(1).optional(),
    }),
    answers: [
      {
        contentType,
        schema: z.object({ activity: z.array(FeedItem) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ query, verb }) => ({ activity: await verb(activityFeed, query) }),
  }),
];
