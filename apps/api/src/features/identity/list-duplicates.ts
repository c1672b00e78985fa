import type { DuplicateProposal } from '@openmops/domain/identity';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { peopleOf } from './open-people.ts';

export type ShownProposal = DuplicateProposal & {
  of: 'contact' | 'account';
  /** Record → name of its person or company. */
  labels: Record<string, string>;
};

/** Records that are likely there twice, the surest first. */
export const listDuplicates = verb({
  name: 'identity.duplicates',
  permission: 'records.read',
  kind: 'read',
  input: z.object({
    of: z.enum(['contact', 'account']).default('contact'),
    search: z.string().max(200).default(''),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(500).default(50),
  }),
  async run(ctx, { of, search, offset, limit }) {
    const people = await peopleOf(ctx);
    if (!people) return { total: 0, resolvedAt: null, duplicates: [] as ShownProposal[] };
    const question = { ...people.at, kind: 'proposal' as const, owners: [of], search };
    const found = await ctx.facts.resolved.find(question, { offset, limit });
    return {
      total: await ctx.facts.resolved.count(question),
      resolvedAt: people.state.resolvedAt.toISOString(),
      duplicates: found.map(({ body }) => body as ShownProposal),
    };
  },
});
