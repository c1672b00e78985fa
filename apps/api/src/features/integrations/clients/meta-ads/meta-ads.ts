import * as z from 'zod';
import type { PullClient, PullStream, Verdict } from '../../engine/client.ts';
import { perAccount } from '../per-account.ts';
import { graph, META, regainMs, VERSION } from './graph.ts';
import { INSIGHTS } from './insights.ts';

const Listed = z.object({
  data: z.array(z.looseObject({ id: z.string() })),
  paging: z
    .looseObject({
      cursors: z.object({ after: z.string() }).optional(),
      next: z.string().optional(),
    })
    .optional(),
});
const Account = z.looseObject({ id: z.string(), account_id: z.string() });

const accounts: PullStream = {
  name: 'accounts',
  key: [['account_id']],
  cursor: null,
  mode: 'upsert',
  needs: 'permission ads_read',
  page: perAccount('accountIds', async (account, { config }, tools) => {
    const fields = 'id,account_id,name,currency,timezone_name,account_status,created_time';
    const call = { stream: 'accounts', url: `${graph(config)}/act_${account}`, query: { fields } };
    return { records: [await tools.ask(call, Account)], next: null };
  }),
};

/** Deleted ones are not listed; what they were called stands in their results. */
function list(name: string, asked: { edge: string; fields: string }): PullStream {
  const { edge, fields } = asked;
  return {
    name,
    key: [['id']],
    cursor: ['updated_time'],
    mode: 'upsert',
    needs: 'permission ads_read',
    page: perAccount('accountIds', async (account, { config, place }, tools) => {
      const answer = await tools.ask(
        {
          stream: name,
          url: `${graph(config)}/act_${account}/${edge}`,
          query: { fields, limit: 200, after: (place as string | null) ?? undefined },
        },
        Listed,
      );
      const { cursors, next } = answer.paging ?? {};
      return { records: answer.data, next: next ? (cursors?.after ?? null) : null };
    }),
  };
}

const Refusal = z.looseObject({
  error: z.looseObject({
    code: z.number(),
    message: z.string().default('without a reason'),
    is_transient: z.boolean().optional(),
  }),
});
/** 1, 2: their fault. 4, 17, 32, 613: too many calls of the app, the user, the page, a kind. 341: a limit of the app. */
const LATER = new Set([1, 2, 4, 17, 32, 341, 613]);

/** Meta refuses with status 400 and a code. 190, 102: the token is none any more. 80000 to 80014: too many calls of a business use case. */
function judge(body: unknown): Verdict {
  const error = Refusal.safeParse(body).data?.error;
  if (!error) return 'fine';
  const { code } = error;
  if (code === 190 || code === 102) return 'token';
  if (LATER.has(code) || error.is_transient || (code >= 80_000 && code <= 80_014)) return 'later';
  if (code === 10 || code === 3 || (code >= 200 && code < 300))
    return { refused: `${code} ${error.message}`, reason: 'permission' };
  return 'fine';
}

/**
 * Meta Marketing API: insights by reports that Meta makes in its own time. Results are restated for 28 days.
 * Sources: developers.facebook.com/docs, “Marketing API: Insights”, “Insights: asynchronous jobs”, “Limits
 * and best practices”, “Graph API: Rate limits”, “Paginated results”, “Marketing API: Error codes”.
 */
export const metaAds: PullClient = {
  ...META,
  kind: 'days',
  hosts: ['graph.facebook.com'],
  settings: [
    {
      name: 'accountIds',
      label: 'Ids of the ad accounts, with or without act_, separated by commas',
      pattern: /(act_)?\d{5,20}(\s*,\s*(act_)?\d{5,20})*/,
    },
    {
      name: 'apiVersion',
      label: `Version of the API; ${VERSION} when left out`,
      pattern: /v\d{2,3}\.\d/,
      optional: true,
    },
  ],
  credentials: ['token'],
  judge,
  askedWaitMs: ({ headers }) => regainMs(headers.get('x-business-use-case-usage')),
  limit: { requests: 10, perMs: 1_000 },
  streams: [
    accounts,
    list('campaigns', {
      edge: 'campaigns',
      fields:
        'id,name,account_id,objective,buying_type,status,effective_status,start_time,stop_time,updated_time',
    }),
    list('ad_sets', {
      edge: 'adsets',
      fields:
        'id,name,account_id,campaign_id,optimization_goal,status,effective_status,start_time,end_time,updated_time',
    }),
    list('ads', {
      edge: 'ads',
      fields: 'id,name,account_id,campaign_id,adset_id,status,effective_status,updated_time',
    }),
    ...INSIGHTS,
  ],
};
