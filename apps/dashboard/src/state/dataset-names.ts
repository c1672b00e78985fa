import type { StoredDatasetId } from '@openmops/domain/catalogue/stored-measures';

export const DATASETS: Record<StoredDatasetId, string> = {
  ad_delivery: 'Advertising',
  web_session: 'Web analytics',
  email_send: 'E-mail',
  search_console: 'Organic search',
  lead_stage: 'Leads and deals',
  social_post: 'Social posts',
  opportunity: 'Open pipeline',
  subscription: 'Subscriptions',
  finance: 'Finance',
};

export const datasetName = (dataset: string): string =>
  DATASETS[dataset as StoredDatasetId] ?? dataset;
