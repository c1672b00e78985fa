import type {
  VariantCondition,
  VariantOp,
  VariantTest,
  VariantValue,
} from '@openmops/domain/content';

export const OPS: Record<VariantOp, string> = {
  is: 'is',
  is_not: 'is not',
  in: 'is one of',
  not_in: 'is none of',
  contains: 'contains',
  starts_with: 'starts with',
  above: 'is above',
  at_least: 'is at least',
  below: 'is below',
  at_most: 'is at most',
  known: 'is known',
  unknown: 'is not known',
};

/** A condition as a sentence: `country is one of DE, AT and employees is at least 500`. */
export function conditionText(when: VariantCondition, nested = false): string {
  if ('field' in when) {
    const values = [when.value].flat().filter((one) => one !== null);
    return `${when.field} ${OPS[when.op]} ${values.join(', ')}`.trim();
  }
  const [parts, word] = 'all' in when ? [when.all, ' and '] : [when.any, ' or '];
  const text = parts.map((one) => conditionText(one, parts.length > 1)).join(word);
  return nested && parts.length > 1 ? `(${text})` : text;
}

/** A test as a row of the form writes it. */
export type TestRow = { field: string; op: VariantOp; value: string };

/** The rows of a condition of one level; null: it has more than a form can show. */
export function rowsOf(when: VariantCondition): { bound: 'all' | 'any'; rows: TestRow[] } | null {
  if ('field' in when) return { bound: 'all', rows: [rowOf(when)] };
  const bound = 'all' in when ? 'all' : 'any';
  const parts = 'all' in when ? when.all : when.any;
  const tests = parts.filter((one) => 'field' in one);
  return tests.length < parts.length ? null : { bound, rows: tests.map(rowOf) };
}

const rowOf = ({ field, op, value }: VariantTest): TestRow => ({
  ...{
    field,
    op,
    value: [value]
      .flat()
      .filter((one) => one !== null)
      .join(', '),
  },
});

const NUMBERS: readonly VariantOp[] = ['above', 'at_least', 'below', 'at_most'];

/** The condition that rows of the form say. */
export function conditionOf(bound: 'all' | 'any', rows: readonly TestRow[]): VariantCondition {
  const tests = rows.map(
    ({ field, op, value }): VariantTest => ({
      ...{ field: field.trim(), op, value: valueIn(op, value) },
    }),
  );
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  return bound === 'all' ? { all: tests } : { any: tests };
}

function valueIn(op: VariantOp, text: string): VariantValue | VariantValue[] | null {
  if (op === 'known' || op === 'unknown') return null;
  if (op !== 'in' && op !== 'not_in')
    return NUMBERS.includes(op) && text.trim() !== '' ? Number(text) : text.trim();
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
