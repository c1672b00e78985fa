import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import { withId } from '../content/content.routes.ts';
import { answerChecklist, readRuns, setParameters } from './answer.ts';
import { PackInfo, RunInfo } from './checklists.schema.ts';
import { importPack, listPacks } from './packs.ts';

const contentType = 'application/json';
const tag = 'Checklists';
const params = z.object({ id: z.string().max(40) });
const runs = {
  contentType,
  schema: z.object({ runs: z.array(RunInfo) }),
  description: 'Every pack that its newest version needs.',
};

export const checklistRoutes = [
  route({
    method: 'get',
    path: '/api/v1/checklists/packs',
    summary: 'Packs of checklists',
    tag,
    permission: 'plans.read',
    answers: [
      {
        contentType,
        schema: z.object({ packs: z.array(PackInfo) }),
        description: 'With version, sources and review date. Not legal advice.',
      },
    ],
    handle: async ({ verb }) => ({ packs: await verb(listPacks, {}) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/checklists/packs',
    summary: 'Import a pack of your own',
    tag,
    permission: 'content.write',
    body: { contentType, description: '`{"text": "…"}`: the pack as YAML or JSON.' },
    answers: [{ contentType, schema: PackInfo, description: 'The pack.', status: 201 }],
    refuses: { '409': 'That version is there already.' },
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof importPack.input>;
      return Response.json(await call.verb(importPack, input), { status: 201 });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/assets/{id}/checklists',
    summary: 'Checklists of an asset',
    tag,
    permission: 'plans.read',
    params,
    answers: [runs],
    handle: async ({ params: { id }, verb }) => ({ runs: await verb(readRuns, { id }) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/assets/{id}/checklists/parameters',
    summary: 'Say which state or beverage is meant',
    tag,
    permission: 'content.review',
    params,
    body: {
      contentType,
      description: '`{"pack": "…", "hash": "…", "parameters": {"state": "NY"}}`',
    },
    answers: [runs],
    handle: async (call) => ({
      runs: await call.verb(setParameters, await withId<z.input<typeof setParameters.input>>(call)),
    }),
  }),
  route({
    method: 'post',
    path: '/api/v1/assets/{id}/checklists/answers',
    summary: 'Answer a question',
    tag,
    permission: 'content.review',
    params,
    body: {
      contentType,
      description:
        '`{"pack": "us.ftc", "question": "prices", "hash": "…", "part": "first", "answer": "yes"}`',
    },
    answers: [{ ...runs, status: 201 }],
    refuses: {
      '403': 'The second person is the first one.',
      '409': 'Another version is the newest.',
    },
    async handle(call) {
      const input = await withId<z.input<typeof answerChecklist.input>>(call);
      return Response.json({ runs: await call.verb(answerChecklist, input) }, { status: 201 });
    },
  }),
];
