import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findTarget, Scope, scopeFrom, scopeKey, Target, valuesOf } from './index.ts';

const value = fc.option(fc.string({ minLength: 1, maxLength: 3 }), { nil: null });
const scopes = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 3 }),
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 4 })),
  { maxKeys: 3 },
);
const shuffled = (scope: Scope): Scope =>
  Object.fromEntries(
    Object.entries(scope)
      .reverse()
      .map(([dim, part]) => [dim, [...valuesOf(part), ...valuesOf(part)].reverse()]),
  );

it('means the same in any order and with values said twice', () => {
  fc.assert(
    fc.property(scopes, (scope) => {
      expect(scopeKey(shuffled(scope))).toBe(scopeKey(scope));
      const pairs = Object.entries(scope).flatMap(([dim, part]) =>
        valuesOf(part).map((one) => [dim, one] as const),
      );
      expect(scopeKey(scopeFrom(pairs))).toBe(scopeKey(scope));
    }),
    { numRuns: 1000 },
  );
});

it('is another one with another value, one more or one less', () => {
  const keys = [
    {},
    { country: 'Germany' },
    { country: null },
    { country: ['Germany', 'France'] },
    { country: ['Germany', null] },
    { region: 'Germany' },
    { country: 'Germany', channel: 'Email' },
  ].map((scope) => scopeKey(scope));
  expect(new Set(keys).size).toBe(keys.length);
});

it('of one value is written as it always was', () => {
  expect(scopeKey({ b: 'y', a: null })).toBe('[["a",null],["b","y"]]');
  expect(scopeKey({ b: ['y'], a: [null] })).toBe('[["a",null],["b","y"]]');
});

it('finds the target of several values whatever their order, and no other', () => {
  const emea = Target.parse({
    ...{ kpi: 'pipe.created', kind: 'reach', value: 7 },
    scope: { country: ['Germany', 'France'] },
    period: { from: '2026-01-01', to: '2026-12-31' },
  });
  const ask = (country: Scope[string]) =>
    findTarget([emea], { kpi: 'pipe.created', scope: { country }, day: 20_500 })?.value ?? null;
  expect(ask(['France', 'Germany'])).toBe(7);
  expect(ask('Germany')).toBeNull();
  expect(ask(['France', 'Germany', 'Spain'])).toBeNull();
});

it('takes values, lists of them and “not set”, and no empty list', () => {
  expect(Scope.safeParse({ country: ['Germany', null], channel: 'Email' }).success).toBe(true);
  for (const wrong of [{ country: [] }, { country: 3 }, { '': 'x' }, { country: [['x']] }])
    expect(Scope.safeParse(wrong).success).toBe(false);
});
