import * as z from 'zod';
import type { Page, PageRequest, PullCall, PullStream, PullTools } from '../../engine/client.ts';
import { type PullReason, refusal } from '../../engine/refusals.ts';
import { type Days, halvesOf } from '../../engine/slices.ts';
import { perAccount } from '../per-account.ts';
import { graph, META, regainMs } from './graph.ts';

const ROWS = 500;
/** Above this share of what is allowed, in percent, a pause comes before the next call. */
const NEARLY_ALL = 90;
const PAUSE_MS = 60_000;
const LONGEST_LOOK_MS = 30_000;
/** An hour and a half: a report that is not ready by then is given up. */
const MOST_LOOKS = 180;
/** Reports of a window that fail before it is halved. */
const MOST_FAILED = 3;

const Started = z.object({ report_run_id: z.string() });
const Look = z.looseObject({ async_status: z.string() });
const Rows = z.object({
  data: z.array(z.looseObject({ account_id: z.string(), date_start: z.string() })),
  paging: z
    .looseObject({
      cursors: z.object({ after: z.string() }).optional(),
      next: z.string().optional(),
    })
    .optional(),
});
const Refused = z.looseObject({ error: z.looseObject({ code: z.number() }) });

/**
 * Windows that are still to be read, and how the report of the first one stands: to be asked for (after so
 * many that `failed`), being made, or being read.
 */
type Standing = { windows: Days[] } & (
  | { failed: number }
  | { failed: number; report: string; looks: number }
  | { report: string; after: string }
);

type Level = 'account' | 'campaign' | 'adset' | 'ad';
type Report = {
  /** As the mapping pack names it. */
  name: string;
  level: Level;
  breakdowns: readonly string[];
  /** Days of one report. */
  slice: number;
};

const REPORTS: readonly Report[] = [
  { name: 'campaign_daily', level: 'campaign', breakdowns: [], slice: 30 },
  { name: 'ad_daily', level: 'ad', breakdowns: [], slice: 10 },
  { name: 'country_daily', level: 'campaign', breakdowns: ['country'], slice: 15 },
  {
    name: 'platform_daily',
    level: 'campaign',
    breakdowns: ['publisher_platform', 'platform_position', 'impression_device'],
    slice: 10,
  },
];

const IDS: Record<Level, readonly string[]> = {
  account: [],
  campaign: ['campaign_id'],
  adset: ['campaign_id', 'adset_id'],
  ad: ['campaign_id', 'adset_id', 'ad_id'],
};
const MEASURES = [
  'spend',
  'impressions',
  'reach',
  'clicks',
  'inline_link_clicks',
  'inline_post_engagement',
  'actions',
  'action_values',
  'video_play_actions',
  'video_thruplay_watched_actions',
  'video_p100_watched_actions',
];

/** Without this list Meta leaves out what is not active any more. */
const EVERY_STATUS = ['ACTIVE', 'PAUSED', 'ARCHIVED', 'DELETED', 'IN_PROCESS', 'WITH_ISSUES'];
const EVERY_STATUS_OF_ADS = [
  ...EVERY_STATUS,
  'CAMPAIGN_PAUSED',
  'ADSET_PAUSED',
  'PENDING_REVIEW',
  'DISAPPROVED',
  'PREAPPROVED',
  'PENDING_BILLING_INFO',
];

export const INSIGHTS: readonly PullStream[] = REPORTS.map((report) => ({
  name: report.name,
  key: ['account_id', 'date_start', ...IDS[report.level], ...report.breakdowns].map((id) => [id]),
  cursor: null,
  mode: 'upsert',
  slice: report.slice,
  day: (record) => (record as { date_start?: string }).date_start ?? null,
  measures: [['spend'], ['impressions'], ['inline_link_clicks']],
  needs: 'permission ads_read, and the ad account assigned to the user or system user',
  page: perAccount('accountIds', (account, request, tools) =>
    reportPage({ report, account, request }, tools),
  ),
}));

type Asked = { report: Report; account: string; request: PageRequest };

async function reportPage(asked: Asked, tools: PullTools): Promise<Page> {
  const { place, days } = asked.request;
  const windows = days === null ? [] : [days];
  const stands = (place ?? { windows, failed: 0 }) as Standing;
  if ('looks' in stands) return look(asked, stands, tools);
  if ('after' in stands) return read(asked, stands, tools);
  return begin(asked, stands, tools);
}

