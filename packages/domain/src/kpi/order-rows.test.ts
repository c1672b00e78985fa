import { expect, it } from 'vitest';
import { orderRows } from './order-rows.ts';

const row = (bucket: number, group: (string | null)[], spend: number | null) => ({
  bucket,
  group,
  values: { spend },
});

it('orders by period, then value from large to small, then by dimension, with null last', () => {
  const ordered = [
    row(0, ['z'], 7),
    row(0, ['b'], 5),
    row(0, ['a', 'y'], 1),
    row(0, ['a', null], 1),
    row(0, [null], 1),
    row(0, ['a'], null),
    row(1, ['a'], 9),
  ];
  expect(orderRows(ordered.toReversed(), 'spend')).toEqual(ordered);
});
