import { type Pack, packWarnings, type RunState } from '@openmops/domain/checklists';
import * as z from 'zod';
import { Finding, Remark } from '../content/content.schema.ts';
import type { RunRow } from './runs-of.ts';

export const PackInfo = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  about: z.string(),
  own: z.boolean(),
  draft: z.boolean(),
  topics: z.array(z.string()),
  sources: z.array(z.object({ title: z.string(), url: z.string() })),
  reviewer: z.string(),
  reviewed: z.string(),
  reviewBy: z.string(),
  disclaimer: z.string(),
  questions: z.array(
    z.object({ id: z.string(), text: z.string(), section: z.string(), kind: z.string() }),
  ),
  warnings: z.array(Remark),
});
const Answer = z.object({
  answer: z.enum(['yes', 'no', 'na']),
  note: z.string(),
  file: z.object({ id: z.string(), name: z.string() }).nullable(),
  by: z.string(),
  name: z.string(),
  at: z.string(),
});
export const RunInfo = z.object({
  pack: z.string(),
  packVersion: z.string(),
  title: z.string(),
  disclaimer: z.string(),
  asset: z.string(),
  number: z.number(),
  hash: z.string(),
  passed: z.boolean(),
  parameters: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      values: z.array(z.string()),
      value: z.string().nullable(),
    }),
  ),
  items: z.array(
    z.object({
      question: z.string(),
      text: z.string(),
      section: z.string(),
      kind: z.enum(['person', 'second', 'lint']),
      evidence: z.boolean(),
      mayNotApply: z.boolean(),
      state: z.enum(['passed', 'open', 'second', 'failed', 'not-applicable']),
      open: z.string().nullable(),
      by: z.enum(['lint', 'people']).nullable(),
      findings: z.array(Finding),
      first: Answer.nullable(),
      second: Answer.nullable(),
      mayConfirm: z.boolean().describe('Whether the person who asks may be the second one.'),
    }),
  ),
  warnings: z.array(Remark),
});
export type RunInfo = z.infer<typeof RunInfo>;

export function toPackInfo(pack: Pack, { own, day }: { own: boolean; day: number }) {
  return {
    ...pack,
    own,
    questions: pack.questions.map(({ id, text, section, kind }) => ({ id, text, section, kind })),
    warnings: packWarnings(pack, day),
  };
}

type About = {
  asset: string;
  number: number;
  day: number;
  names: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, { id: string; name: string }>;
  /** Id of the person who asks. */
  person: string;
};

export function toRunInfo({ run, state }: { run: RunRow; state: RunState }, about: About): RunInfo {
  const { names, files, person, day } = about;
  const told = (answer: RunState['items'][number]['first']) =>
    answer && {
      answer: answer.answer,
      note: answer.note,
      file: files.get(answer.file ?? '') ?? null,
      by: answer.by,
      name: names.get(answer.by) ?? 'Somebody who left',
      at: new Date(answer.at).toISOString(),
    };
  return {
    pack: run.pack.id,
    packVersion: run.pack.version,
    title: run.pack.title,
    disclaimer: run.pack.disclaimer,
    asset: about.asset,
    number: about.number,
    hash: run.hash,
    passed: state.passed,
    parameters: run.pack.parameters.map((one) => ({
      ...one,
      value: run.parameters[one.id] ?? null,
    })),
    items: state.items.map(({ question, first, second, findings, open, by, state: where }) => ({
      question: question.id,
      text: question.text,
      section: question.section,
      kind: question.kind,
      evidence: question.evidence || question.kind === 'lint',
      mayNotApply: question.mayNotApply,
      state: where,
      open,
      by,
      findings,
      first: told(first),
      second: told(second),
      mayConfirm: where === 'second' && first?.by !== person,
    })),
    warnings: packWarnings(run.pack, day),
  };
}
