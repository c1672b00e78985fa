import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnEvidence,
  decideDecimal,
  decimalOfLocale,
  type NumberHints,
} from './decide-numbers.ts';
import { moneyMark } from './money-mark.ts';
import { CENSORED, NOT_APPLICABLE, parseMicros, TOO_LARGE } from './parse-number.ts';

const POINT = { decimal: '.', power: 0 } as const;
const COMMA = { decimal: ',', power: 0 } as const;

describe('parseMicros', () => {
  it.each([
    ['0', 0],
    ['144.', 144_000_000],
    ['12', 12_000_000],
    ['9,380', 9_380_000_000],
    ['1,234,567.89', 1_234_567_890_000],
    ['12,34,567.5', 1_234_567_500_000],
    ["1'234.50", 1_234_500_000],
    ['1’234.50', 1_234_500_000],
    ['(12.50)', -12_500_000],
    ['-12.50', -12_500_000],
    ['−12.50', -12_500_000],
    ['12.50-', -12_500_000],
    ['US$3.38', 3_380_000],
    ['-$5.00', -5_000_000],
    ['$ (5.00)', Number.NaN],
    ['€ 12', 12_000_000],
    ['12 €', 12_000_000],
    ['CHF 1,000', 1_000_000_000],
    ['kr 5', 5_000_000],
    ['5 kr.', 5_000_000],
    ['0.5%', 5000],
    ['.5', 500_000],
    ['1e3', 1_000_000_000],
    ['1.5E-3', 1500],
    ['-2e-18', 0],
    ['99.99999999999996', 100_000_000],
    ['0.0000005', 1],
    ['-0.0000005', -1],
    ['0.00000049', 0],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
    ['9007199254.740992', TOO_LARGE],
    ['1e999', TOO_LARGE],
    ['\u200e12.5\u200f', 12_500_000],
    ['\u00a012.5 ', 12_500_000],
    ['1,23', Number.NaN],
    ['1.2.3', Number.NaN],
    ['12abc', Number.NaN],
    ['Search 5', Number.NaN],
    ['2026-01-31', Number.NaN],
    ['10 - 20', Number.NaN],
    ['=SUM(A1:A9)', Number.NaN],
    ['0x10', Number.NaN],
    ['Infinity', Number.NaN],
  ])('reads %s with a decimal point', (cell, micros) => {
    expect(parseMicros(cell, POINT)).toBe(micros);
  });

  it.each([
    ['1.234,56', 1_234_560_000],
    ['1 234,56', 1_234_560_000],
    ['1\u00a0234,56', 1_234_560_000],
    ['1\u202f234,56 €', 1_234_560_000],
    ['12,5', 12_500_000],
    ['1.234', 1_234_000_000],
    ['12.5', Number.NaN],
  ])('reads %s with a decimal comma', (cell, micros) => {
    expect(parseMicros(cell, COMMA)).toBe(micros);
  });

  it.each(['', ' ', ' --', '-', '—', '–', 'n/a', 'N/A', '<none>', 'null'])(
    'reads “%s” as not applicable',
    (cell) => {
      expect(parseMicros(cell, POINT)).toBe(NOT_APPLICABLE);
    },
  );

  it.each(['< 10%', '> 90%', '<10', '≥ 5', '<0.1'])('reads “%s” as hidden', (cell) => {
    expect(parseMicros(cell, POINT)).toBe(CENSORED);
  });

  it('counts in millionths where the file does', () => {
    expect(parseMicros('2500000', { decimal: '.', power: -6 })).toBe(2_500_000);
    expect(parseMicros('2500000.6', { decimal: '.', power: -6 })).toBe(2_500_001);
  });

  it('reads every amount that it is given back, and never gives -0', () => {
    const amount = fc.bigInt({ min: -9_007_199_254_740_991n, max: 9_007_199_254_740_991n });
    fc.assert(
      fc.property(amount, (micros) => {
        const size = (micros < 0n ? -micros : micros).toString().padStart(7, '0');
        const cell = `${micros < 0n ? '-' : ''}${size.slice(0, -6)}.${size.slice(-6)}`;
        const read = parseMicros(cell, POINT);
        expect(read).toBe(Number(micros));
        expect(Object.is(read, -0)).toBe(false);
      }),
    );
  });
});

describe('the decimal mark of a column', () => {
  const none = { point: 0, comma: 0, loosePoint: 0, looseComma: 0 };
  const hints: NumberHints = {
    locale: null,
    file: none,
    whole: none,
    language: null,
    delimiter: ',',
  };

  it.each([
    [['1,234', '12,5'], ','],
    [['1.234', '12.5'], '.'],
    [['1,234,567'], '.'],
    [['1.234.567'], ','],
    [['1.234,5'], ','],
    [['0,123'], ','],
    [['1234,567'], ','],
    [['US$1,234.00'], '.'],
    [['121401.0'], '.'],
    [['1e-3', '2'], '.'],
    [['12', '7'], '.'],
  ])('is read off %j', (cells, mark) => {
    expect(decideDecimal(columnEvidence(cells), hints)).toBe(mark);
  });

  it('is never decided cell by cell: 1,234 alone says nothing', () => {
    const loose = columnEvidence(['1,234']);
    expect(decideDecimal(loose, hints)).toBeNull();
    expect(decideDecimal(loose, { ...hints, locale: ',' })).toBe(',');
    expect(decideDecimal(loose, { ...hints, language: '.' })).toBe('.');
    expect(decideDecimal(loose, { ...hints, file: { ...none, point: 3 } })).toBe('.');
    expect(decideDecimal(loose, { ...hints, delimiter: ';' })).toBe(',');
    expect(decideDecimal(loose, { ...hints, language: '.', delimiter: ';' })).toBeNull();
  });

  it('groups thousands in columns of whole numbers, unless the file shows its decimals', () => {
    const commas = columnEvidence(['1,234']);
    const points = columnEvidence(['1.234']);
    expect(decideDecimal(commas, { ...hints, whole: commas })).toBe('.');
    expect(decideDecimal(points, { ...hints, whole: points })).toBe(',');
    expect(decideDecimal(points, { ...hints, whole: points, file: { ...none, point: 2 } })).toBe(
      '.',
    );
  });

  it.each([
    ['en-US', '.'],
    ['en-GB', '.'],
    ['de-DE', ','],
    ['de-CH', '.'],
    ['fr-FR', ','],
    ['es-ES', ','],
    ['es-MX', '.'],
    ['pt-BR', ','],
  ])('of %s is %s', (locale, mark) => {
    expect(decimalOfLocale(locale)).toBe(mark);
  });
});

describe('moneyMark', () => {
  it.each([
    ['US$3.38', 'US$'],
    ['3.38', ''],
    ['-3.38', ''],
    ['(€ 3)', '€'],
    ['3,00 €', '€'],
    ['12 %', ''],
    ['--', ''],
  ])('of %s is “%s”', (cell, mark) => {
    expect(moneyMark(cell)).toBe(mark);
  });
});
