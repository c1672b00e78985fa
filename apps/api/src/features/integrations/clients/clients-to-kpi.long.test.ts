import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../../testing/test-instance.ts';
import { readKpi } from '../../kpi/read-kpi.ts';
import { mappingStates } from '../../mappings/mapping-states.ts';
import { createIntegration } from '../create-integration.ts';
import type { PlatformServer } from '../engine/testing/platform-server.ts';
import { fakeClock } from '../engine/testing/pull.ts';
import { listRestatements } from '../list-runs.ts';
import { syncIntegration } from '../sync-integration.ts';
import { type Ga4Property, testGa4 } from './ga4/test-ga4.ts';
import {
  type GoogleAdsAccount,
  type GoogleAdsRow,
  testGoogleAds,
} from './google-ads/test-google-ads.ts';
import { type LinkedinAccount, testLinkedinAds } from './linkedin-ads/test-linkedin-ads.ts';
import { type MetaAccount, testMetaAds } from './meta-ads/test-meta-ads.ts';
import { type SmartsheetAccount, testSmartsheet } from './smartsheet/test-smartsheet.ts';
import { GOOGLE_REFRESH } from './test-google-token.ts';

// Every client the whole way: a platform on loopback, the ingest, the mapping pack, the answer of a KPI.

const DAY_MS = 86_400_000;
const START = Date.parse('2026-06-14T06:00:00Z');
const DATES = Array.from({ length: 12 }, (_, at) =>
  new Date(START - at * DAY_MS).toISOString().slice(0, 10),
);
const [today = '', , , third = ''] = DATES;

const property: Ga4Property = {
  rows: [],
  tokens: null,
  rowsPerPage: 7,
  currencyCode: 'EUR',
  metadata: {},
};
const google: GoogleAdsAccount = {
  resources: {},
  tokens: null,
  developerToken: 'developer-of-test',
  rowsPerPage: 7,
  voidPages: false,
};
const meta: MetaAccount = {
  rows: [],
  lists: {},
  token: 'token-of-test',
  looks: 1,
  endings: [],
  rowsPerPage: 7,
  usage: [],
};
const linkedin: LinkedinAccount = {
  rows: [],
  campaigns: [{ id: 11, name: 'Spring', status: 'ACTIVE' }],
  tokens: null,
  readable: true,
  perPage: 1,
};
const sheets: SmartsheetAccount = { sheets: [], token: 'token-of-test' };

let instance: TestInstance;
let servers: Record<string, PlatformServer>;
let now = START;
beforeAll(async () => {
  servers = {
    ga4: await testGa4(property),
    google_ads: await testGoogleAds(google),
    meta_ads: await testMetaAds(meta),
    linkedin_ads: await testLinkedinAds(linkedin),
    smartsheet: await testSmartsheet(sheets),
  };
  const standIns = Object.entries(servers).map(([name, { address }]) => `${name}=${address}`);
  instance = await testInstance({
    now: () => now,
    env: { OPENMOPS_STAND_INS: standIns.join(',') },
  });
});
afterAll(async () => {
  await instance.close();
  for (const server of Object.values(servers)) await server.close();
});

const system = { kind: 'system' } as const;
const token = { kind: 'token', token: 'token-of-test' };

async function connect(platform: string, more: object) {
  now = START;
  const workspace = await instance.addWorkspace();
  const admin = await instance.addUser(workspace, 'admin');
  const scope = instance.scope(admin, workspace);
  const { id } = await createIntegration.call(scope, {
    platform,
    settings: {},
    credentials: token,
    startDay: DATES.at(-1),
    ...more,
  } as never);
  return { workspace, id, scope };
}

const sync = (workspace: Workspace, integrationId: string) =>
  syncIntegration(instance, { workspace, integrationId, begunBy: 'hand', clock: fakeClock(now) });

async function ask(workspace: Workspace, kpi: string, by: string[] = []) {
  const { rows } = await readKpi.call(instance.scope(system, workspace), {
    kpis: [kpi],
    from: '2026-01-01',
    to: '2026-12-31',
    by,
  } as never);
  return rows;
}

const total = async (workspace: Workspace, kpi: string) =>
  (await ask(workspace, kpi))[0]?.values[kpi];

