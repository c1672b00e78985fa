import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../calendar/buckets-of.ts';
import { GREGORIAN } from '../calendar/calendar.ts';
import { seededRandom } from '../shared/seeded-random.ts';
import { type Coverage, chooseSlices, type Slice } from './choose-slices.ts';
import type { DimensionId } from './dimensions.ts';
import { mergeRows } from './merge-rows.ts';
import type { Grain, Measure, MeasureQuery } from './schema.ts';
import { type Fact, sumRows } from './sum-rows.ts';
import { measures } from './testing.ts';

// One account's truth, told many times over: by campaign and device, by campaign, by device, as a
// total, and as whole months. Whatever is asked, it must be counted once.
const DAYS = 60;
const MEASURES = measures('ad_cost', 'ad_clicks');

function truth(seed: number): Fact[] {
  const random = seededRandom(seed);
  const facts: Fact[] = [];
  for (let day = 0; day < DAYS; day++) {
    for (const campaign of ['a', 'b', 'c']) {
      for (const device of ['phone', 'desktop']) {
        const [cost, clicks] = [Math.floor(random() * 1e7), Math.floor(random() * 9) * 1e6];
        const values = { ad_cost: cost, ad_clicks: clicks };
        const row = { day, dayTo: day, currency: 'EUR', dims: { campaign, device }, values };
        facts.push({ source: 's', account: 'one', shape: 'campaign,device', row });
      }
    }
  }
  return facts;
}

// The same money with fewer dimensions or longer rows.
function retold(facts: Fact[], dims: DimensionId[], spans: { from: number; to: number }[]): Fact[] {
  const period = spans.some(({ from, to }) => to > from);
  const buckets = spans.map((span) => ({ ...span, label: `${span.from}` }));
  const query = { dataset: 'ad_delivery' as const, measures: MEASURES, by: dims, filters: [] };
  return sumRows(facts, { ...query, buckets, resolution: 'bucket' }).map((sum) => ({
    source: 's',
    account: 'one',
    shape: dims.join(',') + (period ? '~period' : ''),
    row: {
      day: spans[sum.bucket]?.from ?? 0,
      dayTo: spans[sum.bucket]?.to ?? 0,
      currency: 'EUR',
      dims: Object.fromEntries(dims.map((dim, i) => [dim, sum.group[i] ?? null])),
      values: Object.fromEntries(MEASURES.map(({ id }, i) => [id, sum.values[i] ?? null])),
    },
  }));
}

function coverageOf(facts: Fact[], asked: Measure[]): Coverage[] {
  const found = new Map<string, Coverage>();
  for (const { source, account, shape, row } of facts) {
    const { day, dayTo } = row;
    const key = JSON.stringify([source, account, shape, day, dayTo]);
    const sums = asked.map(() => null);
    const one = found.get(key) ?? {
      dataset: 'ad_delivery',
      source,
      account,
      shape,
      day,
      dayTo,
      sums,
    };
    one.sums = asked.map(({ id }, i) => {
      const value = row.values[id] ?? null;
      const before = one.sums[i] ?? null;
      return value === null ? before : (before ?? 0n) + BigInt(value);
    });
    found.set(key, one);
  }
  return [...found.values()];
}

function within({ source, account, shape, row }: Fact, slices: Slice[]): boolean {
  return slices.some(
    (slice) =>
      [slice.source, slice.account, slice.shape].join() === [source, account, shape].join() &&
      slice.days.some(({ from, to, dayTo }) =>
        dayTo === null
          ? row.day === row.dayTo && from <= row.day && row.day <= to
          : from <= row.day && row.day <= to && row.dayTo === dayTo,
      ),
  );
}

function read(facts: Fact[], query: MeasureQuery) {
  const { parts, notes } = chooseSlices({ query, coverage: coverageOf(facts, query.measures) });
  const summed = parts.map(({ measures: own, slices }) => ({
    measures: own,
    rows: sumRows(
      facts.filter((fact) => within(fact, slices)),
      { ...query, measures: own },
    ),
  }));
  return { rows: mergeRows(query, summed), notes };
}

const asText = (rows: ReturnType<typeof sumRows>) =>
  rows.map(({ bucket, group, values }) => `${bucket} ${JSON.stringify(group)} ${values}`).sort();

const singles = Array.from({ length: DAYS }, (_, day) => ({ from: day, to: day }));
const months = [
  { from: 0, to: 30 },
  { from: 31, to: 58 },
];
const grains: (Grain | null)[] = ['day', 'week', 'month', null];
const splits: DimensionId[][] = [[], ['campaign'], ['device'], ['campaign', 'device']];

describe('one truth told many times', () => {
  it.each([1, 2, 3])('is counted once, by every split and grain (%i)', (seed) => {
    const facts = truth(seed);
    const all = [
      ...facts,
      ...retold(facts, [], singles),
      ...retold(facts, ['campaign'], singles),
      ...retold(facts, ['device'], singles),
      ...retold(facts, [], months),
      ...retold(facts, ['campaign'], months),
    ];
    for (const grain of grains) {
      const buckets = bucketsOf({ from: 0, to: DAYS - 1, grain, calendar: GREGORIAN });
      for (const by of splits) {
        for (const value of [null, 'a']) {
          const filters =
            value === null ? [] : [{ dim: 'campaign', op: 'eq' as const, values: [value] }];
          const query: MeasureQuery = {
            dataset: 'ad_delivery',
            measures: MEASURES,
            by,
            filters,
            buckets,
            resolution: 'bucket',
          };
          const { rows, notes } = read(all, query);
          expect(asText(rows)).toEqual(asText(sumRows(facts, query)));
          expect(notes).toEqual([]);
        }
      }
    }
  });

  it('is whole when each telling holds other days', () => {
    const facts = truth(7);
    const tail = facts.filter(({ row }) => row.day >= 20);
    const all = [
      ...retold(
        facts.filter(({ row }) => row.day < 25),
        ['campaign'],
        singles,
      ),
      ...tail,
      ...retold(facts, ['device'], singles.slice(0, 40)),
    ];
    const buckets = bucketsOf({ from: 0, to: DAYS - 1, grain: 'week', calendar: GREGORIAN });
    const query: MeasureQuery = {
      dataset: 'ad_delivery',
      measures: MEASURES,
      by: [],
      filters: [],
      buckets,
      resolution: 'bucket',
    };
    expect(asText(read(all, query).rows)).toEqual(asText(sumRows(facts, query)));
    const split = { ...query, by: ['campaign' as const] };
    expect(asText(read(all, split).rows)).toEqual(asText(sumRows(facts, split)));
  });
});
