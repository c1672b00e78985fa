import type { Pack } from '../pack.ts';
import { recordStream, rowInto } from '../parts/record-stream.ts';
import { prepareAttendee } from './attendee.ts';

/** Lists of who signed up for an event and who came, as they are brought in on the page of its campaign. */
export const EVENT_LISTS: Pack = {
  id: 'event_lists',
  name: 'Lists of events',
  docs: [],
  channel: 'Events',
  streams: [
    recordStream({
      id: 'attendees',
      name: 'Attendees',
      names: ['event_attendees'],
      marks: ['event_code', 'attendee', 'status'],
      key: ['event_code', 'attendee'],
      cursor: 'listed_at',
      prepare: prepareAttendee,
      mappings: [
        rowInto('contact', {
          contact_id: 'attendee',
          email: { from: 'email', as: 'lower' },
          first_name: 'first_name',
          last_name: 'last_name',
          company: 'company',
          title: 'title',
          updated_at: 'listed_at',
        }),
        rowInto('touchpoint', {
          touch_id: 'derived.touch_id',
          at: 'derived.at',
          kind: 'derived.kind',
          contact_id: 'attendee',
          email: { from: 'email', as: 'lower' },
          channel: { fixed: 'Events' },
          campaign_id: 'event_code',
          campaign: 'event_code',
          content: 'event_name',
        }),
        {
          table: 'touchpoint',
          gone: true,
          when: [{ path: 'derived.row', is: ['gone'] }],
          fields: { touch_id: 'derived.touch_id' },
        },
      ],
      required: ['status', 'at'],
      allowed: { status: ['attended', 'registered', 'no_show', 'cancelled'] },
    }),
  ],
};
