import type { DimensionId } from '../kpi/index.ts';
import { type Day, MICROS_PER_UNIT } from '../shared/index.ts';
import { shapeOf } from '../sources/index.ts';
import { ORPHAN_SPEND, stalledOn } from './answer-key.ts';
import { centsToMicros, collectRows, type DemoBatch } from './batch.ts';
import { type Buy, type Campaign, campaignsOf, channelOf, runs, type Tactic } from './campaigns.ts';
import { ACCOUNTS, type AdSource, historyOf, SEED } from './company.ts';
import { keyedRandom, split } from './random.ts';
import { growth, isHoliday, season, weekdayOf } from './season.ts';

/** What one buy of one campaign did on one day. Money in cents of the account's currency. */
export type Delivery = {
  day: Day;
  campaign: Campaign;
  buy: Buy;
  costCents: number;
  impressions: number;
  clicks: number;
  /** In hundredths: Google and Microsoft share a conversion among the clicks before it. */
  conversionsHundredths: number;
  valueCents: number;
  reach: number;
  leads: number;
  videoViews: number;
};

/** Price of 1,000 impressions in the account's currency, clicks per impression, conversions per click, value of one. */
type Response = { cpm: number; ctr: number; cvr: number; value: number };

const RESPONSE: Record<AdSource, Partial<Record<Tactic, Response>>> = {
  google_ads: {
    search: { cpm: 186, ctr: 0.047, cvr: 0.041, value: 330 },
    brand: { cpm: 274, ctr: 0.21, cvr: 0.092, value: 310 },
    display: { cpm: 4.1, ctr: 0.0041, cvr: 0.006, value: 240 },
    video: { cpm: 8.8, ctr: 0.0036, cvr: 0.004, value: 240 },
  },
  microsoft_ads: {
    search: { cpm: 92, ctr: 0.031, cvr: 0.036, value: 330 },
    brand: { cpm: 160, ctr: 0.17, cvr: 0.08, value: 310 },
  },
  meta_ads: { social: { cpm: 9.4, ctr: 0.0096, cvr: 0.013, value: 190 } },
  linkedin_ads: { social: { cpm: 415, ctr: 0.0054, cvr: 0.052, value: 3900 } },
  x_ads: { social: { cpm: 6.3, ctr: 0.0062, cvr: 0.005, value: 180 } },
};

/** Google, Microsoft: conversions are shared out, hence fractions; the others count whole ones. */
const FRACTIONAL: readonly AdSource[] = ['google_ads', 'microsoft_ads'];

/** Every delivery of a source within the history, by day and campaign; also what LinkedIn kept to itself. */
export function deliveriesOf(source: AdSource, today: Day): Delivery[] {
  const { from, to } = historyOf(today);
  const buys = campaignsOf(today).flatMap((campaign) =>
    campaign.buys.filter((buy) => buy.source === source).map((buy) => ({ campaign, buy })),
  );
  const deliveries: Delivery[] = [];
  for (let day = from; day <= to; day++)
    for (const { campaign, buy } of buys)
      if (runs(campaign, day)) deliveries.push(deliver(day, campaign, buy));
  return deliveries;

  function deliver(day: Day, campaign: Campaign, buy: Buy): Delivery {
    const response = RESPONSE[source][buy.tactic] as Response;
    const random = keyedRandom(SEED, `${source}/${campaign.name}/${buy.tactic}/${day}`);
    const age = day - campaign.from;
    // The platform learns for a week, then the audience tires of the ads.
    const learning = age < 7 ? 0.55 + 0.065 * age : 1;
    const fatigue = buy.tactic === 'search' || buy.tactic === 'brand' ? 1 : 1 / (1 + age / 240);
    const wanted = buy.daily * learning * season(day, 'ads') * growth(day, from);
    const costCents = Math.round(wanted * random.around(0.11) * 100);
    // Dearer before the holidays; more money reaches people who care less.
    const dear = isHoliday(day) ? 1.12 : 1;
    const saturation = 1.25 / (1 + (0.25 * costCents) / (buy.daily * 100));
    const cpm = response.cpm * dear * random.around(0.07);
    const impressions = Math.max(1, Math.round((costCents * 10) / cpm));
    const ctr = response.ctr * fatigue * random.around(0.08);
    const clicks = Math.min(impressions, random.count(impressions * ctr));
    const quality = response.cvr * saturation * (weekdayOf(day) % 6 === 0 ? 0.7 : 1);
    const expected = clicks * quality * random.around(0.22);
    const conversionsHundredths = FRACTIONAL.includes(source)
      ? Math.round(expected * 100)
      : random.count(expected) * 100;
    const value = response.value * random.around(0.15);
    return {
      day,
      campaign,
      buy,
      costCents,
      impressions,
      clicks,
      conversionsHundredths,
      valueCents: Math.round(conversionsHundredths * value),
      reach: Math.max(1, Math.round(impressions / (1.25 + 0.3 * random.unit()))),
      leads: random.count(expected * 0.6),
      videoViews: buy.tactic === 'video' ? random.count(impressions * 0.28) : 0,
    };
  }
}

