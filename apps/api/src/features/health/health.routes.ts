import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { expectSource } from './expect-source.ts';
import { Alert, Health } from './health.schema.ts';
import { acknowledgeAlert, snoozeAlert } from './mark-alert.ts';
import { listAlerts, readHealth } from './read-health.ts';
import { Retried, retrySource } from './retry-source.ts';

const json = 'application/json';
const tag = 'Health';
const source = z.object({ source: z.string() });
const id = z.object({ id: z.string() });
const why = z.string().optional();

export const healthRoutes = [
  route({
    method: 'get',
    path: '/api/v1/health',
    summary: 'Health of sources',
    description:
      'Every source with its streams: what was expected and did not come, since when, which KPIs and how much money that touches, and the open alerts.',
    tag,
    permission: 'sources.read',
    query: z.object({ source: z.string().optional() }),
    answers: [{ contentType: json, schema: Health, description: 'How every source fares now.' }],
    handle: ({ query, verb }) => verb(readHealth, query),
  }),
  route({
    method: 'get',
    path: '/api/v1/health/alerts',
    summary: 'Alerts',
    description: 'What was told, the newest first: open, put off and ended.',
    tag,
    permission: 'sources.read',
    query: z.object({
      source: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answers: [
      {
        contentType: json,
        schema: z.object({ alerts: z.array(Alert) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ query, verb }) => ({ alerts: await verb(listAlerts, query) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/health/alerts/{id}/acknowledge',
    summary: 'Acknowledge an alert',
    tag,
    permission: 'streams.write',
    params: id,
    query: z.object({ why }),
    answers: [{ contentType: json, schema: Alert, description: 'The alert.' }],
    handle: ({ params, query, verb }) => verb(acknowledgeAlert, { ...params, ...query }),
  }),
  route({
    method: 'post',
    path: '/api/v1/health/alerts/{id}/snooze',
    summary: 'Put an alert off',
    description: 'It is not shown before, and stays open.',
    tag,
    permission: 'streams.write',
    params: id,
    query: z.object({ why, hours: z.coerce.number().int().min(1).max(720) }),
    answers: [{ contentType: json, schema: Alert, description: 'The alert.' }],
    handle: ({ params, query, verb }) => verb(snoozeAlert, { ...params, ...query }),
  }),
  route({
    method: 'post',
    path: '/api/v1/health/sources/{source}/retry',
    summary: 'Run what brings a source',
    description:
      'A long run goes on after the answer. Where nothing can be fetched, it says what to do.',
    tag,
    permission: 'streams.write',
    params: source,
    answers: [{ contentType: json, schema: Retried, description: 'What runs, or what to do.' }],
    handle: ({ params, verb }) => verb(retrySource, params),
  }),
  route({
    method: 'post',
    path: '/api/v1/health/sources/{source}/expect',
    summary: 'Say when data is due',
    tag,
    permission: 'streams.write',
    params: source,
    query: z.object({
      everyHours: z.coerce.number().int().min(1).max(2400),
      graceHours: z.coerce.number().int().min(0).max(2400).default(0),
      workdaysOnly: z.enum(['true', 'false']).default('false'),
      why,
    }),
    answers: [
      {
        contentType: json,
        schema: z.object({ source: z.string(), every: z.string().nullable() }),
        description: 'What is expected from now on.',
      },
    ],
    handle: ({ params, query, verb }) =>
      verb(expectSource, {
        ...params,
        every: {
          hours: query.everyHours,
          graceHours: query.graceHours,
          workdaysOnly: query.workdaysOnly === 'true',
        },
        ...(query.why === undefined ? {} : { why: query.why }),
      }),
  }),
  route({
    method: 'delete',
    path: '/api/v1/health/sources/{source}/expect',
    summary: 'Learn again when data is due',
    tag,
    permission: 'streams.write',
    params: source,
    answers: [
      {
        contentType: json,
        schema: z.object({ source: z.string(), every: z.string().nullable() }),
        description: 'What is expected is learned.',
      },
    ],
    handle: ({ params, verb }) => verb(expectSource, { ...params, every: null }),
  }),
];
