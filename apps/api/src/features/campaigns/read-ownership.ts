import { checkRaci, RaciPeople } from '@openmops/domain/campaigns';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { objectiveRows } from '../goals/objective-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { campaignRows } from './campaign-rows.ts';

const Named = z.object({ id: z.string(), name: z.string().nullable().describe('Null: has left.') });
export const OwnershipAnswer = z.object({
  wrong: z.number().describe('With an error: nobody, more than one, or somebody who left.'),
  subjects: z
    .array(
      z.object({
        kind: z.enum(['objective', 'goal', 'campaign', 'task']),
        id: z.string(),
        name: z.string(),
        path: z.string().describe('Where it is mended, below the workspace.'),
        accountable: z.array(Named),
        responsible: z.array(Named),
        issues: z.array(
          z.object({
            code: z.string(),
            severity: z.enum(['error', 'warning', 'info']),
            message: z.string(),
            hint: z.string().nullable(),
          }),
        ),
      }),
    )
    .describe('Those with an error first.'),
});

type Subject = {
  kind: 'objective' | 'goal' | 'campaign' | 'task';
  id: string;
  name: string;
  path: string;
  people: RaciPeople;
};

/** Who answers for each objective, goal, running campaign and open task: exactly one, who is still there. */
export const readOwnership = verb({
  name: 'campaigns.ownership',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({}).optional(),
  output: OwnershipAnswer,
  async run(ctx) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const subjects = [...(await ofGoals(ctx)), ...(await ofCampaigns(ctx))];
    const { issues } = checkRaci(subjects, new Set(names.keys()));
    const found = Map.groupBy(issues, ({ field }) => field);
    const named = (ids: readonly string[]) =>
      ids.map((id) => ({ id, name: names.get(id) ?? null }));
    const listed = subjects.map(({ kind, id, name, path, people }) => ({
      ...{ kind, id, name, path },
      accountable: named(people.accountable),
      responsible: named(people.responsible),
      issues: (found.get(id) ?? []).map(({ code, severity, message, hint }) => ({
        ...{ code, severity, message, hint: hint ?? null },
      })),
    }));
    const isWrong = ({ issues: own }: (typeof listed)[number]) =>
      own.some(({ severity }) => severity === 'error');
    const wrong = listed.filter(isWrong);
    return {
      wrong: wrong.length,
      subjects: [...wrong, ...listed.filter((one) => !isWrong(one))],
    };
  },
});

/** Who owns one answers for it; for a goal without an owner that of its objective. */
async function ofGoals({ db, workspace }: Context<'read'>): Promise<Subject[]> {
  const objectives = (await objectiveRows(db, workspace.id)).filter(({ archived }) => !archived);
  const goals = (await goalRows(db, workspace.id)).filter(
    (one) => !one.archived && !one.objective_archived,
  );
  return [
    ...objectives.map(
      ({ id, name, owner }): Subject => ({
        ...{ kind: 'objective', id, name, path: '/goals', people: ownedBy(owner) },
      }),
    ),
    ...goals.map(({ id, name, owner, objective_owner: above }): Subject => {
      const people = ownedBy(owner ?? above);
      return { kind: 'goal', id, name, path: `/goals/${id}`, people };
    }),
  ];
}

const OVER: ReadonlySet<string> = new Set(['ended', 'reviewed', 'cancelled']);

/** Who is named for them; where nobody was named, who owns them. */
async function ofCampaigns({ db, workspace }: Context<'read'>): Promise<Subject[]> {
  const rows = await campaignRows(db, workspace.id);
  const running = new Set(rows.filter(({ state }) => !OVER.has(state)).map(({ id }) => id));
  const tasks = await db
    .selectFrom('tasks')
    .select(['id', 'title', 'owner', 'campaign_id'])
    .where('workspace_id', '=', workspace.id)
    .where('status', '=', 'open')
    .orderBy('due')
    .orderBy('id')
    .execute();
  const raci = await db
    .selectFrom('raci')
    .select(['subject_kind', 'subject_id', 'people'])
    .where('workspace_id', '=', workspace.id)
    .execute();
  const known = new Map(raci.map((row) => [`${row.subject_kind} ${row.subject_id}`, row.people]));
  const peopleOf = (kind: 'campaign' | 'task', id: string, owner: string | null) => {
    const set = known.get(`${kind} ${id}`);
    return set ? RaciPeople.parse(set) : ownedBy(owner);
  };
  return [
    ...rows
      .filter(({ id }) => running.has(id))
      .map(({ id, name, owner }): Subject => {
        const people = peopleOf('campaign', id, owner);
        return { kind: 'campaign', id, name, path: `/campaigns/${id}/tasks`, people };
      }),
    ...tasks
      .filter(({ campaign_id: of }) => of === null || running.has(of))
      .map(({ id, title: name, owner, campaign_id: of }): Subject => {
        const path = of === null ? '/tasks?whose=all' : `/campaigns/${of}/tasks`;
        return { kind: 'task', id, name, path, people: peopleOf('task', id, owner) };
      }),
  ];
}

const ownedBy = (owner: string | null): RaciPeople =>
  RaciPeople.parse({ accountable: owner === null ? [] : [owner] });
