import { type Issue, MopsError, nearestName } from '../../shared/index.ts';
import { compileField, type FieldCheck, fieldByName, type NamingField } from './fields.ts';
import { matchName, type Values } from './match-name.ts';
import { ESCAPE, fieldsOf, literalsOf, readTemplate, type TemplatePart } from './read-template.ts';

/** A grammar of names, as a team writes it down. */
export type NamingDefinition = {
  /** `{region}_{product}_{objective}[_{audience}]_{yyyymm}` */
  template: string;
  /** What fields may be; left out: a date for names like `yyyymm`, else any text. */
  fields?: Readonly<Record<string, NamingField>>;
  /** Refuses capital letters; default true. */
  lowercase?: boolean;
};

export type ParsedName = {
  /** Field → value; fields of missing groups are left out. Null when the name does not fit. */
  values: Values | null;
  /** Why it does not fit. */
  issues: Issue[];
  /** The name with what can be told set right; null when nothing can. */
  suggestion: string | null;
};

/** A grammar that reads and writes names. */
export type Naming = {
  template: string;
  fields: readonly { name: string; optional: boolean }[];
  parse(name: string): ParsedName;
  /** Throws MopsError INVALID when the values do not fit; `detail` has an issue for each. */
  build(values: Values): string;
};

/**
 * Compiles a naming grammar to a parser and a generator. What one builds the other reads: `parse(build(v))`
 * is `v`, for all values that are allowed. A separator inside of a value is written with `~` before it.
 * @param definition template and fields
 * @throws MopsError INVALID for a template or field that cannot be read
 * @example
 * const naming = compileNaming({
 *   template: '{region}_{product}_{objective}[_{audience}]_{yyyymm}',
 *   fields: { region: { kind: 'enum', values: ['emea', 'apac'] } },
 * });
 * naming.parse('emea_spectro_leads_202601').values // { region: 'emea', product: 'spectro', objective: 'leads', yyyymm: '202601' }
 * naming.build({ region: 'apac', product: 'x_ray', objective: 'leads', audience: 'it', yyyymm: '202602' }) // 'apac_x~_ray_leads_it_202602'
 * naming.parse('emae_spectro_leads_202601').suggestion // 'emea_spectro_leads_202601'
 */
export function compileNaming(definition: NamingDefinition): Naming {
  const { template, fields = {}, lowercase = true } = definition;
  const parts = readTemplate(template);
  const known = fieldsOf(parts);
  const names = known.map(({ name }) => name);
  for (const name of Object.keys(fields)) if (!names.includes(name)) throw unknown(name, names);
  const checks = new Map<string, FieldCheck>();
  for (const name of names) {
    const field = Object.hasOwn(fields, name) ? (fields[name] as NamingField) : fieldByName(name);
    checks.set(name, compileChecked(name, field, lowercase));
  }
  const special = new Set(literalsOf(parts).flatMap((text) => [...text]));
  const grammar = { parts, checks, special };

  const parse = (name: string): ParsedName => {
    if (name.length > 2000) return misfit('The name is longer than 2000 characters.', null);
    const { values, failed } = matchName(name, grammar);
    if (values) return { values, issues: [], suggestion: null };
    const { field, text } = failed;
    const fault = field === null ? null : (checks.get(field) as FieldCheck)(text);
    const where = text === '' ? 'it ends too early' : `from “${text.slice(0, 40)}” on`;
    const message = fault?.message ?? `“${name}” does not fit ${template}: ${where}.`;
    return misfit(message, field, suggest(name, grammar));
  };
  return {
    template,
    fields: known,
    parse,
    build: (values) => build(values, { ...grammar, parse }),
  };
}

type Grammar = {
  parts: readonly TemplatePart[];
  checks: ReadonlyMap<string, FieldCheck>;
  special: ReadonlySet<string>;
};

function build(values: Values, grammar: Grammar & { parse(name: string): ParsedName }): string {
  const { parts, checks, special, parse } = grammar;
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(values)) {
    const check = checks.get(name);
    if (!check) throw unknown(name, [...checks.keys()]);
    const fault = check(value);
    if (fault) issues.push(issueOf(fault.message, name, fault.suggestion));
  }
  for (const { name, optional } of fieldsOf(parts)) {
    if (!optional && !Object.hasOwn(values, name))
      issues.push(issueOf(`${name} is missing.`, name, null));
  }
  if (issues.length > 0) throw refused(issues);
  const name = write(parts, values, special);
  const back = parse(name).values;
  const same =
    back !== null &&
    Object.keys(back).length === Object.keys(values).length &&
    Object.entries(values).every(([key, value]) => back[key] === value);
  if (same) return name;
  const message = `“${name}” could be read in another way.`;
  const hint = 'Give whole groups of fields, the earlier one first.';
  throw refused([{ ...issueOf(message, null, null), code: 'ambiguous_name', hint }]);
}

function write(
  parts: readonly TemplatePart[],
  values: Values,
  special: ReadonlySet<string>,
): string {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'literal') text += part.text;
    else if (part.kind === 'field') text += escapeValue(values[part.name] ?? '', special);
    else if (fieldsOf(part.parts).some(({ name }) => Object.hasOwn(values, name)))
      text += write(part.parts, values, special);
  }
  return text;
}

function escapeValue(value: string, special: ReadonlySet<string>): string {
  return [...value]
    .map((sign) => (sign === ESCAPE || special.has(sign) ? ESCAPE + sign : sign))
    .join('');
}

/** Sets one field after the other right, as long as a better value is known. */
function suggest(name: string, grammar: Grammar): string | null {
  let text = name;
  for (let round = 0; round <= grammar.checks.size; round++) {
    const { values, failed } = matchName(text, grammar);
    if (values) return text === name ? null : text;
    if (failed.field === null) return null;
    const better = (grammar.checks.get(failed.field) as FieldCheck)(failed.text)?.suggestion;
    if (!better) return null;
    const written = escapeValue(failed.text, grammar.special);
    const at = text.indexOf(written, failed.at);
    if (at < 0) return null;
    text =
      text.slice(0, at) + escapeValue(better, grammar.special) + text.slice(at + written.length);
  }
  return null;
}

function compileChecked(name: string, field: NamingField, lowercase: boolean): FieldCheck {
  try {
    return compileField(name, field, lowercase);
  } catch (error) {
    const message = `The field ${name} cannot be compiled: ${(error as Error).message}`;
    throw new MopsError('INVALID', message, 'Correct its regular expression.');
  }
}

function misfit(
  message: string,
  field: string | null,
  suggestion: string | null = null,
): ParsedName {
  return { values: null, issues: [issueOf(message, field, suggestion)], suggestion };
}

function issueOf(message: string, field: string | null, suggestion: string | null): Issue {
  const hint = suggestion === null ? null : `Did you mean ${suggestion}?`;
  return { code: 'wrong_name', severity: 'error', message, hint, line: null, field };
}

function refused(issues: Issue[]): MopsError {
  const message = issues.map((issue) => issue.message).join(' ');
  return new MopsError('INVALID', message, issues.find(({ hint }) => hint)?.hint ?? null, issues);
}

function unknown(name: string, names: readonly string[]): MopsError {
  const near = nearestName(name, names);
  const hint = near ? `Did you mean ${near}?` : `Its fields: ${names.join(', ')}.`;
  return new MopsError('INVALID', `The template has no field ${name}.`, hint);
}
