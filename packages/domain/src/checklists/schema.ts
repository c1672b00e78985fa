import * as z from 'zod';
import { RuleSchema } from '../content/schema.ts';

const word = z
  .string()
  .regex(
    /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/,
    'Small letters, digits, dots and hyphens, like us.ftc or price-claims.',
  )
  .max(80);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');

export const SourceSchema = z.strictObject({
  title: z.string().min(1).max(300),
  url: z.url({ protocol: /^https?$/ }).max(500),
});

export const QuestionSchema = z
  .strictObject({
    id: word,
    /** What is asked, so that `expects` is the answer that passes. */
    text: z.string().trim().min(1).max(600),
    /** Where it stands in the regulation. */
    section: z.string().max(200).default(''),
    /**
     * `person`: one answers. `second`: another person confirms. `lint`: rules answer it; when they find
     * something, two people must.
     */
    kind: z.enum(['person', 'second', 'lint']),
    expects: z.enum(['yes', 'no']).default('yes'),
    /** Whether it may be that it does not apply; a note says why. */
    mayNotApply: z.boolean().default(false),
    /** Whether an answer by people needs a note or a file that shows it. */
    evidence: z.boolean().default(false),
    /** Of `lint`. */
    rules: z.array(RuleSchema).max(40).default([]),
    /** Only where a parameter of the run has one of these values. */
    when: z
      .strictObject({ parameter: word, values: z.array(z.string().max(40)).min(1).max(100) })
      .nullable()
      .default(null),
  })
  .refine(({ kind, rules }) => (kind === 'lint') === rules.length > 0, {
    message: 'A question of kind lint has rules, and no other has.',
    path: ['rules'],
  });
export type Question = z.infer<typeof QuestionSchema>;

/** A checklist as versioned data. */
export const PackSchema = z
  .strictObject({
    id: word,
    version: z.string().regex(/^\d+(\.\d+){0,2}$/, 'A version looks like 1 or 1.2.'),
    title: z.string().trim().min(1).max(120),
    about: z.string().trim().min(1).max(600),
    sources: z.array(SourceSchema).min(1).max(20),
    /** Who reviewed it last, and when; `draft`: it says wherever it is used that nobody who knows the law has. */
    reviewer: z.string().trim().min(1).max(120),
    reviewed: day,
    reviewBy: day,
    draft: z.boolean().default(false),
    /** What it is not. */
    disclaimer: z.string().trim().min(1).max(400),
    /** Content of one of these topics needs it. */
    topics: z.array(word).min(1).max(40),
    /** Facts that decide which questions apply, each with the values that it may have. */
    parameters: z
      .array(
        z.strictObject({
          id: word,
          title: z.string().min(1).max(120),
          values: z.array(z.string().max(40)).max(100),
        }),
      )
      .max(10)
      .default([]),
    questions: z.array(QuestionSchema).min(1).max(100),
  })
  .superRefine((pack, ctx) => {
    const ids = pack.questions.map(({ id }) => id);
    const twice = ids.find((id, i) => ids.indexOf(id) < i);
    if (twice) ctx.addIssue({ code: 'custom', message: `Two questions are called ${twice}.` });
    const known = new Set(pack.parameters.map(({ id }) => id));
    for (const { id, when } of pack.questions)
      if (when && !known.has(when.parameter))
        ctx.addIssue({
          code: 'custom',
          message: `The question ${id} asks for the parameter ${when.parameter}, which is none.`,
        });
    if (pack.reviewBy < pack.reviewed)
      ctx.addIssue({ code: 'custom', message: 'The next review lies before the last one.' });
  });
export type Pack = z.infer<typeof PackSchema>;
