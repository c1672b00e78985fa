import { type Day, formatDay } from '../../shared/index.ts';
import { compileNaming, type NamingDefinition } from './compile-naming.ts';
import { type DateFormat, fieldByName, type NamingField } from './fields.ts';

export type ExampleName = {
  /** A name that fits; null: a field has a pattern for which no value is known. */
  name: string | null;
  values: Record<string, string>;
  /** The field for which no value is known. */
  unknown: string | null;
};

/**
 * A name as a grammar wants it, so that people see what they wrote down: the first value of a list, the given day
 * as a date, the name of a field of text.
 * @param definition template and fields
 * @param day the day that dates say, in days since 1970
 * @throws MopsError as `compileNaming`
 * @example exampleName({ template: '{region}_{product}_{yyyymm}', fields: { region: { kind: 'enum', values: ['emea'] } } }, 20454).name // 'emea_product_202601'
 */
export function exampleName(definition: NamingDefinition, day: Day): ExampleName {
  const { fields = {} } = definition;
  const naming = compileNaming(definition);
  const values: Record<string, string> = {};
  for (const { name, optional } of naming.fields) {
    const field = Object.hasOwn(fields, name) ? (fields[name] as NamingField) : fieldByName(name);
    const value = exampleOf(name, field, day);
    if (value !== null) values[name] = value;
    else if (!optional) return { name: null, values, unknown: name };
  }
  try {
    return { name: naming.build(values), values, unknown: null };
  } catch {
    // Fields may be fine one by one and still be read in another way.
    return { name: null, values, unknown: null };
  }
}

function exampleOf(name: string, field: NamingField, day: Day): string | null {
  switch (field.kind) {
    case 'enum':
      return field.values[0] ?? null;
    case 'number':
      return '1'.padStart(field.digits ?? 1, '0');
    case 'date':
      return dateText(field.format, day);
    case 'text': {
      const { pattern, maxLength = 200 } = field;
      const text = name.replaceAll(/[^a-z0-9]/g, '').slice(0, maxLength);
      if (pattern === undefined) return text;
      const form = new RegExp(`^(?:${pattern})$`, 's');
      return [text, 'a', 'aa', 'aaa', '1', '11', 'a1'].find((one) => form.test(one)) ?? null;
    }
  }
}

function dateText(format: DateFormat, day: Day): string {
  const [year = '', month = '', date = ''] = formatDay(day).split('-');
  const quarter = String(Math.ceil(Number(month) / 3));
  return format
    .replace('yyyy', year)
    .replace('qq', `q${quarter}`)
    .replace('yy', year.slice(2))
    .replace('mm', month)
    .replace('dd', date);
}
