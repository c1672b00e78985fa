import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import { assignSpend, listAssignments, unassignSpend } from './assign-spend.ts';
import { auditSpend } from './audit-spend.ts';
import { createManyLinks } from './bulk-links.ts';
import { checkLinkVerb, createLink, listLinks } from './create-link.ts';
import {
  type AssignInput,
  Assignment,
  AuditInput,
  Link,
  LinkChecked,
  type LinkInput,
  LinksAuditAnswer,
} from './links.schema.ts';

const contentType = 'application/json';
const tag = 'Links';

export const linkRoutes = [
  route({
    method: 'get',
    path: '/api/v1/links',
    summary: 'Tracked links',
    tag,
    permission: 'kpis.read',
    answers: [
      { contentType, schema: z.object({ links: z.array(Link) }), description: 'The newest first.' },
    ],
    handle: async ({ verb }) => ({ links: await verb(listLinks, {}) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/links',
    summary: 'Make a tracked link',
    description: 'A whole link as `url`, or a page with `tags`. What breaks a rule is not made.',
    tag,
    permission: 'links.write',
    body: { contentType, description: '`{"url": "https://…", "tags": {"utm_source": "…"}}`' },
    answers: [{ contentType, schema: Link, description: 'The link.', status: 201 }],
    refuses: {
      '409': 'This very link is there already.',
      '422':
        'It breaks a rule: `detail.rules` names it, `detail.corrected` is the link as it should be.',
    },
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof LinkInput>;
      return Response.json(await call.verb(createLink, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/links/bulk',
    summary: 'Make many tracked links',
    description: 'All or none, 500 at most. Those that are there already are left as they are.',
    tag,
    permission: 'links.write',
    body: { contentType, description: '`{"links": [{"url": "https://…", "tags": {…}}]}`' },
    answers: [
      {
        contentType,
        schema: z.object({ made: z.array(Link), there: z.number() }),
        description: 'The links that were made.',
        status: 201,
      },
    ],
    refuses: {
      '422': 'Some break a rule: `detail.rows` names each with the link as it should be.',
    },
    async handle(call) {
      const input = (await jsonOf(call)) as { links: z.input<typeof LinkInput>[] };
      return Response.json(await call.verb(createManyLinks, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/links/check',
    summary: 'Check a link',
    tag,
    permission: 'kpis.read',
    body: { contentType, description: '`{"url": "https://…"}`' },
    answers: [{ contentType, schema: LinkChecked, description: 'What is wrong with it.' }],
    handle: async (call) =>
      call.verb(checkLinkVerb, (await jsonOf(call)) as z.input<typeof LinkInput>),
  }),
  route({
    method: 'get',
    path: '/api/v1/links/audit',
    summary: 'Spend against links',
    description: 'Spend without a campaign or a link, links without spend, and the coverage.',
    tag,
    permission: 'kpis.read',
    query: AuditInput,
    answers: [{ contentType, schema: LinksAuditAnswer, description: 'What is missing.' }],
    handle: ({ query, verb }) => verb(auditSpend, query),
  }),
  route({
    method: 'get',
    path: '/api/v1/spend/assignments',
    summary: 'Campaigns that people gave to spend',
    tag,
    permission: 'kpis.read',
    answers: [
      {
        contentType,
        schema: z.object({ assignments: z.array(Assignment) }),
        description: 'The newest first, also what was taken back.',
      },
    ],
    handle: async ({ verb }) => ({ assignments: await verb(listAssignments, {}) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/spend/assignments',
    summary: 'Give spend a campaign',
    tag,
    permission: 'links.write',
    body: {
      contentType,
      description: '`{"source": "x_ads", "from": "2026-01-05", "to": "2026-01-05", "name": "…"}`',
    },
    answers: [{ contentType, schema: Assignment, description: 'The assignment.', status: 201 }],
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof AssignInput>;
      return Response.json(await call.verb(assignSpend, input), { status: 201 });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/spend/assignments/{id}',
    summary: 'Take an assignment back',
    tag,
    permission: 'links.write',
    params: z.object({ id: z.string() }),
    answers: [{ contentType, schema: Assignment, description: 'The assignment.' }],
    handle: ({ params, verb }) => verb(unassignSpend, params),
  }),
];
