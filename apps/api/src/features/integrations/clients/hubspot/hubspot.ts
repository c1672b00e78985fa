import * as z from 'zod';
import type { Page, PullClient, PullStream } from '../../engine/client.ts';
import { crmStream } from './crm-objects.ts';

const API = 'https://api.hubapi.com';

const Listed = z.object({
  results: z.array(z.looseObject({ id: z.string() })),
  paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
});
const Events = z.object({
  events: z.array(z.looseObject({ id: z.string(), created: z.number() })),
  hasMore: z.boolean(),
  offset: z.string().nullish(),
});

const Refused = z.object({ message: z.string() });

const dealPipelines: PullStream = {
  name: 'deal_pipelines',
  key: [['id']],
  cursor: null,
  mode: 'replace',
  needs: 'scope crm.schemas.deals.read',
  async page(_request, tools) {
    const call = { stream: 'deal_pipelines', url: `${API}/crm/v3/pipelines/deals` };
    return { records: (await tools.ask(call, Listed)).results, next: null };
  },
};

const owners: PullStream = {
  name: 'owners',
  key: [['id']],
  cursor: ['updatedAt'],
  mode: 'upsert',
  needs: 'scope crm.objects.owners.read',
  async page({ place }, tools) {
    const after = (place as string | null) ?? undefined;
    const call = { stream: 'owners', url: `${API}/crm/v3/owners`, query: { limit: 100, after } };
    const { results, paging } = await tools.ask(call, Listed);
    return { records: results, next: paging?.next.after ?? null };
  },
};

/** Newest first. The token of a page lives shortly, so a read that was left long ago begins anew. */
const emailEvents: PullStream = {
  name: 'email_events',
  key: [['id']],
  cursor: ['created'],
  mode: 'upsert',
  needs: 'scope content',
  async page({ place, since, start, until }, tools) {
    const call = {
      stream: 'email_events',
      url: `${API}/email/public/v1/events`,
      query: {
        startTimestamp: Date.parse(since ?? start),
        endTimestamp: Date.parse(until),
        limit: 1000,
      },
    };
    const offset = (place as string | null) ?? undefined;
    const accept = offset === undefined ? [] : [400];
    const going = { ...call, query: { ...call.query, offset }, accept };
    const answer = await tools.ask(going, Events.or(Refused));
    if (!('events' in answer)) return page(await tools.ask(call, Events));
    return page(answer);
  },
};

function page({ events, hasMore, offset }: z.output<typeof Events>): Page {
  return { records: events, next: hasMore ? (offset ?? null) : null };
}
/**
 * HubSpot: CRM v3 and e-mail events v1. A private app may send 100 calls per 10 s in the smallest plan.
 * Sources: developers.hubspot.com/docs, “CRM search”, “Objects”, “Associations v4”, “E-mail analytics”.
 */
export const hubspot: PullClient = {
  platform: 'hubspot',
  name: 'HubSpot',
  kind: 'records',
  hosts: ['api.hubapi.com'],
  settings: [],
  credentials: ['token', 'refresh'],
  tokenEndpoint: () => ({ url: `${API}/oauth/v1/token` }),
  limit: { requests: 90, perMs: 10_000 },
  streams: [
    crmStream('contacts', {
      changed: 'lastmodifieddate',
      history: ['lifecyclestage', 'hs_lead_status'],
      associated: ['companies'],
    }),
    crmStream('companies', {
      changed: 'hs_lastmodifieddate',
      history: ['lifecyclestage'],
      associated: [],
    }),
    crmStream('deals', {
      changed: 'hs_lastmodifieddate',
      history: ['dealstage', 'amount'],
      associated: ['contacts', 'companies'],
    }),
    dealPipelines,
    owners,
    emailEvents,
  ],
};
