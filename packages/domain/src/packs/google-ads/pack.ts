import type { Pack } from '../pack.ts';
import { DAILY } from './daily.ts';
import { ENTITIES } from './entities.ts';

/** Google Ads: results by day at every level and what things are called. Averages are not kept. */
export const GOOGLE_ADS: Pack = {
  id: 'google_ads',
  name: 'Google Ads',
  docs: [
    'https://developers.google.com/google-ads/api/fields/latest/overview',
    'https://developers.google.com/google-ads/api/docs/reporting/overview',
  ],
  channel: 'Paid Search',
  streams: [...DAILY, ...ENTITIES],
};
