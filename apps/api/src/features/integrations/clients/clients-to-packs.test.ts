import {
  compileStream,
  fieldsOfRecord,
  findPack,
  PACKS,
  parseRecord,
} from '@openmops/domain/packs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PullClient } from '../engine/client.ts';
import type { PlatformServer } from '../engine/testing/platform-server.ts';
import { pull } from '../engine/testing/pull.ts';
import { ga4 } from './ga4/ga4.ts';
import { testGa4 } from './ga4/test-ga4.ts';
import { googleAds } from './google-ads/google-ads.ts';
import { testGoogleAds } from './google-ads/test-google-ads.ts';
import { linkedinAds } from './linkedin-ads/linkedin-ads.ts';
import { testLinkedinAds } from './linkedin-ads/test-linkedin-ads.ts';
import { metaAds } from './meta-ads/meta-ads.ts';
import { testMetaAds } from './meta-ads/test-meta-ads.ts';
import { smartsheet } from './smartsheet/smartsheet.ts';
import { testSmartsheet } from './smartsheet/test-smartsheet.ts';
import { GOOGLE_REFRESH } from './test-google-token.ts';

// Every stream that a client brings is known to the mapping pack of its platform, and becomes rows.

const GOOGLE_ROW = {
  'customer.id': '1234567890',
  'customer.currency_code': 'EUR',
  'customer.test_account': false,
  'customer.descriptive_name': 'Account',
  'customer.status': 'ENABLED',
  'campaign.id': '11',
  'campaign.name': 'Spring',
  'campaign.status': 'REMOVED',
  'campaign.advertising_channel_type': 'SEARCH',
  'campaign.start_date_time': '2026-01-01 00:00:00',
  'campaign.end_date_time': '2026-12-31 23:59:59',
  'campaign_budget.amount_micros': 5_000_000,
  'ad_group.id': '21',
  'ad_group.name': 'Brand',
  'ad_group.status': 'ENABLED',
  'ad_group.type': 'SEARCH_STANDARD',
  'ad_group_ad.ad.id': '31',
  'ad_group_ad.ad.name': 'Text',
  'ad_group_ad.ad.type': 'RESPONSIVE_SEARCH_AD',
  'ad_group_ad.status': 'ENABLED',
  'ad_group_criterion.criterion_id': '41',
  'ad_group_criterion.keyword.text': 'crm',
  'ad_group_criterion.keyword.match_type': 'EXACT',
  'search_term_view.search_term': 'best crm',
  'geographic_view.country_criterion_id': '2276',
  'geographic_view.location_type': 'LOCATION_OF_PRESENCE',
  'segments.date': '2026-06-01',
  'segments.device': 'MOBILE',
  'segments.ad_network_type': 'SEARCH',
  'metrics.cost_micros': 10_000_000,
  'metrics.impressions': 100,
  'metrics.clicks': 3,
};
const RESOURCES = [
  'customer',
  'campaign',
  'ad_group',
  'ad_group_ad',
  'keyword_view',
  'search_term_view',
  'geographic_view',
];

type Case = { client: PullClient; server: PlatformServer; more: object };
let cases: Record<string, Case>;
beforeAll(async () => {
  const ids = { campaign: '11', adset: '21', ad: '31' };
  const named = { name: 'One', account_id: '1700252260223815', campaign_id: '11', adset_id: '21' };
  const visits = { sessionSource: 'google', sessionMedium: 'cpc', sessionCampaignName: 'spring' };
  const more = { sessionDefaultChannelGroup: 'Paid Search', deviceCategory: 'mobile' };
  const rest = { country: 'Germany', pagePath: '/', eventName: 'purchase', sessions: 3 };
  cases = {
    ga4: {
      client: ga4,
      server: await testGa4({
        rows: [{ date: '20260601', ...visits, ...more, ...rest, active1DayUsers: 2 }],
        tokens: null,
        rowsPerPage: 10,
        currencyCode: 'EUR',
        metadata: {},
      }),
      more: { config: { propertyIds: '314186564' } },
    },
    google_ads: {
      client: googleAds,
      server: await testGoogleAds({
        resources: Object.fromEntries(RESOURCES.map((name) => [name, [GOOGLE_ROW]])),
        tokens: null,
        developerToken: 'developer-of-test',
        rowsPerPage: 10,
        voidPages: false,
      }),
      more: {
        config: { customerIds: '1234567890' },
        credentials: { ...GOOGLE_REFRESH, developerToken: 'developer-of-test' },
      },
    },
    meta_ads: {
      client: metaAds,
      server: await testMetaAds({
        rows: [
          {
            date: '2026-06-01',
            ...ids,
            country: 'DE',
            spend: 10,
            impressions: 100,
            leads: 1,
            status: 'PAUSED',
          },
        ],
        lists: {
          campaigns: [
            { id: '11', ...named, objective: 'OUTCOME_LEADS', effective_status: 'PAUSED' },
          ],
          adsets: [{ id: '21', ...named, effective_status: 'ACTIVE' }],
          ads: [{ id: '31', ...named, effective_status: 'ACTIVE' }],
        },
        token: 'test-token',
        looks: 0,
        endings: [],
        rowsPerPage: 10,
        usage: [],
      }),
      more: { config: { accountIds: '1700252260223815' } },
    },
    linkedin_ads: {
      client: linkedinAds,
      server: await testLinkedinAds({
        rows: [{ date: '2026-06-01', campaign: 11, creative: 31, cost: '10.5', clicks: 2 }],
        campaigns: [{ id: 11, name: 'Spring', status: 'ARCHIVED' }],
        tokens: null,
        readable: true,
        perPage: 10,
      }),
      more: { config: { accountIds: '508720451' } },
    },
    smartsheet: {
      client: smartsheet,
      server: await testSmartsheet({
        sheets: [
          {
            id: 4001,
            name: 'Plan',
            columns: [{ id: 1, title: 'Activity', type: 'TEXT_NUMBER', primary: true }],
            rows: [{ id: 91, cells: ['Webinar'] }],
          },
        ],
        token: 'test-token',
      }),
      more: {},
    },
  };
});
afterAll(async () => {
  for (const { server } of Object.values(cases)) await server.close();
});

it.each(['ga4', 'google_ads', 'meta_ads', 'linkedin_ads', 'smartsheet'])(
  '%s: its pack maps every stream',
  async (platform) => {
    const { client, server, more } = cases[platform] as Case;
    const { records, error } = await pull({ client, server, ...more });
    expect(error).toBeNull();
    for (const { name } of client.streams) {
      const [one] = records.filter(({ stream }) => stream === name);
      const record = parseRecord(one?.text ?? '{}');
      const found = findPack(PACKS, {
        stream: name,
        fields: fieldsOfRecord(record),
        source: platform,
      });
      expect([name, found?.pack.id]).toEqual([name, platform]);
      if (!found) continue;
      expect(found.stream.id.replace('_api', '')).toBe(name);
      const { map } = compileStream(found.pack, found.stream, { timeZone: 'UTC' });
      const mapped = map(record, Date.UTC(2026, 10, 22));
      expect([name, mapped.problems, mapped.skipped]).toEqual([name, [], null]);
      expect(mapped.rows).toHaveLength(1);
      const values = mapped.rows[0]?.values ?? {};
      if (platform === 'google_ads' && name === 'campaigns')
        expect(values.start_at).toBe(Date.UTC(2026, 0, 1));
      if (name.endsWith('_daily')) expect(values).toMatchObject({ account: expect.any(String) });
    }
  },
);
