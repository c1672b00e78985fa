import * as z from 'zod';

export const ViewName = z.enum(['cmo', 'director', 'finance', 'value']);
export type ViewName = z.infer<typeof ViewName>;

export const ViewInput = z.strictObject({
  view: ViewName,
  /** `FY2027 Q1`, `2026-03`, `FY2027`; left out: the fiscal quarter of yesterday. */
  period: z.string().max(20).optional(),
});

const Unit = z.looseObject({ kind: z.string() });
const Tone = z.enum(['good', 'neutral', 'bad', 'none']);
export type Tone = z.infer<typeof Tone>;
/** Where a figure comes from: a screen below the workspace, and for a KPI what it means. */
const Origin = {
  link: z.string().nullable().describe('Path of the dashboard inside of the workspace.'),
  kpi: z.string().nullable(),
  definition: z.string().nullable().describe('Hash of the KPI’s definition.'),
};

export const Figure = z.object({
  id: z.string(),
  label: z.string(),
  value: z.number().nullable().describe('Null: there is none; `says` tells why.'),
  unit: Unit,
  says: z.string().nullable(),
  tone: Tone,
  ...Origin,
});
export type Figure = z.infer<typeof Figure>;

const Column = z.object({
  id: z.string(),
  label: z.string(),
  unit: z.union([Unit, z.literal('text'), z.literal('row')]).describe('`row`: the row has it.'),
});
export type Column = z.infer<typeof Column>;

export const Row = z.object({
  id: z.string(),
  cells: z.array(z.union([z.string(), z.number(), z.null()])),
  unit: Unit.nullable(),
  tone: Tone,
  ...Origin,
});
export type Row = z.infer<typeof Row>;

export const Section = z.object({
  id: z.string(),
  title: z.string(),
  asOf: z.string().describe('Day or instant up to which it is known.'),
  from: z.array(z.string()).describe('The verbs that were asked: the same as the room’s screen.'),
  link: z.string().describe('The room’s own screen.'),
  figures: z.array(Figure),
  table: z.object({ columns: z.array(Column), rows: z.array(Row), more: z.number() }).nullable(),
  empty: z.string().nullable().describe('Why there is nothing.'),
  notes: z.array(z.string()),
});
export type Section = z.infer<typeof Section>;

export const View = z.object({
  view: ViewName,
  title: z.string(),
  period: z.object({ label: z.string().nullable(), from: z.string(), to: z.string() }),
  at: z.string().describe('Instant at which it was made.'),
  asOf: z.string().describe('The last day that counts.'),
  workspace: z.string(),
  currency: z.string(),
  sections: z.array(Section),
  definitions: z
    .array(
      z.object({
        kpi: z.string(),
        name: z.string(),
        version: z.number(),
        definition: z.string(),
        formula: z.string(),
        description: z.string(),
      }),
    )
    .describe('What each KPI of the view means.'),
});
export type View = z.infer<typeof View>;
