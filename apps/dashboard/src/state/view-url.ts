import type { Filter, Grain } from '@openmops/domain/kpi';

/** What a person chose to look at. Null: not chosen, so the default holds and the address is silent. */
export type ViewState = {
  /** Id of a preset (`last-30-days`), or two days. */
  range: { preset: string } | { from: string; to: string } | null;
  compare: 'previous' | 'year' | 'off' | null;
  grain: Grain | null;
  kpi: string | null;
  by: string | null;
  filters: Filter[];
};

export const NOTHING_CHOSEN: ViewState = {
  range: null,
  compare: null,
  grain: null,
  kpi: null,
  by: null,
  filters: [],
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const GRAINS = ['day', 'week', 'month', 'quarter', 'year'];
const COMPARES = ['previous', 'year', 'off'];

/**
 * Reads an address. What it does not know it leaves out, so that an old link still opens.
 * @example parseView('?range=last-7-days&filter=device=mobile').filters[0].dim // 'device'
 */
export function parseView(search: string): ViewState {
  const params = new URLSearchParams(search);
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  const preset = params.get('range');
  const one = <T extends string>(name: string, known: readonly string[]) => {
    const value = params.get(name);
    return value !== null && known.includes(value) ? (value as T) : null;
  };
  return {
    range: DAY.test(from) && DAY.test(to) && from <= to ? { from, to } : preset ? { preset } : null,
    compare: one<'previous' | 'year' | 'off'>('compare', COMPARES),
    grain: one<Grain>('grain', GRAINS),
    kpi: params.get('kpi'),
    by: params.get('by'),
    filters: parseFilters(params.getAll('filter')),
  };
}

/**
 * Writes the same words as the public API: `filter=device=mobile`, `device!=mobile`, `campaign~=brand`;
 * an empty value means "not set".
 * @example formatView({ ...NOTHING_CHOSEN, compare: 'year' }) // '?compare=year'
 */
export function formatView(state: ViewState): string {
  const parts: [string, string][] = [];
  if (state.range && 'preset' in state.range) parts.push(['range', state.range.preset]);
  else if (state.range) parts.push(['from', state.range.from], ['to', state.range.to]);
  for (const name of ['compare', 'grain', 'kpi', 'by'] as const) {
    const value = state[name];
    if (value) parts.push([name, value]);
  }
  for (const filter of state.filters) {
    for (const value of filter.values) {
      parts.push(['filter', `${filter.dim}${SIGN[filter.op]}${value ?? ''}`]);
    }
  }
  return parts.length === 0
    ? ''
    : `?${parts.map(([name, value]) => `${name}=${readable(value)}`).join('&')}`;
}

const SIGN: Record<Filter['op'], string> = {
  eq: '=',
  in: '=',
  neq: '!=',
  notIn: '!=',
  contains: '~=',
};

// Only what would change the meaning of the address is escaped.
const readable = (value: string) =>
  encodeURIComponent(value)
    .replace(/%20/g, '+')
    .replace(/%(3D|3A|2F|2C|40|7C|5B|5D|3F)/g, (code) => decodeURIComponent(code));

function parseFilters(texts: string[]): Filter[] {
  const filters: Filter[] = [];
  for (const text of texts) {
    const match = /^([a-z_]+)(!=|~=|=)(.*)$/s.exec(text);
    if (!match) continue;
    const [, dim = '', sign, rest = ''] = match;
    const op = sign === '!=' ? 'neq' : sign === '~=' ? 'contains' : 'eq';
    addValue(filters, dim, op, rest === '' ? null : rest);
  }
  return filters;
}

function addValue(
  filters: Filter[],
  dim: string,
  op: 'eq' | 'neq' | 'contains',
  value: string | null,
) {
  const many = { eq: 'in', neq: 'notIn', contains: 'contains' } as const;
  const same = filters.find((each) => each.dim === dim && (each.op === op || each.op === many[op]));
  if (!same || op === 'contains') filters.push({ dim, op, values: [value] });
  else if (!same.values.includes(value)) {
    same.values.push(value);
    same.op = many[op];
  }
}

/** Filters with one more condition; a condition that says the opposite about the value gives way. */
export function withFilter(
  filters: Filter[],
  dim: string,
  op: 'eq' | 'neq' | 'contains',
  value: string | null,
): Filter[] {
  const rest = withoutValue(filters, dim, value);
  addValue(rest, dim, op, value);
  return rest;
}

/** Filters without one value of a dimension. */
export function withoutValue(filters: Filter[], dim: string, value: string | null): Filter[] {
  return filters
    .map((filter) =>
      filter.dim === dim
        ? narrowed(
            filter,
            filter.values.filter((each) => each !== value),
          )
        : { ...filter, values: [...filter.values] },
    )
    .filter((filter) => filter.values.length > 0);
}

function narrowed(filter: Filter, values: Filter['values']): Filter {
  const single = values.length === 1;
  const op =
    filter.op === 'in' && single ? 'eq' : filter.op === 'notIn' && single ? 'neq' : filter.op;
  return { ...filter, op, values };
}

/** "is" becomes "is not" and back; "contains" has no opposite in the language of filters. */
export function negated(filter: Filter): Filter {
  const opposite = {
    eq: 'neq',
    neq: 'eq',
    in: 'notIn',
    notIn: 'in',
    contains: 'contains',
  } as const;
  return { ...filter, op: opposite[filter.op] };
}
