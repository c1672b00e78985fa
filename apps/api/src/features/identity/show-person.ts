import {
  type JourneyStep,
  journeyOf,
  type MergedField,
  type NodeId,
  planMerge,
  type StageStay,
  type TouchRecord,
  touchRecord,
} from '@openmops/domain/identity';
import { staysOf, type Track } from '@openmops/domain/lifecycle';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { trustOf } from './merge-records.ts';
import { partsOfNode, recordsOf, rowsWith } from './node-rows.ts';
import { type OpenPeople, openPeople } from './open-people.ts';
import type { CompanyBody, PersonBody } from './say-people.ts';

const Asked = z.object({
  /** Any record, address or cookie of it. */
  node: z.string().min(3).max(2000),
  limit: z.int().min(1).max(2000).default(500),
});
type Field = Omit<MergedField, 'others'> & { others: MergedField['others'] };
type Shown<T> = T & {
  fields: Field[];
  journey: {
    total: number;
    steps: JourneyStep[];
    stages: StageStay[];
    names: Record<string, string>;
  };
};

/** A person: records and visitors with the reason of each link, fields with their source, the journey. */
export const showPerson = verb({
  name: 'identity.person',
  permission: 'records.read',
  kind: 'read',
  input: Asked,
  async run(ctx, { node, limit }): Promise<Shown<PersonBody>> {
    const people = await openPeople(ctx);
    const person = await bodyOf<PersonBody>(ctx, people, { node, kind: 'person' });
    const touches = await touchesOf(ctx, [person]);
    const tracks = await tracksOf(ctx, people, [person.id]);
    const journey = journeyOf({
      subject: person.id as NodeId,
      touches,
      people: { personOf: mapOf([person]) },
      stages: tracks.flatMap(({ transitions }) => staysOf(transitions)),
    });
    return {
      ...person,
      fields: await fieldsOf(ctx, 'contact', person.members),
      journey: { ...shown(journey, limit), names: { [person.id]: person.name } },
    };
  },
});

/** A company: its accounts, its people, and what all of them did. */
export const showCompany = verb({
  name: 'identity.company',
  permission: 'records.read',
  kind: 'read',
  input: Asked,
  async run(ctx, { node, limit }): Promise<Shown<CompanyBody>> {
    const people = await openPeople(ctx);
    const company = await bodyOf<CompanyBody>(ctx, people, { node, kind: 'company' });
    const question = { ...people.at, kind: 'person' as const, owners: [company.id] };
    const found = await ctx.facts.resolved.find(question, { offset: 0, limit: MOST_PEOPLE });
    const persons = found.map(({ body }) => body as PersonBody);
    const touches = await touchesOf(ctx, persons, company);
    const memberships = persons.flatMap(({ membership }) => membership ?? []);
    const journey = journeyOf({
      subject: company.id as NodeId,
      touches,
      people: { personOf: mapOf(persons) },
      companies: {
        companyOf: mapOf([company]),
        membershipOf: new Map(memberships.map((one) => [one.person, one])),
      },
    });
    return {
      ...company,
      fields: await fieldsOf(ctx, 'account', company.members),
      journey: {
        ...shown(journey, limit),
        names: Object.fromEntries(persons.map(({ id, name }) => [id, name])),
      },
    };
  },
});

/** People of a company whose touches are read. */
const MOST_PEOPLE = 500;

/** The newest of many. */
const shown = (journey: ReturnType<typeof journeyOf>, limit: number) => ({
  total: journey.steps.length,
  steps: journey.steps.slice(-limit),
  stages: journey.stages,
});

const mapOf = (all: readonly { id: string; members: readonly string[] }[]) =>
  new Map(all.flatMap(({ id, members }) => members.map((one) => [one as NodeId, id as NodeId])));

async function bodyOf<T>(
  ctx: Context,
  { at }: OpenPeople,
  { node, kind }: { node: string; kind: 'person' | 'company' },
): Promise<T> {
  const { resolved } = ctx.facts;
  const one = { offset: 0, limit: 1 };
  const [named] = await resolved.find({ ...at, kind: 'node', ids: [node] }, one);
  const [found] = await resolved.find({ ...at, kind, ids: [named?.owner ?? node] }, one);
  if (found) return found.body as T;
  const what = kind === 'person' ? 'contact' : 'account';
  throw new MopsError('NOT_FOUND', `There is no ${what} ${node}.`, `Name it as ${what}/source/id.`);
}

/** Every touch of these people, by contact, visitor or address; each once. */
async function touchesOf(
  ctx: Context,
  persons: readonly PersonBody[],
  company?: CompanyBody,
): Promise<TouchRecord[]> {
  const at = { instance: ctx.instance, db: ctx.db, workspaceId: ctx.workspace.id };
  const nodes = [...persons.flatMap(({ members }) => members), ...(company?.members ?? [])];
  const parts = nodes.map(partsOfNode);
  const emails = persons.flatMap((one) => one.emails);
  const rows = await rowsWith(at, 'touchpoint', (source) => {
    const ids = (kind: string) =>
      parts.filter((one) => one.kind === kind && one.source === source).map(({ id }) => id);
    return [
      { field: 'contact_id', values: ids('contact') },
      { field: 'anonymous_id', values: ids('anonymous') },
      { field: 'account_id', values: ids('account') },
      { field: 'email', values: emails },
    ];
  });
  return rows.map(({ source, values }) => touchRecord(source, values));
}

async function tracksOf(
  ctx: Context,
  { at }: OpenPeople,
  owners: readonly string[],
): Promise<Track[]> {
  const question = { ...at, kind: 'track' as const, owners };
  const found = await ctx.facts.resolved.find(question, { offset: 0, limit: 200 });
  return found.map(({ body }) => body as Track);
}

/** What the records say together, each field with its source and reason. */
async function fieldsOf(
  ctx: Context,
  entity: 'contact' | 'account',
  members: readonly string[],
): Promise<Field[]> {
  const at = { instance: ctx.instance, db: ctx.db, workspaceId: ctx.workspace.id };
  const records = await recordsOf(at, entity, members);
  const [first] = records;
  if (!first) return [];
  if (records.length === 1)
    return Object.entries(first.values).flatMap(([field, value]): Field[] =>
      value === null || value === ''
        ? []
        : [
            {
              field,
              value,
              from: first.id,
              source: first.source,
              reason: 'only_value',
              words: 'There is one record.',
              others: [],
              conflict: false,
            },
          ],
    );
  const plan = planMerge({
    records,
    keep: first.id,
    precedence: { sources: await trustOf(ctx, entity) },
  });
  return plan.fields.filter(({ reason }) => reason !== 'empty');
}
