import * as z from 'zod';
import { verb } from '../../verb.ts';
import { listDecisions, listPrecedence } from './identity.queries.ts';
import { peopleOf } from './open-people.ts';
import { placesOf } from './people-places.ts';
import type { CompanyBody, PersonBody } from './say-people.ts';

const Page = {
  search: z.string().max(200).default(''),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(50),
};

/** How many people there are, when that was found out, and what to read with care. */
export const identityStatus = verb({
  name: 'identity.status',
  permission: 'records.read',
  kind: 'read',
  input: z.object({}).default({}),
  async run(ctx) {
    const people = await peopleOf(ctx);
    const decisions = await listDecisions(ctx.db, ctx.workspace.id);
    return {
      resolvedAt: people?.state.resolvedAt.toISOString() ?? null,
      counts: people?.state.counts ?? null,
      warnings: people?.state.warnings ?? [],
      merges: decisions.filter(({ kind, undone }) => kind === 'merge' && !undone).length,
    };
  },
});

/** People or companies, those changed last or with most people first. */
export const listPeople = verb({
  name: 'identity.list',
  permission: 'records.read',
  kind: 'read',
  input: z.object({ of: z.enum(['person', 'company']).default('person'), ...Page }),
  async run(ctx, { of, search, offset, limit }) {
    const people = await peopleOf(ctx);
    if (!people) return { total: 0, rows: [] };
    const question = { ...people.at, kind: of, search };
    const found = await ctx.facts.resolved.find(question, { offset, limit });
    return {
      total: await ctx.facts.resolved.count(question),
      rows: found.map(({ body }) => {
        const one = body as PersonBody & CompanyBody;
        return {
          id: one.id,
          name: one.name,
          detail: of === 'person' ? one.emails.join(', ') : one.domains.join(', '),
          records: one.members.filter((id) => /^(contact|account)\//.test(id)).length,
          visitors: one.members.filter((id) => id.startsWith('anonymous/')).length,
          company: of === 'person' ? one.companyName : null,
          people: of === 'company' ? one.people : null,
        };
      }),
    };
  },
});

/** What people have decided: merges, and records that are not the same; undone ones too. */
export const listDecided = verb({
  name: 'identity.decisions',
  permission: 'records.read',
  kind: 'read',
  input: z.object({ limit: z.int().min(1).max(500).default(100) }),
  async run({ db, workspace }, { limit }) {
    const all = await listDecisions(db, workspace.id);
    return all.slice(0, limit).map(({ at, undone, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      undone: undone && { by: undone.by, at: undone.at.toISOString() },
    }));
  },
});

/** Which source is trusted first for which field, and which sources there are. */
export const getPrecedence = verb({
  name: 'identity.precedence.get',
  permission: 'records.read',
  kind: 'read',
  input: z.object({}).default({}),
  async run({ db, workspace }) {
    const rows = await listPrecedence(db, workspace.id);
    const places = await placesOf(db, workspace.id, ['contact', 'account']);
    return {
      sources: [...new Set(places.map(({ source }) => source))].sort(),
      fields: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    };
  },
});
