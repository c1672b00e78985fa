import { CampaignDay } from '@openmops/domain/campaigns';
import * as z from 'zod';
import { CALENDAR_KINDS } from './calendar-entries.ts';
import { createFeed, FeedShape, listFeeds, revokeFeed } from './calendar-feeds.ts';
import { convertRequest } from './convert-request.ts';
import { deleting, getting, posting, STALE } from './posting.ts';
import { CalendarAnswer, readCalendar } from './read-calendar.ts';
import { Form, Request } from './requests.schema.ts';
import { createRequest, listForms, listRequests, saveForm, updateRequest } from './requests.ts';

const tag = 'Requests';
const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((text) => /1|true/.test(text));

export const requestRoutes = [
  getting({
    path: '/api/v1/requests',
    summary: 'Requests that wait',
    tag,
    verb: listRequests,
    query: z.object({ all: flag, mine: flag }),
    schema: z.array(Request),
    under: 'requests',
  }),
  posting({
    path: '/api/v1/requests',
    summary: 'Ask for something',
    tag,
    verb: createRequest,
    body: '`{"form": "campaign-webinar", "title": "…", "answers": {"objective": "…"}}`',
    schema: Request,
    status: 201,
  }),
  posting({
    path: '/api/v1/requests/{id}',
    summary: 'Sort a request',
    tag,
    verb: updateRequest,
    body: '`{"version": 1, "state": "accepted", "priority": "high"}`',
    schema: Request,
    refuses: { ...STALE, '422': 'It is declined without a reason.' },
  }),
  posting({
    path: '/api/v1/requests/{id}/convert',
    summary: 'Make a campaign, an asset or a task of a request',
    tag,
    verb: convertRequest,
    body: '`{"version": 1, "as": "campaign"}`',
    schema: Request,
    refuses: STALE,
  }),
  getting({
    path: '/api/v1/request-forms',
    summary: 'Forms of requests',
    tag,
    verb: listForms,
    schema: z.array(Form),
    under: 'forms',
  }),
  posting({
    path: '/api/v1/request-forms',
    summary: 'Make or replace a form',
    tag,
    verb: saveForm,
    body: '`{"version": 0, "form": {"id": "fair", "name": "…", "becomes": "campaign", "fields": […]}}`',
    schema: Form,
    refuses: STALE,
  }),
  getting({
    path: '/api/v1/calendar',
    summary: 'Everything with a day in a range',
    tag: 'Calendar',
    verb: readCalendar,
    query: z.object({
      from: CampaignDay,
      to: CampaignDay,
      kinds: z
        .array(z.enum(CALENDAR_KINDS))
        .min(1)
        .default([...CALENDAR_KINDS]),
    }),
    schema: CalendarAnswer,
  }),
  getting({
    path: '/api/v1/calendar-feeds',
    summary: 'Secret addresses of the calendar',
    tag: 'Calendar',
    verb: listFeeds,
    schema: z.array(FeedShape),
    under: 'feeds',
  }),
  posting({
    path: '/api/v1/calendar-feeds',
    summary: 'Make a secret address of the calendar',
    tag: 'Calendar',
    verb: createFeed,
    body: '`{"name": "My phone"}`',
    schema: z.object({ id: z.string(), url: z.string() }),
    status: 201,
  }),
  deleting({
    path: '/api/v1/calendar-feeds/{id}',
    summary: 'End a secret address of the calendar',
    tag: 'Calendar',
    verb: revokeFeed,
  }),
];
