import type { Grain } from '@openmops/domain/kpi';
import { daysOf } from '../shared/dates.ts';
import { rangeOf } from './range.ts';
import type { TokenSource } from './token.ts';

/** What attributes and properties say; anything may be missing or wrong. */
export type Settings = TokenSource & {
  server?: unknown;
  range?: unknown;
  from?: unknown;
  to?: unknown;
  compare?: unknown;
  filters?: unknown;
  refresh?: unknown;
  timeZone?: unknown;
  fiscalStart?: unknown;
  weekStart?: unknown;
  locale?: unknown;
  currencyDisplay?: unknown;
};

/** One question to `GET /api/v1/kpis/{ids}`. */
export type Query = {
  kpis: string[];
  from: string;
  to: string;
  by: string[];
  grain: Grain | null;
  /** `dim=value`, `dim!=value`, `dim~part`; an empty value means “not set”. */
  filters: string[];
  compare: string;
  spine: boolean;
  /** Of what is no KPI: the whole path, which takes the place of all else. */
  path?: string;
};

/** Words of a list in an attribute: `a, b`. */
export const listOf = (value: unknown): string[] =>
  String(value ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);

/** A whole number from 1, or the default. */
export const numberOf = (value: unknown, otherwise: number): number =>
  Math.max(0, Math.trunc(Number(value))) || otherwise;

/** Text of an attribute; undefined when it is empty. */
export const textOf = (value: unknown) => (value ? String(value) : undefined);

/** Whether a boolean attribute or property is on. */
export const isSet = (value: unknown) => value != null && value !== false;

/** JSON in a string, the value itself otherwise; null when it is not readable. */
export function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return null;
  }
}

/**
 * Filters as the API takes them, from `channel=Paid search;country=DE`, a list of such, or an object.
 * @example filtersOf({ channel: 'Paid search', country: null }) // ['channel=Paid search', 'country=']
 */
export function filtersOf(value: unknown): string[] {
  if (typeof value === 'string') {
    const json = /^\s*[[{]/.test(value);
    if (json) return filtersOf(parsed(value));
    return value.split(';').flatMap((each) => (/[=~]/.test(each) ? each.trim() : []));
  }
  if (Array.isArray(value)) return value.flatMap(filtersOf);
  return Object.entries(value ?? {}).flatMap(([dim, wanted]) =>
    [wanted].flat().map((each) => `${dim}=${each ?? ''}`),
  );
}

/** The question that the settings alone make; widgets add their grain and dimensions. */
export function baseOf(settings: Settings, kpis: string[]): Query {
  const { from, to, range, timeZone, fiscalStart, weekStart, compare } = settings;
  const days =
    from && to
      ? { from: String(from), to: String(to) }
      : rangeOf(String(range || 'last-30-days'), Date.now(), {
          timeZone: String(timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone),
          fiscalStart: numberOf(fiscalStart, 1),
          weekStart: numberOf(weekStart, 1),
        });
  const filters = filtersOf(settings.filters);
  return {
    kpis,
    ...days,
    by: [],
    grain: null,
    filters,
    compare: String(compare ?? ''),
    spine: false,
  };
}

/** The asked grain, or one that gives a readable number of points. */
export function grainOf(asked: unknown, { from, to }: Query): Grain {
  if (asked) return asked as Grain;
  const days = daysOf(from, to);
  return days <= 92 ? 'day' : days <= 550 ? 'week' : days <= 1900 ? 'month' : 'quarter';
}

/** The question as path and parameters below the server. */
export function pathOf({
  kpis,
  from,
  to,
  by,
  grain,
  filters,
  compare,
  spine,
  path,
}: Query): string {
  const search = new URLSearchParams([
    ['from', from],
    ['to', to],
    ...(by.length > 0 ? [['by', by.join()]] : []),
    ...(grain ? [['grain', grain]] : []),
    ...filters.map((filter) => ['filter', filter]),
    ...(compare ? [['compare', compare]] : []),
    ...(spine ? [['spine', '1']] : []),
  ]);
  return path ?? `/api/v1/kpis/${kpis.map(encodeURIComponent).join()}?${search}`;
}
