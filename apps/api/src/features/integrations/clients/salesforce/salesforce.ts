import * as z from 'zod';
import type {
  PageRequest,
  PullCall,
  PullClient,
  PullStream,
  PullTools,
  Verdict,
} from '../../engine/client.ts';
import { loginHost, SALESFORCE_HOSTS, salesforceTokens } from './sign-in.ts';

const DATA = '/services/data/v62.0';
/** Made of other fields, or too large for a row. */
const LEFT_OUT = new Set(['address', 'location', 'base64', 'complexvalue']);

const Described = z.object({ fields: z.array(z.object({ name: z.string(), type: z.string() })) });
const Queried = z.object({
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  records: z.array(z.looseObject({ Id: z.string(), SystemModstamp: z.string() })),
});
const Failed = z.array(z.looseObject({ errorCode: z.string() })).min(1);

/** `next`: the path of the next page, good for two days. `from`: where to ask again when it is not. */
type Place = { next: string; from: string };

const OBJECTS = [
  'Lead',
  'Contact',
  'Account',
  'Opportunity',
  'OpportunityHistory',
  'Campaign',
  'CampaignMember',
  'Task',
];

function objectStream(name: string): PullStream {
  return {
    name,
    key: [['Id']],
    cursor: ['SystemModstamp'],
    mode: 'upsert',
    needs: `API Enabled, and View All of the object ${name}`,
    deleted: (record) => (record as { IsDeleted?: boolean }).IsDeleted === true,
    async page(request, tools) {
      const base = await instanceUrl(name, tools);
      const place = request.place as Place | null;
      if (place !== null) {
        const call = { stream: name, url: base + place.next, accept: [400, 404] };
        const answer = await tools.ask(call, Queried.or(Failed));
        if (!Array.isArray(answer)) return pageOf(answer);
      }
      const from = place?.from ?? request.since;
      const soql = await query(name, { base, from, until: request.until }, tools);
      const call: PullCall = { stream: name, url: `${base}${DATA}/queryAll`, query: { q: soql } };
      return pageOf(await tools.ask(call, Queried));
    },
  };
}

function pageOf({ nextRecordsUrl, records, done }: z.output<typeof Queried>) {
  const last = records.at(-1);
  const more = !done && nextRecordsUrl !== undefined && last !== undefined;
  return { records, next: more ? { next: nextRecordsUrl, from: last.SystemModstamp } : null };
}

/** Said with the token; a token that was given for good says it in the settings. */
async function instanceUrl(stream: string, tools: PullTools): Promise<string> {
  const { instance_url: url } = await tools.tokenExtra(stream);
  return z.url().parse(url).replace(/\/$/, '');
}

async function query(
  name: string,
  asked: { base: string; from: string | null; until: PageRequest['until'] },
  tools: PullTools,
): Promise<string> {
  const fields = await tools.once(`salesforce ${name} fields`, async () => {
    const call = { stream: name, url: `${asked.base}${DATA}/sobjects/${name}/describe` };
    const { fields: all } = await tools.ask(call, Described);
    return all.filter(({ type }) => !LEFT_OUT.has(type)).map((field) => field.name);
  });
  const since = asked.from === null ? '' : `SystemModstamp >= ${stamp(asked.from)} AND `;
  const until = `SystemModstamp <= ${stamp(asked.until)}`;
  return `SELECT ${fields.join(', ')} FROM ${name} WHERE ${since}${until} ORDER BY SystemModstamp, Id`;
}

/** Salesforce writes `+0000`, and takes `Z`. */
function stamp(text: string): string {
  return new Date(text).toISOString();
}

/** The limit of calls of a day comes as 403. */
function judge(body: unknown, status: number): Verdict {
  const code =
    status === 403 && Array.isArray(body) ? (body[0] as { errorCode?: string })?.errorCode : '';
  return code === 'REQUEST_LIMIT_EXCEEDED' ? 'later' : 'fine';
}

/**
 * Salesforce, REST API. `queryAll` also gives what is in the recycle bin, marked `IsDeleted`.
 * Sources: developer.salesforce.com, “REST API Developer Guide” (Query, QueryAll, Describe) and
 * “SOQL and SOSL Reference”.
 */
export const salesforce: PullClient = {
  platform: 'salesforce',
  name: 'Salesforce',
  kind: 'records',
  hosts: SALESFORCE_HOSTS,
  settings: [loginHost],
  credentials: ['refresh', 'client', 'assertion'],
  tokenEndpoint: salesforceTokens,
  judge,
  limit: { requests: 20, perMs: 1_000 },
  streams: OBJECTS.map(objectStream),
};
