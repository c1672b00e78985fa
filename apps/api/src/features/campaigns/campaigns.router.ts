import { mutation, query, router } from '../../trpc.ts';
import { adjustCampaign, compareAdjustment, unadjustCampaign } from './adjust-campaign.ts';
import { createCampaign, removeCampaign, updateCampaign } from './create-campaign.ts';
import { listCampaigns } from './list-campaigns.ts';
import { moveCampaignVerb } from './move-campaign.ts';
import { showCampaign } from './show-campaign.ts';

export const campaignsRouter = router({
  list: query(listCampaigns),
  get: query(showCampaign),
  windows: query(compareAdjustment),
  create: mutation(createCampaign),
  update: mutation(updateCampaign),
  move: mutation(moveCampaignVerb),
  remove: mutation(removeCampaign),
  adjust: mutation(adjustCampaign),
  unadjust: mutation(unadjustCampaign),
});
