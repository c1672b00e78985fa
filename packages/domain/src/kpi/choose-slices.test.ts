import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../calendar/buckets-of.ts';
import { GREGORIAN } from '../calendar/calendar.ts';
import { type Coverage, chooseSlices } from './choose-slices.ts';
import type { Grain, MeasureQuery } from './schema.ts';
import { measures } from './testing.ts';

// Day 0 is 1 January 1970: days 0 to 30 are one month.
const MONTH = { from: 0, to: 30 };

function query(change: Partial<MeasureQuery> & { grain?: Grain } = {}): MeasureQuery {
  const { grain = null, ...rest } = change;
  const buckets = bucketsOf({ ...MONTH, grain, calendar: GREGORIAN });
  const base = {
    dataset: 'ad_delivery' as const,
    measures: measures('ad_cost'),
    by: [],
    filters: [],
  };
  return { ...base, buckets, resolution: 'day', ...rest };
}

function days(shape: string, from: number, to: number, ...sums: (number | null)[]): Coverage[] {
  return Array.from({ length: to - from + 1 }, (_, i) => row(shape, from + i, from + i, ...sums));
}

function row(shape: string, day: number, dayTo: number, ...sums: (number | null)[]): Coverage {
  const where = { dataset: 'ad_delivery' as const, source: 'google_ads', account: 'a' };
  return { ...where, shape, day, dayTo, sums: sums.map((s) => (s === null ? null : BigInt(s))) };
}

function chosen(asked: MeasureQuery, coverage: Coverage[]) {
  const { parts, notes } = chooseSlices({ query: asked, coverage });
  const text = parts.map(({ measures: own, slices }) => {
    const runs = slices.map(
      (one) =>
        `${one.shape}[${one.days.map((d) => `${d.from}-${d.dayTo === null ? d.to : `>${d.dayTo}`}`)}]`,
    );
    return `${own.map((one) => one.id)}: ${runs.join(' + ')}`;
  });
  return { text, notes: notes.map((note) => note.code) };
}

