import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import { answerKpis } from './answer-kpis.ts';
import { KpiQuery } from './schema.ts';
import { type PlainRow, tableOf } from './table.ts';
import { planOf } from './testing.ts';

describe('tableOf', () => {
  it('tells texts from numbers, and what is not known from zero', () => {
    const table = tableOf([
      { day: '2026-01-31', campaign: 'Spring', cost: 0.1, clicks: null },
      { day: parseDay('2026-02-01'), campaign: null, cost: 0, clicks: 3 },
    ]);
    expect([...table.day]).toEqual([parseDay('2026-01-31'), parseDay('2026-02-01')]);
    expect(table.texts.campaign).toEqual({
      codes: new Int32Array([0, 1]),
      values: ['Spring', null],
    });
    expect(table.numbers.cost?.micros).toEqual(new Float64Array([100_000, 0]));
    expect(table.numbers.clicks).toEqual({
      micros: new Float64Array([Number.NaN, 3_000_000]),
      gaps: true,
      most: 3_000_000,
    });
  });

  it.each<[PlainRow, string]>([
    [{ day: '2026-02-30' }, 'Row 1 has no day: "2026-02-30"'],
    [{ campaign: 'a' }, 'Row 1 has no day: null'],
    [{ day: 1, dayTo: 'soon' }, 'Row 1 has no dayTo: "soon"'],
    [{ day: 1, cost: Number.NaN }, 'no number of column “cost”'],
    [{ day: 1, cost: Infinity }, 'no number of column “cost”'],
  ])('refuses %j', (row, message) => {
    expect(() => tableOf([row])).toThrow(message);
  });

  it('keeps each text once, the largest amount without sign, and periods beside days', () => {
    const table = tableOf([
      { day: '2026-01-31', dayTo: '2026-02-03', campaign: 'a', cost: -7 },
      { day: '2026-01-31', campaign: null, cost: 5 },
      { day: '2026-01-31', dayTo: null, campaign: 'a', cost: 0 },
    ]);
    const first = parseDay('2026-01-31') ?? 0;
    expect([...(table.dayTo ?? [])]).toEqual([first + 3, first, first]);
    expect([...table.day]).toEqual([first, first, first]);
    expect(table.texts.campaign).toEqual({
      codes: new Int32Array([0, 1, 0]),
      values: ['a', null],
    });
    expect(table.numbers.cost).toMatchObject({ gaps: false, most: 7_000_000 });
    expect(Object.keys({ ...table.texts, ...table.numbers })).toEqual(['campaign', 'cost']);
    expect(tableOf([{ day: 1, cost: 1 }]).dayTo).toBeNull();
    expect(tableOf([])).toMatchObject({ rows: 0, texts: {}, numbers: {} });
  });

  it.each<[PlainRow[], string, string]>([
    [[{ day: 1.5 }], 'Row 1 has no day: 1.5.', 'A date looks like 2026-01-31.'],
    [[{ day: 1 }, { day: 'x' }], 'Row 2 has no day: "x".', 'A date looks like 2026-01-31.'],
    [
      [
        { day: 1, cost: 1 },
        { day: 1, cost: Number.NaN },
      ],
      'Row 2: null is no number of column “cost”.',
      'A column holds finite numbers, or texts; leave out what is not known.',
    ],
    [
      [{ day: 1, cost: true as never }],
      'Row 1: true is no number of column “cost”.',
      'A column holds finite numbers, or texts; leave out what is not known.',
    ],
  ])('says of %j what is wrong', (rows, message, hint) => {
    expect(() => tableOf(rows)).toThrow(
      expect.objectContaining({ code: 'INVALID', message, hint }),
    );
  });

  it('refuses a column of both', () => {
    const rows = [
      { day: 1, cost: 1 },
      { day: 1, cost: '1' },
    ];
    expect(() => tableOf(rows)).toThrow('Row 1: 1 is no number of column “cost”');
  });
});

describe('answerKpis', () => {
  const query = (more: object = {}) =>
    KpiQuery.parse({ kpis: ['spend'], from: '2026-01-01', to: '2026-01-31', ...more });
  const ask = (rows: PlainRow[], more: object = {}, rest: object = {}, today?: number) => {
    const progress = today ? { progress: { today, dataUntil: today - 1 } } : {};
    return answerKpis({ plan: planOf(query(more), progress), tables: tableOf(rows), ...rest });
  };
  const january = { day: '2026-01-05', ad_cost: 10 };

  it('keeps amounts as they are where no currency is told', () => {
    expect(ask([january])).toMatchObject({
      currency: '',
      rows: [{ values: { spend: 10 } }],
      notes: [],
    });
  });

  it('converts, and refuses amounts without a rate', () => {
    const rows = [
      { ...january, currency: 'USD' },
      { ...january, currency: 'EUR' },
    ];
    const rates = [{ from: 'USD', to: 'EUR', day: parseDay('2026-01-05') ?? 0, rate: 0.5 }];
    expect(ask(rows, {}, { currency: 'EUR', rates }).rows[0]?.values).toEqual({ spend: 15 });
    expect(() => ask(rows)).toThrow('cannot be added');
    expect(ask([{ ...january, currency: 'USD' }]).currency).toBe('USD');
  });

  it('takes amounts without a currency for those of the only one', () => {
    const usd = { ...january, currency: 'USD' };
    for (const currency of [null, '']) {
      const found = ask([usd, { ...january, currency }]);
      expect([found.currency, found.rows[0]?.values]).toEqual(['USD', { spend: 20 }]);
    }
    expect(() =>
      ask([usd, { ...january, currency: null }, { ...january, currency: 'EUR' }]),
    ).toThrow('cannot be added');
    const orders = tableOf([{ day: '2026-01-06', order_revenue: 5, currency: 'SEK' }]);
    const tables = { ad_delivery: tableOf([january]), order: orders };
    const apart = answerKpis({ plan: planOf(query()), tables });
    expect([apart.currency, apart.rows[0]?.values]).toEqual(['SEK', { spend: 10 }]);
    expect(
      answerKpis({ plan: planOf(query()), tables: { order: orders } }).rows[0]?.values,
    ).toEqual({
      spend: 0,
    });
  });

  it('reads each dataset from its own table', () => {
    const tables = {
      ad_delivery: tableOf([january]),
      web_session: tableOf([{ day: '2026-01-06', sessions: 5 }]),
    };
    const asked = query({ kpis: ['spend', 'sessions'] });
    const { rows } = answerKpis({ plan: planOf(asked), tables });
    expect(rows[0]?.values).toEqual({ spend: 10, sessions: 5 });
  });

  it('compares a month that is not over with the same elapsed part', () => {
    const rows = [
      { day: '2025-12-10', ad_cost: 4 },
      { day: '2025-12-20', ad_cost: 40 },
      { day: '2026-01-15', ad_cost: 10 },
    ];
    const today = parseDay('2026-01-16') ?? 0;
    const { rows: found } = ask(rows, { compare: 'previous' }, {}, today);
    expect(found[0]).toMatchObject({ values: { spend: 10 }, previous: { spend: 4 } });
    expect(ask(rows, { compare: 'previous' }).rows[0]?.previous).toEqual({ spend: 44 });
  });
});
