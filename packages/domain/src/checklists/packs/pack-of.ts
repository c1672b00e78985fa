import type { Pack, Question } from '../schema.ts';

type Given = Pick<Question, 'id' | 'text' | 'section'> & Partial<Question>;

/** A question with what most of them have. */
export const ask = (one: Given): Question => ({
  kind: 'person',
  expects: 'yes',
  mayNotApply: false,
  evidence: false,
  rules: [],
  when: null,
  ...one,
});

type PackGiven = Omit<
  Pack,
  'version' | 'reviewer' | 'reviewed' | 'reviewBy' | 'draft' | 'disclaimer' | 'parameters'
> &
  Partial<Pack>;

/** A pack as it is shipped: written by us after its sources; no lawyer has reviewed it. */
export const shipped = (pack: PackGiven): Pack => ({
  version: '1',
  reviewer: 'the maintainers of OpenMOps, no lawyers',
  reviewed: '2026-11-22',
  reviewBy: '2027-11-22',
  draft: false,
  disclaimer:
    'Not legal advice. A list of questions in our own words; the regulation itself and your counsel decide.',
  parameters: [],
  ...pack,
});

export const ecfr = (path: string): string => `https://www.ecfr.gov/current/${path}`;