/** Rows at a level, of two campaigns; the second one has no ad groups, as Performance Max. */
function googleRows(date: string, euros: readonly [number, number]): GoogleAdsRow[] {
  return euros.map((cost, at) => ({
    'customer.id': '1234567890',
    'customer.currency_code': 'EUR',
    'customer.test_account': false,
    'campaign.id': String(11 + at),
    'campaign.name': at === 0 ? 'Spring' : 'Everywhere',
    'campaign.advertising_channel_type': at === 0 ? 'SEARCH' : 'PERFORMANCE_MAX',
    'ad_group.id': '21',
    'ad_group.name': 'Brand',
    'segments.date': date,
    'segments.device': 'MOBILE',
    'segments.ad_network_type': 'SEARCH',
    'metrics.cost_micros': cost * 1_000_000,
    'metrics.impressions': 100,
    'metrics.clicks': 3,
  }));
}

type Told = {
  platform: string;
  kpi: string;
  more: object;
  /** Tells the platform's results: `amount` of a day for each of two campaigns, or sources. */
  tell(amountOf: (date: string, which: 0 | 1) => number | null): void;
  stream: string;
  measure: string;
  /** What one of the measure is of the KPI. */
  unit: number;
  /** Calls before the first run is refused. */
  stopAt: number;
};

const campaigns = [0, 1] as const;
const platforms: Told[] = [
  {
    platform: 'ga4',
    kpi: 'sessions',
    more: {
      streams: ['overview_daily', 'traffic_daily'],
      settings: { propertyIds: '314186564' },
      credentials: { ...GOOGLE_REFRESH },
    },
    tell: (amountOf) => {
      property.rows = DATES.flatMap((date) =>
        campaigns.flatMap((which) => {
          const sessions = amountOf(date, which);
          const sessionSource = which === 0 ? 'google' : 'newsletter';
          const row = { sessionSource, sessionMedium: 'x', sessionCampaignName: 'spring' };
          return sessions === null ? [] : [{ date: date.replaceAll('-', ''), ...row, sessions }];
        }),
      );
    },
    stream: 'traffic_daily',
    measure: 'sessions',
    unit: 1,
    stopAt: 5,
  },
  {
    platform: 'google_ads',
    kpi: 'spend',
    more: {
      streams: ['campaign_daily', 'ad_group_daily'],
      settings: { customerIds: '123-456-7890' },
      credentials: { ...GOOGLE_REFRESH, developerToken: 'developer-of-test' },
    },
    tell: (amountOf) => {
      const rows = DATES.flatMap((date) =>
        googleRows(date, [amountOf(date, 0) ?? 0, amountOf(date, 1) ?? 0]).filter(
          (_, at) => amountOf(date, at as 0 | 1) !== null,
        ),
      );
      google.resources = {
        customer: [{ 'customer.id': '1234567890', 'customer.currency_code': 'EUR' }],
        campaign: rows,
        // Performance Max has no ad groups, so this level holds less.
        ad_group: rows.filter((row) => row['campaign.id'] === '11'),
      };
    },
    stream: 'campaign_daily',
    measure: 'metrics.costMicros',
    unit: 1_000_000,
    stopAt: 5,
  },
  {
    platform: 'meta_ads',
    kpi: 'spend',
    more: {
      streams: ['campaign_daily', 'ad_daily'],
      settings: { accountIds: 'act_1700252260223815' },
    },
    tell: (amountOf) => {
      meta.rows = DATES.flatMap((date) =>
        campaigns.flatMap((which) => {
          const spend = amountOf(date, which);
          const ids = { campaign: `11${which}`, adset: `21${which}`, ad: `31${which}` };
          const rest = { date, country: 'DE', impressions: 100, leads: 0 };
          const status = which === 0 ? ('ACTIVE' as const) : ('DELETED' as const);
          return spend === null ? [] : [{ ...ids, ...rest, spend, status }];
        }),
      );
    },
    stream: 'campaign_daily',
    measure: 'spend',
    unit: 1,
    stopAt: 5,
  },
  {
    platform: 'linkedin_ads',
    kpi: 'spend',
    more: {
      streams: ['campaigns', 'campaign_daily'],
      settings: { accountIds: '508720451' },
    },
    tell: (amountOf) => {
      linkedin.rows = DATES.flatMap((date) =>
        campaigns.flatMap((which) => {
          const cost = amountOf(date, which);
          const ids = { campaign: 11 + which, creative: 31 + which };
          return cost === null ? [] : [{ date, ...ids, cost: String(cost), clicks: 1 }];
        }),
      );
    },
    stream: 'campaign_daily',
    measure: 'costInLocalCurrency',
    unit: 1,
    stopAt: 2,
  },
];