const DEVICES = ['Computers', 'Mobile phones', 'Tablets'] as const;
const DEVICE_SHARES = [0.62, 0.33, 0.05] as const;
const NETWORKS = ['facebook', 'instagram'] as const;
const NETWORK_SHARES = [0.58, 0.42] as const;

const BASICS = ['ad_impressions', 'ad_clicks', 'ad_cost', 'ad_conversions', 'ad_conversion_value'];
const CAMPAIGN: DimensionId[] = ['campaign_id', 'campaign', 'channel'];

/** The five ad accounts, each one batch; LinkedIn ends where its stream fell silent. */
export function makeAds(today: Day): DemoBatch[] {
  return [
    adBatch('google_ads', { splitBy: 'device', extra: ['ad_video_views'] }, today),
    adBatch('microsoft_ads', { splitBy: 'device', extra: [] }, today),
    adBatch('meta_ads', { splitBy: 'network', extra: ['ad_reach', 'ad_link_clicks'] }, today),
    linkedInUpTo(today, stalledOn(today)),
    adBatch('x_ads', { splitBy: null, extra: [] }, today),
  ];
}

/** LinkedIn’s results up to a day. */
export function linkedInUpTo(today: Day, last: Day): DemoBatch {
  return adBatch('linkedin_ads', { splitBy: null, extra: ['ad_leads'], last }, today);
}

type Form = { last?: Day; splitBy: 'device' | 'network' | null; extra: string[] };

function adBatch(source: AdSource, form: Form, today: Day): DemoBatch {
  const { splitBy, extra, last = today - 1 } = form;
  const { name: account, currency } = ACCOUNTS[source];
  const { rows, add } = collectRows(currency);
  const parts = splitBy === 'device' ? DEVICES : splitBy === 'network' ? NETWORKS : [null];
  const shares =
    splitBy === 'device' ? DEVICE_SHARES : splitBy === 'network' ? NETWORK_SHARES : [1];
  for (const one of deliveriesOf(source, today)) {
    if (one.day > last) continue;
    const { unit } = keyedRandom(SEED, `${source}/${one.campaign.name}/parts/${one.day}`);
    const offset = unit();
    const divide = (total: number) => split(total, shares, offset);
    const cost = divide(one.costCents);
    const impressions = divide(one.impressions);
    const clicks = divide(one.clicks);
    // Whole conversions stay whole when they are divided.
    const step = FRACTIONAL.includes(source) ? 1 : 100;
    const conversions = divide(one.conversionsHundredths / step);
    const value = split(one.valueCents, conversions.some(Boolean) ? conversions : shares, 0.5);
    parts.forEach((part, i) => {
      if (!impressions[i] && !cost[i]) return;
      const id = [String(one.campaign.id), one.campaign.name, channelOf(one.buy.tactic)];
      const basics = [
        (impressions[i] ?? 0) * MICROS_PER_UNIT,
        Math.min(clicks[i] ?? 0, impressions[i] ?? 0) * MICROS_PER_UNIT,
        centsToMicros(cost[i] ?? 0),
        centsToMicros((conversions[i] ?? 0) * step),
        centsToMicros(value[i] ?? 0),
      ];
      add(one.day, part === null ? id : [...id, part], [
        ...basics,
        ...extras(one, i, clicks[i] ?? 0),
      ]);
    });
  }
  if (source === ORPHAN_SPEND.source) {
    const { day, costMicros, impressions, clicks } = ORPHAN_SPEND.on(today);
    const values = [impressions * MICROS_PER_UNIT, clicks * MICROS_PER_UNIT, costMicros, 0, 0];
    add(day, [null, null, 'Paid Social'], values);
  }
  const dims: DimensionId[] =
    splitBy === null
      ? CAMPAIGN
      : splitBy === 'network'
        ? [...CAMPAIGN, 'network']
        : [...CAMPAIGN, 'device'];
  return {
    dataset: 'ad_delivery',
    source,
    // Only Google says the channel row by row, as campaign type; elsewhere it is always the same.
    shape: shapeOf(source === 'google_ads' ? dims : dims.filter((dim) => dim !== 'channel'), false),
    dims,
    measures: [...BASICS, ...extra],
    file: `larkfield-${source.replace('_', '-')}.csv`,
    account,
    currency,
    keyedByRecord: false,
    importedOn: last + 1,
    rows,
  };

  function extras(one: Delivery, i: number, clicks: number): number[] {
    const share = shares[i] ?? 1;
    return extra.map((id) => {
      if (id === 'ad_reach') return Math.round(one.reach * share * 1.08) * MICROS_PER_UNIT;
      if (id === 'ad_link_clicks') return clicks * MICROS_PER_UNIT;
      if (id === 'ad_leads') return one.leads * MICROS_PER_UNIT;
      return (split(one.videoViews, shares, 0.5)[i] ?? 0) * MICROS_PER_UNIT;
    });
  }
}
