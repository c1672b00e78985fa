import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import { answerVersion, submitVersion, withdrawApproval } from './approvals.ts';
import { ClaimInfo, createClaim, listClaims, retireClaim, updateClaim } from './claims.ts';
import { withId } from './content.routes.ts';
import { ApprovalInfo, PublicationInfo } from './content.schema.ts';
import {
  createMessage,
  MatrixInfo,
  readMessages,
  removeMessage,
  updateMessage,
} from './messages.ts';
import { publicationResults, Results } from './publication-results.ts';
import { listPublications, publish, withdrawPublication } from './publish.ts';
import { reviewQueue } from './review-queue.ts';

const contentType = 'application/json';
const params = z.object({ id: z.string().max(40) });
const approval = { contentType, schema: ApprovalInfo, description: 'The round of approval.' };
const claim = { contentType, schema: ClaimInfo, description: 'The claim.' };
const matrix = { contentType, schema: MatrixInfo, description: 'The whole matrix.' };

export const reviewRoutes = [
  route({
    method: 'get',
    path: '/api/v1/approvals',
    summary: 'What waits for approval',
    tag: 'Content',
    permission: 'plans.read',
    query: z.object({ mine: z.enum(['0', '1']).default('0') }),
    answers: [
      {
        contentType,
        schema: z.object({ approvals: z.array(ApprovalInfo) }),
        description: 'What is due first before the others.',
      },
    ],
    handle: async ({ query, verb }) => ({
      approvals: await verb(reviewQueue, { mine: query.mine === '1' }),
    }),
  }),
  route({
    method: 'post',
    path: '/api/v1/assets/{id}/approvals',
    summary: 'Ask for approval of the newest version',
    tag: 'Content',
    permission: 'content.write',
    params,
    body: { contentType, description: '`{"number": 1}`, and a `route` of its own if wished.' },
    answers: [{ ...approval, status: 201 }],
    refuses: { '409': 'It is in review or approved already, or another version is the newest.' },
    async handle(call) {
      const input = await withId<z.input<typeof submitVersion.input>>(call);
      return Response.json(await call.verb(submitVersion, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/approvals/{id}/answers',
    summary: 'Say yes or no to a version',
    tag: 'Content',
    permission: 'content.review',
    params,
    body: { contentType, description: '`{"hash": "…", "verdict": "reject", "reason": "…"}`' },
    answers: [{ ...approval, status: 201 }],
    refuses: {
      '403': 'It is not your turn, or you wrote it and would be the only one.',
      '409': 'Another version is the newest, or the round is over.',
    },
    async handle(call) {
      const input = await withId<z.input<typeof answerVersion.input>>(call);
      return Response.json(await call.verb(answerVersion, input), { status: 201 });
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/approvals/{id}',
    summary: 'Withdraw a request for approval',
    tag: 'Content',
    permission: 'content.write',
    params,
    answers: [approval],
    handle: ({ params: { id }, verb }) => verb(withdrawApproval, { id }),
  }),
  route({
    method: 'get',
    path: '/api/v1/claims',
    summary: 'The register of claims',
    tag: 'Content',
    permission: 'plans.read',
    answers: [
      {
        contentType,
        schema: z.object({ claims: z.array(ClaimInfo) }),
        description: 'With what proves them, until when, and where they are used.',
      },
    ],
    handle: async ({ verb }) => ({ claims: await verb(listClaims, {}) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/claims',
    summary: 'Register a claim',
    tag: 'Content',
    permission: 'content.write',
    body: {
      contentType,
      description: '`{"text": "…", "substantiation": "…", "validUntil": "2026-12-31"}`',
    },
    answers: [{ ...claim, status: 201 }],
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof createClaim.input>;
      return Response.json(await call.verb(createClaim, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/claims/{id}',
    summary: 'Change a claim',
    tag: 'Content',
    permission: 'content.write',
    params,
    body: { contentType, description: '`{"version": 1, "validUntil": "2027-12-31"}`' },
    answers: [claim],
    refuses: { '409': 'Somebody has changed it meanwhile.' },
    handle: async (call) =>
      call.verb(updateClaim, await withId<z.input<typeof updateClaim.input>>(call)),
  }),
  route({
    method: 'delete',
    path: '/api/v1/claims/{id}',
    summary: 'Take a claim out of the register',
    tag: 'Content',
    permission: 'content.write',
    params,
    answers: [{ contentType, schema: z.object({ id: z.string() }), description: 'Its id.' }],
    handle: ({ params: { id }, verb }) => verb(retireClaim, { id }),
  }),
  route({
    method: 'get',
    path: '/api/v1/messages',
    summary: 'The matrix of messages',
    tag: 'Content',
    permission: 'plans.read',
    answers: [matrix],
    handle: ({ verb }) => verb(readMessages, {}),
  }),
  route({
    method: 'post',
    path: '/api/v1/messages',
    summary: 'Add a message',
    tag: 'Content',
    permission: 'content.write',
    body: { contentType, description: '`{"persona": "…", "stage": "…", "text": "…"}`' },
    answers: [{ ...matrix, status: 201 }],
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof createMessage.input>;
      return Response.json(await call.verb(createMessage, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/messages/{id}',
    summary: 'Change a message',
    tag: 'Content',
    permission: 'content.write',
    params,
    body: { contentType, description: '`{"version": 1, "text": "…"}`' },
    answers: [matrix],
    refuses: { '409': 'Somebody has changed it meanwhile.' },
    handle: async (call) =>
      call.verb(updateMessage, await withId<z.input<typeof updateMessage.input>>(call)),
  }),
  route({
    method: 'delete',
    path: '/api/v1/messages/{id}',
    summary: 'Remove a message',
    tag: 'Content',
    permission: 'content.write',
    params,
    answers: [matrix],
    handle: ({ params: { id }, verb }) => verb(removeMessage, { id }),
  }),
  route({
    method: 'get',
    path: '/api/v1/publications',
    summary: 'Publications',
    tag: 'Content',
    permission: 'plans.read',
    query: z.object({
      asset: z.string().max(40).optional(),
      campaign: z.string().max(40).optional(),
    }),
    answers: [
      {
        contentType,
        schema: z.object({ publications: z.array(PublicationInfo) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ query, verb }) => ({ publications: await verb(listPublications, query) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/publications',
    summary: 'Publish an asset',
    tag: 'Content',
    permission: 'content.write',
    body: { contentType, description: '`{"asset": "as_…", "channel": "email", "link": null}`' },
    answers: [
      { contentType, schema: PublicationInfo, description: 'The publication.', status: 201 },
    ],
    refuses: { '409': 'It may not be published yet: `detail.open` lists every open item.' },
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof publish.input>;
      return Response.json(await call.verb(publish, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/publications/{id}/withdraw',
    summary: 'Take a publication back',
    tag: 'Content',
    permission: 'content.write',
    params,
    body: { contentType, description: '`{"reason": "…"}`' },
    answers: [{ contentType, schema: PublicationInfo, description: 'The publication.' }],
    handle: async (call) =>
      call.verb(withdrawPublication, await withId<z.input<typeof withdrawPublication.input>>(call)),
  }),
  route({
    method: 'get',
    path: '/api/v1/assets/{id}/results',
    summary: 'What the publications of an asset brought',
    tag: 'Content',
    permission: 'kpis.read',
    params,
    answers: [{ contentType, schema: Results, description: 'By publication, and their sum.' }],
    handle: ({ params: { id }, verb }) => verb(publicationResults, { asset: id }),
  }),
];