describe('chooseSlices', () => {
  it('takes the fullest shape for a total, and the simpler of equals', () => {
    const coverage = [
      ...days('campaign', 0, 30, 100),
      ...days('campaign,device', 0, 30, 100),
      ...days('search_term', 0, 30, 20),
    ];
    expect(chosen(query(), coverage)).toEqual({ text: ['ad_cost: campaign[0-30]'], notes: [] });
  });

  it('takes a shape that has the asked dimensions, by group and by filter, and says what is missing', () => {
    const coverage = [...days('campaign', 0, 30, 100), ...days('campaign,search_term', 0, 30, 20)];
    const incomplete = ['detail_incomplete'];
    expect(chosen(query({ by: ['search_term'] }), coverage)).toEqual({
      text: ['ad_cost: campaign,search_term[0-30]'],
      notes: incomplete,
    });
    const filters = [{ dim: 'search_term', op: 'eq' as const, values: ['x'] }];
    expect(chosen(query({ filters }), coverage).notes).toEqual(incomplete);
    const { notes } = chooseSlices({ query: query({ by: ['search_term'] }), coverage });
    expect(notes[0]?.message).toContain('hold 20% of Media cost');
  });

  it('knows that rows named by id have the name too', () => {
    const coverage = [...days('campaign_id', 0, 30, 90), ...days('device', 0, 30, 100)];
    expect(chosen(query({ by: ['campaign'] }), coverage).text).toEqual([
      'ad_cost: campaign_id[0-30]',
    ]);
  });

  it('falls back to what there is where no shape has the dimension', () => {
    const coverage = [...days('', 0, 30, 100), ...days('device', 0, 30, 90)];
    expect(chosen(query({ by: ['campaign'] }), coverage).text).toEqual(['ad_cost: [0-30]']);
  });

  it('changes shape from day to day, where one ends', () => {
    const coverage = [...days('campaign', 0, 19, 100), ...days('', 0, 30, 100)];
    expect(chosen(query({ by: ['campaign'] }), coverage).text).toEqual([
      'ad_cost: campaign[0-19] + [20-30]',
    ]);
  });

  it('goes on over days without rows, but not over the days of another shape', () => {
    const coverage = [
      ...days('campaign', 0, 3, 9),
      ...days('', 5, 5, 9),
      ...days('campaign', 7, 9, 9),
    ];
    expect(chosen(query(), coverage).text).toEqual(['ad_cost: campaign[0-3,7-9] + [5-5]']);
    const sparse = [...days('campaign', 0, 3, 9), ...days('campaign', 7, 9, 9)];
    expect(chosen(query(), sparse).text).toEqual(['ad_cost: campaign[0-9]']);
  });

  it('chooses for each account on its own', () => {
    const other = days('device', 0, 30, 5).map((one) => ({ ...one, account: 'b' }));
    const { parts } = chooseSlices({
      query: query(),
      coverage: [...days('campaign', 0, 30, 5), ...other],
    });
    expect(parts[0]?.slices.map((one) => [one.account, one.shape])).toEqual([
      ['a', 'campaign'],
      ['b', 'device'],
    ]);
  });

  it('says nothing of sources that are filtered out', () => {
    const other = { ...row('campaign~period', -10, 60, 500), source: 'meta_ads' };
    const coverage = [...days('campaign', 0, 30, 5), other];
    expect(chosen(query(), coverage).notes).toEqual(['period_not_split']);
    const filters = [{ dim: 'source', op: 'eq' as const, values: ['google_ads'] }];
    expect(chosen(query({ filters }), coverage).notes).toEqual([]);
  });

  it('takes an export without an account for one of the only account', () => {
    const unnamed = days('list', 0, 30, 5).map((one) => ({ ...one, account: '' }));
    const told = (coverage: Coverage[]) =>
      chooseSlices({ query: query(), coverage }).parts[0]?.slices.map((one) => [
        one.account,
        one.shape,
      ]);
    const only = days('campaign', 0, 30, 5);
    expect(told([...unnamed, ...only])).toEqual([['a', 'campaign']]);
    expect(told([...days('campaign', 0, 30, 4), ...unnamed])).toEqual([['', 'list']]);
    const second = days('campaign', 0, 30, 5).map((one) => ({ ...one, account: 'b' }));
    expect(told([...unnamed, ...only, ...second])).toHaveLength(3);
    // Nobody named an account in another currency: it is one of its own.
    const dollars = days('list', 0, 30, 5).map((one) => ({ ...one, account: 'Account in USD' }));
    expect(told([...unnamed, ...dollars])).toHaveLength(2);
    // One export of the same shape with the account, one without: told once as well.
    const again = only.map((one) => ({ ...one, account: '' }));
    expect(told([...again, ...only])).toEqual([['a', 'campaign']]);
  });

  it('chooses for each measure on its own, whatever else is asked', () => {
    const coverage = [...days('campaign', 0, 30, 100, null), ...days('device', 0, 30, 90, 7)];
    const both = chosen(query({ measures: measures('ad_cost', 'ad_clicks') }), coverage).text;
    expect(both).toEqual(['ad_cost: campaign[0-30]', 'ad_clicks: device[0-30]']);
    expect(chosen(query(), coverage).text).toEqual([both[0]]);
  });

  it('reads measures of one choice together, and ignores other datasets', () => {
    const other = days('x', 0, 30, 1, 1).map((one) => ({
      ...one,
      dataset: 'web_session' as const,
    }));
    const coverage = [...days('campaign', 0, 30, 3, 4), ...other];
    expect(chosen(query({ measures: measures('ad_cost', 'ad_clicks') }), coverage).text).toEqual([
      'ad_cost,ad_clicks: campaign[0-30]',
    ]);
  });

  it('reads its own dataset, and the sources that are asked for', () => {
    const own = days('campaign', 0, 30, 3);
    const sessions = days('page', 0, 30, 900).map((one) => ({
      ...one,
      dataset: 'web_session' as const,
    }));
    expect(chosen(query(), [...sessions, ...own]).text).toEqual(['ad_cost: campaign[0-30]']);
    const filters = [{ dim: 'source', op: 'eq' as const, values: ['google_ads'] }];
    expect(chosen(query({ filters }), own).text).toEqual(['ad_cost: campaign[0-30]']);
  });

  it('takes days in any order for one run, and a period of the same shape for another', () => {
    const shuffled = [...days('campaign', 5, 9, 3), ...days('campaign', 0, 4, 3)];
    expect(chosen(query(), shuffled).text).toEqual(['ad_cost: campaign[0-9]']);
    const both = [...days('x', 0, 3, 3), row('x', 4, 9, 20), ...days('x', 10, 12, 3)];
    expect(chosen(query(), both).text).toEqual(['ad_cost: x[0-3,4->9,10-12]']);
  });

  describe('with rows of whole periods', () => {
    it('counts them in a bucket that holds them', () => {
      const coverage = [row('campaign~period', 0, 30, 100)];
      expect(chosen(query(), coverage)).toEqual({
        text: ['ad_cost: campaign~period[0->30]'],
        notes: [],
      });
    });

    it('leaves them out where they would have to be split, and says so', () => {
      const coverage = [row('campaign~period', 0, 30, 100)];
      expect(chosen(query({ grain: 'week' }), coverage)).toEqual({
        text: ['ad_cost: '],
        notes: ['period_not_split'],
      });
    });

    it('prefers single days, without a word where they tell all of it', () => {
      const all = [...days('campaign', 0, 30, 4), row('~period', 0, 30, 124)];
      expect(chosen(query(), all)).toEqual({ text: ['ad_cost: campaign[0-30]'], notes: [] });
      const some = [...days('campaign', 0, 9, 4), row('~period', 0, 30, 124)];
      expect(chosen(query(), some)).toEqual({
        text: ['ad_cost: campaign[0-9]'],
        notes: ['period_overlapped'],
      });
      const apart = [...days('campaign', 0, 9, 4), row('~period', 10, 30, 84)];
      expect(chosen(query(), apart).text).toEqual(['ad_cost: campaign[0-9] + ~period[10->30]']);
    });

    it('takes them over single days when only they have the dimension', () => {
      const coverage = [...days('campaign', 0, 30, 4), row('region~period', 0, 30, 124)];
      expect(chosen(query({ by: ['region'] }), coverage).text).toEqual([
        'ad_cost: region~period[0->30]',
      ]);
    });

    it('never adds two that overlap', () => {
      const coverage = [
        row('~period', 0, 30, 100),
        row('~period', 0, 14, 50),
        row('x~period', 0, 30, 99),
      ];
      expect(chosen(query(), coverage)).toEqual({ text: ['ad_cost: ~period[0->30]'], notes: [] });
    });
  });

  describe('for what may not be added', () => {
    const reach = { measures: measures('ad_reach') };

    it('takes the coarsest shape, because finer ones count people twice', () => {
      const coverage = [...days('campaign', 0, 30, 180), ...days('', 0, 30, 100)];
      expect(chosen(query(reach), coverage).text).toEqual(['ad_reach: [0-30]']);
      expect(chosen(query({ ...reach, by: ['campaign'] }), coverage).text).toEqual([
        'ad_reach: campaign[0-30]',
      ]);
    });

    it('takes the row of the whole period before the days', () => {
      const coverage = [
        ...days('', 0, 30, 10),
        row('~period', 0, 30, 100),
        row('~period', 0, 6, 30),
      ];
      expect(chosen(query(reach), coverage)).toEqual({
        text: ['ad_reach: ~period[0->30]'],
        notes: [],
      });
      expect(chosen(query({ ...reach, grain: 'day' }), coverage).text).toEqual([
        'ad_reach: [0-30]',
      ]);
    });
  });
});
