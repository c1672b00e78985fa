import { describe, expect, it } from 'vitest';
import { isCurrency } from '../money/currencies.ts';
import { currenciesOf, headerCurrency } from './currencies.ts';
import { importText, lines, refusalOf } from './test-import.ts';

describe('currencies', () => {
  const file = (...rows: string[]) => lines('Day,Campaign,Campaign type,Impr.,Cost', ...rows);

  it('reads several currencies of one file', () => {
    const { facts, result } = importText(
      file('2026-01-01,A,Search,1,US$3.00', '2026-01-01,B,Search,1,€2.00'),
    );
    expect(facts.map((fact) => fact.currency)).toEqual(['USD', 'EUR']);
    expect(result.currency).toBeNull();
    // Never added: 5 would be the sum of dollars and euros.
    expect(result.totals).toEqual({ impressions: 2 });
    expect(result.totalsByCurrency).toEqual({ USD: { spend: 3 }, EUR: { spend: 2 } });
    expect(result.issues.map((issue) => issue.code)).toEqual(['several_currencies']);
  });

  it('takes the option for $, else the workspace’s if it is a dollar, else US dollars with a warning', () => {
    const dollars = file('2026-01-01,A,Search,1,$3.00');
    expect(importText(dollars, { options: { currency: 'CAD' } }).result.currency).toBe('CAD');
    expect(importText(dollars, { currency: 'AUD' }).result).toMatchObject({
      currency: 'AUD',
      issueCounts: { currency_assumed: 1 },
    });
    expect(importText(dollars, { currency: 'EUR' }).result).toMatchObject({
      currency: 'USD',
      issueCounts: { currency_assumed: 1 },
    });
  });

  it('does not guess which crown', () => {
    const crowns = file('2026-01-01,A,Search,1,kr 3');
    expect(refusalOf(() => importText(crowns))).toMatchObject({
      code: 'currency_missing',
      hint: 'Name it: --currency SEK.',
    });
    expect(importText(crowns, { currency: 'NOK' }).result.currency).toBe('NOK');
  });

  it('asks when nothing says it, and refuses one that does not exist', () => {
    const plain = file('2026-01-01,A,Search,1,3');
    expect(refusalOf(() => importText(plain, { currency: null }))).toMatchObject({
      code: 'currency_missing',
      hint: 'Name it: --currency EUR.',
    });
    expect(refusalOf(() => importText(plain, { options: { currency: 'EURO' } })).code).toBe(
      'unknown_currency',
    );
  });

  it('believes the file rather than the option', () => {
    const { result } = importText(lines('Day,Campaign name,Amount spent (USD)', '2026-01-01,A,3'), {
      options: { currency: 'EUR' },
    });
    expect(result).toMatchObject({ currency: 'USD', issueCounts: { currency_differs: 1 } });
  });

  it.each([
    ['€', ['EUR']],
    ['US$', ['USD']],
    ['usd', ['USD']],
    ['zł', ['PLN']],
    ['XXX', []],
    ['constructor', []],
  ])('knows what %s can be', (mark, codes) => {
    expect(currenciesOf(mark)).toEqual(codes);
  });

  it('reads the currency of a header', () => {
    expect(headerCurrency('Amount spent (EUR)')).toBe('EUR');
    expect(headerCurrency('CPM (cost per 1,000 impressions) (EGP)')).toBe('EGP');
    expect(headerCurrency('Clicks (All)')).toBeNull();
    expect(headerCurrency('CLICKS (ALL)')).toBeNull();
    expect(headerCurrency('Impr. (Top) %')).toBeNull();
    expect(isCurrency('EUR')).toBe(true);
  });
});
