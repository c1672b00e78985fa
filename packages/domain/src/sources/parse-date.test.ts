import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../shared/day.ts';
import { type DateHints, dateOrderOfLocale, decideDates } from './decide-dates.ts';
import { findCountFrom, findPeriod } from './find-period.ts';
import { type DateFormat, monthOf, parseDate } from './parse-date.ts';

const FORMAT: DateFormat = {
  order: 'dmy',
  grain: 'day',
  serial: false,
  countFrom: null,
  timeZone: 'Europe/Berlin',
};
const day = (text: string) => parseDay(text) ?? Number.NaN;

function read(cell: string, format: Partial<DateFormat> = {}): string | null {
  const span = parseDate(cell, { ...FORMAT, ...format });
  if (!span) return null;
  return span.from === span.to
    ? formatDay(span.from)
    : `${formatDay(span.from)}..${formatDay(span.to)}`;
}

describe('parseDate', () => {
  it.each([
    ['2026-02-05', '2026-02-05'],
    ['2026-2-5', '2026-02-05'],
    ['20231010', '2023-10-10'],
    ['2023101023', '2023-10-10'],
    ['2026/02/05', '2026-02-05'],
    ['Thu, 5 Feb 2026', '2026-02-05'],
    ['mar. 4 août 2026', '2026-08-04'],
    ['mar. 3 mars 2026', '2026-03-03'],
    ['mar, 4 ago 2026', '2026-08-04'],
    ['Feb 5, 2026', '2026-02-05'],
    ['5. Feb. 2026', '2026-02-05'],
    ['5. Februar 2026', '2026-02-05'],
    ['5 févr. 2026', '2026-02-05'],
    ['5 de febrero de 2026', '2026-02-05'],
    ['5 mrt 2026', '2026-03-05'],
    ['5 maj 2026', '2026-05-05'],
    ['5 lipca 2026', '2026-07-05'],
    ['1 января 2026', '2026-01-01'],
    ['5-Feb-26', '2026-02-05'],
    ['2026年2月5日', '2026-02-05'],
    ['05/02/2026', '2026-02-05'],
    ['5.2.2026', '2026-02-05'],
    ['05/02/26', '2026-02-05'],
    ['2025-04-06 11:00:00', '2025-04-06'],
    ['Apr 06, 2025 11:00 am', '2025-04-06'],
    ['2/5/2026 9:00:00 AM', '2026-05-02'],
    ['2026-09', '2026-09-01..2026-09-30'],
    ['202309', '2023-09-01..2023-09-30'],
    ['Sep 2026', '2026-09-01..2026-09-30'],
    ['Q3 2026', '2026-07-01..2026-09-30'],
    ['2026-W01', '2025-12-29..2026-01-04'],
    ['2024-03-01 - 2024-03-11', '2024-03-01..2024-03-11'],
    ['July 8, 2025 - July 31, 2025', '2025-07-08..2025-07-31'],
    ['27 January 2026 – 23 February 2026', '2026-01-27..2026-02-23'],
    ['1 Sep - 7 Sep 2026', '2026-09-01..2026-09-07'],
    ['1. Sept. 2026 – 3. Sept. 2026', '2026-09-01..2026-09-03'],
    ['20231009-20231015', '2023-10-09..2023-10-15'],
    ['All time', null],
    ['2026-02-30', null],
    ['31/02/2026', null],
    ['12', null],
    ['1.5', null],
    ['Total', null],
    ['May campaign 5 2026 extra words', null],
    ['', null],
  ])('reads %s', (cell, expected) => {
    expect(read(cell)).toBe(expected);
  });

  it('reads month first where the column is written so', () => {
    expect(read('02/05/2026', { order: 'mdy' })).toBe('2026-02-05');
    expect(read('9/1/2026 - 9/24/2026', { order: 'mdy' })).toBe('2026-09-01..2026-09-24');
    // With dots the day always comes first.
    expect(read('02.05.2026', { order: 'mdy' })).toBe('2026-05-02');
  });

  it('takes instants with a zone to the day of the workspace', () => {
    expect(read('2026-01-01T23:30:00Z')).toBe('2026-01-02');
    expect(read('2026-01-01 23:30:00+00:00')).toBe('2026-01-02');
    expect(read('2026-01-01T23:30:00Z', { timeZone: 'America/New_York' })).toBe('2026-01-01');
    expect(read('2026-01-01T23:30:00')).toBe('2026-01-01');
    expect(read('1767310200000')).toBe('2026-01-02');
  });

  it('counts from the start date and grows weeks and months', () => {
    const countFrom = day('2023-10-09');
    expect(read('0000', { countFrom })).toBe('2023-10-09');
    expect(read('12', { countFrom })).toBe('2023-10-21');
    expect(read('2026-09-07', { grain: 'week' })).toBe('2026-09-07..2026-09-13');
    expect(read('2026-09-01', { grain: 'month' })).toBe('2026-09-01..2026-09-30');
    expect(read('2026', { grain: 'year' })).toBe('2026-01-01..2026-12-31');
    expect(read('2026-07-01', { grain: 'quarter' })).toBe('2026-07-01..2026-09-30');
  });

  it('reads the serial numbers of spreadsheets', () => {
    expect(read('46058', { serial: true })).toBe('2026-02-05');
    expect(read('46058.75', { serial: true })).toBe('2026-02-05');
    expect(read('46058')).toBeNull();
  });
});

