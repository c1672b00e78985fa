import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Piece, splitLines, splitValues, valuesOf } from './split-rows.ts';

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(pieces: AsyncIterable<Piece>): Promise<(string | null)[][]> {
  const found: (string | null)[][] = [];
  for await (const { row, bytes } of pieces) {
    found.push([String(row), bytes && Buffer.from(bytes).toString()]);
  }
  return found;
}

const values = (text: string, size = 3, max = 1000) => all(splitValues(cut(text, size), max));
const lines = (text: string, size = 3, max = 1000) => all(splitLines(cut(text, size), max));

describe('lines', () => {
  it('are rows, counted with the blank ones', async () => {
    expect(await lines('{"a":1}\n\n \r\n{"b":2}\r\n{"c"')).toEqual([
      ['1', '{"a":1}'],
      ['4', '{"b":2}\r'],
      ['5', '{"c"'],
    ]);
    expect(await lines('')).toEqual([]);
  });

  it('that are too long are given up, and the rest is safe', async () => {
    const long = `{"a":"${'x'.repeat(100)}"}`;
    expect(await lines(`{"a":1}\n${long}\n{"b":2}\n${long}`, 7, 50)).toEqual([
      ['1', '{"a":1}'],
      ['2', null],
      ['3', '{"b":2}'],
      ['4', null],
    ]);
  });
});

describe('values', () => {
  it('of an array come as they were written, digit for digit', async () => {
    const rows = [
      '{"n":1.10,"big":12345678901234567890}',
      '{ "t":"]},[{\\"" }',
      '[1,[2]]',
      '"x"',
      '7',
    ];
    for (const size of [1, 2, 5, 1000]) {
      const found = await values(` [ ${rows.join(' ,\n')} ] `, size);
      expect(found.map(([, text]) => text)).toEqual(rows);
      expect((await values(rows.slice(0, 2).join('\n'), size)).map(([, text]) => text)).toEqual(
        rows.slice(0, 2),
      );
    }
    expect(await values('[]')).toEqual([]);
    expect(await values('  ')).toEqual([]);
  });

  it('that break off are the last piece, and those before are whole', async () => {
    expect(await values('[{"a":1},{"b":')).toEqual([
      ['1', '{"a":1}'],
      ['2', '{"b":'],
      ['3', ''],
    ]);
    expect(await values('[{"a":1}')).toEqual([
      ['1', '{"a":1}'],
      ['2', ''],
    ]);
    expect(await values('{"a":1}}')).toEqual([
      ['1', '{"a":1}'],
      ['2', '}'],
    ]);
  });

  it('that are too long are given up', async () => {
    expect(await values(`[{"a":"${'x'.repeat(99)}"},{"b":2}]`, 7, 50)).toEqual([
      ['1', null],
      ['2', '{"b":2}'],
    ]);
  });

  it('are the same however the body is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        async (list, size, pretty) => {
          const text = JSON.stringify(list, null, pretty ? 2 : 0);
          const found = (await values(text, size, 1e6)).map(([, one]) => JSON.parse(String(one)));
          expect(found).toEqual(JSON.parse(text));
          expect(valuesOf(Buffer.from(text)).map((one) => JSON.parse(String(one)))).toEqual(
            JSON.parse(text),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('of any bytes end, and lose none but separators', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n1a') }),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          const bare = (one: string) => one.replaceAll(/[[\],\s]/g, '');
          const found = (await values(text, size)).map(([, one]) => one).join('');
          expect(bare(found)).toBe(bare(text));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
