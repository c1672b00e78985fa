import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direction } from './schema.ts';
import { statusOf } from './status-of.ts';

const DIRECTIONS: Direction[] = ['up', 'down', 'target', 'neutral'];

describe('statusOf', () => {
  it.each([
    ['up', 3.4, 3, undefined, 'good'],
    ['up', 3, 3, undefined, 'good'],
    ['up', 2.9, 3, undefined, 'bad'],
    ['up', 2.9, 3, 0.2, 'neutral'],
    ['up', 2.7, 3, 0.2, 'bad'],
    ['down', 9, 10, undefined, 'good'],
    ['down', 11, 10, undefined, 'bad'],
    ['down', 11, 10, 2, 'neutral'],
    ['down', -5, -4, undefined, 'good'],
    ['target', 5, 5, undefined, 'good'],
    ['target', 6, 5, undefined, 'neutral'],
    ['target', 6, 5, 1, 'good'],
    ['target', 6.5, 5, 1, 'bad'],
    ['target', 3.5, 5, 1, 'bad'],
    ['up', 0.1 + 0.2, 0.3, undefined, 'good'],
    ['down', 0.1 + 0.2, 0.3, undefined, 'good'],
    ['up', 0, 0, undefined, 'good'],
  ] as const)('%s: %d against %d (band %s) is %s', (direction, value, target, band, status) => {
    expect(statusOf({ direction, value, target, ...(band === undefined ? {} : { band }) })).toBe(
      status,
    );
  });

  it('is neutral without a value, a target or a direction', () => {
    for (const direction of DIRECTIONS) {
      expect(statusOf({ value: null, target: 1, direction })).toBe('neutral');
      expect(statusOf({ value: 1, target: null, direction })).toBe('neutral');
      expect(statusOf({ value: Number.NaN, target: 1, direction, band: 1 })).toBe('neutral');
    }
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.double(), (value, target, band) => {
        return statusOf({ value, target, band, direction: 'neutral' }) === 'neutral';
      }),
    );
  });

  it('up and down are mirrors', () => {
    const number = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        number,
        number,
        fc.double({ min: 0, max: 10, noNaN: true }),
        (value, target, band) => {
          const up = statusOf({ value, target, band, direction: 'up' });
          expect(statusOf({ value: -value, target: -target, band, direction: 'down' })).toBe(up);
        },
      ),
    );
  });
});
