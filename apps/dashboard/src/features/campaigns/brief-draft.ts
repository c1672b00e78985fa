import { type BriefField, type BriefTarget, fieldValue } from '@openmops/domain/campaigns';

/** A brief as it stands in a form: one text per field, a line per item of a list. */
export type BriefDraft = Record<string, string>;

const targetText = ({ kpi, value }: BriefTarget) => `${kpi} ${value}`;

/** The words of a form for what a brief says. */
export function draftOf(
  fields: readonly BriefField[],
  values: Readonly<Record<string, unknown>>,
): BriefDraft {
  return Object.fromEntries(
    fields.map(({ id, kind }) => {
      const value = values[id];
      if (!Array.isArray(value)) return [id, value === undefined ? '' : String(value)];
      return [id, value.map((one) => (kind === 'targets' ? targetText(one) : one)).join('\n')];
    }),
  );
}

/**
 * What a form says, as fields of a brief; what does not fit stays a text, so that the schema names it.
 * @example fieldsOf([{ id: 'seats', kind: 'number' }], { seats: '40' }) // { seats: 40 }
 */
export function fieldsOf(
  fields: readonly BriefField[],
  draft: BriefDraft,
): Record<string, unknown> {
  const said = fields.filter(({ id }) => (draft[id] ?? '').trim() !== '');
  return Object.fromEntries(
    said.map(({ id, kind }) => {
      const text = (draft[id] ?? '').trim();
      if (kind === 'targets') return [id, targetsOf(text)];
      return [id, fieldValue(kind, text) ?? text];
    }),
  );
}

/** `acq.leads 200` per line; a line without a number has the value null, which the schema names. */
function targetsOf(text: string): { kpi: string; value: number | null }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.lastIndexOf(' ');
      const value = at < 0 ? Number.NaN : Number(line.slice(at + 1).replaceAll(/[,_]/g, ''));
      return {
        kpi: at < 0 ? line : line.slice(0, at).trim(),
        value: Number.isFinite(value) ? value : null,
      };
    });
}

/** What a brief says, to read. */
export function briefText(
  fields: readonly BriefField[],
  values: Readonly<Record<string, unknown>>,
): string {
  const draft = draftOf(fields, values);
  return fields
    .filter(({ id }) => draft[id])
    .map(({ id, label }) => (fields.length > 1 ? `${label}: ${draft[id]}` : (draft[id] ?? '')))
    .join(fields.length > 1 ? '; ' : '');
}
