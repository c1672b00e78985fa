import type { Measure } from '../kpi/index.ts';
import { AD_DELIVERY } from './measures/ad-delivery.ts';
import { EMAIL_SEND } from './measures/email-send.ts';
import { FINANCE } from './measures/finance.ts';
import { LEAD_STAGE } from './measures/lead-stage.ts';
import { OPPORTUNITY } from './measures/opportunity.ts';
import { SEARCH_CONSOLE } from './measures/search-console.ts';
import { SOCIAL_POST } from './measures/social-post.ts';
import { SUBSCRIPTION } from './measures/subscription.ts';
import { WEB_SESSION } from './measures/web-session.ts';

/** Datasets whose rows can be imported from files. */
export type ImportedDatasetId =
  | 'ad_delivery'
  | 'web_session'
  | 'email_send'
  | 'search_console'
  | 'lead_stage';

/** Datasets whose rows can be stored: streams deliver some that no file does. */
export type StoredDatasetId =
  | ImportedDatasetId
  | 'social_post'
  | 'opportunity'
  | 'subscription'
  | 'finance';

/** Datasets of files, in the order in which an unknown file is tried. */
export const IMPORTED_DATASETS: readonly ImportedDatasetId[] = [
  'ad_delivery',
  'web_session',
  'email_send',
  'search_console',
  'lead_stage',
];

/** All that have a table in the store. */
export const STORED_DATASETS: readonly StoredDatasetId[] = [
  ...IMPORTED_DATASETS,
  'social_post',
  'opportunity',
  'subscription',
  'finance',
];

/** The measures of datasets that files bring. */
const MEASURES_OF_IMPORTED: readonly Measure[] = [
  ...AD_DELIVERY,
  ...WEB_SESSION,
  ...EMAIL_SEND,
  ...SEARCH_CONSOLE,
  ...LEAD_STAGE,
];

/** The measures of all stored datasets. */
export const MEASURES_OF_STORED: readonly Measure[] = [
  ...MEASURES_OF_IMPORTED,
  ...OPPORTUNITY,
  ...SOCIAL_POST,
  ...SUBSCRIPTION,
  ...FINANCE,
];

const hasColumn = (one: Measure) => one.column === one.id;

/** Measures that a column of a file can be mapped to, in store order. */
export const IMPORTED_MEASURES: readonly Measure[] = MEASURES_OF_IMPORTED.filter(hasColumn);

/** Measures whose column can be stored: one for each column, in store order. */
export const STORED_MEASURES: readonly Measure[] = MEASURES_OF_STORED.filter(hasColumn);

/**
 * The stored measure of a dataset by its id or short name, or null.
 * @example storedMeasure('ad_delivery', 'spend')?.id // 'ad_cost'
 */
export function storedMeasure(dataset: string, name: string): Measure | null {
  const fits = (one: Measure) => one.dataset === dataset && (one.id === name || one.alias === name);
  return STORED_MEASURES.find(fits) ?? null;
}
