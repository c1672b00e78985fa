import type { PullClient } from '../engine/client.ts';
import { accountEngagement } from './account-engagement/account-engagement.ts';
import { ga4 } from './ga4/ga4.ts';
import { googleAds } from './google-ads/google-ads.ts';
import { hubspot } from './hubspot/hubspot.ts';
import { linkedinAds } from './linkedin-ads/linkedin-ads.ts';
import { marketo } from './marketo/marketo.ts';
import { metaAds } from './meta-ads/meta-ads.ts';
import { salesforce } from './salesforce/salesforce.ts';
import { smartsheet } from './smartsheet/smartsheet.ts';
import { zohoCrm } from './zoho-crm/zoho-crm.ts';

/** Every platform that is pulled, by its id. A client adds its line. */
export const CLIENTS: readonly PullClient[] = [
  hubspot,
  salesforce,
  accountEngagement,
  marketo,
  zohoCrm,
  ga4,
  googleAds,
  metaAds,
  linkedinAds,
  smartsheet,
];
