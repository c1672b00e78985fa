import { STAGES } from '@openmops/domain/lifecycle';
import * as z from 'zod';

const words = z.string().trim().min(1).max(500);
const stage = z.enum([...STAGES, 'lost', 'rejected']);
const meaningOf = z.record(z.string().min(1).max(200), z.union([stage, z.literal('ignore')]));
const dateField = z.enum(['created_at', 'lead_at', 'mql_at', 'sal_at', 'sql_at', 'customer_at']);
const days = z.int().min(1).max(3650);

/** What marketing and sales agree on. */
export const DefinitionInput = z.object({
  meaning: z.record(stage, words),
  sources: z
    .array(
      z.strictObject({
        source: z.string().trim().min(1).max(200),
        contactStages: meaningOf.default({}),
        leadStatuses: meaningOf.default({}),
        dealStages: meaningOf.default({}),
        dates: z.partialRecord(stage, z.array(dateField).max(6)).default({}),
      }),
    )
    .min(1)
    .max(100),
  maturityDays: z.strictObject({ mql: days, sql: days, opportunity: days, won: days }),
  note: z.string().trim().max(1000).optional(),
});
