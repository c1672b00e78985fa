import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay } from '../shared/day.ts';
import { importText } from './test-import.ts';

type Locale = {
  decimal: '.' | ',';
  group: string;
  language: 'en' | 'de' | 'fr';
  date: (day: number) => string;
};

const HEADERS = {
  en: ['Day', 'Campaign', 'Currency code', 'Cost', 'Impr.', 'Clicks', 'Campaign status'],
  de: ['Tag', 'Kampagne', 'Währungscode', 'Kosten', 'Impr.', 'Klicks', 'Kampagnenstatus'],
  fr: ['Jour', 'Campagne', 'Code de devise', 'Coût', 'Impr.', 'Clics', 'État de la campagne'],
};

const iso = (day: number) => formatDay(day);
const parts = (day: number) => iso(day).split('-');
const locales: Locale[] = [
  { decimal: '.', group: ',', language: 'en', date: iso },
  { decimal: '.', group: '', language: 'en', date: (day) => parts(day).join('') },
  { decimal: '.', group: "'", language: 'de', date: (day) => parts(day).reverse().join('.') },
  { decimal: ',', group: '.', language: 'de', date: (day) => parts(day).reverse().join('.') },
  { decimal: ',', group: '\u202f', language: 'fr', date: (day) => parts(day).reverse().join('/') },
  { decimal: ',', group: '\u00a0', language: 'fr', date: iso },
];

function grouped(digits: string, group: string): string {
  return group === '' ? digits : digits.replace(/\B(?=(\d{3})+$)/g, group);
}

function cents(value: number, { decimal, group }: Locale): string {
  return `${grouped(String(Math.floor(value / 100)), group)}${decimal}${String(value % 100).padStart(2, '0')}`;
}

const quoted = (cell: string, delimiter: string) =>
  cell.includes(delimiter) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const name = fc.oneof(
  fc.constantFrom(
    'Brand',
    'Total Wellness',
    'a, b',
    'x; y',
    'say "hi"',
    '#1 deal',
    '100 days',
    'Überblick',
    'naïve 🌅',
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }).map((text) => `c ${text}`),
);
const row = fc.record({
  day: fc.integer({ min: 20_454, max: 20_777 }),
  campaign: name,
  cost: fc.nat(50_000_000),
  impressions: fc.nat(90_000_000),
  clicks: fc.option(fc.nat(100_000), { nil: null }),
});
const layout = fc.record({
  locale: fc.constantFrom(...locales),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  preamble: fc.constantFrom([], ['Campaign report'], ['sep='], ['# comment', '', 'Report: all']),
  total: fc.constantFrom('none', 'bottom', 'top', 'nested'),
  newline: fc.constantFrom('\n', '\r\n'),
  blankEvery: fc.constantFrom(0, 3),
});

describe('any table', () => {
  it('gives exact sums and counts for every locale, delimiter, preamble and place of the totals', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), layout, (rows, how) => {
        const { locale, delimiter } = how;
        const cost = rows.reduce((sum, one) => sum + one.cost, 0);
        const impressions = rows.reduce((sum, one) => sum + one.impressions, 0);
        const clicks = rows.reduce((sum, one) => sum + (one.clicks ?? 0), 0);
        const line = (cells: string[]) =>
          cells.map((cell) => quoted(cell, delimiter)).join(delimiter);
        const total = (label: string, at: number) => {
          const cells = [
            '',
            ' --',
            'EUR',
            cents(cost, locale),
            grouped(String(impressions), locale.group),
            grouped(String(clicks), locale.group),
            '',
          ];
          cells[at] = label;
          return line(cells);
        };
        const out: string[] = how.preamble.map((text) =>
          text === 'sep=' ? `sep=${delimiter}` : text,
        );
        out.push(line(HEADERS[locale.language]));
        let ignored = 0;
        if (how.total === 'top') ignored += out.push(total('Total', 0)) && 1;
        rows.forEach((one, at) => {
          const clicked = one.clicks === null ? ' --' : grouped(String(one.clicks), locale.group);
          out.push(
            line([
              locale.date(one.day),
              one.campaign,
              'EUR',
              cents(one.cost, locale),
              grouped(String(one.impressions), locale.group),
              clicked,
              'x',
            ]),
          );
          if (how.blankEvery > 0 && at % how.blankEvery === 2) {
            out.push('');
            ignored++;
          }
        });
        if (how.total === 'bottom') ignored += out.push(total('Total', 1)) && 1;
        if (how.total === 'nested') {
          out.push(
            total('Total: Campaigns', 0),
            total('Total: Search', 1),
            total('Total: Account', 6),
          );
          ignored += 3;
        }
        const { result, facts } = importText(out.join(how.newline) + how.newline);
        const read = rows.length + ignored;
        expect(result.rows).toEqual({ read, accepted: rows.length, rejected: 0, ignored });
        expect(Object.values(result.ignoredReasons).reduce((sum, count) => sum + count, 0)).toBe(
          ignored,
        );
        expect(result.totals.spend).toBe(cost / 100);
        expect(result.totals.impressions).toBe(impressions);
        expect(result.totals.clicks ?? 0).toBe(clicks);
        expect(facts.map((fact) => fact.day)).toEqual(rows.map((one) => one.day));
        if (how.total !== 'none')
          expect(result.reconciled.every((one) => one.difference === 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
