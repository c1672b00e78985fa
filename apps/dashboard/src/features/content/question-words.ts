import type { QuestionSource } from '../../api-content-results.ts';

export const SOURCES: Record<QuestionSource, string> = {
  sales_call: 'Sales call',
  form: 'Form',
  support: 'Support',
  search: 'Search',
  other: 'Other',
};

export const shareText = (share: number | null): string =>
  share === null ? '–' : new Intl.NumberFormat(undefined, { style: 'percent' }).format(share);

/** An address of the REST that is a file. */
export const csvPath = (path: string, params: Record<string, string>): string =>
  `/api/v1/${path}?${new URLSearchParams({ ...params, format: 'csv' })}`;