/** Asks for a report; Meta makes it in its own time. */
async function begin(
  { report, account, request }: Asked,
  stands: Extract<Standing, { failed: number }>,
  tools: PullTools,
): Promise<Page> {
  const { level, breakdowns, name } = report;
  const { windows, failed } = stands;
  const statuses = level === 'ad' ? EVERY_STATUS_OF_ADS : EVERY_STATUS;
  const names = IDS[level].map((id) => id.replace('_id', '_name'));
  const fields = ['account_id', 'account_currency', ...IDS[level], ...names, ...MEASURES];
  const form = new URLSearchParams({
    level,
    fields: fields.join(','),
    time_range: JSON.stringify({ since: windows[0]?.from, until: windows[0]?.to }),
    time_increment: '1',
    use_unified_attribution_setting: 'true',
    filtering: JSON.stringify([
      { field: `${level}.effective_status`, operator: 'IN', value: statuses },
    ]),
    ...(breakdowns.length > 0 ? { breakdowns: breakdowns.join(',') } : {}),
  });
  const url = `${graph(request.config)}/act_${account}/insights`;
  const call: PullCall = { stream: name, url, method: 'POST', form };
  const { report_run_id } = await tools.ask(call, Started);
  return { records: [], next: { windows, failed, report: report_run_id, looks: 0 } };
}

async function look(
  asked: Asked,
  stands: Extract<Standing, { looks: number }>,
  tools: PullTools,
): Promise<Page> {
  const { windows, report, looks } = stands;
  const { name } = asked.report;
  await tools.sleep(Math.min(LONGEST_LOOK_MS, 1_000 * 2 ** Math.min(looks, 10)));
  // A report that was asked for long ago is not there any more.
  const call = { stream: name, url: `${graph(asked.request.config)}/${report}`, accept: [400] };
  const answer = await tools.ask(call, Refused.or(Look));
  if ('error' in answer) return { records: [], next: another(name, stands) };
  switch (answer.async_status) {
    case 'Job Completed':
      return { records: [], next: { windows, report, after: '' } };
    case 'Job Failed':
    case 'Job Skipped':
      return { records: [], next: another(name, stands) };
    default:
      if (looks < MOST_LOOKS) return { records: [], next: { ...stands, looks: looks + 1 } };
      throw refused(name, { reason: 'unreachable', said: 'a report was not ready in time.' });
  }
}

async function read(
  asked: Asked,
  { windows, report, after }: Extract<Standing, { after: string }>,
  tools: PullTools,
): Promise<Page> {
  const call: PullCall = {
    stream: asked.report.name,
    url: `${graph(asked.request.config)}/${report}/insights`,
    query: { limit: ROWS, after: after || undefined },
    accept: [400],
  };
  const { headers, body } = await tools.request(call);
  if (Refused.safeParse(body).success)
    return { records: [], next: another(asked.report.name, { windows, failed: 0 }) };
  const read = Rows.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    const said = `an answer has another shape than is known (${issue?.path.join('.')}: ${issue?.message}).`;
    throw refused(asked.report.name, { reason: 'shape', said });
  }
  const usage = headers.get('x-business-use-case-usage');
  if (isNearlyUsed(usage)) await tools.sleep(regainMs(usage) ?? PAUSE_MS);
  const { data, paging } = read.data;
  const cursor = paging?.next ? paging.cursors?.after : undefined;
  if (cursor) return { records: data, next: { windows, report, after: cursor } };
  const left = windows.slice(1);
  return { records: data, next: left.length > 0 ? { windows: left, failed: 0 } : null };
}

/** Reports fail for no reason, and when they would be too large: then with half of the days. */
function another(stream: string, stands: { windows: Days[]; failed: number }): Standing {
  const [window, ...left] = stands.windows;
  const failed = stands.failed + 1;
  if (failed < MOST_FAILED) return { windows: stands.windows, failed };
  if (window && window.from < window.to)
    return { windows: [...halvesOf(window), ...left], failed: 0 };
  const said = `Meta failed to make a report ${MOST_FAILED} times, even of one day.`;
  throw refused(stream, { reason: 'unreachable', said });
}

/** Calls, and seconds of work, in percent of what is allowed. */
function isNearlyUsed(usage: string | null): boolean {
  const shares = (usage ?? '').matchAll(
    /"(?:call_count|total_cputime|total_time)"\s*:\s*(\d{1,6})/g,
  );
  return [...shares].some(([, share]) => Number(share) >= NEARLY_ALL);
}

const refused = (stream: string, what: { reason: PullReason; said: string }) =>
  refusal({ client: { ...META, streams: INSIGHTS }, stream, ...what });
