import { checkRaci, RACI_ROLES, RaciPeople } from '@openmops/domain/campaigns';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { byOf } from '../links/create-link.ts';
import { notify } from '../notifications/notify.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { campaignRow } from './campaigns.queries.ts';

const SubjectKind = z.enum(['campaign', 'task']);
const Named = z.object({ id: z.string(), name: z.string().nullable().describe('Null: has left.') });
export const RaciAnswer = z.object({
  campaign: z.string(),
  subjects: z.array(
    z.object({
      kind: SubjectKind,
      id: z.string(),
      name: z.string(),
      people: z.object({
        responsible: z.array(Named),
        accountable: z.array(Named),
        consulted: z.array(Named),
        informed: z.array(Named),
      }),
      version: z
        .number()
        .describe('0: nobody was named yet; the owner stands for the accountable.'),
    }),
  ),
  issues: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      message: z.string(),
      hint: z.string().nullable(),
      subject: z.string().nullable(),
    }),
  ),
});
export type RaciAnswer = z.infer<typeof RaciAnswer>;

/** Who is responsible, accountable, consulted and informed for a campaign and its open tasks, and what is missing. */
export const readRaci = verb({
  name: 'campaigns.people',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id: z.string().max(40) }),
  output: RaciAnswer,
  run: (ctx, { id }) => raciOf(ctx, id),
});

/** Names them for a campaign or one of its tasks: exactly one is accountable. Whoever is new there is told. */
export const setRaci = verb({
  name: 'campaigns.setPeople',
  permission: 'campaigns.write',
  kind: 'long',
  input: z.strictObject({
    id: z.string().max(40),
    /** A task of the campaign; left out: the campaign itself. */
    task: z.string().max(40).optional(),
    version: z.int().min(0),
    people: RaciPeople,
  }),
  output: RaciAnswer,
  async run(ctx, { id, task, version, people }) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    mustBeSound(people, names);
    const kind = task === undefined ? ('campaign' as const) : ('task' as const);
    await ctx.transact(async (trx) => {
      await campaignRow(trx, workspace.id, id, { hold: true });
      const subjects = await subjectsOf(trx, workspace.id, id);
      const subject = subjects.find((one) => one.kind === kind && one.id === (task ?? id));
      if (!subject) throw new MopsError('NOT_FOUND', 'The campaign has no such task.', 'See it.');
      refuseStale(subject, version, { what: `who does “${subject.name}”`, now: subject.people });
      ctx.audit({ id, ...(task ? { task } : {}), name: subject.name });
      const by = byOf(ctx.actor);
      const at = new Date(now);
      const set = {
        people: JSON.stringify(people),
        version: version + 1,
        changed_by: by,
        changed_at: at,
      };
      await trx
        .insertInto('raci')
        .values({
          workspace_id: workspace.id,
          subject_kind: kind,
          subject_id: subject.id,
          ...set,
        })
        .onConflict((on) =>
          on.columns(['workspace_id', 'subject_kind', 'subject_id']).doUpdateSet(set),
        )
        .execute();
      const place = { by, at, link: `/campaigns/${id}/tasks` };
      for (const role of RACI_ROLES) {
        const before = subject.people[role];
        const to = people[role].filter((person) => !before.includes(person));
        const text = `You are ${role} for “${subject.name}”.`;
        await notify(trx, workspace.id, { ...place, to, kind: `raci.${role}`, text });
      }
    });
    return raciOf(ctx, id);
  },
});

function mustBeSound(people: RaciPeople, names: ReadonlyMap<string, string>): void {
  const refused = (message: string, hint: string) =>
    new MopsError('INVALID', message, hint, { status: 422 });
  if (people.accountable.length !== 1)
    throw refused(
      people.accountable.length === 0
        ? 'Nobody is accountable.'
        : `${people.accountable.length} people are accountable.`,
      'Name exactly one who answers for it.',
    );
  const all = RACI_ROLES.flatMap((role) => people[role]);
  if (all.some((person) => !names.has(person)))
    throw refused('Somebody who is named is no member.', 'Name members of the workspace.');
}

type Subject = {
  kind: 'campaign' | 'task';
  id: string;
  name: string;
  people: RaciPeople;
  version: number;
  changed_by: string;
  changed_at: Date;
};

/** A campaign and its open tasks. Who owns one, and was not named otherwise, is accountable for it. */
async function subjectsOf(db: Db | Trx, workspaceId: string, id: string): Promise<Subject[]> {
  const campaign = await campaignRow(db, workspaceId, id);
  const tasks = await db
    .selectFrom('tasks')
    .select(['id', 'title', 'owner'])
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', '=', id)
    .where('status', '=', 'open')
    .orderBy('due')
    .orderBy('id')
    .execute();
  const rows = await db
    .selectFrom('raci')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('subject_id', 'in', [id, ...tasks.map((task) => task.id)])
    .execute();
  const known = new Map(rows.map((row) => [`${row.subject_kind} ${row.subject_id}`, row]));
  const subject = (
    kind: Subject['kind'],
    of: { id: string; name: string; owner: string | null },
  ) => {
    const row = known.get(`${kind} ${of.id}`);
    const people = RaciPeople.parse(row?.people ?? { accountable: of.owner ? [of.owner] : [] });
    const { version = 0, changed_by = '', changed_at = new Date(0) } = row ?? {};
    return { kind, id: of.id, name: of.name, people, version, changed_by, changed_at };
  };
  return [
    subject('campaign', campaign),
    ...tasks.map((task) => subject('task', { ...task, name: task.title })),
  ];
}

async function raciOf(ctx: Context<'read' | 'long'>, id: string): Promise<RaciAnswer> {
  const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
  const subjects = await subjectsOf(ctx.db, ctx.workspace.id, id);
  const named = (ids: readonly string[]) =>
    ids.map((person) => ({ id: person, name: names.get(person) ?? null }));
  const { issues } = checkRaci(subjects, new Set(names.keys()));
  return {
    campaign: id,
    subjects: subjects.map(({ kind, id: subject, name, people, version }) => ({
      ...{ kind, id: subject, name, version },
      people: {
        responsible: named(people.responsible),
        accountable: named(people.accountable),
        consulted: named(people.consulted),
        informed: named(people.informed),
      },
    })),
    issues: issues.map(({ code, severity, message, hint, field }) => ({
      ...{ code, severity, message, hint: hint ?? null, subject: field ?? null },
    })),
  };
}
