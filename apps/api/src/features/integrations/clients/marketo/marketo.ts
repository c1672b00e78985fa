import * as z from 'zod';
import type {
  Page,
  PageRequest,
  PullCall,
  PullClient,
  PullStream,
  PullTools,
  Verdict,
} from '../../engine/client.ts';
import { type BulkPlace, bulkPage, firstSpan } from './bulk-leads.ts';
import { leadFields } from './lead-fields.ts';

const DAY_MS = 86_400_000;
/** Ids of a filter in one call. */
const IDS = 300;
/** Activity types that one call may ask for. */
const TYPES = 10;
/** Lead activities of their own kinds: created, changed, deleted. */
const DELETE_LEAD = 37;

const Token = z.object({ nextPageToken: z.string() });
const Rows = z.object({
  result: z.array(z.looseObject({ id: z.union([z.number(), z.string()]) })).optional(),
  nextPageToken: z.string().optional(),
  moreResult: z.boolean().optional(),
});
const Changes = Rows.extend({
  result: z.array(z.looseObject({ leadId: z.number() })).optional(),
});
const Kinds = z.object({ result: z.array(z.object({ id: z.number(), name: z.string() })) });

/** A token that stands for an instant, with which the changes after it are asked for. */
async function tokenOf(stream: string, asked: { base: string; instant: string }, tools: PullTools) {
  const call: PullCall = {
    stream,
    url: `${asked.base}/rest/v1/activities/pagingtoken.json`,
    query: { sinceDatetime: asked.instant.replace(/\.\d+Z$/, 'Z') },
  };
  return (await tools.ask(call, Token)).nextPageToken;
}

/** Spans of the first load; then the log of changes; then that of deleted leads. */
type LeadPlace = { bulk: BulkPlace } | { changed: string } | { deleted: string };

/**
 * All leads at first, by bulk exports of those made in a span of days. Afterwards there is no list
 * by date of change, so the ids of those that were made or changed are read from the log
 * of changes, and the leads by their ids. Deleted ones follow from their own log.
 */
const leads: PullStream = {
  name: 'leads',
  key: [['id']],
  cursor: ['updatedAt'],
  mode: 'upsert',
  needs: 'Read-Only Lead and Read-Only Activity',
  deleted: (record) => (record as { activityTypeId?: number }).activityTypeId === DELETE_LEAD,
  async page(request, tools) {
    const base = apiOf(request);
    const asked = { base, instant: request.since ?? request.start };
    const changes = async () => ({ changed: await tokenOf('leads', asked, tools) });
    const first = async () =>
      request.since === null ? { bulk: firstSpan(request.start) } : await changes();
    const place = (request.place ?? (await first())) as LeadPlace;
    if ('bulk' in place) {
      const { until } = request;
      const { records, next } = await bulkPage({ base, place: place.bulk, until }, tools);
      return { records, next: next ? { bulk: next } : await changes() };
    }
    if ('deleted' in place) return deletedPage({ base, token: place.deleted }, tools);
    const call: PullCall = {
      stream: 'leads',
      url: `${base}/rest/v1/activities/leadchanges.json`,
      query: {
        nextPageToken: place.changed,
        fields: 'id,email,createdAt,updatedAt',
        batchSize: IDS,
      },
    };
    const { result = [], moreResult, nextPageToken } = await tools.ask(call, Changes);
    const records = await leadsOf(
      { base, ids: [...new Set(result.map(({ leadId }) => leadId))] },
      tools,
    );
    const next = moreResult && nextPageToken ? { changed: nextPageToken } : null;
    return { records, next: next ?? { deleted: await tokenOf('leads', asked, tools) } };
  },
};

async function leadsOf(
  asked: { base: string; ids: number[] },
  tools: PullTools,
): Promise<object[]> {
  if (asked.ids.length === 0) return [];
  const fields = (await leadFields(asked.base, tools)).map(({ name }) => name);
  const form = new URLSearchParams({
    filterType: 'id',
    filterValues: asked.ids.join(','),
    fields: fields.join(','),
  });
  const call: PullCall = {
    stream: 'leads',
    // As a form, since names of all fields are too long for an address.
    url: `${asked.base}/rest/v1/leads.json`,
    method: 'POST',
    query: { _method: 'GET' },
    form,
  };
  return (await tools.ask(call, Rows)).result ?? [];
}

async function deletedPage(
  asked: { base: string; token: string },
  tools: PullTools,
): Promise<Page> {
  const call: PullCall = {
    stream: 'leads',
    url: `${asked.base}/rest/v1/activities/deletedleads.json`,
    query: { nextPageToken: asked.token },
  };
  const { result = [], moreResult, nextPageToken } = await tools.ask(call, Changes);
  // The entry of the log names the lead; as a record of the stream it must carry the lead's id.
  const records = result.map(({ leadId, ...entry }) => ({ ...entry, id: leadId }));
  return { records, next: moreResult && nextPageToken ? { deleted: nextPageToken } : null };
}

