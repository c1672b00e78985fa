import type { Pack } from '../pack.ts';
import { EVENTS } from './events.ts';
import { REPORTS } from './reports.ts';

/** Google Analytics 4: reports by day into visits, the export of events into touches and orders. */
export const GA4: Pack = {
  id: 'ga4',
  name: 'Google Analytics 4',
  docs: [
    'https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema',
    'https://support.google.com/analytics/answer/7029846',
  ],
  channel: null,
  streams: [...REPORTS, EVENTS],
};
