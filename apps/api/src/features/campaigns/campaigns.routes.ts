import { CampaignKind, CampaignStateName } from '@openmops/domain/campaigns';
import * as z from 'zod';
import { deleteRoute, getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import { adjustCampaign, compareAdjustment, unadjustCampaign, Windows } from './adjust-campaign.ts';
import { attendeeRoutes } from './attendees.routes.ts';
import { RulesAnswer, readRules, setRules } from './campaign-rules.ts';
import {
  Adjustment,
  Campaign,
  CampaignDetail,
  CampaignList,
  ListInput,
  Review,
} from './campaigns.schema.ts';
import { cloneCampaign } from './clone-campaign.ts';
import { createCampaign, removeCampaign, updateCampaign } from './create-campaign.ts';
import { listCampaigns } from './list-campaigns.ts';
import { moveCampaignVerb } from './move-campaign.ts';
import { raciRoutes } from './raci.routes.ts';
import { CampaignHealthShape, readCampaignHealth } from './read-health.ts';
import { Results, readResults, reviewCampaign } from './review-campaign.ts';
import { showCampaign } from './show-campaign.ts';
import { takeOver } from './take-over.ts';
import { listTemplates, TemplateShape } from './templates.ts';

const tag = 'Campaigns';

export const campaignRoutes = [
  ...attendeeRoutes,
  ...raciRoutes,
  getRoute({
    path: '/api/v1/campaigns',
    summary: 'Campaigns',
    tag,
    verb: listCampaigns,
    query: ListInput.extend({
      state: z.array(CampaignStateName).max(10).default([]),
      type: z.array(CampaignKind).max(11).default([]),
    }),
    answer: CampaignList,
    says: 'Those that begin last first; with `from` and `to` also their numbers.',
  }),
  postRoute({
    path: '/api/v1/campaigns',
    summary: 'Make a campaign',
    tag,
    verb: createCampaign,
    body: '`{"name": "Spring webinar", "type": "webinar", "from": "2026-03-01"}`',
    answer: Campaign,
    status: 201,
    refuses: {
      '409': 'The code is taken.',
      '422': 'The code does not fit the naming: `detail.corrected` is how it should be.',
    },
  }),
  // Before the addresses with an id: the first that fits answers.
  postRoute({
    path: '/api/v1/campaigns/clone',
    summary: 'Make campaigns of a template',
    tag,
    verb: cloneCampaign,
    body: '`{"of": "shipped:webinar", "campaigns": [{"name": "Spring webinar", "from": "2026-03-01"}]}`',
    answer: z.object({ campaigns: z.array(z.object({ id: z.string(), code: z.string() })) }),
    status: 201,
    refuses: { '422': 'None is made: `detail.issues` has each fault with the line of its order.' },
  }),
  postRoute({
    path: '/api/v1/campaigns/take-over',
    summary: 'Make campaigns of names in the numbers',
    tag,
    verb: takeOver,
    body: '`{}` for all, or `{"codes": ["…"]}`',
    answer: z.object({ made: z.number() }),
    status: 201,
  }),
  getRoute({
    path: '/api/v1/campaigns/{id}',
    summary: 'A campaign',
    tag,
    verb: showCampaign,
    answer: CampaignDetail,
    says: 'With the gates of its next steps, money, links, assets, adjustments and review.',
  }),
  postRoute({
    path: '/api/v1/campaigns/{id}',
    summary: 'Change a campaign',
    tag,
    verb: updateCampaign,
    body: '`{"version": 1, "changes": {"to": "2026-04-30"}, "reason": "…"}`',
    answer: Campaign,
    refuses: STALE,
  }),
  deleteRoute({
    path: '/api/v1/campaigns/{id}',
    summary: 'Remove an idea',
    tag,
    verb: removeCampaign,
    refuses: { '409': 'It is more than an idea.' },
  }),
  postRoute({
    path: '/api/v1/campaigns/{id}/state',
    summary: 'Move a campaign to another state',
    tag,
    verb: moveCampaignVerb,
    body: '`{"version": 1, "to": "planned", "reason": ""}`',
    answer: Campaign.extend({ warnings: z.array(z.string()) }),
    refuses: {
      ...STALE,
      '422': 'A gate is not met (`detail.gates`), or there is no such step (`detail.moves`).',
    },
  }),
  postRoute({
    path: '/api/v1/campaigns/{id}/adjustments',
    summary: 'Note what was changed in flight',
    tag,
    verb: adjustCampaign,
    body: '`{"kind": "timing", "before": "Tue 10:00", "after": "Thu 14:00", "reason": "…", "day": "2026-03-05"}`',
    answer: Adjustment,
    status: 201,
    as: 'campaign',
  }),
  getRoute({
    path: '/api/v1/adjustments/{id}',
    summary: 'Numbers before and after an adjustment',
    tag,
    verb: compareAdjustment,
    query: z.object({ kpis: z.array(z.string().max(120)).min(1).max(10).optional() }),
    answer: Windows,
    says: 'As many days on both sides.',
  }),
  deleteRoute({
    path: '/api/v1/adjustments/{id}',
    summary: 'Take an adjustment off the charts',
    tag,
    verb: unadjustCampaign,
  }),
  getRoute({
    path: '/api/v1/campaigns/{id}/results',
    summary: 'Results against targets',
    tag,
    verb: readResults,
    answer: Results,
  }),
  postRoute({
    path: '/api/v1/campaigns/{id}/review',
    summary: 'Review a campaign',
    tag,
    verb: reviewCampaign,
    body: '`{"version": 0, "learnings": ["…"], "verdict": "change", "nextTest": null}`',
    answer: Review,
    refuses: { ...STALE, '422': 'It has not ended.' },
  }),
  getRoute({
    path: '/api/v1/campaign-health',
    summary: 'How campaigns stand',
    tag,
    verb: readCampaignHealth,
    query: z.object({ ids: z.array(z.string().max(40)).max(500).optional() }),
    answer: CampaignHealthShape,
    list: 'health',
  }),
  getRoute({
    path: '/api/v1/campaign-templates',
    summary: 'Templates of campaigns',
    tag,
    verb: listTemplates,
    answer: TemplateShape,
    list: 'templates',
  }),
  getRoute({
    path: '/api/v1/campaign-rules',
    summary: 'Rules for campaigns',
    tag,
    verb: readRules,
    answer: RulesAnswer,
  }),
  postRoute({
    path: '/api/v1/campaign-rules',
    summary: 'Set the rules for campaigns',
    tag,
    verb: setRules,
    body: '`{"version": 0, "rules": {"budget": "warn"}}`',
    answer: RulesAnswer,
    refuses: STALE,
  }),
];
