import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicates, jaroWinkler, normalizeName } from './index.ts';

describe('findDuplicates', () => {
  it('by mailbox and by domain', () => {
    const mails = ['Jane@example.com', 'jane+x@EXAMPLE.com', 'nonsense', null, 'joe@example.com'];
    expect(findDuplicates(mails, 'email')).toMatchObject({
      groups: [{ rows: [0, 1], similarity: 1, key: 'jane@example.com' }],
      compared: 3,
      method: 'email',
    });
    expect(findDuplicates(mails, 'domain').groups[0]?.rows).toEqual([0, 1, 4]);
  });

  it('by name, also by way of a third', () => {
    const names = ['Hydro Systems', 'Hydro System', 'Hidro System', 'Quantum', 'hydro systems inc'];
    expect(findDuplicates(names, 'name', 0.92).groups).toMatchObject([{ rows: [0, 1, 2, 4] }]);
    expect(findDuplicates(names, 'name', 1).groups).toMatchObject([
      { rows: [0, 4], similarity: 1 },
    ]);
  });

  it('finds among many what it finds among few, when words begin alike', () => {
    const many = Array.from(
      { length: 2100 },
      (_, i) => `${((i * 7919) % 9973).toString(36)}x${i} firm`,
    );
    const names = [...many, 'larkfield instruments firm', 'larkfeild instruments firm'];
    const { groups, warnings } = findDuplicates(names, 'name', 0.97);
    expect(groups.some(({ rows }) => rows.join() === '2100,2101')).toBe(true);
    expect(warnings.map(({ code }) => code)).toEqual(['compared_in_blocks']);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a threshold of %d', (threshold) => {
    expect(() => findDuplicates(['a'], 'name', threshold)).toThrow('says nothing');
  });

  it('groups never share a row, and whatever is alike stands together', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 12 }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        (names, threshold) => {
          const { groups } = findDuplicates(names, 'name', threshold);
          const groupOf = new Map(
            groups.flatMap(({ rows }, g) => rows.map((row) => [row, g] as const)),
          );
          expect(groupOf.size).toBe(groups.reduce((sum, { rows }) => sum + rows.length, 0));
          for (const [i, a] of names.entries()) {
            for (let j = i + 1; j < names.length; j++) {
              const alike =
                jaroWinkler(normalizeName(a), normalizeName(names[j] as string)) >= threshold;
              if (alike) expect(groupOf.get(i)).toBe(groupOf.get(j) ?? 'missing');
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
