import type { DimensionId } from '../kpi/index.ts';
import { type Day, MICROS_PER_UNIT } from '../shared/index.ts';
import { shapeOf } from '../sources/index.ts';
import { BAD_UTMS, dropStart, MISTAGGED_DAYS, SESSION_DROP } from './answer-key.ts';
import { collectRows, type DemoBatch, NO_ACCOUNT } from './batch.ts';
import { campaignsOf, channelOf, type Tactic } from './campaigns.ts';
import { type AdSource, COUNTRIES, historyOf, monthStart, type Region, SEED } from './company.ts';
import { deliveriesOf } from './make-ads.ts';
import { mailingsOf } from './make-email.ts';
import { keyedRandom, split } from './random.ts';
import { growth, season } from './season.ts';

/** Visits of one kind on one day, before they are divided by country and device. */
export type Visits = {
  day: Day;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  region: Region;
  sessions: number;
  /** Share of engaged sessions, and key events per session. */
  engaged: number;
  keyRate: number;
};

const TAGS: Record<AdSource, Partial<Record<Tactic, readonly [source: string, medium: string]>>> = {
  google_ads: {
    search: ['google', 'cpc'],
    brand: ['google', 'cpc'],
    display: ['gdn', 'display'],
    video: ['youtube', 'cpv'],
  },
  microsoft_ads: { search: ['bing', 'cpc'], brand: ['bing', 'cpc'] },
  meta_ads: { social: ['facebook', 'paid_social'] },
  linkedin_ads: { social: ['linkedin', 'paid_social'] },
  x_ads: { social: ['twitter', 'paid_social'] },
};

/** Engaged share and key events per session, by channel. */
const QUALITY: Record<string, readonly [engaged: number, keyRate: number]> = {
  'Paid Search': [0.61, 0.043],
  'Paid Social': [0.42, 0.018],
  'Paid Video': [0.31, 0.006],
  Display: [0.27, 0.007],
  'Organic Search': [0.66, 0.031],
  'Organic Social': [0.47, 0.012],
  Email: [0.71, 0.049],
  Referral: [0.63, 0.027],
  Direct: [0.57, 0.024],
  Unassigned: [0.44, 0.019],
};

/** Visits that nobody paid for: how many on an ordinary weekday, and from where. */
const UNPAID = [
  ['Organic Search', 'google', 'organic', '(organic)', 'global', 265],
  ['Organic Search', 'bing', 'organic', '(organic)', 'amer', 34],
  ['Direct', '(direct)', '(none)', '(direct)', 'global', 190],
  ['Referral', 'labpulse.example', 'referral', '(referral)', 'emea', 38],
  ['Referral', 'instrument-review.example', 'referral', '(referral)', 'amer', 21],
  ['Organic Social', 'linkedin.com', 'referral', '(referral)', 'emea', 33],
] as const;

