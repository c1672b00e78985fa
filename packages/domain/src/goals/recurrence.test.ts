import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, MopsError, parseDay } from '../shared/index.ts';
import { occurrencesOf } from './occurrences.ts';
import { formatRecurrence, parseRecurrence, type Recurrence } from './recurrence.ts';
import { recurrenceWords } from './recurrence-words.ts';

const dayIn = (text: string) => parseDay(text) as number;

function daysOf(text: string, start: string, until = '2009-12-31'): string[] {
  const range = { from: dayIn(start), to: dayIn(until) };
  return occurrencesOf(parseRecurrence(text), { start: range.from, range }).map(formatDay);
}

/** `1997-09 2 4` is the second and fourth of September 1997. */
const written = (...lines: string[]) =>
  lines.flatMap((line) => {
    const [month, ...days] = line.split(' ');
    return days.map((day) => `${month}-${day.padStart(2, '0')}`);
  });

describe('the examples of RFC 5545, 3.8.5.3', () => {
  it.each<[string, string[], string?, string?]>([
    ['FREQ=DAILY;COUNT=10', written('1997-09 2 3 4 5 6 7 8 9 10 11')],
    ['FREQ=DAILY;INTERVAL=10;COUNT=5', written('1997-09 2 12 22', '1997-10 2 12')],
    ['FREQ=WEEKLY;COUNT=10', written('1997-09 2 9 16 23 30', '1997-10 7 14 21 28', '1997-11 4')],
    [
      'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
      written('1997-09 2 4 9 11 16 18 23 25 30', '1997-10 2'),
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971223;WKST=SU;BYDAY=MO,WE,FR',
      written(
        '1997-09 1 3 5 15 17 19 29',
        '1997-10 1 3 13 15 17 27 29 31',
        '1997-11 10 12 14 24 26 28',
        '1997-12 8 10 12 22',
      ),
      '1997-09-01',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
      written('1997-09 2 4 16 18 30', '1997-10 2 14 16'),
    ],
    [
      'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
      written(
        '1997-09 5',
        '1997-10 3',
        '1997-11 7',
        '1997-12 5',
        '1998-01 2',
        '1998-02 6',
        '1998-03 6',
        '1998-04 3',
        '1998-05 1',
        '1998-06 5',
      ),
      '1997-09-05',
    ],
    [
      'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
      written('1997-09 7 28', '1997-11 2 30', '1998-01 4 25', '1998-03 1 29', '1998-05 3 31'),
      '1997-09-07',
    ],
    [
      'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
      written('1997-09 22', '1997-10 20', '1997-11 17', '1997-12 22', '1998-01 19', '1998-02 16'),
      '1997-09-22',
    ],
    [
      'FREQ=MONTHLY;COUNT=6;BYMONTHDAY=-3',
      written('1997-09 28', '1997-10 29', '1997-11 28', '1997-12 29', '1998-01 29', '1998-02 26'),
      '1997-09-28',
    ],
    [
      'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
      written(
        '1997-09 30',
        '1997-10 1 31',
        '1997-11 1 30',
        '1997-12 1 31',
        '1998-01 1 31',
        '1998-02 1',
      ),
      '1997-09-30',
    ],
    [
      'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
      written('1997-09 10 11 12 13 14 15', '1999-03 10 11 12 13'),
      '1997-09-10',
    ],
    [
      'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
      written('1997-06 10', '1997-07 10', '1998-06 10', '1998-07 10', '1999-06 10').concat(
        written('1999-07 10', '2000-06 10', '2000-07 10', '2001-06 10', '2001-07 10'),
      ),
      '1997-06-10',
    ],
    [
      'FREQ=YEARLY;BYDAY=20MO',
      written('1997-05 19', '1998-05 18', '1999-05 17'),
      '1997-05-19',
      '1999-12-31',
    ],
    [
      'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
      written('1997-03 13 20 27', '1998-03 5 12 19 26', '1999-03 4 11 18 25'),
      '1997-03-13',
      '1999-12-31',
    ],
    [
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      written('1998-02 13', '1998-03 13', '1998-11 13', '1999-08 13', '2000-10 13'),
      '1997-09-02',
      '2000-12-31',
    ],
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      written('1996-11 5', '2000-11 7', '2004-11 2'),
      '1996-11-05',
      '2007-12-31',
    ],
    [
      'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
      written('1997-09 4', '1997-10 7', '1997-11 6'),
      '1997-09-04',
    ],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
      written('1997-09 29', '1997-10 30', '1997-11 27', '1997-12 30', '1998-01 29').concat(
        written('1998-02 26', '1998-03 30'),
      ),
      '1997-09-29',
      '1998-03-31',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      written('1997-08 5 10 19 24'),
      '1997-08-05',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      written('1997-08 5 17 19 31'),
      '1997-08-05',
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
      written('2007-01 15 30', '2007-02 15', '2007-03 15 30'),
      '2007-01-15',
    ],
  ])('%s', (rule, days, start = '1997-09-02', until = '2009-12-31') => {
    expect(daysOf(rule, start, until)).toEqual(days);
  });
});

