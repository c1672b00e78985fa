import { describe, expect, it } from 'vitest';
import { detectEncoding } from './detect-encoding.ts';
import { refusalOf } from './test-import.ts';

const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0));
const bytes = (...parts: (string | number)[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? ascii(part) : [part])));
const wide = (text: string, big: boolean) =>
  ascii(text).flatMap((code) => (big ? [code >> 8, code & 0xff] : [code & 0xff, code >> 8]));

describe('detectEncoding', () => {
  it.each([
    ['ASCII', bytes('Day,Cost\n'), 'utf-8', false],
    ['UTF-8', bytes('Caf', 0xc3, 0xa9, ',1'), 'utf-8', false],
    ['UTF-8 with BOM', bytes(0xef, 0xbb, 0xbf, 'Day'), 'utf-8', true],
    ['UTF-8, a letter cut off at the end of the head', bytes('Caf', 0xc3), 'utf-8', false],
    ['UTF-16LE with BOM', new Uint8Array([0xff, 0xfe, ...wide('Day', false)]), 'utf-16le', true],
    ['UTF-16BE with BOM', new Uint8Array([0xfe, 0xff, ...wide('Day', true)]), 'utf-16be', true],
    ['UTF-16LE without BOM', new Uint8Array(wide('Day\tCost\n2026', false)), 'utf-16le', false],
    ['UTF-16BE without BOM', new Uint8Array(wide('Day\tCost\n2026', true)), 'utf-16be', false],
    ['Windows-1252', bytes('Campa', 0xf1, 'a,D', 0xed, 'a,Co', 0xfb, 't'), 'windows-1252', false],
    [
      'Windows-1252 with an apostrophe and a euro',
      bytes('L', 0x92, 'ann', 0xe9, 'e 12 ', 0x80),
      'windows-1252',
      false,
    ],
    ['Windows-1252 with a trade mark only', bytes('Brand', 0x99, ',Caf'), 'windows-1252', false],
    ['Windows-1252 with œ only', bytes('C', 0x9c, 'ur'), 'windows-1252', false],
    ['Windows-1252 with dashes', bytes('18', 0x96, '24 ', 0x97, ' x'), 'windows-1252', false],
    ['Mac Roman by ñ', bytes('Campa', 0x96, 'a'), 'macintosh', false],
    ['Mac Roman by é', bytes('Caf', 0x8e, ',Montr', 0x8e, 'al'), 'macintosh', false],
    ['Mac Roman by ç, undefined in Windows-1252', bytes('Fran', 0x8d, 'ais'), 'macintosh', false],
    ['Mac Roman by umlauts', bytes('M', 0x9f, 'nchen,K', 0x9a, 'ln'), 'macintosh', false],
  ])('knows %s', (_, head, encoding, bom) => {
    expect(detectEncoding(head)).toEqual({ encoding, bom });
  });

  it.each([
    ['a PDF', bytes('%PDF-1.7')],
    ['a picture', bytes(0x89, 'PNG', 0x0d)],
    ['an old Excel file', bytes(0xd0, 0xcf, 0x11, 0xe0)],
    ['an archive', bytes('PK', 3, 4)],
    ['binary data', bytes(1, 2, 0, 3, 9, 0, 0, 1)],
  ])('refuses %s and says what to do', (_, head) => {
    const refused = refusalOf(() => detectEncoding(head));
    expect(refused.code).toBe('not_a_table');
    expect(refused.hint).toMatch(/CSV|Unpack/);
  });

  it('refuses an empty file', () => {
    expect(refusalOf(() => detectEncoding(new Uint8Array())).code).toBe('empty_file');
  });
});

describe('Western words', () => {
  // The bytes of accented letters in the two one-byte encodings.
  const LETTERS: [string, number, number][] = [
    ['é', 0xe9, 0x8e],
    ['è', 0xe8, 0x8f],
    ['ç', 0xe7, 0x8d],
    ['ñ', 0xf1, 0x96],
    ['ü', 0xfc, 0x9f],
    ['ä', 0xe4, 0x8a],
    ['ö', 0xf6, 0x9a],
    ['à', 0xe0, 0x88],
    ['í', 0xed, 0x92],
    ['ã', 0xe3, 0x8b],
    ['å', 0xe5, 0x8c],
    ['É', 0xc9, 0x83],
  ];
  const words = [
    'dépensé',
    'très',
    'façade',
    'März',
    'Köln',
    'à la carte',
    'São',
    'Ålesund',
    'MÜNCHEN',
    'Été',
  ];

  it.each(words)('%s is read alike from Windows-1252 and Mac Roman', (word) => {
    const encode = (at: 1 | 2) =>
      new Uint8Array(
        [...`Day,Campaign\n2026-01-01,${word}\n`].map(
          (char) => LETTERS.find(([letter]) => letter === char)?.[at] ?? char.charCodeAt(0),
        ),
      );
    if (
      [...word].every(
        (char) => char.charCodeAt(0) < 128 || LETTERS.some(([letter]) => letter === char),
      )
    ) {
      expect(detectEncoding(encode(1)).encoding).toBe('windows-1252');
      expect(detectEncoding(encode(2)).encoding).toBe('macintosh');
    }
  });
});
