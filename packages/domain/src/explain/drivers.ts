import { MopsError } from '../shared/error.ts';

/** One factor of a KPI that people can act on, and its formula over base measures. */
export type Driver = { name: string; formula: string };

/**
 * KPIs that are plain sums, written as the product that a team works on: volume × rate × value. The
 * product is the KPI itself, so its parts sum to the same change.
 */
const DRIVERS: Readonly<Record<string, readonly Driver[]>> = {
  'pipe.created': [
    { name: 'Leads', formula: 'leads' },
    { name: 'Conversion of leads to deals', formula: 'opps_created / leads' },
    { name: 'Deal size', formula: 'pipeline_created / opps_created' },
  ],
  'paid.cost': [
    { name: 'Impressions', formula: 'ad_impressions' },
    { name: 'Click-through rate', formula: 'ad_clicks / ad_impressions' },
    { name: 'Cost per click', formula: 'ad_cost / ad_clicks' },
  ],
  'paid.clicks': [
    { name: 'Impressions', formula: 'ad_impressions' },
    { name: 'Click-through rate', formula: 'ad_clicks / ad_impressions' },
  ],
  'paid.conversions': [
    { name: 'Impressions', formula: 'ad_impressions' },
    { name: 'Click-through rate', formula: 'ad_clicks / ad_impressions' },
    { name: 'Conversions per click', formula: 'ad_conversions / ad_clicks' },
  ],
  'paid.conversion_value': [
    { name: 'Clicks', formula: 'ad_clicks' },
    { name: 'Conversions per click', formula: 'ad_conversions / ad_clicks' },
    { name: 'Value per conversion', formula: 'ad_conversion_value / ad_conversions' },
  ],
  'web.key_events': [
    { name: 'Sessions', formula: 'sessions' },
    { name: 'Key events per session', formula: 'key_events / sessions' },
  ],
  'web.page_views': [
    { name: 'Sessions', formula: 'sessions' },
    { name: 'Views per session', formula: 'page_views / sessions' },
  ],
};

/**
 * What a KPI is the product of, for those that have drivers; null for the others, whose formula is
 * taken apart as it is written.
 * @example driversOf('pipe.created')?.map(({ name }) => name) // ['Leads', 'Conversion of leads to deals', 'Deal size']
 */
export function driversOf(kpi: string): readonly Driver[] | null {
  return Object.hasOwn(DRIVERS, kpi) ? (DRIVERS[kpi] ?? null) : null;
}

/**
 * The drivers of a KPI as one formula.
 * @throws MopsError INVALID for an empty list
 * @example driverFormula([{ name: 'Sessions', formula: 'sessions' }, { name: 'Rate', formula: 'key_events / sessions' }]) // 'sessions * (key_events / sessions)'
 */
export function driverFormula(drivers: readonly Driver[]): string {
  if (drivers.length === 0) throw new MopsError('INVALID', 'There are no drivers.', 'Name some.');
  return drivers
    .map(({ formula }) => (formula.includes(' ') ? `(${formula})` : formula))
    .join(' * ');
}
