import {
  agreeOn,
  COMMON_LIFECYCLE,
  checkDefinition,
  type LifecycleDefinition,
} from '@openmops/domain/lifecycle';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { actorId } from '../../actor.ts';
import { type Context, verb } from '../../verb.ts';
import { nameOf } from '../identity/open-people.ts';
import { refreshPeople } from '../identity/refresh-people.ts';
import { STAGED_TABLES } from '../mappings/derive-stream.ts';
import { mapStreams } from '../mappings/map-streams.ts';
import { mappingStates } from '../mappings/mapping-states.ts';
import { agreedDefinition } from './agreed-definition.ts';
import {
  addConsent,
  addDefinition,
  consentsOf,
  type DefinitionVersion,
  definitionVersions,
} from './lifecycle.queries.ts';
import { DefinitionInput } from './lifecycle.schema.ts';

export type ShownDefinition = Pick<LifecycleDefinition, 'meaning' | 'sources' | 'maturityDays'> & {
  /** 0: the common beginning, on which nobody has agreed. */
  number: number;
  version: string;
  note: string | null;
  by: string | null;
  at: string | null;
  agreed: { head: 'marketing' | 'sales'; by: string; at: string }[];
  agreedAt: string | null;
  /** The one that holds. */
  current: boolean;
};

/** All versions, the newest first, and the common one as the beginning. */
export const listDefinitions = verb({
  name: 'lifecycle.definitions',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).default({}),
  async run({ db, workspace }): Promise<{ definitions: ShownDefinition[] }> {
    const versions = await definitionVersions(db, workspace.id);
    const current = (await agreedDefinition(db, workspace.id))?.version ?? null;
    const { meaning, sources, maturityDays, version } = COMMON_LIFECYCLE;
    const common: ShownDefinition = {
      number: 0,
      version,
      meaning,
      sources,
      maturityDays,
      note: null,
      by: null,
      at: null,
      agreed: [],
      agreedAt: null,
      current: current === null,
    };
    return { definitions: [...versions.map((one) => shown(one, current)), common] };
  },
});

/** A new version of the definition. It holds as soon as both heads have agreed to it. */
export const proposeDefinition = verb({
  name: 'lifecycle.propose',
  permission: 'lifecycle.write',
  kind: 'write',
  input: DefinitionInput,
  async run(ctx, { note, ...given }) {
    const definition = given as unknown as Omit<LifecycleDefinition, 'version' | 'agreed'>;
    checkDefinition({ ...definition, version: 'new', agreed: [] });
    const number = await addDefinition(ctx.db, ctx.workspace.id, {
      definition,
      note: note || null,
      by: nameOf(ctx),
      at: new Date(ctx.now),
    });
    ctx.audit({ version: number });
    return { number, version: `v${number}` };
  },
});

/** The consent of the head of marketing or of sales: two people. With the second one the version holds. */
export const agreeDefinition = verb({
  name: 'lifecycle.agree',
  permission: 'lifecycle.write',
  kind: 'long',
  input: z.object({ version: z.int().min(1), head: z.enum(['marketing', 'sales']) }),
  async run(ctx, { version, head }): Promise<ShownDefinition> {
    const person = personOf(ctx);
    await ctx.transact(async (trx) => {
      ctx.audit({ version, head });
      const found = (await definitionVersions(trx, ctx.workspace.id)).find(
        ({ number }) => number === version,
      );
      if (!found) {
        throw new MopsError('NOT_FOUND', `There is no version ${version}.`, 'Propose one first.');
      }
      agreeOn(found.definition, { head, by: person.name, at: ctx.now });
      const others = await consentsOf(trx, ctx.workspace.id, version);
      if (others.some(({ actor }) => actor === person.actor)) {
        const hint = 'Ask the other head to sign in and agree.';
        throw new MopsError('CONFLICT', 'One person cannot agree for both heads.', hint);
      }
      const consent = { version, head, ...person, at: new Date(ctx.now) };
      await addConsent(trx, ctx.workspace.id, consent);
    });
    await applyStages(ctx);
    const versions = await definitionVersions(ctx.db, ctx.workspace.id);
    const current = (await agreedDefinition(ctx.db, ctx.workspace.id))?.version ?? null;
    return shown(versions.find(({ number }) => number === version) as DefinitionVersion, current);
  },
});

/** Facts of stages first, then those of contacts and deals go: between, the newer ones of a record win. */
async function applyStages(ctx: Context): Promise<void> {
  if ((await agreedDefinition(ctx.db, ctx.workspace.id)) === null) return;
  await refreshPeople(ctx, { eager: true });
  const states = await mappingStates(ctx.db, ctx.workspace.id);
  const ids = [...states].filter(([, { tables }]) =>
    tables.some((table) => STAGED_TABLES.includes(table)),
  );
  await mapStreams(
    ctx,
    ids.map(([id]) => id),
  );
}

function personOf(ctx: Context): { actor: string; name: string } {
  const { actor } = ctx;
  if (actor.kind === 'user' || actor.kind === 'local' || actor.kind === 'system')
    return { actor: actorId(actor) ?? actor.kind, name: nameOf(ctx) };
  throw new MopsError('FORBIDDEN', 'A key cannot agree.', 'The head signs in and agrees.');
}

function shown(one: DefinitionVersion, current: string | null): ShownDefinition {
  const { meaning, sources, maturityDays, version, agreed } = one.definition;
  return {
    number: one.number,
    version,
    meaning,
    sources,
    maturityDays,
    note: one.note,
    by: one.by,
    at: one.at.toISOString(),
    agreed: agreed.map(({ head, by, at }) => ({ head, by, at: new Date(at).toISOString() })),
    agreedAt: one.agreedAt?.toISOString() ?? null,
    current: version === current,
  };
}
