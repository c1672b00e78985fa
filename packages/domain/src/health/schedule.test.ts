import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueTimes, nextDue } from './index.ts';

const at = (text: string) => Date.parse(text);
const due = (cron: string, timeZone: string, range: [string, string]) =>
  dueTimes({ cron, timeZone }, { after: at(range[0]), until: at(range[1]) }).map((one) =>
    new Date(one).toISOString().slice(0, 16),
  );

describe('dueTimes', () => {
  it.each([
    [
      '0 6 * * *',
      'Europe/Berlin',
      ['2026-10-24T00:00Z', '2026-10-26T12:00Z'],
      ['2026-10-24T04:00', '2026-10-25T05:00', '2026-10-26T05:00'],
    ],
    ['0 9 * * mon-fri', 'UTC', ['2026-11-20T10:00Z', '2026-11-24T00:00Z'], ['2026-11-23T09:00']],
    [
      '0 0 1 */3 *',
      'UTC',
      ['2026-01-02T00:00Z', '2026-12-31T00:00Z'],
      ['2026-04-01T00:00', '2026-07-01T00:00', '2026-10-01T00:00'],
    ],
    [
      '30 2 * * *',
      'Europe/Berlin',
      ['2026-03-28T12:00Z', '2026-03-30T12:00Z'],
      ['2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      '0 12 13 * 5',
      'UTC',
      ['2026-11-10T00:00Z', '2026-11-21T00:00Z'],
      ['2026-11-13T12:00', '2026-11-20T12:00'],
    ],
    ['0 0 * * 7', 'UTC', ['2026-11-20T00:00Z', '2026-11-24T00:00Z'], ['2026-11-22T00:00']],
    [
      '10,40/10 8-9 22 nov *',
      'UTC',
      ['2026-11-20T00:00Z', '2026-11-24T00:00Z'],
      [
        '2026-11-22T08:10',
        '2026-11-22T08:40',
        '2026-11-22T08:50',
        '2026-11-22T09:10',
        '2026-11-22T09:40',
        '2026-11-22T09:50',
      ],
    ],
  ] as const)('%s in %s', (cron, zone, range, expected) => {
    expect(due(cron, zone, [...range])).toEqual(expected);
  });

  it('knows the 29 February and what never comes', () => {
    const leap = nextDue({ cron: '0 0 29 2 *', timeZone: 'UTC' }, at('2026-11-22'));
    expect(new Date(leap ?? 0).toISOString().slice(0, 10)).toBe('2028-02-29');
    expect(nextDue({ cron: '0 0 31 2 *', timeZone: 'UTC' }, 0)).toBeNull();
  });

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    'a * * * *',
    '*/0 * * * *',
    '5-1 * * * *',
    '1-2-3 * * * *',
    '* * * * 8',
  ])('refuses “%s”', (cron) => {
    expect(() => dueTimes({ cron, timeZone: 'UTC' }, { after: 0, until: 1 })).toThrow('schedule');
  });

  it('two halves of a time give what the whole gives', () => {
    const cron = fc.constantFrom('*/20 */3 * * *', '0 6 * * 1-5', '15 3 1,15 * *', '0 */5 * * *');
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata');
    const hour = fc.integer({ min: 0, max: 48 });
    fc.assert(
      fc.property(
        cron,
        zone,
        fc.integer({ min: 0, max: 360 }),
        hour,
        hour,
        (text, timeZone, day, a, b) => {
          const schedule = { cron: text, timeZone };
          const from = at('2026-01-01') + day * 86_400_000;
          const [middle, until] = [from + a * 3_600_000, from + (a + b) * 3_600_000];
          const whole = dueTimes(schedule, { after: from, until });
          const halves = [
            ...dueTimes(schedule, { after: from, until: middle }),
            ...dueTimes(schedule, { after: middle, until }),
          ];
          expect(halves).toEqual(whole);
          expect(whole).toEqual([...new Set(whole)].sort((x, y) => x - y));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
