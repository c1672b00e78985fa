import { CampaignKind, CampaignStateName } from '@openmops/domain/campaigns';
import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { route } from '../../doors/route.ts';
import type { AnyVerb } from '../../verb.ts';
import { adjustCampaign, compareAdjustment, unadjustCampaign } from './adjust-campaign.ts';
import {
  Adjustment,
  Campaign,
  CampaignDetail,
  CampaignList,
  ListInput,
} from './campaigns.schema.ts';
import { createCampaign, removeCampaign, updateCampaign } from './create-campaign.ts';
import { listCampaigns } from './list-campaigns.ts';
import { moveCampaignVerb } from './move-campaign.ts';
import { showCampaign } from './show-campaign.ts';

const contentType = 'application/json';
const tag = 'Campaigns';
const Id = z.object({ id: z.string().max(40) });
const STALE = 'Somebody changed it in between: `detail` says who, when and what it is now.';

/** A POST whose body is the verb's input, with the id of the address. */
export function posting(of: {
  path: string;
  summary: string;
  verb: AnyVerb;
  body: string;
  schema: z.ZodType;
  status?: number;
  refuses?: Record<string, string>;
  as?: string;
  tag?: string;
}) {
  const { verb, status = 200, as = 'id' } = of;
  const named = of.path.includes('{id}');
  return route({
    method: 'post',
    path: of.path,
    summary: of.summary,
    tag: of.tag ?? tag,
    permission: verb.permission ?? 'plans.read',
    ...(named ? { params: Id } : {}),
    body: { contentType, description: of.body },
    answers: [{ contentType, schema: of.schema, description: 'What it is now.', status }],
    ...(of.refuses ? { refuses: of.refuses } : {}),
    async handle(call) {
      const body = (await jsonOf(call)) as Record<string, unknown>;
      const id = (call.params as { id?: string }).id;
      const answer = await call.verb(verb, named ? { ...body, [as]: id } : body);
      return Response.json(answer, { status });
    },
  });
}

export const campaignRoutes = [
  route({
    method: 'get',
    path: '/api/v1/campaigns',
    summary: 'Campaigns',
    description: 'With `from` and `to` also spend, conversions and revenue of those days.',
    tag,
    permission: 'plans.read',
    query: ListInput.omit({ state: true, type: true }).extend({
      q: z.string().max(200).default(''),
      state: z.array(CampaignStateName).default([]),
      type: z.array(CampaignKind).default([]),
    }),
    answers: [{ contentType, schema: CampaignList, description: 'Those that begin last first.' }],
    handle: ({ query, verb }) => verb(listCampaigns, query),
  }),
  posting({
    path: '/api/v1/campaigns',
    summary: 'Make a campaign',
    verb: createCampaign,
    body: '`{"name": "Spring webinar", "type": "webinar", "from": "2026-03-01"}`',
    schema: Campaign,
    status: 201,
    refuses: {
      '409': 'The code is taken.',
      '422': 'The code does not fit the naming: `detail.corrected` is how it should be.',
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/campaigns/{id}',
    summary: 'A campaign',
    description: 'With the gates of its next steps, money, links, assets, adjustments and review.',
    tag,
    permission: 'plans.read',
    params: Id,
    answers: [{ contentType, schema: CampaignDetail, description: 'Everything of it.' }],
    handle: ({ params, verb }) => verb(showCampaign, params),
  }),
  posting({
    path: '/api/v1/campaigns/{id}',
    summary: 'Change a campaign',
    verb: updateCampaign,
    body: '`{"version": 1, "changes": {"to": "2026-04-30"}, "reason": "…"}`',
    schema: Campaign,
    refuses: { '409': STALE },
  }),
  route({
    method: 'delete',
    path: '/api/v1/campaigns/{id}',
    summary: 'Remove an idea',
    tag,
    permission: 'campaigns.write',
    params: Id,
    answers: [{ contentType, schema: Id, description: 'What was removed.' }],
    refuses: { '409': 'It is more than an idea.' },
    handle: ({ params, verb }) => verb(removeCampaign, params),
  }),
  posting({
    path: '/api/v1/campaigns/{id}/state',
    summary: 'Move a campaign to another state',
    verb: moveCampaignVerb,
    body: '`{"version": 1, "to": "planned", "reason": ""}`',
    schema: Campaign.extend({ warnings: z.array(z.string()) }),
    refuses: {
      '409': STALE,
      '422': 'A gate is not met (`detail.gates`), or there is no such step (`detail.moves`).',
    },
  }),
  posting({
    path: '/api/v1/campaigns/{id}/adjustments',
    summary: 'Note what was changed in flight',
    verb: adjustCampaign,
    body: '`{"kind": "timing", "before": "Tue 10:00", "after": "Thu 14:00", "reason": "…", "day": "2026-03-05"}`',
    schema: Adjustment,
    status: 201,
    as: 'campaign',
  }),
  route({
    method: 'get',
    path: '/api/v1/adjustments/{id}',
    summary: 'Numbers before and after an adjustment',
    tag,
    permission: 'plans.read',
    params: Id,
    query: z.object({ kpi: z.array(z.string().max(120)).max(10).optional() }),
    answers: [{ contentType, schema: z.unknown(), description: 'As many days on both sides.' }],
    handle: ({ params, query, verb }) =>
      verb(compareAdjustment, { ...params, ...(query.kpi ? { kpis: query.kpi } : {}) }),
  }),
  route({
    method: 'delete',
    path: '/api/v1/adjustments/{id}',
    summary: 'Take an adjustment off the charts',
    tag,
    permission: 'campaigns.write',
    params: Id,
    answers: [{ contentType, schema: Id, description: 'What was taken off.' }],
    handle: ({ params, verb }) => verb(unadjustCampaign, params),
  }),
];
