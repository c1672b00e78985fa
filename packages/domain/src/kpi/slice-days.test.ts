import { describe, expect, it } from 'vitest';
import type { MeasureQuery } from './schema.ts';
import { type Covered, chooseDays } from './slice-days.ts';
import { measures } from './testing.ts';

// Days 0 to 9 and 10 to 19 are the buckets; what stands where is told as `shape day sum`.
const query = (more: Partial<MeasureQuery> = {}): MeasureQuery => ({
  ...{ dataset: 'ad_delivery', measures: measures('ad_cost'), by: [], filters: [] },
  buckets: [
    { label: '', from: 0, to: 9 },
    { label: '', from: 10, to: 19 },
  ],
  resolution: 'bucket',
  ...more,
});
const on = (shape: string, day: number, sum: number, account = 'a'): Covered => ({
  ...{ account, shape, day, dayTo: day, sum: BigInt(sum) },
});
const over = (shape: string, day: number, dayTo: number, sum: number): Covered => ({
  ...on(shape, day, sum),
  dayTo,
});
const text = (list: Covered[]) =>
  list.map(
    (one) => `${one.shape} ${one.day}${one.dayTo > one.day ? `-${one.dayTo}` : ''} ${one.sum}`,
  );
const choose = (covered: Covered[], more: Partial<MeasureQuery> = {}) => {
  const { chosen, unsplit, overlapped, told, fullest } = chooseDays(covered, query(more), 'all');
  return {
    chosen: text(chosen),
    unsplit: text(unsplit),
    overlapped: text(overlapped),
    told: [told, fullest],
  };
};
const nothing = { chosen: [], unsplit: [], overlapped: [], told: [0n, 0n] };

describe('of several exports on one day', () => {
  it.each<[string, Covered[], string]>([
    ['the larger amount', [on('x', 1, 4), on('y', 1, 5)], 'y 1 5'],
    ['the larger of refunds', [on('x', 1, -4), on('y', 1, -5)], 'y 1 -5'],
    ['of equal ones that with fewer dimensions', [on('a,b', 1, 5), on('z', 1, 5)], 'z 1 5'],
    ['then the first by name', [on('z', 1, 5), on('b', 1, 5), on('c', 1, 5)], 'b 1 5'],
    ['the plain one before any shape', [on('b', 1, 5), on('', 1, 5)], ' 1 5'],
  ])('takes %s', (_name, covered, best) => {
    expect(choose(covered).chosen).toEqual([best]);
    expect(choose(covered.toReversed()).chosen).toEqual([best]);
  });

  it('takes the account that is named', () => {
    const covered = [on('x', 1, 5, ''), on('x', 1, 5, 'a')];
    for (const list of [covered, covered.toReversed()]) {
      expect(chooseDays(list, query(), 'all').chosen.map((one) => one.account)).toEqual(['a']);
    }
  });

  it('takes what has most of the asked dimensions, also by id and by filter', () => {
    const covered = [on('', 1, 9), on('campaign_id', 1, 5), on('campaign,device', 1, 1)];
    const filters = [{ dim: 'device', op: 'eq' as const, values: ['phone'] }];
    expect(choose(covered).chosen).toEqual([' 1 9']);
    expect(choose(covered, { by: ['campaign'] }).chosen).toEqual(['campaign_id 1 5']);
    expect(choose(covered, { by: ['campaign'], filters }).chosen).toEqual(['campaign,device 1 1']);
  });

  it('takes what has the dimension before what covers more days', () => {
    const covered = [over('', 0, 9, 9), on('campaign', 1, 1)];
    const { chosen } = chooseDays(covered, query({ by: ['campaign'] }), 'none');
    expect(text(chosen)).toEqual(['campaign 1 1']);
  });

  it.each(['source', 'currency', 'account'])('every export tells the %s', (dim) => {
    expect(choose([on(dim, 1, 1), on('', 1, 9)], { by: [dim] }).chosen).toEqual([' 1 9']);
  });

  it('says how much of the fullest was told, of days that are told at all', () => {
    const covered = [on('campaign', 1, 3), on('', 1, -5), on('', 2, 7)];
    const { chosen, told } = choose(covered, { by: ['campaign'] });
    expect(chosen).toEqual(['campaign 1 3', ' 2 7']);
    expect(told).toEqual([10n, 12n]);
  });
});

describe('rows of several days', () => {
  it('count inside one bucket, and not beside their own days', () => {
    expect(choose([over('', 0, 9, 5)])).toEqual({ ...nothing, chosen: [' 0-9 5'] });
    expect(choose([over('', 9, 10, 5)])).toEqual({ ...nothing, unsplit: [' 9-10 5'] });
    const days = [on('', 3, 1), over('', 0, 9, 5), over('', 10, 19, 6)];
    expect(choose(days)).toEqual({
      ...nothing,
      chosen: [' 3 1', ' 10-19 6'],
      overlapped: [' 0-9 5'],
      told: [1n, 1n],
    });
  });

  it('are not missed where they end before or begin after the range', () => {
    expect(choose([over('', -5, -1, 5), over('', 20, 25, 5)])).toEqual(nothing);
    expect(choose([over('', -5, 0, 5), over('', 19, 25, 5)]).unsplit).toEqual([
      ' -5-0 5',
      ' 19-25 5',
    ]);
    expect(choose([over('', 9, 10, 5), on('', 10, 1)]).unsplit).toEqual([]);
  });

  it('the larger first, and none that shares a day with it', () => {
    const covered = [over('x', 0, 4, 5), over('y', 4, 9, 7), over('z', 0, 3, 1)];
    expect(choose(covered)).toEqual({
      ...nothing,
      chosen: ['y 4-9 7', 'z 0-3 1'],
      overlapped: ['x 0-4 5'],
    });
  });

  it('are no loss where a longer period or its days tell them', () => {
    expect(choose([over('x', 0, 9, 5), over('y', 2, 4, 3)]).overlapped).toEqual([]);
    expect(choose([over('x', 0, 9, 5), over('y', 0, 9, 4)]).overlapped).toEqual([]);
    expect(choose([over('x', 0, 9, 5), over('y', 5, 9, 5)]).overlapped).toEqual([]);
    const before = [over('x', 2, 3, 1000), on('y', 0, 999), on('y', 2, 1)];
    expect(choose(before).overlapped).toEqual(['x 2-3 1000']);
    expect(choose([over('x', 0, 1, 1000), on('y', 0, 500), on('y', 1, 499)]).overlapped).toEqual(
      [],
    );
    expect(choose([over('x', 0, 1, 1000), on('y', 0, 500), on('y', 2, 500)]).overlapped).toEqual([
      'x 0-1 1000',
    ]);
  });

  it('come first for what may not be added, the longest before the others', () => {
    const reach = (covered: Covered[]) => {
      const { chosen, overlapped, unsplit } = chooseDays(covered, query(), 'none');
      return [text(chosen), text(overlapped), text(unsplit)];
    };
    const covered = [
      on('', 1, 1),
      over('', 0, 4, 9),
      over('a', 0, 6, 7),
      on('', 8, 2),
      on('b', 8, 9),
    ];
    expect(reach(covered)).toEqual([['a 0-6 7', ' 8 2'], [], []]);
    expect(reach([over('b', 2, 4, 9), over('a', 0, 3, 1)])[0]).toEqual(['a 0-3 1']);
  });
});
