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
    const { currency, convert, converted, notes } = choose([cost('SEK', FIRST, 7n)]);
    expect([currency, converted]).toEqual(['SEK', false]);
    expect(notes).toEqual([
      {
        code: 'not_converted',
        message: 'Amounts are in SEK: exchange rates SEK → EUR are not complete.',
        hint: 'Load rates to see them in EUR.',
        kpi: null,
      },
    ]);
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

  it('converts each amount at the rate of its own currency and day', () => {
    const rates: Rate[] = [
      ...SEK,
      { from: 'SEK', to: 'EUR', day: FIRST + 1, rate: 0.1 },
      { from: 'USD', to: 'EUR', day: FIRST, rate: 0.9 },
    ];
    const rows = [
      cost('SEK', FIRST, 100n),
      cost('SEK', FIRST + 1, 100n),
      cost('USD', FIRST, 100n),
      cost('SEK', FIRST, 200n),
      cost('EUR', FIRST, 100n),
    ];
    const { convert, converted } = choose(rows, rates);
    const euros = rows.map((row) => Number(convert(row, row.values[0] ?? 0n)) / 1e6);
    expect([euros, converted]).toEqual([[9.5, 10, 90, 19, 100], true]);
    // Nothing is nothing in any currency, known or not.
    expect(convert(cost('JPY', FIRST, 0n), 0n)).toBe(0n);
  });

  it('takes a quantile over nothing but zeros as no amount', () => {
    const zeros = { ...cost('USD', FIRST, null), states: [[0, 0], null] };
    expect(choose([cost('EUR', FIRST, 1n), zeros])).toMatchObject({ currency: 'EUR', notes: [] });
    const some = { ...cost('USD', FIRST, null), states: [[0, 5], null] };
    expect(() => choose([cost('EUR', FIRST, 1n), some])).toThrow('EUR, USD');
  });

  it('lists a dozen runs of days without rates, and counts the others', () => {
    const every = (count: number) =>
      Array.from({ length: count }, (_, i) => cost('USD', FIRST + 2 * i, 1n));
    const refusal = (count: number) => {
      try {
        choose([cost('EUR', FIRST, 1n), ...every(count).reverse()]);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(refusal(12)).toMatch(/2026-05-01, 2026-05-03, .*, 2026-05-23\.$/);
    expect(refusal(14)).toMatch(/2026-05-01, 2026-05-03, .*, 2026-05-23 and 2 more\.$/);
  });

  it('names only the currencies that lack a rate', () => {
    const rows = [cost('USD', FIRST, 1n), cost('SEK', FIRST, 1n), cost('EUR', null, 1n)];
    expect(() => choose(rows, SEK)).toThrow(
      'Amounts in EUR, SEK, USD cannot be added: no exchange rate USD → EUR on 2026-05-01.',
    );
    // Without its day an amount has no rate.
    expect(choose([cost('SEK', null, 1n)], SEK).currency).toBe('SEK');
  });

  it('says which rows have no currency, and which had no day', () => {
    expect(() => choose([cost('', null, 1n), cost('EUR', null, 1n)])).toThrow(
      'Amounts in no currency, EUR cannot be added: no exchange rate no currency → EUR.',
    );
  });
});
