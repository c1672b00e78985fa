import { mutation, query, router } from '../../trpc.ts';
import { adjustCampaign, compareAdjustment, unadjustCampaign } from './adjust-campaign.ts';
import { createFeed, listFeeds, revokeFeed } from './calendar-feeds.ts';
import { readRules, setRules } from './campaign-rules.ts';
import { cloneCampaign } from './clone-campaign.ts';
import { convertRequest } from './convert-request.ts';
import { createCampaign, removeCampaign, updateCampaign } from './create-campaign.ts';
import { importAttendees } from './import-attendees.ts';
import { listCampaigns } from './list-campaigns.ts';
import { moveCampaignVerb } from './move-campaign.ts';
import { readRaci, setRaci } from './raci.ts';
import { readCalendar } from './read-calendar.ts';
import { readCampaignHealth } from './read-health.ts';
import { readOwnership } from './read-ownership.ts';
import { createRequest, listForms, listRequests, saveForm, updateRequest } from './requests.ts';
import { readResults, reviewCampaign } from './review-campaign.ts';
import { showCampaign } from './show-campaign.ts';
import { listUnknown, takeOver } from './take-over.ts';
import { listTemplates, saveTemplate } from './templates.ts';
import { undoAttendees } from './undo-attendees.ts';

export const campaignsRouter = router({
  list: query(listCampaigns),
  get: query(showCampaign),
  health: query(readCampaignHealth),
  results: query(readResults),
  people: query(readRaci),
  ownership: query(readOwnership),
  rules: query(readRules),
  templates: query(listTemplates),
  unknown: query(listUnknown),
  windows: query(compareAdjustment),
  create: mutation(createCampaign),
  update: mutation(updateCampaign),
  move: mutation(moveCampaignVerb),
  remove: mutation(removeCampaign),
  clone: mutation(cloneCampaign),
  takeOver: mutation(takeOver),
  setPeople: mutation(setRaci),
  importAttendees: mutation(importAttendees),
  undoAttendees: mutation(undoAttendees),
  adjust: mutation(adjustCampaign),
  unadjust: mutation(unadjustCampaign),
  review: mutation(reviewCampaign),
  saveTemplate: mutation(saveTemplate),
  setRules: mutation(setRules),
});

export const requestsRouter = router({
  forms: query(listForms),
  list: query(listRequests),
  create: mutation(createRequest),
  update: mutation(updateRequest),
  convert: mutation(convertRequest),
  saveForm: mutation(saveForm),
});

export const calendarRouter = router({
  read: query(readCalendar),
  feeds: query(listFeeds),
  createFeed: mutation(createFeed),
  revokeFeed: mutation(revokeFeed),
});
