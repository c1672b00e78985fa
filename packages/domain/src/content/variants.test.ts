import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkVariantRules, chooseVariant } from './choose-variant.ts';
import {
  type VariantCondition,
  VariantConditionSchema,
  type VariantOp,
  type VariantRule,
  type VariantValue,
} from './schema.ts';
import { specialCategoryIn } from './variant-fields.ts';

const test = (
  field: string,
  op: VariantOp,
  value: VariantValue | VariantValue[] | null = null,
) => ({ field, op, value });
const rule = (name: string, when: VariantCondition): VariantRule => ({ name, when, variant: name });

describe('variants', () => {
  const rules = [
    rule('Large in DACH', {
      all: [test('country', 'in', ['DE', 'AT', 'CH']), test('employees', 'at_least', 500)],
    }),
    rule('DACH', test('country', 'in', ['DE', 'AT', 'CH'])),
    rule('Labs', { any: [test('industry', 'is', 'Laboratory'), test('title', 'contains', 'lab')] }),
  ];

  it('are chosen by the first rule that fits, and say why', () => {
    const found = chooseVariant(rules, { country: 'de', employees: '120', title: 'Lab lead' });
    expect(found).toMatchObject({ variant: 'DACH', rule: 'DACH' });
    expect(found.because).toEqual([
      { ...test('country', 'in', ['DE', 'AT', 'CH']), found: 'de', holds: true },
    ]);
    expect(found.passedOver).toEqual([
      {
        rule: 'Large in DACH',
        because: [{ ...test('employees', 'at_least', 500), found: '120', holds: false }],
      },
    ]);
    const large = chooseVariant(rules, { country: 'CH', employees: 500 });
    expect(large.rule).toBe('Large in DACH');
    expect(chooseVariant(rules, { title: ['CEO', 'Head of LAB'] }).rule).toBe('Labs');
  });

  it('is the default where nothing fits, and where nothing is known', () => {
    expect(chooseVariant(rules, { country: 'SE' })).toMatchObject({ variant: null, rule: null });
    const unsaid = [rule('Not DE', test('country', 'is_not', 'DE'))];
    expect(chooseVariant(unsaid, {}).rule).toBeNull();
    expect(chooseVariant([rule('New', test('country', 'unknown'))], { country: '' }).rule).toBe(
      'New',
    );
    expect(chooseVariant(unsaid, { country: ['FR', 'DE'] }).rule).toBeNull();
    expect(chooseVariant([rule('p', test('constructor', 'known'))], {}).rule).toBeNull();
  });

  it.each([
    ['Ill', test('segment', 'is', 'Diabetes patients'), 'health'],
    ['Faith', { any: [test('country', 'is', 'DE'), test('religiousBelief', 'known')] }, 'relig'],
    ['Union', test('trade_union', 'is', true), 'trade union'],
    ['Vote', { all: [test('interests', 'contains', 'politics')] }, 'political'],
  ] as [string, VariantCondition, string][])(
    'are not chosen by special categories: %s is refused by name',
    (name, when, category) => {
      expect(() => checkVariantRules([...rules, rule(name, when)])).toThrow(
        new RegExp(`“${name}”.*${category}`),
      );
    },
  );

  it('the health of an account and an industry are none; two rules of one name are refused', () => {
    for (const when of [
      test('account_health', 'above', 50),
      test('healthScore', 'below', 3),
      test('industry', 'is', 'Medical devices'),
      test('segment', 'is', 'European Union'),
      test('embrace', 'is', 'x'),
    ])
      expect(specialCategoryIn(when)).toBeNull();
    expect(() => checkVariantRules(rules)).not.toThrow();
    expect(() => checkVariantRules([...rules, rule('dach', test('a', 'known'))])).toThrow('Two');
  });

  it.each([
    test('a', 'in', 'x'),
    test('a', 'is', ['x']),
    test('a', 'known', 1),
    test('a', 'is'),
    test('a', 'above', 'many'),
    { all: [] },
    { all: [{ any: [{ all: [{ any: [test('a', 'known')] }] }] }] },
    { ...test('a', 'known'), more: 1 },
  ])('rules that cannot be read are refused: %j', (when) => {
    expect(VariantConditionSchema.safeParse(when).success).toBe(false);
  });

  it('“all” is every, “any” is some; a rule that is put before others keeps what it gets', () => {
    const value = fc.constantFrom('a', 'b', 1, 2);
    const leaf = fc
      .record({ field: fc.constantFrom('f', 'g'), value })
      .map((one) => ({ ...one, op: 'is' as const }));
    const profiles = fc.record({ f: fc.option(value), g: fc.option(value) });
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 4 }), profiles, (tests, profile) => {
        const each = tests.map((one) => chooseVariant([rule('r', one)], profile).rule !== null);
        const of = (when: VariantCondition) => chooseVariant([rule('r', when)], profile).rule;
        expect(of({ all: tests }) !== null).toBe(each.every(Boolean));
        expect(of({ any: tests }) !== null).toBe(each.some(Boolean));
        const list = tests.map((one, i) => rule(`${i}`, one));
        const first = each.indexOf(true);
        expect(chooseVariant(list, profile).rule).toBe(first < 0 ? null : `${first}`);
      }),
      { numRuns: 1000 },
    );
  });
});
