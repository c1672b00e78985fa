import type { PullClient } from '../engine/client.ts';
import { accountEngagement } from './account-engagement/account-engagement.ts';
import { hubspot } from './hubspot/hubspot.ts';
import { marketo } from './marketo/marketo.ts';
import { salesforce } from './salesforce/salesforce.ts';
import { zohoCrm } from './zoho-crm/zoho-crm.ts';

/** Every platform that is pulled, by its id. A client adds its line. */
export const CLIENTS: readonly PullClient[] = [
  hubspot,
  salesforce,
  accountEngagement,
  marketo,
  zohoCrm,
];
