import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTransitions } from './count-transitions.ts';
import { type PathRow, readPaths } from './path-set.ts';
import { removalEffects } from './removal-effects.ts';

/** Share lost by walking the chain as it is defined, step by step. */
function walked(rows: PathRow[], order: number, removed: number): number {
  const paths = readPaths(rows);
  const chain = countTransitions(paths, order);
  const conversion = (gone: number) => {
    let at = Float64Array.from(chain.start);
    let won = 0;
    for (let step = 0; step < 3000; step++) {
      const next = new Float64Array(chain.states);
      for (let i = 0; i < chain.states; i++) {
        const inside = chain.members.subarray(i * order, (i + 1) * order).includes(gone);
        if (inside || at[i] === 0) continue;
        won += (at[i] ?? 0) * (chain.convert[i] ?? 0);
        for (let e = chain.rowStarts[i] ?? 0; e < (chain.rowStarts[i + 1] ?? 0); e++) {
          const to = chain.to[e] ?? 0;
          next[to] = (next[to] ?? 0) + (at[i] ?? 0) * (chain.probability[e] ?? 0);
        }
      }
      at = next;
    }
    return won;
  };
  return 1 - conversion(removed) / conversion(-2);
}

const row = fc.record({
  path: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 }),
  conversions: fc.integer({ min: 1, max: 9 }),
  nulls: fc.nat(9),
});

describe('removal effects', () => {
  it.each([1, 2, 3])('equal a walk through the chain of order %i', (order) => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const paths = readPaths(rows);
        const effects = removalEffects(countTransitions(paths, order), paths.channels.length);
        const expected = walked(rows, order, 0);
        expect(effects.conversions[0]).toBeCloseTo(expected, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('is 1 for a channel without which there is no way, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(1, 2, 3),
        (rows, order) => {
          const through = rows.map((one) => ({ ...one, path: [...one.path, 'gate'] }));
          const paths = readPaths(through);
          const chain = countTransitions(paths, order);
          const effects = removalEffects(chain, paths.channels.length).conversions;
          expect(effects[paths.channels.indexOf('gate')]).toBeCloseTo(1, 12);
          expect(effects.every((effect) => effect >= 0 && effect <= 1)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('order 1 by the closed form equals order 1 by equations worked through step by step', () => {
    const paths = readPaths([
      { path: 'a > a > a > b', conversions: 1, nulls: 1 },
      { path: 'b > a', conversions: 2, nulls: 5 },
    ]);
    const chain = countTransitions(paths, 1);
    const [a = 0] = removalEffects(chain, 2).conversions;
    expect(chain.states).toBe(2);
    expect(a).toBeCloseTo(
      walked(
        [
          { path: 'a > a > a > b', conversions: 1, nulls: 1 },
          { path: 'b > a', conversions: 2, nulls: 5 },
        ],
        1,
        0,
      ),
      12,
    );
  });

  it('stays exact on journeys of thousands of touches', () => {
    const long = Array.from({ length: 6000 }, (_, i) => (i % 2 ? 'a' : 'b'));
    const rows = [
      { path: long, conversions: 1, nulls: 0 },
      { path: ['c'], conversions: 1, nulls: 1 },
    ];
    const paths = readPaths(rows);
    for (const order of [1, 2, 3]) {
      const effects = removalEffects(countTransitions(paths, order), 3).conversions;
      expect([...effects].map((one) => Math.round(one * 1e9) / 1e9)).toEqual([0.5, 0.5, 0.5]);
    }
  });

  it('solves what does not settle down at once, loops and removed states included', () => {
    // Journeys of 6,004 touches to g, and two of four to e of which one converts: half of what converts
    // goes through each channel.
    const long = [
      ...Array.from({ length: 6000 }, (_, i) => (i % 2 ? 'b' : 'a')),
      'c',
      'd',
      'f',
      'g',
    ];
    const paths = readPaths([
      { path: long, conversions: 1 },
      { path: 'e > e > e > e', conversions: 1, nulls: 1 },
    ]);
    for (const order of [1, 2, 3]) {
      const effects = removalEffects(countTransitions(paths, order), 7).conversions;
      for (const effect of effects) expect(effect).toBeCloseTo(0.5, 9);
    }
  });

  it('refuses what neither settles down nor fits into a full matrix', () => {
    const long = Array.from({ length: 6000 }, (_, i) => (i % 2 ? 'b' : 'a'));
    const alone = Array.from({ length: 2001 }, (_, i) => ({ path: [`c${i}`], conversions: 1 }));
    const chain = countTransitions(readPaths([{ path: long, conversions: 1 }, ...alone]), 1);
    expect(() => removalEffects(chain, 2003)).toThrow(
      expect.objectContaining({
        code: 'INVALID',
        message: 'The chain has 2003 states and journeys so long that no exact answer is in reach.',
        hint: 'Ask for a lower order, or join rare channels.',
      }),
    );
  });

  it('are 0 where there is nothing to lose', () => {
    const free = readPaths([{ path: 'a > b', conversions: 2, nulls: 1, valueMicros: 0 }]);
    for (const order of [1, 2, 3]) {
      const { conversions, value } = removalEffects(countTransitions(free, order), 2);
      expect([...conversions]).toEqual([1, 1]);
      expect([...(value ?? [])]).toEqual([0, 0]);
    }
    const priced = countTransitions(readPaths([{ path: 'a', conversions: 1 }]), 1);
    expect(removalEffects(priced, 1).value).toBeNull();
  });

  it('of value follow the journeys that carry it', () => {
    const paths = readPaths([
      { path: 'a > b', conversions: 1, nulls: 1, valueMicros: 900 },
      { path: 'c > b', conversions: 2, nulls: 3, valueMicros: 100 },
      { path: 'd', conversions: 1, nulls: 0, valueMicros: 500 },
    ]);
    // b follows a and c alike at order 1; at order 2 the chain knows which of them came before.
    const [first, second] = [1, 2].map(
      (order) => removalEffects(countTransitions(paths, order), 4).value,
    );
    const close = (effects: Float64Array | null | undefined, expected: number[]) => {
      for (const [i, one] of expected.entries()) expect(effects?.[i]).toBeCloseTo(one, 12);
    };
    close(first, [(1000 * 2) / 7 / 1500, 1000 / 1500, (1000 * 5) / 7 / 1500, 500 / 1500]);
    close(second, [900 / 1500, 1000 / 1500, 100 / 1500, 500 / 1500]);
  });
});
