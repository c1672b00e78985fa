import { COUNT, MONEY, measuresIn, PEOPLE } from '../define.ts';

/** Content, webinars and events. */
export const CONTENT_ASSET = measuresIn('content_asset', [
  [
    'assets_published',
    'published',
    'Assets published',
    COUNT,
    'Pieces of content published.',
    'count',
  ],
  [
    'assets_total',
    'total',
    'Assets in the library',
    COUNT,
    'Pieces of content at the end.',
    'snapshotLast',
  ],
  [
    'assets_used_90d',
    'used_90d',
    'Assets used in 90 days',
    COUNT,
    'Different pieces somebody used in 90 days.',
    'countDistinct',
  ],
  ['content_cost', 'cost', 'Content cost', MONEY, 'What making the content cost.'],
  ['content_downloads', 'downloads', 'Downloads', COUNT, 'Downloads of content.'],
  ['content_sessions', 'sessions', 'Visits to content', COUNT, 'Visits to pages with content.'],
  [
    'content_pipeline',
    'pipeline',
    'Pipeline touched by content',
    MONEY,
    'Amount of deals whose people met the content.',
  ],
  [
    'webinar_registrants',
    'registrants',
    'Webinar registrations',
    PEOPLE,
    'People registered for webinars.',
  ],
  ['webinar_attendees', 'attendees', 'Webinar attendees', PEOPLE, 'People who came to webinars.'],
  ['event_cost', 'event_cost', 'Event cost', MONEY, 'What events cost.'],
  ['event_leads', 'event_leads', 'Event leads', COUNT, 'Leads from events.'],
  [
    'event_pipeline',
    'event_pipeline',
    'Event pipeline',
    MONEY,
    'Amount of deals that events brought.',
  ],
]);
