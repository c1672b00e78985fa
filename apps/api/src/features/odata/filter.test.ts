import { MopsError } from '@openmops/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, quoted } from './entity-set.ts';
import { evalExpression } from './eval-expression.ts';
import type { Row } from './expression.ts';
import { parseFilter } from './parse-expression.ts';
import { conditionsOf, daysOf, valuesOf } from './restrict.ts';

const FIELDS = fieldsOf([
  ['name', 'String', ''],
  ['n', 'Double', ''],
  ['day', 'Date', ''],
  ['at', 'DateTimeOffset', ''],
  ['ok', 'Boolean', ''],
]);
const ROW: Row = {
  name: "O'Neil",
  n: 2.5,
  day: '2026-02-28',
  at: Date.UTC(2026, 1, 28, 12),
  ok: true,
};
const answer = (text: string, row = ROW) => evalExpression(parseFilter(text, FIELDS), row);

describe('what a filter says of a row', () => {
  it.each([
    ["name eq 'O''Neil'", true],
    ['n gt 2 and n lt 3', true],
    ['n eq 2.5e0', true],
    ['n ge -1', true],
    ['ok', true],
    ['not ok', false],
    ['not (n gt 2) or ok eq true', true],
    ['true or false and false', true],
    ['(true or false) and false', false],
    ['day eq 2026-02-28', true],
    ['2026-03-01 gt day', true],
    ['at gt 2026-02-28T13:59:59+02:00', true],
    ['at gt 2026-02-28T13:59:59 02:00', true],
    ['at lt 2026-02-28T12:00:00.001Z', true],
    ['day lt 2026-02-28T00:00:01Z', true],
    ['date(at) eq day', true],
    ['year(at) eq 2026 and month(day) eq 2 and day(day) eq 28', true],
    ["substring(name,2) eq 'Neil'", true],
    ["substring(name,0,1) eq 'O'", true],
    ["indexof(name,'Neil') eq 2 and length(name) eq 6", true],
    ["concat(tolower(name),'!') eq 'o''neil!'", true],
    ["contains(name,'x')", false],
    ["name in ('a','O''Neil')", true],
    ['n in (1,2)', false],
    ['round(n) eq 3 and floor(n) eq 2 and ceiling(n) eq 3', true],
  ])('%s', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });

  it.each([
    ['name eq null', true],
    ['name ne null', false],
    ["name ne 'a'", true],
    ['n gt 1', false],
    ['n le 1', false],
    ["contains(name,'a')", null],
    ["not contains(name,'a')", null],
    ["contains(name,'a') or true", true],
    ["contains(name,'a') and false", false],
    ["contains(name,'a') or false", null],
    ["name in ('a',null)", true],
    ['null eq null', true],
  ])('of an empty row: %s', (text, expected) => {
    expect(answer(text, {})).toBe(expected);
  });

  it('refuses everything else in words, whatever is sent', () => {
    const word = fc.constantFrom(
      ...[
        'name',
        'n',
        'day',
        'eq',
        'and',
        'or',
        'not',
        'in',
        '(',
        ')',
        ',',
        "'a'",
        '1',
        'null',
        '2026-01-01',
        'year',
        ' ',
      ],
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 12 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          evalExpression(parseFilter(text, FIELDS), ROW);
        } catch (error) {
          expect(error).toBeInstanceOf(MopsError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

const day = fc
  .integer({ min: 20_400, max: 20_600 })
  .map((at) => new Date(at * 864e5).toISOString().slice(0, 10));
const name = fc.constantFrom('a', "b'c", 'd e', '');
const atom = fc.oneof(
  fc
    .tuple(fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'), day)
    .map(([op, on]) => `day ${op} ${on}`),
  fc
    .tuple(fc.constantFrom('gt', 'ge', 'lt', 'le', 'eq'), day, fc.integer({ min: 0, max: 23 }))
    .map(([op, on, hour]) => `day ${op} ${on}T${String(hour).padStart(2, '0')}:00:00Z`),
  fc
    .tuple(fc.constantFrom('eq', 'gt', 'le', 'lt', 'ge'), fc.integer({ min: 2024, max: 2027 }))
    .map(([op, year]) => `year(day) ${op} ${year}`),
  fc.array(day, { minLength: 1, maxLength: 3 }).map((days) => `day in (${days.join(',')})`),
  name.map((text) => `name eq ${quoted(text)}`),
  fc
    .array(name, { minLength: 1, maxLength: 3 })
    .map((all) => `name in (${all.map(quoted).join(',')})`),
);
const filters = fc
  .array(fc.tuple(atom, fc.constantFrom('and', 'or')), { minLength: 1, maxLength: 5 })
  .map((all) => all.map(([text, join], at) => (at === 0 ? text : `${join} ${text}`)).join(' '));

describe('what is read for a filter', () => {
  it('leaves out nothing that passes', () => {
    fc.assert(
      fc.property(filters, day, name, (text, on, called) => {
        const filter = parseFilter(text, FIELDS);
        if (evalExpression(filter, { day: on, name: called }) !== true) return;
        const conditions = conditionsOf(filter);
        const { from, to } = daysOf(conditions, 'day');
        const at = Date.parse(on) / 864e5;
        expect(from === null || from <= at).toBe(true);
        expect(to === null || to >= at).toBe(true);
        expect(valuesOf(conditions, 'name')?.includes(called) ?? true).toBe(true);
        expect(valuesOf(conditions, 'day')?.includes(on) ?? true).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('reads the days of a range and no others', () => {
    const days = (text: string) => daysOf(conditionsOf(parseFilter(text, FIELDS)), 'day');
    const span = { from: Date.UTC(2026, 0, 1) / 864e5, to: Date.UTC(2026, 0, 31) / 864e5 };
    expect(days('day ge 2026-01-01 and day lt 2026-02-01')).toEqual(span);
    expect(days('day ge 2026-01-01T00:00:00Z and day lt 2026-02-01T00:00:00Z')).toEqual(span);
    expect(days('(day gt 2025-12-31 and day le 2026-01-31) and ok')).toEqual(span);
    expect(days('day ge 2026-01-01 or ok')).toEqual({ from: null, to: null });
  });
});
