import { describe, expect, it } from 'vitest';
import type { Rate } from '../money/rates.ts';
import { parseDay } from '../shared/day.ts';
import { chooseCurrency } from './choose-currency.ts';
import type { MeasureQuery, MeasureRow } from './schema.ts';
import { measures } from './testing.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const FIRST = day('2026-05-01');

const query: MeasureQuery = {
  dataset: 'ad_delivery',
  measures: measures('ad_cost', 'ad_clicks'),
  by: [],
  filters: [],
  buckets: [],
  resolution: 'day',
};

function cost(currency: string, on: number | null, units: bigint | null): MeasureRow {
  const values = [units === null ? null : units * 1_000_000n, 5_000_000n];
  return { bucket: 0, day: on, currency, group: [], values, counts: [1, 1] };
}

function choose(rows: MeasureRow[], rates: Rate[] = [], by: MeasureQuery['by'] = []) {
  return chooseCurrency([{ query: { ...query, by }, rows }], { currency: 'EUR', rates });
}

const SEK: Rate[] = [{ from: 'SEK', to: 'EUR', day: FIRST, rate: 0.095 }];

describe('chooseCurrency', () => {
  it('converts at the rate of the day where every amount has one', () => {
    const rows = [cost('EUR', FIRST, 10n), cost('SEK', FIRST + 2, 1000n)];
    const { currency, convert, notes } = choose(rows, SEK);
    expect([currency, notes]).toEqual(['EUR', []]);
    expect(rows.map((row) => convert(row, row.values[0] ?? 0n))).toEqual([
      10_000_000n,
      95_000_000n,
    ]);
  });

  it('converts amounts that a quantile lists one by one', () => {
    const row = { ...cost('SEK', FIRST, null), states: [[1_000_000_000], null] };
    expect(choose([row], SEK)).toMatchObject({ currency: 'EUR', converted: true });
    expect(choose([row])).toMatchObject({ currency: 'SEK', converted: false });
  });

  it('refuses several currencies without rates, and names every pair and day', () => {
    const rows = [
      cost('EUR', FIRST, 1n),
      cost('USD', FIRST, 1n),
      cost('USD', FIRST + 1, 1n),
      cost('USD', FIRST + 5, 1n),
      cost('SEK', FIRST + 30, 1n),
      cost('SEK', FIRST, 1n),
    ];
    expect(() => choose(rows, SEK)).toThrow(
      expect.objectContaining({
        code: 'PRECONDITION',
        message:
          'Amounts in EUR, SEK, USD cannot be added: no exchange rate SEK → EUR on 2026-05-31; USD → EUR on 2026-05-01 to 2026-05-02, 2026-05-06.',
        hint: 'Load the rates (columns day, from, to, rate), or split the answer by currency.',
        detail: {
          missing: [
            { from: 'SEK', to: 'EUR', days: ['2026-05-31'] },
            { from: 'USD', to: 'EUR', days: ['2026-05-01', '2026-05-02', '2026-05-06'] },
          ],
        },
      }),
    );
  });

  it('stays in the one currency there is when it has no rate, and says so', () => {
    const { currency, convert, notes } = choose([cost('SEK', FIRST, 7n)]);
    expect([currency, notes.map((note) => note.code)]).toEqual(['SEK', ['not_converted']]);
    expect(convert(cost('SEK', FIRST, 7n), 7_000_000n)).toBe(7_000_000n);
  });

  it('stays in the one currency when only some days have a rate', () => {
    const rows = [cost('SEK', FIRST, 7n), cost('SEK', FIRST + 60, 7n)];
    expect(choose(rows, SEK).currency).toBe('SEK');
  });

  it('needs no rate for amounts of 0, for rows without amounts, nor when split by currency', () => {
    const rows = [cost('EUR', FIRST, 1n), cost('USD', FIRST, 0n), cost('', FIRST, null)];
    expect(choose(rows)).toMatchObject({ currency: 'EUR', notes: [] });
    const split = choose([cost('EUR', FIRST, 1n), cost('USD', FIRST, 2n)], [], ['currency']);
    expect(split.convert(cost('USD', FIRST, 2n), 2n)).toBe(2n);
    expect(choose([cost('USD', FIRST, 2n)], SEK, ['currency']).currency).toBe('USD');
    expect(choose([]).currency).toBe('EUR');
  });

  it('says which rows have no currency, and which had no day', () => {
    expect(() => choose([cost('', null, 1n), cost('EUR', null, 1n)])).toThrow(
      'Amounts in no currency, EUR cannot be added: no exchange rate no currency → EUR.',
    );
  });
});
