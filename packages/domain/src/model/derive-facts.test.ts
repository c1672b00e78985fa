import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeriver, deriveFacts } from './derive-facts.ts';
import { modelTable } from './tables.ts';

const DAY = 86_400_000;
const UTC = { timeZone: 'UTC', currency: 'EUR' };

describe('deriveFacts', () => {
  const deals = modelTable('deal');

  it('counts and adds on the day of each event, in the zone of the workspace', () => {
    const rows = [
      { deal_id: 'a', created_at: 0, closed_at: 3 * DAY - 1, outcome: 'won', amount: 7_000_000 },
      { deal_id: 'b', created_at: 0, closed_at: DAY, outcome: 'lost', amount: 1_000_000 },
      { deal_id: 'c', created_at: null, closed_at: null, outcome: null, amount: null },
    ];
    const fields = ['deal_id', 'created_at', 'closed_at', 'outcome', 'amount'];
    const [found] = deriveFacts(deals, rows, { ...UTC, timeZone: 'Asia/Kolkata', fields });
    expect(found).toMatchObject({
      dataset: 'lead_stage',
      dims: ['record'],
      keyedByRecord: true,
      measures: ['opps_created', 'pipeline_created', 'deals_won', 'deals_lost', 'bookings_won'],
    });
    const one = 1_000_000;
    expect(found?.facts.map((fact) => [fact.day, fact.dims[0], ...fact.values])).toEqual([
      [0, 'a', one, 7 * one, null, null, null],
      [0, 'b', one, one, null, null, null],
      [1, 'b', null, null, null, one, null],
      [3, 'a', null, null, one, null, 7 * one],
    ]);
  });

  it('has only the dimensions and measures that are mapped', () => {
    const fields = ['day', 'campaign_id', 'ad_cost', 'ad_clicks'];
    const table = modelTable('ad_delivery');
    expect(createDeriver(table, { ...UTC, fields }).shapes).toEqual([
      {
        dataset: 'ad_delivery',
        dims: ['campaign_id'],
        measures: ['ad_cost', 'ad_clicks'],
        keyedByRecord: false,
      },
    ]);
  });

  it('joins names and the currency of the account where rows have identifiers only', () => {
    const names = {
      name: (level: string, id: string) => (id === '1' ? `${level} one` : null),
      currency: (account: string) => (account === 'x' ? 'USD' : null),
      account: (level: string, id: string) => (level === 'campaign' && id === '2' ? 'x' : null),
      channel: (level: string, id: string) => (level === 'ad' && id === '9' ? 'display' : null),
    };
    const fields = ['day', 'account', 'campaign_id', 'ad_cost'];
    const rows = [
      { day: 1, account: 'x', campaign_id: '1', ad_cost: 5 },
      { day: 1, account: null, campaign_id: '2', ad_cost: 5 },
    ];
    const [found] = deriveFacts(modelTable('ad_delivery'), rows, { ...UTC, names, fields });
    expect(found?.dims).toEqual(['account', 'campaign_id', 'campaign', 'channel']);
    expect(found?.facts.map(({ currency, dims }) => [currency, ...dims])).toEqual([
      ['USD', 'x', '1', 'campaign one', null],
      ['USD', 'x', '2', null, null],
    ]);
    const more = { ...UTC, names, channel: 'paid', fields: ['day', 'ad_id', 'channel', 'ad_cost'] };
    const deriver = createDeriver(modelTable('ad_delivery'), more);
    for (const [ad_id, channel] of [
      ['9', 'paid'],
      ['9', 'search'],
      ['8', 'paid'],
    ] as const)
      deriver.add({ day: 1, ad_id, channel, ad_cost: 5 });
    const at = deriver.shapes[0]?.dims.indexOf('channel') ?? -1;
    expect(deriver.assumed()).toBe(3);
    expect(
      deriver
        .take()[0]
        ?.facts.map(({ dims }) => dims[at])
        .sort(),
    ).toEqual(['display', 'paid', 'search']);
  });

  it('gives the asked months only', () => {
    const rows = [0, 40, 400].map((day) => ({ day, ad_cost: 1 }));
    const fields = ['day', 'ad_cost'];
    const months = new Set([197_002]);
    const [found] = deriveFacts(modelTable('ad_delivery'), rows, { ...UTC, fields, months });
    expect(found?.facts.map(({ day }) => day)).toEqual([40]);
  });

  const row = fc.record({
    day: fc.integer({ min: 0, max: 3 }),
    campaign: fc.constantFrom('a', 'b', null),
    ad_cost: fc.option(fc.integer({ min: -1e9, max: 1e9 }), { nil: null }),
    ad_clicks: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: null }),
  });

  it('is the same for rows in any order, in one go or in parts', () => {
    const fields = ['day', 'campaign', 'ad_cost', 'ad_clicks'];
    const table = modelTable('ad_delivery');
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.nat(), (rows, cut) => {
        const whole = deriveFacts(table, rows, { ...UTC, fields });
        expect(deriveFacts(table, rows.toReversed(), { ...UTC, fields })).toEqual(whole);
        const parts = createDeriver(table, { ...UTC, fields });
        rows.slice(0, cut % 30).forEach(parts.add);
        const first = parts.take();
        rows.slice(cut % 30).forEach(parts.add);
        const sum = [...first, ...parts.take()]
          .flatMap(({ facts }) => facts)
          .reduce((all, fact) => all + (fact.values[0] ?? 0), 0);
        const wanted = rows.reduce((all, one) => all + (one.ad_cost ?? 0), 0);
        expect(sum).toBe(wanted);
      }),
      { numRuns: 1000 },
    );
  });
});
