import { SALESFORCE as PRESET } from '../../sources/salesforce/preset.ts';
import type { Pack } from '../pack.ts';
import { SALESFORCE_ACTIVITY } from './streams-activity.ts';
import { SALESFORCE_CRM } from './streams-crm.ts';

export const SALESFORCE: Pack = {
  id: PRESET.id,
  aliases: ['sf', 'sfdc'],
  name: PRESET.name,
  docs: [
    'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_lead.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunity.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_campaignmember.htm',
  ],
  channel: null,
  streams: [...SALESFORCE_CRM, ...SALESFORCE_ACTIVITY],
};
