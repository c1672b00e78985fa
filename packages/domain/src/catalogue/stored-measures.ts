import type { Measure } from '../kpi/index.ts';
import { AD_DELIVERY } from './measures/ad-delivery.ts';
import { EMAIL_SEND } from './measures/email-send.ts';
import { LEAD_STAGE } from './measures/lead-stage.ts';
import { SEARCH_CONSOLE } from './measures/search-console.ts';
import { WEB_SESSION } from './measures/web-session.ts';

/** Datasets whose rows can be imported and stored. */
export type StoredDatasetId =
  | 'ad_delivery'
  | 'web_session'
  | 'email_send'
  | 'search_console'
  | 'lead_stage';

/** The same, in the order in which an unknown file is tried. */
export const STORED_DATASETS: readonly StoredDatasetId[] = [
  'ad_delivery',
  'web_session',
  'email_send',
  'search_console',
  'lead_stage',
];

/** The measures of these datasets. */
export const MEASURES_OF_STORED: readonly Measure[] = [
  ...AD_DELIVERY,
  ...WEB_SESSION,
  ...EMAIL_SEND,
  ...SEARCH_CONSOLE,
  ...LEAD_STAGE,
];

/** Measures whose column can be stored: one for each column, in store order. */
export const STORED_MEASURES: readonly Measure[] = MEASURES_OF_STORED.filter(
  (one) => one.column === one.id,
);

/**
 * The stored measure of a dataset by its id or short name, or null.
 * @example storedMeasure('ad_delivery', 'spend')?.id // 'ad_cost'
 */
export function storedMeasure(dataset: string, name: string): Measure | null {
  const fits = (one: Measure) => one.dataset === dataset && (one.id === name || one.alias === name);
  return STORED_MEASURES.find(fits) ?? null;
}
