import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import { assignSpend, listAssignments, unassignSpend } from './assign-spend.ts';
import { auditSpend } from './audit-spend.ts';
import { createManyLinks } from './bulk-links.ts';
import { checkLinkVerb, createLink, removeLink } from './create-link.ts';
import { drawLink } from './draw-link.ts';
import { listGrammars, previewGrammar, readGrammar, saveGrammar } from './grammar.ts';
import {
  type AssignInput,
  Assignment,
  AuditInput,
  ClicksAnswer,
  GrammarAnswer,
  type GrammarInput,
  Link,
  LinkChecked,
  type LinkInput,
  type LinkOrder,
  LinksAuditAnswer,
  ListedLink,
} from './links.schema.ts';
import { listLinks, readClicks } from './list-links.ts';
import { restoreLink } from './restore-link.ts';

const contentType = 'application/json';
const tag = 'Links';

type Body = z.input<typeof GrammarInput> & { version: number; note?: string };

export const linkRoutes = [
  route({
    method: 'get',
    path: '/api/v1/links',
    summary: 'Tracked links',
    tag,
    permission: 'kpis.read',
    query: z.strictObject({
      removed: z.enum(['true', 'false']).optional().describe('Those that were removed instead.'),
    }),
    answers: [
      {
        contentType,
        schema: z.object({ links: z.array(ListedLink) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ query, verb }) => ({
      links: await verb(listLinks, { removed: query.removed === 'true' }),
    }),
  }),
  route({
    method: 'post',
    path: '/api/v1/links',
    summary: 'Make a tracked link',
    description:
      'A whole link as `url`, or a page with `tags`; `code` for a short address of its own. What breaks a rule is not made.',
    tag,
    permission: 'links.write',
    body: { contentType, description: '`{"url": "https://…", "tags": {"utm_source": "…"}}`' },
    answers: [{ contentType, schema: Link, description: 'The link.', status: 201 }],
    refuses: {
      '409': 'This very link is there already, or the code is taken: `detail.corrected` is free.',
      '422':
        'It breaks a rule: `detail.rules` names it, `detail.corrected` is the link as it should be.',
    },
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof LinkOrder>;
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
    path: '/api/v1/links/grammar',
    summary: 'The rules of links',
    description: 'As they hold, and every version before with who set it and when.',
    tag,
    permission: 'kpis.read',
    answers: [
      {
        contentType,
        schema: GrammarAnswer.extend({ versions: z.array(GrammarAnswer) }),
        description: 'The rules.',
      },
    ],
    handle: async ({ verb }) => ({
      ...(await verb(readGrammar, {})),
      versions: await verb(listGrammars, {}),
    }),
  }),
  route({
    method: 'post',
    path: '/api/v1/links/grammar',
    summary: 'Set the rules of links',
    description:
      'As a new version; `version` is the one that was seen. Links that exist stay as they are. With `preview: true` nothing is set, and the answer says which of them would break.',
    tag,
    permission: 'links.write',
    body: {
      contentType,
      description:
        '`{"version": 0, "taxonomy": {"sources": [{"name": "google", "aliases": ["adwords"]}]}, "onlyCampaigns": true, "redirect": false, "note": "…"}`',
    },
    answers: [{ contentType, description: 'The rules as they hold now, or what would break.' }],
    refuses: {
      '409': 'Somebody else set them in between: `detail` says who, when, and what they are now.',
      '422': 'They contradict themselves: `detail.faults` says where.',
    },
    async handle(call) {
      const body = (await jsonOf(call)) as Body & { preview?: boolean };
      const { preview, ...input } = body;
      if (preview !== true) return call.verb(saveGrammar, input);
      const { taxonomy, onlyCampaigns, redirect } = input;
      return call.verb(previewGrammar, { taxonomy, onlyCampaigns, redirect });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/links/{id}/qr.svg',
    summary: 'A link as a QR code',
    description: 'Of its short address where the workspace has them, else of the link itself.',
    tag,
    permission: 'kpis.read',
    params: z.object({ id: z.string() }),
    answers: [{ contentType: 'image/svg+xml', description: 'The drawing.' }],
    async handle({ params, verb }) {
      const { svg } = await verb(drawLink, params);
      return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/links/{id}/clicks',
    summary: 'Clicks on the short address of a link',
    description: 'By day; machines aside. Nothing is kept of who clicked.',
    tag,
    permission: 'kpis.read',
    params: z.object({ id: z.string() }),
    answers: [{ contentType, schema: ClicksAnswer, description: 'Clicks.' }],
    handle: ({ params, verb }) => verb(readClicks, params),
  }),
  route({
    method: 'delete',
    path: '/api/v1/links/{id}',
    summary: 'Remove a tracked link',
    description: 'From the list; its short address leads nowhere until it is restored.',
    tag,
    permission: 'links.write',
    params: z.object({ id: z.string() }),
    answers: [
      { contentType, schema: z.object({ id: z.string() }), description: 'What was removed.' },
    ],
    handle: ({ params, verb }) => verb(removeLink, params),
  }),
  route({
    method: 'post',
    path: '/api/v1/links/{id}/restore',
    summary: 'Restore a removed link',
    description: 'With its code and its clicks.',
    tag,
    permission: 'links.write',
    params: z.object({ id: z.string() }),
    answers: [{ contentType, schema: Link, description: 'The link.' }],
    refuses: { '409': 'The same link was made again meanwhile.' },
    handle: ({ params, verb }) => verb(restoreLink, params),
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