describe('monthOf', () => {
  it.each([
    ['mars', 3],
    ['mar', 3],
    ['März', 3],
    ['août', 8],
    ['ene', 1],
    ['dez', 12],
    ['okt', 10],
    ['juin', 6],
    ['juil', 7],
    ['мая', 5],
    ['brand', 0],
  ])('%s is %i', (word, number) => {
    expect(monthOf(word)).toBe(number);
  });
});

describe('decideDates', () => {
  const hints: DateHints = { order: null, period: null, language: null, today: null };

  it.each([
    [['01/13/2026', '01/02/2026'], 'mdy'],
    [['13/01/2026', '01/02/2026'], 'dmy'],
  ])('is decided by a number above 12: %j', (cells, order) => {
    expect(decideDates(cells, hints)).toMatchObject({ order, sure: true, mixed: false });
  });

  it('is decided by the period of the report, then platform, language and the future', () => {
    const cells = ['09/01/2026', '09/02/2026'];
    const period = { from: day('2026-09-01'), to: day('2026-09-02') };
    expect(decideDates(cells, { ...hints, period, order: 'dmy' }).order).toBe('mdy');
    expect(decideDates(cells, { ...hints, order: 'dmy' })).toMatchObject({
      order: 'dmy',
      sure: true,
    });
    expect(decideDates(cells, { ...hints, language: 'dmy' }).order).toBe('dmy');
    expect(decideDates(cells, { ...hints, today: day('2026-03-01') })).toMatchObject({
      order: 'dmy',
      sure: true,
    });
  });

  it('is not guessed', () => {
    expect(decideDates(['01/02/2026'], hints).sure).toBe(false);
    expect(decideDates(['02/02/2026'], hints).sure).toBe(true);
    expect(decideDates(['13/01/2026', '01/13/2026'], hints).mixed).toBe(true);
  });

  it('knows serial numbers', () => {
    expect(decideDates(['46058', '46059.5'], hints).serial).toBe(true);
    expect(decideDates(['20260101'], hints).serial).toBe(false);
  });

  it.each([
    ['en-US', 'mdy'],
    ['en-GB', 'dmy'],
    ['de-DE', 'dmy'],
    ['en', null],
  ])('of the locale %s is %s', (locale, order) => {
    expect(dateOrderOfLocale(locale)).toBe(order);
  });
});

describe('findPeriod', () => {
  const found = (...text: string[]) => {
    const period = findPeriod(text, null);
    return period && `${formatDay(period.from)}..${formatDay(period.to)}`;
  };

  it.each([
    [['Campaign report', 'July 8, 2025 - July 31, 2025'], '2025-07-08..2025-07-31'],
    [['Campaign report', '27 January 2026 - 23 February 2026'], '2026-01-27..2026-02-23'],
    [['Campaign report (1 Sep 2026 - 7 Sep 2026)'], '2026-09-01..2026-09-07'],
    [['# Start date: 20231009', '# End date: 20231011'], '2023-10-09..2023-10-11'],
    [['Report Start: 09/01/2026, Report End: 09/02/2026'], '2026-09-01..2026-09-02'],
    [['Report period: 9/1/2026 - 9/24/2026'], '2026-09-01..2026-09-24'],
    [['Report Time: 2/28/2016'], '2016-02-28..2016-02-28'],
    [['Campaign report', 'All time'], null],
    [['Account: Lyzr (123456)'], null],
  ])('of %j', (text, expected) => {
    expect(found(...text)).toBe(expected);
  });

  it('counts from the start date', () => {
    expect(findCountFrom(['# All Users', '# Start date: 20231009'])).toBe(day('2023-10-09'));
  });
});
