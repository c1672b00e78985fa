import { type Day, formatDay, MICROS_PER_UNIT } from '../shared/index.ts';
import type { FactRow } from '../sources/index.ts';
import { DRIFT } from './answer-key.ts';
import type { DemoBatch } from './batch.ts';
import { type Campaign, campaignsOf } from './campaigns.ts';
import { ACCOUNTS, type AdSource } from './company.ts';
import type { DemoStream, JsonRecord } from './demo-stream.ts';
import { linkedInUpTo } from './make-ads.ts';

/** A row of results: what the batch calls a dimension or measure → its value, measures in units. */
function readerOf({ dims, measures }: DemoBatch) {
  const names: readonly string[] = dims;
  return (row: FactRow) => ({
    dim: (id: string) => row.dims[names.indexOf(id)] ?? null,
    units: (id: string) => (row.values[measures.indexOf(id)] ?? 0) / MICROS_PER_UNIT,
  });
}

// Exports print the name of the account only, so that stands as its id here as well: a sample file that is
// imported beside the stream then speaks of the same account.

/**
 * Meta’s insights by campaign and network, as a tap sends them: no key, so a row that is sent again is a newer
 * version of the same day.
 */
export function metaStream(batch: DemoBatch): DemoStream {
  return {
    source: 'meta_ads',
    name: 'adsinsights_platform_and_device',
    kind: 'singer',
    key: [],
    cursor: null,
    *records() {
      const read = readerOf(batch);
      for (const row of batch.rows) yield metaRecord(row, read);
    },
  };
}

function metaRecord(row: FactRow, read: ReturnType<typeof readerOf>): JsonRecord {
  const { dim, units } = read(row);
  const day = formatDay(row.day);
  const conversion = 'offsite_conversion.fb_pixel_purchase';
  return {
    account_id: ACCOUNTS.meta_ads.name,
    account_currency: ACCOUNTS.meta_ads.currency,
    campaign_id: dim('campaign_id'),
    campaign_name: dim('campaign'),
    date_start: day,
    date_stop: day,
    publisher_platform: dim('network'),
    spend: units('ad_cost').toFixed(2),
    impressions: units('ad_impressions'),
    clicks: units('ad_clicks'),
    inline_link_clicks: units('ad_link_clicks'),
    reach: units('ad_reach'),
    actions: [{ action_type: conversion, value: units('ad_conversions') }],
    action_values: [{ action_type: conversion, value: units('ad_conversion_value') }],
  };
}

/**
 * What Meta’s tap sends next: the newest days once more, after an update that made numbers of the campaigns’ ids
 * and added a field. The same results, which nobody can take as they are.
 */
export function driftedMetaStream(batch: DemoBatch): DemoStream {
  const whole = metaStream(batch);
  return {
    ...whole,
    *records() {
      const read = readerOf(batch);
      for (const row of batch.rows.slice(-DRIFT.records)) {
        const record = metaRecord(row, read);
        yield {
          ...record,
          campaign_id: Number(record.campaign_id),
          attribution_setting: '7d_click',
        };
      }
    },
  };
}

const isBoughtOn = (source: AdSource) => (campaign: Campaign) =>
  campaign.buys.some((buy) => buy.source === source);

/** What LinkedIn’s API would answer, by stream: accounts, campaigns and their results. */
export type LinkedInAnswers = {
  accounts: JsonRecord[];
  campaigns: JsonRecord[];
  /** With both ends. */
  results(from: Day, to: Day): JsonRecord[];
};

/**
 * LinkedIn as the demo company’s connection reads it: marked as sample, no network is asked.
 * @param today on which the demo company was made
 * @param last the last day of which there are results
 * @example linkedInAnswers(20778, 20777).accounts[0].currency // 'SEK'
 */
export function linkedInAnswers(today: Day, last: Day): LinkedInAnswers {
  const { name, currency } = ACCOUNTS.linkedin_ads;
  const batch = linkedInUpTo(today, last);
  const read = readerOf(batch);
  const account = `urn:li:sponsoredAccount:${name}`;
  return {
    accounts: [
      {
        id: name,
        name,
        currency,
        type: 'BUSINESS',
        status: 'ACTIVE',
        servingStatuses: ['RUNNABLE'],
        sample: true,
      },
    ],
    campaigns: campaignsOf(today)
      .filter(isBoughtOn('linkedin_ads'))
      .map((one) => ({
        id: one.id,
        name: one.name,
        account,
        costType: 'CPM',
        type: 'SPONSORED_UPDATES',
        status: one.to === null || one.to >= today ? 'ACTIVE' : 'COMPLETED',
        runSchedule: { start: one.from * 86_400_000 },
        sample: true,
      })),
    results(from, to) {
      return batch.rows
        .filter((row) => from <= row.day && row.day <= to)
        .map((row) => {
          const { dim, units } = read(row);
          const pivot = `urn:li:sponsoredCampaign:${dim('campaign_id')}`;
          return {
            account_id: name,
            start_date: formatDay(row.day),
            end_date: formatDay(row.day),
            pivotValue: pivot,
            pivotValues: [pivot],
            costInLocalCurrency: units('ad_cost').toFixed(2),
            impressions: units('ad_impressions'),
            clicks: units('ad_clicks'),
            externalWebsiteConversions: units('ad_conversions'),
            conversionValueInLocalCurrency: units('ad_conversion_value').toFixed(2),
            oneClickLeads: units('ad_leads'),
            sample: true,
          };
        });
    },
  };
}
