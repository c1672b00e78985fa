import { describe, expect, test } from 'vitest';
import {
  formatView,
  NOTHING_CHOSEN,
  negated,
  parseView,
  withFilter,
  withoutValue,
} from './view-url.ts';

describe('the address', () => {
  test('says only what was chosen', () => {
    expect(formatView(NOTHING_CHOSEN)).toBe('');
    expect(parseView('')).toEqual(NOTHING_CHOSEN);
  });

  test('is readable, and comes back the same', () => {
    const state = {
      range: { from: '2026-01-01', to: '2026-01-31' },
      compare: 'year' as const,
      grain: 'week' as const,
      kpi: 'paid.roas',
      by: 'device',
      filters: [
        { dim: 'campaign', op: 'in' as const, values: ['Brand | DE', 'A & B #1 + 50%'] },
        { dim: 'device', op: 'neq' as const, values: [null] },
        { dim: 'page', op: 'contains' as const, values: ['/shop?x=1'] },
      ],
    };
    const address = formatView(state);
    expect(address).toBe(
      '?from=2026-01-01&to=2026-01-31&compare=year&grain=week&kpi=paid.roas&by=device' +
        '&filter=campaign=Brand+|+DE&filter=campaign=A+%26+B+%231+%2B+50%25&filter=device!=&filter=page~=/shop?x=1',
    );
    expect(parseView(address)).toEqual(state);
    expect(parseView(new URL(address, 'http://x.test').search)).toEqual(state);
  });

  test('passes over what it does not know', () => {
    const odd = parseView(
      '?from=2026-02-01&to=2026-01-01&grain=hour&compare=maybe&filter=nonsense&x=1',
    );
    expect(odd).toEqual(NOTHING_CHOSEN);
  });
});

describe('filters', () => {
  test('a second value widens, the opposite gives way, the last value removes', () => {
    const one = withFilter([], 'device', 'eq', 'mobile');
    const two = withFilter(one, 'device', 'eq', 'desktop');
    expect(two).toEqual([{ dim: 'device', op: 'in', values: ['mobile', 'desktop'] }]);
    expect(withFilter(two, 'device', 'neq', 'mobile')).toEqual([
      { dim: 'device', op: 'eq', values: ['desktop'] },
      { dim: 'device', op: 'neq', values: ['mobile'] },
    ]);
    expect(withoutValue(withoutValue(two, 'device', 'mobile'), 'device', 'desktop')).toEqual([]);
    expect(one).toEqual([{ dim: 'device', op: 'eq', values: ['mobile'] }]);
  });

  test('negating twice gives the same filter', () => {
    const filter = { dim: 'device', op: 'in' as const, values: ['mobile', null] };
    expect(negated(filter).op).toBe('notIn');
    expect(negated(negated(filter))).toEqual(filter);
  });
});
