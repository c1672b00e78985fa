import { HUBSPOT as PRESET } from '../../sources/hubspot/preset.ts';
import type { Pack } from '../pack.ts';
import { HUBSPOT_CRM } from './streams-crm.ts';
import { HUBSPOT_MARKETING } from './streams-marketing.ts';

export const HUBSPOT: Pack = {
  id: PRESET.id,
  name: PRESET.name,
  docs: [
    'https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide',
    'https://developers.hubspot.com/docs/api-reference/crm-deals-v3/guide',
    'https://developers.hubspot.com/docs/api-reference/legacy/email-analytics-v1/guide',
    'https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide',
  ],
  channel: null,
  streams: [...HUBSPOT_CRM, ...HUBSPOT_MARKETING],
};