describe('activities', () => {
  it('13 times in a quarter of 13 weeks, whatever the weekday and the start of the week', () => {
    const range = { from: dayIn('2026-04-06'), to: dayIn('2026-07-05') };
    for (const weekday of ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])
      for (const weekStart of [1, 7])
        expect(
          occurrencesOf(parseRecurrence(`FREQ=WEEKLY;BYDAY=${weekday}`), {
            start: range.from,
            range,
            calendar: { weekStart },
          }),
        ).toHaveLength(13);
  });

  it('a week begins as the calendar says, unless the rule does', () => {
    const days = (rule: string, weekStart: number) =>
      occurrencesOf(parseRecurrence(rule), {
        start: dayIn('1997-08-05'),
        range: { from: dayIn('1997-08-05'), to: dayIn('1997-08-31') },
        calendar: { weekStart },
      }).map((day) => formatDay(day).slice(-2));
    expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU', 7)).toEqual(['05', '17', '19', '31']);
    expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO', 7)).toEqual(['05', '10', '19', '24']);
  });

  it('what a month does not have is left out', () => {
    expect(daysOf('FREQ=MONTHLY', '2026-01-31', '2026-06-30')).toEqual(
      written('2026-01 31', '2026-03 31', '2026-05 31'),
    );
    expect(daysOf('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2000-01-01')).toEqual([]);
    expect(daysOf('FREQ=YEARLY', '2000-02-29', '2008-12-31')).toEqual(
      written('2000-02 29', '2004-02 29', '2008-02 29'),
    );
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=MO', 'Every week on Monday'],
    ['FREQ=DAILY;INTERVAL=3;COUNT=4', 'Every 3 days, 4 times'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,-1', 'Every month on the 1st and the last day'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', 'Every month on the 13th that is Friday'],
    ['FREQ=YEARLY;BYMONTH=3,6,9', 'Every year in March, June and September'],
    ['FREQ=MONTHLY;BYDAY=2TU,-2TU', 'Every month on the 2nd Tuesday and the 2nd to last Tuesday'],
    ['FREQ=WEEKLY;UNTIL=20260131', 'Every week until 2026-01-31'],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=11',
      'Every month on Monday and Tuesday (the 11th of these)',
    ],
  ])('%s is %s', (rule, words) => {
    expect(recurrenceWords(parseRecurrence(rule))).toBe(words);
  });
});