it.each(platforms)(
  '$platform: what it says is the answer, also after a stop, and after it has said otherwise',
  async ({ platform, kpi, more, tell, stream, measure, unit, stopAt }) => {
    const server = servers[platform] as PlatformServer;
    const usual = (_: string, which: 0 | 1) => (which === 0 ? 10 : 2);
    tell((date, which) => (date === today ? null : usual(date, which)));
    const { workspace, id, scope } = await connect(platform, more);
    server.failNext(...Array(stopAt).fill(undefined), {
      status: 403,
      body: { error: { code: 10 } },
    });
    expect(await sync(workspace, id)).toMatchObject({ state: 'failed', reason: 'permission' });
    expect(await sync(workspace, id)).toMatchObject({ state: 'done', error: null });
    expect(await total(workspace, kpi)).toBe(11 * 12);
    // The day after: the day that said nothing while it went on, a day that was raised, a row that was struck out.
    now = START + DAY_MS;
    tell((date, which) => {
      if (date === third) return which === 0 ? 17 : null;
      return usual(date, which);
    });
    const run = await sync(workspace, id);
    expect(run).toMatchObject({ state: 'done', error: null });
    expect(await total(workspace, kpi)).toBe(12 * 12 + 5);
    const said = await listRestatements.call(scope, { id, limit: 500 });
    const found = said.filter((one) => one.stream === stream && one.day === third);
    expect(found).toMatchObject([
      {
        rowsChanged: 1,
        rowsRemoved: 1,
        sums: { [measure]: { before: 12 * unit, after: 17 * unit } },
      },
    ]);
    expect([...new Set(said.map(({ day }) => day))]).toEqual([third]);
    if (platform !== 'linkedin_ads') return;
    // Nothing new: nothing is restated. Rows name campaigns by their ids, another stream by their names.
    expect(await sync(workspace, id)).toMatchObject({ state: 'done', restatedDays: 0 });
    const split = await ask(workspace, kpi, ['campaign']);
    expect(JSON.stringify(split)).toContain('"Spring"');
    expect(split.map((row) => row.values[kpi])).toEqual([127, 22]);
  },
);

it('smartsheet: rows of sheets are the rows of the plan, and one that was deleted is gone', async () => {
  const server = servers.smartsheet;
  const columns = [
    { id: 1, title: 'Activity', type: 'TEXT_NUMBER', primary: true },
    { id: 2, title: 'Budget', type: 'TEXT_NUMBER' },
  ];
  const rows = [
    { id: 91, cells: ['Webinar', 1200] },
    { id: 92, cells: ['Fair', 800] },
  ];
  sheets.sheets = [{ id: 4001, name: 'Plan 2026', columns, rows }];
  const { workspace, id } = await connect('smartsheet', {});
  expect(await sync(workspace, id)).toMatchObject({ state: 'done', rows: 2 });
  expect(await planOf(workspace)).toEqual({ Webinar: 1_200_000_000, Fair: 800_000_000 });
  rows.splice(1, 1);
  server?.failNext(undefined, { status: 403, body: { errorCode: 1004, message: 'No.' } });
  expect(await sync(workspace, id)).toMatchObject({ state: 'failed', reason: 'permission' });
  expect(Object.keys(await planOf(workspace))).toEqual(['Webinar', 'Fair']);
  expect(await sync(workspace, id)).toMatchObject({ state: 'done', rows: 1 });
  expect(await planOf(workspace)).toEqual({ Webinar: 1_200_000_000 });
});

/** Name of an activity → its budget in millionths, as the model holds them. */
async function planOf(workspace: Workspace) {
  const { db } = instance.records.scoped(workspace.id);
  const [stream] = await mappingStates(db, workspace.id);
  const [streamId = '', { generation }] = stream ?? ['', { generation: 0 }];
  const question = { workspaceId: workspace.id, streamId, generation, table: 'plan_row' } as const;
  const plan: Record<string, unknown> = {};
  for await (const page of instance.facts.model.read(question))
    for (const { values } of page) plan[String(values.name)] = values.budget;
  return plan;
}
