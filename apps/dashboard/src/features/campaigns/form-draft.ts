import type { FormFieldKind } from '@openmops/domain/campaigns';
import type { FormDraft, FormOption } from '../../api-campaigns.ts';

/** A question while it is edited: choices are lines of a text. */
export type QuestionDraft = {
  id: string;
  label: string;
  kind: FormFieldKind;
  required: boolean;
  choices: string;
  hint: string;
};

export const QUESTION_KINDS: Readonly<Record<FormFieldKind, string>> = {
  text: 'A line of text',
  long: 'A longer text',
  list: 'Several, one per line',
  number: 'A number',
  day: 'A date',
  url: 'An address',
  choice: 'One of some choices',
};

export const toDrafts = ({ fields }: Pick<FormOption, 'fields'>): QuestionDraft[] =>
  fields.map(({ choices, hint, ...field }) => ({
    ...field,
    choices: choices.join('\n'),
    hint: hint ?? '',
  }));

/**
 * An id for a form of its name that no other form has.
 * @example idFor('Für das Büro', []) // 'fur-das-buro'
 */
export function idFor(name: string, taken: readonly string[]): string {
  return unlike(taken, wordsOf(name).join('-').slice(0, 50) || 'form', '-');
}

/** An id for a question, as fields of a brief have them: `whyNow`, `whyNow2`. */
function questionId(label: string, taken: readonly string[]): string {
  const [first = 'question', ...rest] = wordsOf(label);
  const name = [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join(
    '',
  );
  return unlike(taken, (/^[a-z]/.test(name) ? name : `q${name}`).slice(0, 30), '');
}

const wordsOf = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? [];

function unlike(taken: readonly string[], base: string, between: string): string {
  for (let at = 1; ; at += 1) {
    const id = at === 1 ? base : `${base}${between}${at}`;
    if (!taken.includes(id)) return id;
  }
}

/** The questions as the form keeps them. Those that are known keep their id, so that answers find their field. */
export function fromDrafts(drafts: readonly QuestionDraft[]): FormDraft['fields'] {
  const taken = drafts.map(({ id }) => id).filter((id) => id !== '');
  return drafts.map(({ id, label, kind, required, choices, hint }) => {
    const own = id || questionId(label, taken);
    if (id === '') taken.push(own);
    const lines = choices
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    return {
      ...{ id: own, label: label.trim(), kind, required },
      choices: kind === 'choice' ? lines : [],
      hint: hint.trim() || null,
    };
  });
}

/** A row moved by some places; beyond the ends nothing happens. */
export function moved<T>(rows: readonly T[], at: number, by: number): T[] {
  const to = at + by;
  const row = rows[at];
  if (row === undefined || to < 0 || to >= rows.length) return [...rows];
  const rest = rows.filter((_, place) => place !== at);
  return [...rest.slice(0, to), row, ...rest.slice(to)];
}