/** Everybody who came to the site, by day, channel, traffic source and campaign. */
export function visitsOf(today: Day): Visits[] {
  const { from, to } = historyOf(today);
  const drop = dropStart(today);
  const launch = monthStart(today, 5) + 6;
  const mistagged = BAD_UTMS.flatMap((bad) =>
    campaignsOf(today)
      .filter((one) => one.idea === bad.campaignIdea && one.to === null)
      .map((campaign) => ({ ...bad, campaign })),
  );
  const visits: Visits[] = [];
  const add = (visit: Omit<Visits, 'sessions' | 'engaged' | 'keyRate'>, mean: number) => {
    const { day, channel, source, medium, campaign } = visit;
    const random = keyedRandom(SEED, `web/${source}/${medium}/${campaign}/${day}`);
    const hidden = day >= drop && day < drop + SESSION_DROP.days ? SESSION_DROP.share : 0;
    const sessions = random.count(mean * (1 - hidden));
    const [engaged, keyRate] = QUALITY[channel] as readonly [number, number];
    if (sessions > 0) visits.push({ ...visit, sessions, engaged, keyRate });
  };
  for (const source of Object.keys(TAGS) as AdSource[])
    for (const { day, campaign, buy, clicks } of deliveriesOf(source, today)) {
      const [utm, medium] = TAGS[source][buy.tactic] as readonly [string, string];
      const place = { day, campaign: campaign.name, region: campaign.region };
      add({ ...place, channel: channelOf(buy.tactic), source: utm, medium }, clicks * 0.87);
    }
  // Half read at once, the others over the next days.
  for (const { day, campaign, clicks } of mailingsOf(today))
    for (const [after, share] of [0.55, 0.25, 0.12, 0.08].entries()) {
      if (day + after > to) continue;
      const place = { day: day + after, campaign: campaign.name, region: campaign.region };
      const tag = { channel: 'Email', source: 'mailchimp', medium: 'email' };
      add({ ...place, ...tag }, clicks * share);
    }
  for (let day = from; day <= to; day++) {
    const week = season(day, 'web') * growth(day, from);
    // The launch is talked about, less every day.
    const buzz = day >= launch ? 0.55 / (1 + (day - launch) / 9) : 0;
    for (const [channel, source, medium, campaign, region, mean] of UNPAID) {
      const noise = keyedRandom(SEED, `noise/${source}/${day}`).around(0.035);
      const place = { day, channel, source, medium, campaign, region };
      add(place, mean * week * (1 + buzz) * noise);
    }
    if (day < today - MISTAGGED_DAYS) continue;
    for (const { campaign, source, medium } of mistagged) {
      const place = { day, campaign: campaign.name, region: campaign.region };
      add({ ...place, channel: 'Unassigned', source, medium }, 7 * week);
    }
  }
  return visits;
}

const DEVICES = ['desktop', 'mobile'] as const;
const DEVICE_SHARES = [0.67, 0.33] as const;
const DIMS: DimensionId[] = ['campaign', 'channel', 'country', 'device', 'utm_source', 'medium'];

/** The GA4 property: sessions by traffic source, campaign, country and device. */
export function makeWeb(today: Day, visits: readonly Visits[]): DemoBatch {
  const { rows, add } = collectRows('');
  for (const one of visits) {
    const key = `parts/${one.source}/${one.medium}/${one.campaign}/${one.day}`;
    const random = keyedRandom(SEED, key);
    const places = COUNTRIES[one.region];
    const countries = split(
      one.sessions,
      places.map(([, share]) => share),
      random.unit(),
    );
    places.forEach(([country], i) => {
      const devices = split(countries[i] ?? 0, DEVICE_SHARES, random.unit());
      DEVICES.forEach((device, j) => {
        const sessions = devices[j] ?? 0;
        if (sessions === 0) return;
        // People on a phone stay shorter and sign up less.
        const calm = device === 'desktop' ? 1.06 : 0.86;
        const engaged = Math.min(sessions, random.count(sessions * one.engaged * calm));
        const withKeyEvent = Math.min(engaged, random.count(sessions * one.keyRate * calm * 0.9));
        const users = Math.max(1, sessions - random.count(sessions * 0.13));
        const values = [
          sessions,
          engaged,
          withKeyEvent,
          withKeyEvent + random.count(withKeyEvent * 0.15),
          users,
          Math.min(users, random.count(users * 0.68)),
          sessions + random.count(engaged * 1.7),
          random.count(engaged * 84 * random.around(0.2)),
        ];
        add(
          one.day,
          [one.campaign, one.channel, country, device, one.source, one.medium],
          values.map((value) => value * MICROS_PER_UNIT),
        );
      });
    });
  }
  return {
    dataset: 'web_session',
    source: 'ga4',
    shape: shapeOf(DIMS, false),
    dims: DIMS,
    measures: [
      'sessions',
      'engaged_sessions',
      'sessions_with_key_event',
      'key_events',
      'users',
      'new_users',
      'page_views',
      'engagement_seconds',
    ],
    file: 'larkfield-ga4-traffic.csv',
    account: NO_ACCOUNT,
    currency: '',
    keyedByRecord: false,
    importedOn: today,
    rows,
  };
}
