import { CampaignDay } from '@openmops/domain/campaigns';
import * as z from 'zod';
import { deleteRoute, getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import { CALENDAR_KINDS } from './calendar-entries.ts';
import { createFeed, FeedShape, listFeeds, revokeFeed } from './calendar-feeds.ts';
import { convertRequest } from './convert-request.ts';
import { CalendarAnswer, readCalendar } from './read-calendar.ts';
import { Form, Request } from './requests.schema.ts';
import { createRequest, listForms, listRequests, saveForm, updateRequest } from './requests.ts';

const tag = 'Requests';
const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((text) => /1|true/.test(text));

export const requestRoutes = [
  getRoute({
    path: '/api/v1/requests',
    summary: 'Requests that wait',
    tag,
    verb: listRequests,
    query: z.object({ all: flag, mine: flag }),
    answer: Request,
    list: 'requests',
  }),
  postRoute({
    path: '/api/v1/requests',
    summary: 'Ask for something',
    tag,
    verb: createRequest,
    body: '`{"form": "campaign-webinar", "title": "…", "answers": {"objective": "…"}}`',
    answer: Request,
    status: 201,
  }),
  postRoute({
    path: '/api/v1/requests/{id}',
    summary: 'Sort a request',
    tag,
    verb: updateRequest,
    body: '`{"version": 1, "state": "accepted", "priority": "high"}`',
    answer: Request,
    refuses: { ...STALE, '422': 'It is declined without a reason.' },
  }),
  postRoute({
    path: '/api/v1/requests/{id}/convert',
    summary: 'Make a campaign, an asset or a task of a request',
    tag,
    verb: convertRequest,
    body: '`{"version": 1, "as": "campaign"}`',
    answer: Request,
    refuses: STALE,
  }),
  getRoute({
    path: '/api/v1/request-forms',
    summary: 'Forms of requests',
    tag,
    verb: listForms,
    answer: Form,
    list: 'forms',
  }),
  postRoute({
    path: '/api/v1/request-forms',
    summary: 'Make or replace a form',
    tag,
    verb: saveForm,
    body: '`{"version": 0, "form": {"id": "fair", "name": "…", "becomes": "campaign", "fields": […]}}`',
    answer: Form,
    refuses: STALE,
  }),
  getRoute({
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
    answer: CalendarAnswer,
  }),
  getRoute({
    path: '/api/v1/calendar-feeds',
    summary: 'Secret addresses of the calendar',
    tag: 'Calendar',
    verb: listFeeds,
    answer: FeedShape,
    list: 'feeds',
  }),
  postRoute({
    path: '/api/v1/calendar-feeds',
    summary: 'Make a secret address of the calendar',
    tag: 'Calendar',
    verb: createFeed,
    body: '`{"name": "My phone"}`',
    answer: z.object({ id: z.string(), url: z.string() }),
    status: 201,
  }),
  deleteRoute({
    path: '/api/v1/calendar-feeds/{id}',
    summary: 'End a secret address of the calendar',
    tag: 'Calendar',
    verb: revokeFeed,
  }),
];