describe('what is no rule', () => {
  it.each([
    ['', 'no frequency'],
    ['weekly', 'no part'],
    ['FREQ=HOURLY', 'no frequency'],
    ['FREQ=constructor', 'no frequency'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'twice'],
    ['FREQ=DAILY;BYHOUR=9', 'BYHOUR'],
    ['FREQ=DAILY;MONTH=9', 'MONTH is not read'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
    ['FREQ=DAILY;INTERVAL=1.5', 'INTERVAL'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20260101', 'exclude'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL'],
    ['FREQ=DAILY;UNTIL=soon', 'UNTIL'],
    ['FREQ=WEEKLY;BYDAY=XX', 'weekday'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'numbers a weekday'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'weekday'],
    ['FREQ=MONTHLY;BYDAY=54MO', 'weekday'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'no days of the month'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY'],
    ['FREQ=YEARLY;BYMONTH=-1', 'BYMONTH'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS'],
    ['FREQ=DAILY;WKST=8', 'weekday'],
    ['FREQ=DAILY=1', 'no part'],
  ])('%s', (text, message) => {
    expect(() => parseRecurrence(text)).toThrow(MopsError);
    expect(() => parseRecurrence(text)).toThrow(message);
  });

  it('no range', () => {
    const rule = parseRecurrence('FREQ=DAILY');
    expect(() => occurrencesOf(rule, { start: 0, range: { from: 2, to: 1 } })).toThrow('planned');
    expect(() => occurrencesOf(rule, { start: 0.5, range: { from: 1, to: 2 } })).toThrow('planned');
    expect(() => occurrencesOf(rule, { start: 0, range: { from: 1, to: 40_000 } })).toThrow(
      'planned',
    );
  });
});

const few = (most: number, negative = false) =>
  fc.uniqueArray(
    fc.integer({ min: negative ? -most : 1, max: most }).filter((one) => one !== 0),
    { maxLength: 3 },
  );

const rules: fc.Arbitrary<Recurrence> = fc
  .record({
    frequency: fc.constantFrom('daily', 'weekly', 'monthly', 'yearly'),
    interval: fc.integer({ min: 1, max: 5 }),
    count: fc.option(fc.integer({ min: 1, max: 20 })),
    until: fc.option(fc.integer({ min: 20_000, max: 20_900 })),
    byDay: fc.uniqueArray(
      fc.record({
        weekday: fc.integer({ min: 1, max: 7 }),
        nth: fc.option(fc.constantFrom(1, 2, -1)),
      }),
      { maxLength: 3, selector: ({ weekday, nth }) => `${nth} ${weekday}` },
    ),
    byMonthDay: few(31, true),
    byMonth: few(12),
    bySetPos: few(3, true),
    weekStart: fc.option(fc.integer({ min: 1, max: 7 })),
  })
  .map((rule): Recurrence => {
    const months = rule.frequency === 'monthly' || rule.frequency === 'yearly';
    const byMonthDay = rule.frequency === 'weekly' ? [] : rule.byMonthDay;
    const byDay = rule.byDay.map((one) => (months ? one : { ...one, nth: null }));
    const others = byMonthDay.length + byDay.length + rule.byMonth.length;
    return {
      ...rule,
      frequency: rule.frequency as Recurrence['frequency'],
      until: rule.count === null ? rule.until : null,
      byDay,
      byMonthDay,
      bySetPos: others > 0 ? rule.bySetPos : [],
    };
  });

describe('any rule', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(parseRecurrence(formatRecurrence(rule))).toEqual(rule);
        expect(recurrenceWords(rule)).toMatch(/^Every /);
      }),
    );
  });

  it('gives the same days for a range and for its pieces, in order, within its bounds', () => {
    const starts = fc.integer({ min: 20_000, max: 20_400 });
    fc.assert(
      fc.property(rules, starts, fc.integer({ min: 0, max: 300 }), (rule, start, cut) => {
        const days = (from: number, to: number) =>
          occurrencesOf(rule, { start, range: { from, to } });
        const whole = days(start - 10, start + 400);
        expect([...days(start - 10, start + cut), ...days(start + cut + 1, start + 400)]).toEqual(
          whole,
        );
        expect([...new Set(whole)].sort((a, b) => a - b)).toEqual(whole);
        expect(whole.every((day) => day >= start && day <= (rule.until ?? day))).toBe(true);
        expect(whole.length).toBeLessThanOrEqual(rule.count ?? 411);
      }),
    );
  });
});