/** Activities of all kinds, ten kinds at a time. */
const activities: PullStream = {
  name: 'activities',
  key: [['marketoGUID']],
  cursor: ['activityDate'],
  mode: 'upsert',
  needs: 'Read-Only Activity',
  async page(request, tools) {
    const base = apiOf(request);
    const kinds = (await kindsOf(base, tools)).filter((id) => id !== DELETE_LEAD);
    const asked = { base, instant: request.since ?? request.start };
    const place = request.place as { kinds: number; token: string } | null;
    const at = place?.kinds ?? 0;
    const call: PullCall = {
      stream: 'activities',
      url: `${base}/rest/v1/activities.json`,
      query: {
        activityTypeIds: kinds.slice(at, at + TYPES).join(','),
        nextPageToken: place?.token ?? (await tokenOf('activities', asked, tools)),
      },
    };
    const { result = [], moreResult, nextPageToken } = await tools.ask(call, Rows);
    if (moreResult && nextPageToken)
      return { records: result, next: { kinds: at, token: nextPageToken } };
    if (at + TYPES >= kinds.length) return { records: result, next: null };
    const token = await tokenOf('activities', asked, tools);
    return { records: result, next: { kinds: at + TYPES, token } };
  },
};

async function kindsOf(base: string, tools: PullTools): Promise<number[]> {
  return tools.once('marketo kinds', async () => {
    const call = { stream: 'activities', url: `${base}/rest/v1/activities/types.json` };
    return (await tools.ask(call, Kinds)).result.map(({ id }) => id);
  });
}

const activityTypes: PullStream = {
  name: 'activity_types',
  key: [['id']],
  cursor: null,
  mode: 'replace',
  needs: 'Read-Only Activity',
  async page(request, tools) {
    const url = `${apiOf(request)}/rest/v1/activities/types.json`;
    const { result = [] } = await tools.ask({ stream: 'activity_types', url }, Rows);
    return { records: result, next: null };
  },
};

/** Programs by the date of their last change, offset by offset. */
const programs: PullStream = {
  name: 'programs',
  key: [['id']],
  cursor: ['updatedAt'],
  mode: 'upsert',
  needs: 'Read-Only Assets',
  async page(request, tools) {
    const offset = (request.place as number | null) ?? 0;
    const size = 200;
    const until = new Date(Date.parse(request.until) + DAY_MS).toISOString();
    const dates = {
      earliestUpdatedAt: request.since?.replace(/\.\d+Z$/, 'Z'),
      latestUpdatedAt: until.replace(/\.\d+Z$/, 'Z'),
    };
    const call: PullCall = {
      stream: 'programs',
      url: `${apiOf(request)}/rest/asset/v1/programs.json`,
      query: { maxReturn: size, offset, ...(request.since ? dates : {}) },
    };
    const { result = [] } = await tools.ask(call, Rows);
    return { records: result, next: result.length === size ? offset + size : null };
  },
};

function apiOf({ config }: PageRequest): string {
  return `https://${config.munchkinId}.mktorest.com`;
}

const Refusal = z.looseObject({
  success: z.literal(false),
  errors: z.array(z.object({ code: z.coerce.string(), message: z.string() })).min(1),
});
/** 604: it took too long. 606: calls per 20 s. 608: not there for now. 611: their fault. 615: calls at once. 713: they are busy. */
const LATER = new Set(['502', '604', '606', '608', '611', '615', '713', '1029']);

/** Marketo refuses with status 200 and a code. 601: the token is none. 602: it has expired. */
function judge(body: unknown): Verdict {
  const refusal = Refusal.safeParse(body).data?.errors[0];
  if (!refusal) return 'fine';
  if (refusal.code === '601' || refusal.code === '602') return 'token';
  return LATER.has(refusal.code) ? 'later' : { refused: `${refusal.code} ${refusal.message}` };
}

/**
 * Marketo Engage, REST. 100 calls per 20 s, ten at once, 50,000 a day.
 * Source: experienceleague.adobe.com/en/docs/marketo-developer, “Authentication”, “Paging tokens”,
 * “Activities”, “Leads”, “Error codes”.
 */
export const marketo: PullClient = {
  platform: 'marketo',
  name: 'Marketo',
  kind: 'records',
  hosts: ['.mktorest.com'],
  settings: [
    {
      name: 'munchkinId',
      label: 'Munchkin account id, as in 123-ABC-456.mktorest.com',
      pattern: /\d{3}-[A-Za-z]{3}-\d{3}/,
    },
  ],
  credentials: ['client'],
  tokenEndpoint: ({ munchkinId }) => ({
    url: `https://${munchkinId}.mktorest.com/identity/oauth/token`,
  }),
  judge,
  limit: { requests: 90, perMs: 20_000 },
  streams: [leads, activities, activityTypes, programs],
};
