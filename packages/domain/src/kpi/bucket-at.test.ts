import { expect, it } from 'vitest';
import { bucketAround, bucketAt } from './bucket-at.ts';

const buckets = [
  { label: 'a', from: 1, to: 7 },
  { label: 'b', from: 8, to: 8 },
  { label: 'c', from: 11, to: 20 },
];

it.each([
  [0, -1],
  [1, 0],
  [7, 0],
  [8, 1],
  [9, -1],
  [11, 2],
  [20, 2],
  [21, -1],
])('day %i lies in bucket %i', (day, index) => {
  expect(bucketAt(buckets, day)).toBe(index);
});

it('holds a run of days only whole', () => {
  const around = (day: number, dayTo: number) => bucketAround(buckets, day, dayTo);
  expect([around(1, 7), around(7, 8), around(11, 20), around(0, 3), around(19, 21)]).toEqual([
    0, -1, 2, -1, -1,
  ]);
  expect(bucketAround([], 1, 1)).toBe(-1);
});
