import type { Day } from '@openmops/domain/shared';

const SILENT_RECORD_DAYS = 35;
/**
 * Days without data after which a source has fallen silent. Ads and web are delivered daily;
 * Search Console lags by up to three days; mail and CRM come when people do something.
 */
const SILENT_DAYS: Record<string, number> = {
  ad_delivery: 3,
  web_session: 3,
  search_console: 6,
  email_send: SILENT_RECORD_DAYS,
  lead_stage: SILENT_RECORD_DAYS,
};
/** A report over whole periods is due again when the next month is over. */
const SILENT_PERIOD_DAYS = 40;

/**
 * How many whole days a source has been silent, when that is longer than usual for what it
 * delivers; null: it is fresh.
 * @example silentDays({ dataset: 'ad_delivery', lastDay: 20_000, wholePeriods: false, today: 20_005 }) // 4
 */
export function silentDays(of: {
  dataset: string;
  lastDay: Day;
  wholePeriods: boolean;
  today: Day;
}): number | null {
  const silent = of.today - 1 - of.lastDay;
  return silent >= silentAfterDays(of) ? silent : null;
}

/**
 * After how many whole days without data a source has fallen silent, when nobody has said what to expect.
 * @example silentAfterDays({ dataset: 'ad_delivery', wholePeriods: false }) // 3
 */
export function silentAfterDays(of: { dataset: string; wholePeriods: boolean }): number {
  return of.wholePeriods ? SILENT_PERIOD_DAYS : (SILENT_DAYS[of.dataset] ?? SILENT_RECORD_DAYS);
}
