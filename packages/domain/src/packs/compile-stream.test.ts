import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileStream } from './compile-stream.ts';
import type { PackStream } from './pack.ts';
import { packOf, streamOf } from './testing.ts';

const NOW = Date.UTC(2026, 10, 22);
const pack = { channel: null };
const compiled = (given: Partial<PackStream>, timeZone = 'UTC') =>
  compileStream(pack, streamOf(given), { timeZone });

const ads = (fields: PackStream['mappings'][number]['fields']): Partial<PackStream> => ({
  mappings: [{ table: 'ad_delivery', fields: { day: 'date', ...fields } }],
});
const readAs = (field: string, source: string | object, record: object) => {
  const { map } = compiled(ads({ [field]: source as never }));
  const { rows, problems } = map({ date: '2026-03-01', ...record }, NOW);
  return problems[0]?.code ?? rows[0]?.values[field];
};

describe('money and numbers', () => {
  it.each([
    ['12.34', 12_340_000],
    [0.1, 100_000],
    [-2e-18, 0],
    ['-2e-18', 0],
    [99.99999999999996, 100_000_000],
    ['1,234.56', 1_234_560_000],
    ['-0', 0],
    [-0, 0],
    ['--', null],
    [null, null],
    ['', null],
    [9_007_199_254, 9_007_199_254_000_000],
    [123n, 123_000_000],
    ['abc', 'bad_number'],
    [1e15, 'bad_number'],
    [true, 'bad_number'],
    [{ a: 1 }, 'bad_number'],
  ])('%s', (raw, micros) => {
    const found = readAs('ad_cost', 'spend', { spend: raw });
    expect(found).toBe(micros);
  });

  it('reads millionths, hundredths and the smallest units of other currencies', () => {
    expect(readAs('ad_cost', { from: 's', as: 'micros' }, { s: 1_230_000 })).toBe(1_230_000);
    expect(readAs('ad_cost', { from: 's', as: 'micros' }, { s: '1230000.5' })).toBe(1_230_001);
    const money = compiled({
      ...ads({ ad_cost: { from: 's', as: 'cents' }, currency: 'c' }),
    });
    const amount = (s: number, c: string) =>
      money.map({ date: '2026-03-01', s, c }, NOW).rows[0]?.values.ad_cost;
    expect([amount(1234, 'eur'), amount(1234, 'JPY'), amount(1234, 'KWD')]).toEqual([
      12_340_000, 1_234_000_000, 1_234_000,
    ]);
  });

  it('says the same of a number and of its text', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (units) => {
        const one = readAs('ad_cost', 's', { s: units });
        expect(one).toBe(readAs('ad_cost', 's', { s: String(units) }));
        expect(Object.is(one, -0)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('times', () => {
  const time = (raw: unknown, timeZone = 'UTC') => {
    const { map } = compiled(
      { mappings: [{ table: 'contact', fields: { contact_id: 'id', created_at: 'at' } }] },
      timeZone,
    );
    const { rows, problems } = map({ id: 1, at: raw }, NOW);
    const value = rows[0]?.values.created_at;
    return problems[0]?.code ?? (typeof value === 'number' ? new Date(value).toISOString() : value);
  };

  it.each([
    ['2026-03-01T10:20:30Z', '2026-03-01T10:20:30.000Z'],
    ['2026-03-01T10:20:30.123456Z', '2026-03-01T10:20:30.123Z'],
    ['2026-03-01T10:20:30+02:00', '2026-03-01T08:20:30.000Z'],
    ['2026-03-01T23:20:30.5-0500', '2026-03-02T04:20:30.500Z'],
    ['2026-03-01T10:20:30', '2026-03-01T10:20:30.000Z'],
    ['2026-03-01 10:20:30', '2026-03-01T10:20:30.000Z'],
    ['2026-03-01 10:20:30 UTC', '2026-03-01T10:20:30.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['20260301', '2026-03-01T00:00:00.000Z'],
    [1_772_359_230, '2026-03-01T10:00:30.000Z'],
    [1_772_359_230_500, '2026-03-01T10:00:30.500Z'],
    ['1772359230500', '2026-03-01T10:00:30.500Z'],
    [1_772_359_230_500_000, '2026-03-01T10:00:30.500Z'],
    ['Mar 1, 2026', '2026-03-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    [0, null],
    ['0000-00-00 00:00:00', null],
    ['0001-01-01T00:00:00Z', null],
    ['2026-02-30', 'bad_time'],
    ['2023-02-29T00:00:00Z', 'bad_time'],
    ['2026-13-01', 'bad_time'],
    ['2026-03-01T25:00:00Z', 'bad_time'],
    ['01/02/2026', 'bad_time'],
    ['1969-12-31', 'bad_time'],
    ['2101-01-01', 'bad_time'],
    ['soon', 'bad_time'],
    [12, 'bad_time'],
    ['2099-01-01T00:00:00Z', 'clock_ahead'],
  ])('%s', (raw, wanted) => {
    expect(time(raw)).toBe(wanted);
  });

  it('a date without a clock begins in the zone of the workspace', () => {
    expect(time('2026-03-01', 'America/New_York')).toBe('2026-03-01T05:00:00.000Z');
    expect(time('2026-03-01', 'Pacific/Kiritimati')).toBe('2026-02-28T10:00:00.000Z');
    expect(time('2026-03-01T00:00:00Z', 'America/New_York')).toBe('2026-03-01T00:00:00.000Z');
  });

  it.each([
    ['2026-03-01', 20_513],
    ['20260301', 20_513],
    [20_260_301, 20_513],
    ['2026-03-01T00:00:00-05:00', 20_513],
    ['2026-03-01T00:00:00.000000Z', 20_513],
    ['2026030123', 20_513],
    ['2026-12-24', 'clock_ahead'],
  ])('the day of %s is as written', (raw, wanted) => {
    const { map } = compiled(ads({ ad_cost: 's' }));
    const { rows, problems } = map({ date: raw, s: 1 }, NOW);
    expect(problems[0]?.code ?? rows[0]?.values.day).toBe(wanted);
  });

  it('reads every instant as the engine does', () => {
    const instants = fc.integer({ min: 1e11, max: NOW });
    fc.assert(
      fc.property(instants, (ms) => {
        expect(time(new Date(ms).toISOString())).toBe(new Date(ms).toISOString());
        expect(time(ms)).toBe(new Date(ms).toISOString());
      }),
      { numRuns: 1000 },
    );
  });

  it('lets closing dates lie ahead', () => {
    const { map } = compiled({
      mappings: [{ table: 'deal', fields: { deal_id: 'id', closed_at: 'end' } }],
    });
    expect(map({ id: 1, end: '2027-06-30' }, NOW).problems).toEqual([]);
    expect(map({ id: 1, end: '2127-06-30' }, NOW).problems[0]?.code).toBe('bad_time');
  });
});

describe('texts and flags', () => {
  it.each([
    [{ from: 'x', as: 'lower' }, ' News@X.De ', 'news@x.de'],
    [{ from: 'x', as: 'host' }, 'https://www.Example.com:8080/a?b#c', 'example.com'],
    [{ from: 'x', as: 'last' }, 'urn:li:sponsoredCampaign:123', '123'],
    [{ from: 'x', as: 'last' }, 'customers/1/campaigns/22', '22'],
    ['x', 1_234_567_890_123_456_789n, '1234567890123456789'],
    [{ from: 'x', values: { PAUSED: 'off', none: '' } }, 'Paused', 'off'],
    [{ from: 'x', values: { none: '' } }, 'NONE', null],
    [{ from: 'x', values: { none: '' } }, 'Live', 'Live'],
    [{ fixed: 'same' }, 'other', 'same'],
    ['x', [1], 'bad_text'],
  ])('%j of %s', (source, raw, wanted) => {
    expect(readAs('campaign', source as object, { x: raw })).toBe(wanted);
  });

  it.each([
    [true, true, false],
    ['True', true, false],
    [1, true, false],
    ['yes', true, false],
    ['0', false, true],
    ['No', false, true],
    ['maybe', 'bad_flag', 'bad_flag'],
  ])('%s as a flag and its opposite', (raw, flag, opposite) => {
    const of = (source: string | object) => {
      const fields = { contact_id: 'id', opted_out: source as never };
      const { map } = compiled({ mappings: [{ table: 'contact', fields }] });
      const { rows, problems } = map({ id: 1, x: raw }, NOW);
      return problems[0]?.code ?? rows[0]?.values.opted_out;
    };
    expect([of('x'), of({ from: 'x', as: 'not' })]).toEqual([flag, opposite]);
  });
});

describe('records', () => {
  const deals = streamOf({
    cursor: 'updated',
    deleted: 'archived',
    skip: (record) => (record.test === true ? 'A test record.' : null),
    mappings: [
      { table: 'deal', fields: { deal_id: 'id', amount: 'amount', currency: 'currency' } },
      {
        table: 'stage_transition',
        when: [{ path: 'stage', is: ['*'] }],
        fields: {
          transition_id: 'id',
          entity: { fixed: 'deal' },
          entity_id: 'id',
          to_stage: 'stage',
          at: 'updated',
        },
      },
    ],
    contract: {
      required: ['id'],
      types: { campaign_id: ['string'] },
      allowed: { status: ['open', 'closed'] },
    },
  });
  const { map, tables, mappings } = compileStream(pack, deals, { timeZone: 'UTC' });

  it('become rows of several tables', () => {
    const found = map({ id: 7, amount: 10, stage: 'won', updated: '2026-03-01T00:00:00Z' }, NOW);
    expect(found).toMatchObject({ key: '["7"]', cursor: 1_772_323_200_000, deleted: false });
    expect(found.rows.map((row) => [row.table, row.key, row.mapping])).toEqual([
      ['deal', '["7"]', 0],
      ['stage_transition', '["7"]', 1],
    ]);
    expect(map({ id: 7 }, NOW).rows).toHaveLength(1);
    expect(tables).toEqual(['deal', 'stage_transition']);
    expect(mappings[0]?.fields).toEqual(['deal_id', 'amount', 'currency']);
  });

  it('that break the contract say what, where and what to do', () => {
    const { problems, rows } = map({ id: 7, campaign_id: 42, status: 'gone' }, NOW);
    expect(rows).toEqual([]);
    expect(problems.map((one) => [one.code, one.field, one.message])).toEqual([
      ['type', 'campaign_id', 'campaign_id is a number (42); agreed is string.'],
      ['value', 'status', 'status is “gone”; agreed is open, closed.'],
    ]);
    expect(problems[0]?.hint).toContain('contract');
    expect(map({}, NOW).problems[0]).toMatchObject({ code: 'required', field: 'id' });
  });

  it('with an unknown currency or a clock of 2099 are set aside', () => {
    expect(map({ id: 1, amount: 1, currency: 'XXQ' }, NOW).problems[0]?.code).toBe(
      'unknown_currency',
    );
    expect(map({ id: 1, updated: '2099-01-01T00:00:00Z' }, NOW).problems[0]?.code).toBe(
      'clock_ahead',
    );
    expect(map({ id: 1, updated: 4_070_908_800_000 }, NOW).problems[0]?.code).toBe('clock_ahead');
  });

  it('that are gone give what is gone, tests give no rows', () => {
    expect(map({ id: 1, archived: true }, NOW)).toMatchObject({
      deleted: true,
      rows: [{ table: 'deal', key: '["1"]', deleted: true, values: { deal_id: '1' } }],
    });
    expect(map({ id: 1 }, NOW, true).rows).toMatchObject([{ key: '["1"]', deleted: true }]);
    expect(map({ other: 1 }, NOW, true).rows).toEqual([]);
    expect(map({ id: 1, archived: '2026-01-01' }, NOW).deleted).toBe(true);
    expect(map({ id: 1, archived: 'false' }, NOW).deleted).toBe(false);
    expect(map({ id: 1, test: true }, NOW)).toMatchObject({ skipped: 'A test record.', rows: [] });
  });

  it('are prepared before they are mapped', () => {
    const lines = compiled({
      prepare: (record) =>
        (record.actions as { type: string; value: number }[]).map((action) => ({
          ...record,
          ...action,
        })),
      ...ads({ conversion_action: 'type', ad_conversions: 'value' }),
    });
    const record = {
      date: '2026-03-01',
      actions: [
        { type: 'a', value: 1.5 },
        { type: 'b', value: 2 },
      ],
    };
    const { rows } = lines.map(record, NOW);
    expect(rows.map(({ values }) => values.ad_conversions)).toEqual([1_500_000, 2_000_000]);
  });

  it('take what a workspace says instead of the pack', () => {
    const own = compileStream(pack, deals, {
      timeZone: 'UTC',
      overrides: {
        fields: { deal: { amount: { from: 'cents', as: 'cents' }, currency: null } },
        contract: { types: { campaign_id: ['string', 'number'] } },
      },
    });
    const { rows } = own.map({ id: 7, cents: 1234, campaign_id: 42 }, NOW);
    expect(rows[0]?.values).toEqual({ deal_id: '7', amount: 12_340_000 });
  });

  it('tell campaigns without identifiers apart by their names', () => {
    const { map: keyed } = compiled(ads({ campaign_id: 'id', campaign: 'name' }));
    const key = (record: object) => keyed({ date: '2026-03-01', ...record }, NOW).rows[0]?.key;
    expect(key({ name: 'A' })).not.toBe(key({ name: 'B' }));
    expect(key({ id: 1, name: 'A' })).toBe(key({ id: 1, name: 'B' }));
  });

  it('give the same rows every time', () => {
    const record = fc.dictionary(
      fc.constantFrom('id', 'amount', 'stage', 'updated'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(record, (one) => {
        expect(map(one, NOW)).toEqual(map(JSON.parse(JSON.stringify(one)), NOW));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses a field that the table does not have', () => {
    expect(() => compiled(ads({ colour: 'x' }))).toThrow('no field colour');
  });

  it('fills the channel of the pack where no field says one', () => {
    const stream = streamOf(ads({ ad_cost: 's' }));
    const own = compileStream({ ...packOf('x', []), channel: 'Paid search' }, stream, {
      timeZone: 'UTC',
    });
    const { rows } = own.map({ date: '2026-03-01', s: 1 }, NOW);
    expect(rows[0]?.values.channel).toBe('Paid search');
    expect(own.mappings[0]?.fields).toContain('channel');
  });
});
