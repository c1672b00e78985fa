import { MopsError } from '../../shared/index.ts';

/** A piece of a template: text as it stands, a field, or a group that may be missing. */
export type TemplatePart =
  | { kind: 'literal'; text: string }
  | { kind: 'field'; name: string }
  | { kind: 'optional'; parts: TemplatePart[] };

/** The sign that says “the next one is meant as it stands” in names. */
export const ESCAPE = '~';

const TOKEN = /\{([a-z][a-z0-9_-]*)\}|(\[)|(\])|([^{}[\]]+)|([\s\S])/gy;

/**
 * `{region}_{product}[_{audience}]_{yyyymm}` → its parts. Square brackets hold what may be missing.
 * Throws MopsError INVALID for what cannot be read.
 */
export function readTemplate(template: string): TemplatePart[] {
  const stack: TemplatePart[][] = [[]];
  const seen = new Set<string>();
  for (const [, field, open, close, literal, other] of template.matchAll(TOKEN)) {
    const parts = stack.at(-1) as TemplatePart[];
    if (field !== undefined) {
      if (seen.has(field)) throw wrong(template, `{${field}} stands in it twice.`);
      seen.add(field);
      parts.push({ kind: 'field', name: field });
    } else if (literal !== undefined) {
      if (literal.includes(ESCAPE)) throw wrong(template, `${ESCAPE} is kept for escaping.`);
      parts.push({ kind: 'literal', text: literal });
    } else if (open) {
      stack.push([]);
    } else if (close && stack.length > 1) {
      const group = stack.pop() as TemplatePart[];
      if (!hasField(group)) throw wrong(template, 'a group without a field says nothing.');
      (stack.at(-1) as TemplatePart[]).push({ kind: 'optional', parts: group });
    } else {
      throw wrong(template, `“${other ?? close}” is not closed or not opened.`);
    }
  }
  if (stack.length > 1) throw wrong(template, 'a “[” is not closed.');
  if (seen.size === 0) throw wrong(template, 'it has no field.');
  if (template.length > 500 || seen.size > 30) throw wrong(template, 'it is too long.');
  return stack[0] as TemplatePart[];
}

/** Every field of the parts, in order, and whether it may be missing. */
export function fieldsOf(parts: readonly TemplatePart[], optional = false) {
  const found: { name: string; optional: boolean }[] = [];
  for (const part of parts) {
    if (part.kind === 'field') found.push({ name: part.name, optional });
    if (part.kind === 'optional') found.push(...fieldsOf(part.parts, true));
  }
  return found;
}

/** Every text that stands between fields. */
export function literalsOf(parts: readonly TemplatePart[]): string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'literal') return [part.text];
    return part.kind === 'optional' ? literalsOf(part.parts) : [];
  });
}

const hasField = (parts: readonly TemplatePart[]) => fieldsOf(parts).length > 0;

function wrong(template: string, why: string): MopsError {
  return new MopsError(
    'INVALID',
    `The template “${template.slice(0, 80)}” cannot be read: ${why}`,
    'Write fields as {region}, what may be missing as [_{audience}].',
  );
}
