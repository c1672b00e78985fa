import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNaming, type NamingDefinition } from '../index.ts';

const CAMPAIGN: NamingDefinition = {
  template: '{region}_{product}_{objective}[_{audience}]_{yyyymm}',
  fields: {
    region: { kind: 'enum', values: ['emea', 'apac', 'amer', 'latin_america'] },
    objective: { kind: 'enum', values: ['awareness', 'leads', 'retention'] },
  },
};
const naming = compileNaming(CAMPAIGN);

describe('a grammar reads', () => {
  it.each([
    [
      'emea_spectro_leads_202601',
      { region: 'emea', product: 'spectro', objective: 'leads', yyyymm: '202601' },
    ],
    [
      'apac_x-ray_awareness_it-heads_202612',
      {
        region: 'apac',
        product: 'x-ray',
        objective: 'awareness',
        audience: 'it-heads',
        yyyymm: '202612',
      },
    ],
    [
      'latin~_america_a~_b~~_leads_202601',
      { region: 'latin_america', product: 'a_b~', objective: 'leads', yyyymm: '202601' },
    ],
    [
      'emea_202601_leads_202602_202603',
      {
        region: 'emea',
        product: '202601',
        objective: 'leads',
        audience: '202602',
        yyyymm: '202603',
      },
    ],
  ])('%s', (name, values) => {
    expect(naming.parse(name)).toEqual({ values, issues: [], suggestion: null });
    expect(naming.build(values)).toBe(name);
  });

  it.each([
    ['emae_spectro_leads_202601', 'region', 'emea_spectro_leads_202601'],
    ['EMEA_spectro_leads_202601', 'region', 'emea_spectro_leads_202601'],
    ['emae_spectro_awarness_202601', 'region', 'emea_spectro_awareness_202601'],
    ['emea_spectro_sales_202601', 'objective', null],
    ['emea_spectro_leads_202613', 'yyyymm', null],
    ['emea_spectro_leads', null, null],
    ['emea_spectro_leads_it_202601_x', null, null],
    ['emea__leads_202601', 'product', null],
    ['', 'region', null],
    ['spring sale', 'region', null],
  ])('and says what is wrong with %s', (name, field, suggestion) => {
    const { values, issues, suggestion: better } = naming.parse(name);
    expect(values).toBeNull();
    expect(issues).toHaveLength(1);
    expect(issues[0]?.field).toBe(field);
    expect(better).toBe(suggestion);
  });

  it('every way to write dates, and numbers', () => {
    const formats = {
      yyyy: '2026',
      yyyymm: '202602',
      yyyymmdd: '20260228',
      'yyyy-mm': '2026-02',
      'yyyy-mm-dd': '2026-02-28',
      yymm: '2602',
      yyyyqq: '2026q4',
    };
    for (const [format, text] of Object.entries(formats)) {
      const one = compileNaming({ template: `{${format}}` });
      expect(one.parse(text).values).toEqual({ [format]: text });
    }
    expect(compileNaming({ template: '{yyyymmdd}' }).parse('20260229').values).toBeNull();
    expect(compileNaming({ template: '{yyyyqq}' }).parse('2026q5').values).toBeNull();
    const number = compileNaming({
      template: 'v{n}',
      fields: { n: { kind: 'number', digits: 3 } },
    });
    expect(number.parse('v007').values).toEqual({ n: '007' });
    expect(number.parse('v7').issues[0]?.message).toBe('n “7” is no number of 3 digits.');
  });

  it('fields without a separator between them, where they can be told apart', () => {
    const one = compileNaming({ template: '{product}{yyyymm}' });
    expect(one.parse('spectro202601').values).toEqual({ product: 'spectro', yyyymm: '202601' });
    expect(one.parse('1202601').values).toEqual({ product: '1', yyyymm: '202601' });
  });
});

describe('a grammar writes', () => {
  it('only what it reads the same', () => {
    const two = compileNaming({ template: '{a}[_{b}][_{c}]' });
    expect(two.build({ a: 'x', b: 'y' })).toBe('x_y');
    expect(() => two.build({ a: 'x', c: 'y' })).toThrow(/could be read in another way/);
    expect(() => naming.build({ region: 'emea' })).toThrow(
      'product is missing. objective is missing. yyyymm is missing.',
    );
    expect(() =>
      naming.build({ region: 'emae', product: 'Spectro', objective: 'leads', yyyymm: '202601' }),
    ).toThrow(/region “emae” is none of .* product “Spectro” has capital letters/);
    expect(() => naming.build({ regoin: 'emea' })).toThrow('The template has no field regoin.');
  });

  // Any text, also separators, escape signs and what belongs to templates.
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc
      .array(fc.constantFrom('_', '~', '-', '{', ']', 'a', '|', '~_'), {
        minLength: 1,
        maxLength: 8,
      })
      .map((all) => all.join('')),
  );
  const free = compileNaming({
    template: '{region}_{product}|{n}[_{audience}[-{detail}]]_{yyyymm}',
    lowercase: false,
    fields: { n: { kind: 'number' }, region: { kind: 'enum', values: ['a_b', 'a', '~'] } },
  });
  const values = fc
    .record({
      region: fc.constantFrom('a_b', 'a', '~'),
      product: text,
      n: fc.nat().map(String),
      yyyymm: fc
        .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 7).replace('-', '')),
      audience: fc.option(text, { nil: undefined }),
      detail: fc.option(text, { nil: undefined }),
    })
    .map(({ audience, detail, ...rest }) => ({
      ...rest,
      ...(audience === undefined ? {} : { audience }),
      ...(audience === undefined || detail === undefined ? {} : { detail }),
    }));

  it('what it reads back, for all values', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(free.parse(free.build(given)).values).toEqual(given);
      }),
      { numRuns: 2000 },
    );
  });

  it('the name that was read, for all names that fit', () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', '_', '~', '|', '-', '7', '202601'), { maxLength: 14 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(name, (given) => {
        const read = free.parse(given).values;
        if (read !== null) expect(free.build(read)).toBe(given);
      }),
      { numRuns: 3000 },
    );
  });

  it('in time, also for what nearly fits', () => {
    const long = compileNaming({
      template: `{a}${Array.from({ length: 20 }, (_, i) => `[_{f${i}}]`).join('')}.`,
    });
    expect(long.parse('x_'.repeat(500)).values).toBeNull();
  });
});

describe('a definition is refused', () => {
  it.each([
    ['', /no field/],
    ['abc', /no field/],
    ['{a', /cannot be read/],
    ['a}', /cannot be read/],
    ['{a}[_{b}', /is not closed/],
    ['{a}]', /not opened/],
    ['{a}[x]', /without a field/],
    ['{a}_{a}', /twice/],
    ['{a}~{b}', /kept for escaping/],
    ['{A}', /cannot be read/],
    [Array.from({ length: 31 }, (_, i) => `{f${i}}`).join('_'), /too long/],
  ])('%s', (template, message) => {
    expect(() => compileNaming({ template })).toThrow(message);
  });

  it('with fields that are not in the template, or broken', () => {
    expect(() => compileNaming({ template: '{a}', fields: { b: { kind: 'text' } } })).toThrow(
      'no field b',
    );
    expect(() =>
      compileNaming({ template: '{a}', fields: { a: { kind: 'text', pattern: '(' } } }),
    ).toThrow(/cannot be compiled/);
  });
});
