import type { Day } from '../shared/index.ts';
import { historyOf } from './company.ts';
import { isHoliday, weekdayOf } from './season.ts';

/** The kinds of trouble that are planted in the demo data. */
export type FaultKind =
  | 'orphan_spend'
  | 'stale_stream'
  | 'session_drop'
  | 'bad_utm'
  | 'hidden_queries'
  | 'restated_day'
  | 'duplicate_contacts'
  | 'schema_drift'
  | 'duplicate_invoice'
  | 'orphan_campaign'
  | 'expired_claim';

/** One planted fault: where it is, and the figures by which a finder proves that it found it. */
export type Fault = {
  kind: FaultKind;
  source: string;
  from: Day;
  to: Day;
  /** What a marketer would say about it. */
  says: string;
  figures: Record<string, number | string>;
};

/** 900.00 were spent on a boosted post that belongs to no campaign. */
export const ORPHAN_SPEND = {
  source: 'x_ads',
  on: (today: Day) => ({
    day: today - 11,
    costMicros: 900_000_000,
    impressions: 142_310,
    clicks: 861,
  }),
} as const;

/**
 * The last day that LinkedIn delivered: nothing has come since, and nobody was told.
 * @example stalledOn(20778) // 20773
 */
export const stalledOn = (today: Day): Day => today - 5;

/** A consent banner hid 38 % of the sessions for two days. */
export const SESSION_DROP = { share: 0.38, days: 2 } as const;

/**
 * The first of the two days: a Tuesday about two weeks ago, never in a week before or of a holiday, when a dip
 * has no innocent reason.
 * @example weekdayOf(dropStart(20778)) // 2
 */
export function dropStart(today: Day): Day {
  let day = today - 15;
  const near = () => [day, day + 1, day + 7, day + 8].some(isHoliday);
  while (weekdayOf(day) !== 2 || near()) day--;
  return day;
}

/** Two links were tagged by hand, against the naming rules: their visits land in no channel. */
export const BAD_UTMS = [
  { campaignIdea: 'webinar', source: 'LinkedIn Ads', medium: 'Sponsored' },
  { campaignIdea: 'newsletter', source: 'mailchimp', medium: 'Mail' },
] as const;

/** For how many days they have been in use. */
export const MISTAGGED_DAYS = 45;

/** Search Console names only the queries that enough people typed. */
export const VISIBLE_QUERIES = { clicks: 0.58, impressions: 0.46 } as const;

/** Google counted late conversions: the second export of this day is higher than the first. */
export const RESTATEMENT = {
  source: 'google_ads',
  firstShare: 0.88,
  day: (today: Day): Day => today - 10,
  /** The first export ends here … */
  firstTo: (today: Day): Day => today - 8,
  /** … and the second begins here, so that they overlap. */
  secondFrom: (today: Day): Day => today - 14,
} as const;

/** So many people stand in the CRM twice. */
export const DUPLICATE_CONTACTS = 37;

/** Of the next run of Meta’s stream so many records carry their campaign as a number instead of a text. */
export const DRIFT = { source: 'meta_ads', field: 'campaign_id', records: 1204 } as const;

/**
 * Everything that is wrong with the demo data, and nothing else is; for plan and invoices see `planFaults`.
 * @example answerKey(20778)[0] // { kind: 'orphan_spend', source: 'x_ads', … }
 */
export function answerKey(today: Day): Fault[] {
  const orphan = ORPHAN_SPEND.on(today).day;
  const drop = dropStart(today);
  const restated = RESTATEMENT.day(today);
  return [
    {
      kind: 'orphan_spend',
      source: ORPHAN_SPEND.source,
      from: orphan,
      to: orphan,
      says: '900.00 USD were spent without a campaign.',
      figures: { spend: 900, currency: 'USD' },
    },
    {
      kind: 'stale_stream',
      source: 'linkedin_ads',
      from: stalledOn(today) + 1,
      to: today - 1,
      says: 'LinkedIn has been silent for 4 days.',
      figures: { silentDays: 4 },
    },
    {
      kind: 'session_drop',
      source: 'ga4',
      from: drop,
      to: drop + SESSION_DROP.days - 1,
      says: 'Sessions are 38 % lower than on any comparable weekday.',
      figures: { change: -SESSION_DROP.share },
    },
    ...BAD_UTMS.map(
      ({ source, medium }): Fault => ({
        kind: 'bad_utm',
        source: 'ga4',
        from: today - MISTAGGED_DAYS,
        to: today - 1,
        says: `Links tagged ${source} / ${medium} are in no channel.`,
        figures: { utm_source: source, medium },
      }),
    ),
    {
      kind: 'hidden_queries',
      source: 'search_console',
      ...historyOf(today),
      says: 'The queries card holds fewer clicks than the dates card: rare queries are hidden.',
      figures: { clicks: VISIBLE_QUERIES.clicks, impressions: VISIBLE_QUERIES.impressions },
    },
    {
      kind: 'restated_day',
      source: RESTATEMENT.source,
      from: restated,
      to: restated,
      says: 'Google restated this day: the newer export counts.',
      figures: { firstShare: RESTATEMENT.firstShare },
    },
    {
      kind: 'duplicate_contacts',
      source: 'hubspot',
      ...historyOf(today),
      says: `${DUPLICATE_CONTACTS} people stand in the CRM twice: other letters, an address with a plus, a misspelt name.`,
      figures: { people: DUPLICATE_CONTACTS },
    },
    {
      kind: 'schema_drift',
      source: DRIFT.source,
      from: today,
      to: today,
      says: `In the next run of Meta ${DRIFT.field} is a number: ${DRIFT.records} records stand aside until that is agreed.`,
      figures: { field: DRIFT.field, records: DRIFT.records, was: 'string', is: 'number' },
    },
  ];
}
