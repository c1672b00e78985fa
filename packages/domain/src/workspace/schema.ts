import * as z from 'zod';

/** A team with its own data, money and calendar. Nothing crosses from one to another. */
export const Workspace = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  /** First month of the fiscal year, 1–12. */
  fiscalStart: z.number().int(),
  /** The fiscal year is named by the calendar year in which it ends, or begins. */
  fiscalNamedBy: z.enum(['end', 'start']),
  /** First day of the week: 1 Monday … 7 Sunday. */
  weekStart: z.number().int(),
  sample: z.boolean(),
});
export type Workspace = z.infer<typeof Workspace>;

export const CreateWorkspaceInput = z.strictObject({
  slug: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
      'A slug has 1 to 40 lower-case letters, digits and dashes.',
    ),
  name: z.string().min(1).max(80).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'A currency is three capital letters, like EUR.')
    .default('EUR'),
  timeZone: z.string().max(64).default('UTC'),
  fiscalStart: z.number().int().min(1).max(12).default(1),
  fiscalNamedBy: z.enum(['end', 'start']).default('end'),
  weekStart: z.number().int().min(1).max(7).default(1),
});
export type CreateWorkspaceInput = z.infer<typeof CreateWorkspaceInput>;
