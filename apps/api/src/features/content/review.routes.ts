import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { deleteRoute, getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import { answerVersion, submitVersion, withdrawApproval } from './approvals.ts';
import { ClaimInfo, createClaim, listClaims, retireClaim, updateClaim } from './claims.ts';
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
const tag = 'Content';

export const reviewRoutes = [
  route({
    method: 'get',
    path: '/api/v1/approvals',
    summary: 'What waits for approval',
    tag,
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
  postRoute({
    ...{ tag, verb: submitVersion, answer: ApprovalInfo, status: 201 },
    path: '/api/v1/assets/{id}/approvals',
    summary: 'Ask for approval of the newest version',
    body: '`{"number": 1}`, and a `route` of its own if wished.',
    refuses: { '409': 'It is in review or approved already, or another version is the newest.' },
  }),
  postRoute({
    ...{ tag, verb: answerVersion, answer: ApprovalInfo, status: 201 },
    path: '/api/v1/approvals/{id}/answers',
    summary: 'Say yes or no to a version',
    body: '`{"hash": "…", "verdict": "reject", "reason": "…"}`',
    refuses: {
      '403': 'It is not your turn, or you wrote it and would be the only one.',
      '409': 'Another version is the newest, or the round is over.',
    },
  }),
  deleteRoute({
    ...{ tag, verb: withdrawApproval, answer: ApprovalInfo },
    path: '/api/v1/approvals/{id}',
    summary: 'Withdraw a request for approval',
  }),
  getRoute({
    ...{ tag, verb: listClaims, answer: ClaimInfo, list: 'claims' },
    path: '/api/v1/claims',
    summary: 'The register of claims',
    says: 'With what proves them, until when, and where they are used.',
  }),
  postRoute({
    ...{ tag, verb: createClaim, answer: ClaimInfo, status: 201 },
    path: '/api/v1/claims',
    summary: 'Register a claim',
    body: '`{"text": "…", "substantiation": "…", "validUntil": "2026-12-31"}`',
  }),
  postRoute({
    ...{ tag, verb: updateClaim, answer: ClaimInfo, refuses: STALE },
    path: '/api/v1/claims/{id}',
    summary: 'Change a claim',
    body: '`{"version": 1, "validUntil": "2027-12-31"}`',
  }),
  deleteRoute({
    ...{ tag, verb: retireClaim },
    path: '/api/v1/claims/{id}',
    summary: 'Take a claim out of the register',
  }),
  getRoute({
    ...{ tag, verb: readMessages, answer: MatrixInfo },
    path: '/api/v1/messages',
    summary: 'The matrix of messages',
  }),
  postRoute({
    ...{ tag, verb: createMessage, answer: MatrixInfo, status: 201 },
    path: '/api/v1/messages',
    summary: 'Add a message',
    body: '`{"persona": "…", "stage": "…", "text": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: updateMessage, answer: MatrixInfo, refuses: STALE },
    path: '/api/v1/messages/{id}',
    summary: 'Change a message',
    body: '`{"version": 1, "text": "…"}`',
  }),
  deleteRoute({
    ...{ tag, verb: removeMessage, answer: MatrixInfo },
    path: '/api/v1/messages/{id}',
    summary: 'Remove a message',
  }),
  getRoute({
    ...{ tag, verb: listPublications, answer: PublicationInfo, list: 'publications' },
    path: '/api/v1/publications',
    summary: 'Publications',
    query: z.object({
      asset: z.string().max(40).optional(),
      campaign: z.string().max(40).optional(),
    }),
    says: 'The newest first.',
  }),
  postRoute({
    ...{ tag, verb: publish, answer: PublicationInfo, status: 201 },
    path: '/api/v1/publications',
    summary: 'Publish an asset',
    body: '`{"asset": "as_…", "channel": "email", "link": null}`',
    refuses: { '409': 'It may not be published yet: `detail.open` lists every open item.' },
  }),
  postRoute({
    ...{ tag, verb: withdrawPublication, answer: PublicationInfo },
    path: '/api/v1/publications/{id}/withdraw',
    summary: 'Take a publication back',
    body: '`{"reason": "…"}`',
  }),
  getRoute({
    ...{ tag, verb: publicationResults, answer: Results, as: 'asset' },
    path: '/api/v1/assets/{id}/results',
    summary: 'What the publications of an asset brought',
    says: 'By publication, and their sum.',
  }),
];
