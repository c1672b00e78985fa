import { expect, test } from 'vitest';
import { monthsOf, placeOf, spanOf } from './span-of.ts';

test('a timeline shows its bars around today, and cuts what is far away', () => {
  const span = spanOf([{ from: '2020-01-01', to: null }], '2026-03-20');
  expect(span).toEqual({ from: '2025-07-01', to: '2026-04-19' });
  expect(placeOf({ from: '2020-01-01', to: null }, span)).toEqual({ left: 0, width: 1 });
  expect(placeOf({ from: '2020-01-01', to: '2020-02-01' }, span)).toBeNull();
  const short = { from: '2026-03-01', to: '2026-03-20' };
  expect(placeOf({ from: '2026-03-11', to: '2026-03-20' }, short)).toEqual({
    left: 0.5,
    width: 0.5,
  });
  expect(monthsOf({ from: '2026-03-01', to: '2026-04-30' }).map(({ day }) => day)).toEqual([
    '2026-03-01',
    '2026-04-01',
  ]);
});
