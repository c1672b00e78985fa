import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import type { AnyVerb } from '../../verb.ts';
import {
  concludeExperiment,
  createExperiment,
  importLook,
  lookAtExperiment,
  moveExperiment,
  planExperiment,
} from './change-experiment.ts';
import { Experiment, ExperimentListed, Size } from './experiments.schema.ts';
import { listExperiments, showExperiment, sizeExperiment } from './show-experiment.ts';

const contentType = 'application/json';
const tag = 'Experiments';
const params = z.object({ id: z.string() });
const one = [{ contentType, schema: Experiment, description: 'The experiment.' }];
const refuses = {
  '409': 'Somebody has changed it since, or its state does not allow this.',
};

export const experimentRoutes = [
  route({
    method: 'get',
    path: '/api/v1/experiments',
    summary: 'Experiments',
    tag,
    permission: 'plans.read',
    answers: [
      {
        contentType,
        schema: z.object({ experiments: z.array(ExperimentListed) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ verb }) => ({ experiments: await verb(listExperiments, {}) }),
  }),
  route({
    method: 'get',
    path: '/api/v1/experiments/{id}',
    summary: 'An experiment with its size and readings',
    tag,
    permission: 'plans.read',
    params,
    answers: one,
    handle: ({ params, verb }) => verb(showExperiment, params),
  }),
  route({
    method: 'post',
    path: '/api/v1/experiments',
    summary: 'Register an experiment',
    description: 'Hypothesis, what is varied, arms with shares, baseline, smallest effect, dates.',
    tag,
    permission: 'campaigns.write',
    body: { contentType, description: 'The plan; shares are 0 … 1 and sum to 1.' },
    answers: [{ contentType, schema: Experiment, description: 'The experiment.', status: 201 }],
    refuses,
    async handle(call) {
      const { id } = await call.verb(createExperiment, (await jsonOf(call)) as never);
      return Response.json(await call.verb(showExperiment, { id }), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/experiments/size',
    summary: 'How many cases an experiment needs',
    tag,
    permission: 'plans.read',
    body: { contentType, description: 'The plan. Nothing is kept.' },
    answers: [{ contentType, schema: Size, description: 'Cases, and whether there are enough.' }],
    handle: async (call) => call.verb(sizeExperiment, (await jsonOf(call)) as never),
  }),
  ...(
    [
      ['plan', 'Change the plan', planExperiment, '`{"version": 1, "plan": {…}}`'],
      ['move', 'Start or end', moveExperiment, '`{"version": 1, "state": "running"}`'],
      [
        'counts',
        'Add counts',
        lookAtExperiment,
        '`{"look": {"asOf": "…", "arms": [{"cases": 5000, "successes": 250}]}}`',
      ],
      [
        'counts.csv',
        'Add counts as a table',
        importLook,
        '`{"asOf": "…", "csv": "arm,cases,successes\\n…"}`',
      ],
      [
        'conclude',
        'Conclude',
        concludeExperiment,
        '`{"version": 3, "decision": "adopt", "learning": "…"}`',
      ],
    ] as const
  ).map(([word, summary, work, description]) =>
    route({
      method: 'post',
      path: `/api/v1/experiments/{id}/${word}`,
      summary,
      tag,
      permission: 'campaigns.write',
      params,
      body: { contentType, description },
      answers: one,
      refuses,
      async handle(call) {
        const given = (await jsonOf(call)) as object;
        const { id } = await call.verb(work as AnyVerb, { ...given, id: call.params.id });
        return call.verb(showExperiment, { id });
      },
    }),
  ),
];
