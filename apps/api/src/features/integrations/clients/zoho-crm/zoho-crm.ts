import * as z from 'zod';
import type {
  Page,
  PageRequest,
  PullCall,
  PullClient,
  PullStream,
  PullTools,
} from '../../engine/client.ts';

/** No more fields, and no more ids, may be asked for at once. */
const FIELDS = 50;
const PER_PAGE = 100;
/** Tokens of pages reach 100,000 records; before that the question begins anew where it stands. */
const REACH = 99_000;

const Fields = z.object({ fields: z.array(z.object({ api_name: z.string() })) });
const Records = z.object({
  data: z.array(z.looseObject({ id: z.string(), Modified_Time: z.string().nullish() })),
  info: z.looseObject({ more_records: z.boolean(), next_page_token: z.string().nullish() }),
});
const Deleted = z.object({
  data: z.array(z.looseObject({ id: z.string(), deleted_time: z.string() })),
  info: z.looseObject({ more_records: z.boolean() }),
});
const Failed = z.object({ code: z.string() });
const NONE = { data: [], info: { more_records: false } };

/** Records from an instant on, by their last change; then the deleted ones, page by page. */
type Place = { from: string | null; token: string | null; read: number } | { deleted: number };

function moduleStream(name: string): PullStream {
  return {
    name,
    key: [['id']],
    cursor: ['Modified_Time'],
    mode: 'upsert',
    needs: `scopes ZohoCRM.modules.${name.toLowerCase()}.READ and ZohoCRM.settings.fields.READ`,
    deleted: (record) => 'deleted_time' in record,
    async page(request, tools) {
      const place = (request.place ?? { from: request.since, token: null, read: 0 }) as Place;
      return 'deleted' in place
        ? deletedPage(name, { request, page: place.deleted }, tools)
        : changedPage(name, { request, place }, tools);
    },
  };
}

async function changedPage(
  name: string,
  asked: { request: PageRequest; place: Exclude<Place, { deleted: number }> },
  tools: PullTools,
): Promise<Page> {
  const { place, request } = asked;
  const chunks = await fieldsOf(name, request, tools);
  const call: PullCall = {
    stream: name,
    url: `${apiOf(request)}/${name}`,
    query: {
      fields: chunks[0]?.join(','),
      per_page: PER_PAGE,
      sort_by: 'Modified_Time',
      sort_order: 'asc',
      page_token: place.token ?? undefined,
    },
    headers: place.from === null ? {} : { 'if-modified-since': secondsOf(place.from) },
    accept: place.token === null ? [304] : [304, 400],
  };
  const answer = await tools.ask(call, Records.or(Failed).nullable());
  // The token of a page lives for a day: the question begins anew where it stood.
  if (answer !== null && !('data' in answer)) {
    return { records: [], next: { from: place.from, token: null, read: 0 } };
  }
  const { data, info } = answer ?? { ...NONE, info: { ...NONE.info, next_page_token: null } };
  const records = await withMoreFields(name, { request, data, chunks: chunks.slice(1) }, tools);
  if (!info.more_records || !info.next_page_token) return { records, next: { deleted: 1 } };
  const read = place.read + data.length;
  const last = data.at(-1)?.Modified_Time;
  const reached = read >= REACH && last;
  const onward = { from: place.from, token: info.next_page_token, read };
  return { records, next: reached ? { from: last, token: null, read: 0 } : onward };
}

async function fieldsOf(name: string, request: PageRequest, tools: PullTools): Promise<string[][]> {
  return tools.once(`zoho ${name} fields`, async () => {
    const call = {
      stream: name,
      url: `${apiOf(request)}/settings/fields`,
      query: { module: name },
    };
    const { fields } = await tools.ask(call, Fields);
    const names = ['Modified_Time', 'Created_Time'].concat(fields.map((field) => field.api_name));
    const all = [...new Set(names)].filter((field) => field !== 'id');
    return Array.from({ length: Math.ceil(all.length / FIELDS) }, (_, index) =>
      all.slice(index * FIELDS, (index + 1) * FIELDS),
    );
  });
}

/** Modules with more than fifty fields are asked once more for each fifty. */
async function withMoreFields(
  name: string,
  asked: { request: PageRequest; data: { id: string }[]; chunks: string[][] },
  tools: PullTools,
): Promise<object[]> {
  const whole = new Map<string, Record<string, unknown>>(
    asked.data.map((record) => [record.id, { ...record }]),
  );
  if (whole.size === 0) return [];
  for (const fields of asked.chunks) {
    const call: PullCall = {
      stream: name,
      url: `${apiOf(asked.request)}/${name}`,
      query: { fields: fields.join(','), ids: [...whole.keys()].join(','), per_page: PER_PAGE },
    };
    const { data } = await tools.ask(call, Records);
    for (const record of data) Object.assign(whole.get(record.id) ?? {}, record);
  }
  return [...whole.values()];
}

async function deletedPage(
  name: string,
  asked: { request: PageRequest; page: number },
  tools: PullTools,
): Promise<Page> {
  const { since } = asked.request;
  const call: PullCall = {
    stream: name,
    url: `${apiOf(asked.request)}/${name}/deleted`,
    query: { type: 'all', page: asked.page, per_page: 200 },
    headers: since === null ? {} : { 'if-modified-since': secondsOf(since) },
    accept: [304],
  };
  const { data, info } = (await tools.ask(call, Deleted.nullable())) ?? NONE;
  return { records: data, next: info.more_records ? { deleted: asked.page + 1 } : null };
}

function apiOf({ config }: PageRequest): string {
  return `https://www.zohoapis.${config.region ?? 'com'}/crm/v8`;
}

/** Zoho takes no fractions of a second. */
function secondsOf(text: string): string {
  return new Date(text).toISOString().replace(/\.\d+Z$/, '+00:00');
}

const REGIONS = ['com', 'eu', 'in', 'com.au', 'jp', 'com.cn', 'ca', 'sa'];

/**
 * Zoho CRM, API version 8.
 * Source: zoho.com/crm/developer/docs/api, “Get records”, “Get deleted records”, “Refresh tokens”.
 */
export const zohoCrm: PullClient = {
  platform: 'zoho_crm',
  name: 'Zoho CRM',
  kind: 'records',
  hosts: REGIONS.flatMap((region) => [
    `www.zohoapis.${region}`,
    region === 'ca' ? 'accounts.zohocloud.ca' : `accounts.zoho.${region}`,
  ]),
  settings: [
    {
      name: 'region',
      label: `Data centre: ${REGIONS.join(', ')}`,
      pattern: /com|eu|in|com\.au|jp|com\.cn|ca|sa/,
      optional: true,
    },
  ],
  credentials: ['refresh'],
  tokenEndpoint: ({ region = 'com' }) => ({
    url: `https://${region === 'ca' ? 'accounts.zohocloud.ca' : `accounts.zoho.${region}`}/oauth/v2/token`,
  }),
  authorize: (token) => ({ authorization: `Zoho-oauthtoken ${token}` }),
  limit: { requests: 10, perMs: 1_000 },
  streams: ['Leads', 'Contacts', 'Accounts', 'Deals', 'Campaigns'].map(moduleStream),
};
