import * as z from 'zod';
import { localVerb } from '../../verb.ts';
import { compactionSums } from './compact-streams.ts';

export type KeptRows = { arrived: number; forgotten: number; lookedAt: string | null };

/** How much all streams have brought, and how much of it nobody could ask for any more. */
export const keptRows = localVerb({
  name: 'streams.kept',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ instance }): Promise<KeptRows> {
    const { lookedAt, ...sums } = await compactionSums(instance.records.system.db);
    return { ...sums, lookedAt: lookedAt?.toISOString() ?? null };
  },
});
