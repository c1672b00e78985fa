import { mustBe } from '../statistics/index.ts';
import { found, type HealthCheck, type HealthFinding, unknown } from './finding.ts';

/** A field of a stream and the JSON types seen in it, null left out. */
export type FieldShape = { field: string; types: readonly string[] };

export type DriftQuestion = {
  stream: string;
  /** How records looked while all was well, and how they look now. */
  before: readonly FieldShape[];
  after: readonly FieldShape[];
  /** Fields on which the mapping rests. */
  mapped: readonly string[];
  /** When the new look was first seen; null: not known. */
  seenAt?: number | null;
};

/**
 * How the fields of a stream have changed: gone, of another type, added. What the mapping rests on breaks it; what
 * nobody reads is only told, and an added field is kept with the record. `integer` is a `number`; a field that
 * has been empty so far may take any type. Unknown without a look before. Refuses a field twice.
 * @example
 * checkDrift({
 *   stream: 'ads', mapped: ['campaign_id'],
 *   before: [{ field: 'campaign_id', types: ['string'] }], after: [{ field: 'campaign_id', types: ['number'] }],
 * }).findings[0].message // 'campaign_id of ads was string and is now number.'
 */
export function checkDrift(question: DriftQuestion): HealthCheck {
  const { stream, mapped, seenAt = null } = question;
  const before = byField(question.before);
  const after = byField(question.after);
  if (before.size === 0) return unknown('drift', 'No earlier look is known to compare with.');
  if (after.size === 0) return unknown('drift', 'No record has come to compare.');
  const needed = new Set(mapped);
  const findings: Omit<HealthFinding, 'rule'>[] = [];
  const add = (code: string, field: string, message: string, hint: string) => {
    const breaks = code !== 'added' && needed.has(field);
    findings.push({
      code: `drift.${code}`,
      state: breaks ? 'broken' : null,
      severity: breaks ? 'error' : 'info',
      message,
      hint: breaks ? hint : 'The mapping does not read it; records are kept whole.',
      since: seenAt,
      streams: [stream],
    });
  };
  for (const [field, types] of before) {
    const now = after.get(field);
    if (now === undefined) {
      add('gone', field, `${field} of ${stream} is gone.`, 'Map the field that took its place.');
      continue;
    }
    const fresh = [...now].filter((type) => !types.has(type));
    if (types.size === 0 || fresh.length === 0) continue;
    const said = (set: Iterable<string>) => [...set].sort().join(' or ');
    const message = `${field} of ${stream} was ${said(types)} and is now ${said(now)}.`;
    add('type', field, message, 'Mend the mapping, then release the records that were set aside.');
  }
  for (const field of after.keys()) {
    if (before.has(field)) continue;
    add('added', field, `${field} of ${stream} is new.`, '');
  }
  return found('drift', findings, `${after.size} fields look as before.`);
}

function byField(shapes: readonly FieldShape[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { field, types } of shapes) {
    mustBe(!found.has(field), `The field ${field} stands twice.`, 'Name each field once.');
    const plain = types
      .filter((type) => type !== 'null')
      .map((type) => (type === 'integer' ? 'number' : type));
    found.set(field, new Set(plain));
  }
  return found;
}
