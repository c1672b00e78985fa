import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from './matches.ts';
import type { Filter } from './schema.ts';

const value = fc.option(fc.constantFrom('Email', 'email', '', "Bob's", 'Größe', '100%'));
const values = fc.array(value, { minLength: 1, maxLength: 4 });

function passes(op: Filter['op'], wanted: (string | null)[], given: string | null) {
  return matches({ dim: 'campaign', op, values: wanted }, given);
}

describe('matches', () => {
  it.each([
    ['eq', ['Email'], 'Email', true],
    ['eq', ['Email'], 'email', false],
    ['eq', [null], null, true],
    ['eq', [''], null, false],
    ['neq', ['Email'], null, true],
    ['neq', [null], null, false],
    ['neq', [null], '', true],
    ['in', ['a', null], null, true],
    ['notIn', ['a'], null, true],
    ['contains', ['MAI'], 'Email', true],
    ['contains', ['grösse'], 'GRÖSSE', true],
    ['contains', ['%'], 'Email', false],
    ['contains', ['x'], null, false],
    ['contains', ['x', null], null, true],
    ['contains', [''], 'anything', true],
  ] as const)('%s %j on %j is %s', (op, wanted, given, result) => {
    expect(passes(op, [...wanted], given)).toBe(result);
  });

  it('neq and notIn keep exactly what eq and in drop, also what is not set', () => {
    fc.assert(
      fc.property(values, value, (wanted, given) => {
        expect(passes('neq', wanted, given)).toBe(!passes('eq', wanted, given));
        expect(passes('notIn', wanted, given)).toBe(!passes('in', wanted, given));
      }),
    );
  });
});
