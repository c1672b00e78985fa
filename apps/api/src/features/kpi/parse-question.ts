import type { Filter, KpiQuery } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import type * as z from 'zod';

const FILTER = /^([a-z_]+)(!=|~|=)(.*)$/s;
const OPS = { '=': 'in', '!=': 'notIn', '~': 'contains' } as const;

/**
 * Filters as people write them: `channel=Search`, `channel!=Search`, `campaign~spring`; nothing
 * after the sign means "not set". Several of one dimension and sign are alternatives.
 * @example parseFilters(['channel=Search', 'channel=Social']) // [{ dim: 'channel', op: 'in', values: ['Search', 'Social'] }]
 */
export function parseFilters(texts: readonly string[]): Filter[] {
  const filters = new Map<string, Filter>();
  for (const text of texts) {
    const [, dim, sign, value] = FILTER.exec(text) ?? [];
    if (!dim || !sign || value === undefined) {
      throw new MopsError(
        'INVALID',
        `“${text}” is no filter.`,
        'A filter looks like channel=Search, channel!=Search, campaign~spring, or channel= for “not set”.',
      );
    }
    const filter = filters.get(dim + sign) ?? {
      dim,
      op: OPS[sign as keyof typeof OPS],
      values: [],
    };
    filter.values.push(value === '' ? null : value);
    filters.set(dim + sign, filter);
  }
  return [...filters.values()];
}

/** Words of a question from an address or a command line → the question. */
export function toQuestion(words: {
  kpis: string[];
  from: string;
  to: string;
  by?: string | undefined;
  grain?: string | undefined;
  filter?: readonly string[] | undefined;
  compare?: string | undefined;
  align?: string | undefined;
  spine?: boolean | undefined;
  limit?: number | undefined;
  how?: boolean | undefined;
}): z.input<typeof KpiQuery> {
  const { kpis, from, to, by, grain, filter, compare, align, spine, limit, how } = words;
  return {
    kpis,
    from,
    to,
    by: splitList(by ?? ''),
    grain: (grain || null) as KpiQuery['grain'],
    filters: parseFilters(filter ?? []),
    compare: (compare || null) as KpiQuery['compare'],
    ...(align ? { align: align as KpiQuery['align'] } : {}),
    ...(spine === undefined ? {} : { spine }),
    ...(limit === undefined ? {} : { limit }),
    ...(how === undefined ? {} : { how }),
  };
}

/** @example splitList('channel, device') // ['channel', 'device'] */
export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
