import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupKey, placeKey } from './group-key.ts';

it('is the same only for the same values', () => {
  const value = fc.option(fc.constantFrom('', '-', '1:a', 'a', '0:', '2:', 'a-', '-1'));
  const group = fc.array(value, { maxLength: 4 });
  fc.assert(
    fc.property(group, group, (a, b) => {
      expect(groupKey(a) === groupKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 3000 },
  );
  expect(placeKey(1, ['1'])).not.toBe(placeKey(11, ['']));
});
