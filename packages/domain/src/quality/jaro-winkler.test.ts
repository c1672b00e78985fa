import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jaro, jaroWinkler } from './index.ts';

// Winkler (1990) and Porter & Winkler (1997), US Census Bureau, table of name pairs.
const PUBLISHED: [a: string, b: string, jaro: number, winkler: number][] = [
  ['MARTHA', 'MARHTA', 0.9444, 0.9611],
  ['DWAYNE', 'DUANE', 0.8222, 0.84],
  ['DIXON', 'DICKSONX', 0.7667, 0.8133],
  ['SHACKLEFORD', 'SHACKELFORD', 0.9697, 0.9818],
  ['DUNNINGHAM', 'CUNNIGHAM', 0.8963, 0.8963],
  ['NICHLESON', 'NICHULSON', 0.9259, 0.9556],
  ['JONES', 'JOHNSON', 0.7905, 0.8324],
  ['MASSEY', 'MASSIE', 0.8889, 0.9333],
  ['ABROMS', 'ABRAMS', 0.8889, 0.9222],
  ['JERALDINE', 'GERALDINE', 0.9259, 0.9259],
  ['MICHELLE', 'MICHAEL', 0.869, 0.9214],
  ['JULIES', 'JULIUS', 0.8889, 0.9333],
  ['TANYA', 'TONYA', 0.8667, 0.88],
  ['SEAN', 'SUSAN', 0.7833, 0.805],
  ['JON', 'JOHN', 0.9167, 0.9333],
  ['HARDIN', 'MARTINEZ', 0.7222, 0.7222],
  ['ITMAN', 'SMITH', 0.4667, 0.4667],
  ['', '', 1, 1],
  ['', 'A', 0, 0],
  ['ABC', 'XYZ', 0, 0],
  ['A', 'A', 1, 1],
];

describe('Jaro and Jaro–Winkler', () => {
  it.each(PUBLISHED)('%s and %s: %d, %d', (a, b, plain, raised) => {
    expect(jaro(a, b)).toBeCloseTo(plain, 4);
    expect(jaroWinkler(a, b)).toBeCloseTo(raised, 4);
    expect(jaroWinkler(b, a)).toBeCloseTo(raised, 4);
  });

  it('do not raise what is hardly alike', () => {
    expect(jaro('ABCDEFGH', 'ABXXXXXX')).toBeLessThan(0.7);
    expect(jaroWinkler('ABCDEFGH', 'ABXXXXXX')).toBe(jaro('ABCDEFGH', 'ABXXXXXX'));
  });

  it('compare code points, lie between 0 and 1, and know the same text', () => {
    expect(jaro('a😀', '😀a')).toBe(jaro('ab', 'ba'));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '😀'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [plain, raised] = [jaro(a, b), jaroWinkler(a, b)];
        expect(plain).toBeGreaterThanOrEqual(0);
        expect(raised).toBeGreaterThanOrEqual(plain);
        expect(raised).toBeLessThanOrEqual(1);
        expect(raised === 1).toBe(a === b);
        expect(jaro(b, a)).toBe(plain);
      }),
      { numRuns: 3000 },
    );
  });
});
