import { MopsError } from '../shared/index.ts';
import type { VariantCondition, VariantRule, VariantTest, VariantValue } from './schema.ts';
import { specialCategoryIn, testsOf } from './variant-fields.ts';

/** What is known of a reader: a value, several, or none. */
export type VariantProfile = Readonly<
  Record<string, VariantValue | readonly VariantValue[] | null | undefined>
>;
/** A test of a rule, with what the profile says. */
export type TestedField = VariantTest & {
  found: VariantValue | readonly VariantValue[] | null;
  holds: boolean;
};
export type ChosenVariant = {
  /** Null: no rule fits, so the default is shown. */
  variant: string | null;
  /** Name of the first rule that fits; null: none does. */
  rule: string | null;
  /** The tests of that rule. */
  because: TestedField[];
  /** Rules before it that do not fit, with the tests that fail. */
  passedOver: { rule: string; because: TestedField[] }[];
  method: 'openmops.variants';
  version: 1;
};

/**
 * Which variant a profile gets: that of the first rule that fits, else the default. Texts are compared without regard
 * to case; numbers may be written as text. What is not known fits no test but `unknown`. Of several values one that
 * fits is enough, but for `is_not` and `not_in` all must.
 * @example chooseVariant([{ name: 'DACH', when: { field: 'country', op: 'in', value: ['DE', 'AT', 'CH'] }, variant: 'as_de' }], { country: 'at' }).rule // 'DACH'
 * @example chooseVariant([{ name: 'Large', when: { field: 'employees', op: 'at_least', value: 500 }, variant: 'as_large' }], {}).variant // null
 */
export function chooseVariant(
  rules: readonly VariantRule[],
  profile: VariantProfile,
): ChosenVariant {
  const passedOver: ChosenVariant['passedOver'] = [];
  for (const { name, when, variant } of rules) {
    const tested = testsOf(when).map((test) => testOf(test, profile));
    if (holds(when, profile))
      return { variant, rule: name, because: tested, passedOver, ...METHOD };
    passedOver.push({ rule: name, because: tested.filter((one) => !one.holds) });
  }
  return { variant: null, rule: null, because: [], passedOver, ...METHOD };
}

/**
 * Refuses rules that must not be kept: two of one name, and those that use special categories of personal data.
 * @throws MopsError INVALID with the name of the rule
 * @example checkVariantRules([{ name: 'Ill', when: { field: 'diagnosis', op: 'known', value: null }, variant: 'v' }]) // throws 'The rule “Ill” uses'
 */
export function checkVariantRules(rules: readonly VariantRule[]): void {
  const names = new Set<string>();
  for (const { name, when } of rules) {
    const key = name.trim().toLowerCase();
    if (names.has(key))
      throw refused(name, `Two rules are called “${name}”.`, 'Give each its own name.', 'twice');
    names.add(key);
    const found = specialCategoryIn(when);
    if (found)
      throw refused(
        name,
        `The rule “${name}” uses special categories of personal data: “${found.field}” (${found.category}).`,
        'Choose by something else: people must not be told apart by that.',
        'special_category',
      );
  }
}

const METHOD = { method: 'openmops.variants', version: 1 } as const;

function refused(rule: string, message: string, hint: string, code: string): MopsError {
  return new MopsError('INVALID', message, hint, { code, rule });
}

function holds(condition: VariantCondition, profile: VariantProfile): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, profile));
  if ('any' in condition) return condition.any.some((one) => holds(one, profile));
  return testOf(condition, profile).holds;
}

function testOf(test: VariantTest, profile: VariantProfile): TestedField {
  const found = (Object.hasOwn(profile, test.field) ? profile[test.field] : null) ?? null;
  const values = [found].flat().filter((one) => one !== null && one !== '') as VariantValue[];
  return { ...test, found, holds: fits(test, values) };
}

function fits({ op, value }: VariantTest, found: readonly VariantValue[]): boolean {
  if (op === 'known') return found.length > 0;
  if (op === 'unknown') return found.length === 0;
  if (found.length === 0) return false;
  const wanted = [value].flat().filter((one) => one !== null);
  const some = (test: (one: VariantValue, other: VariantValue) => boolean) =>
    found.some((one) => wanted.some((other) => test(one, other)));
  switch (op) {
    case 'is':
    case 'in':
      return some(same);
    case 'is_not':
    case 'not_in':
      return !some(same);
    case 'contains':
      return some((one, other) => plain(one).includes(plain(other)));
    case 'starts_with':
      return some((one, other) => plain(one).startsWith(plain(other)));
    case 'above':
      return some((one, other) => number(one) > number(other));
    case 'at_least':
      return some((one, other) => number(one) >= number(other));
    case 'below':
      return some((one, other) => number(one) < number(other));
    case 'at_most':
      return some((one, other) => number(one) <= number(other));
  }
}

const plain = (value: VariantValue): string => String(value).normalize('NFKC').trim().toLowerCase();
/** NaN compares as false with everything. */
const number = (value: VariantValue): number =>
  typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
const same = (one: VariantValue, other: VariantValue): boolean =>
  plain(one) === plain(other) ||
  (typeof one !== 'boolean' && typeof other !== 'boolean' && number(one) === number(other));
