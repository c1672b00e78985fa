import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, type Verb, type VerbKind, verb } from '../../verb.ts';
import { listCampaigns } from '../campaigns/list-campaigns.ts';
import { listRequests } from '../campaigns/requests.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { readHealth } from '../health/read-health.ts';
import { readQuality } from '../quality/list-quality.ts';
import { listTasks } from '../tasks/tasks.ts';
import { Friction } from './strategy.schema.ts';

type Ask = <K extends VerbKind, I extends z.ZodType, O>(
  other: Verb<K, I, O>,
  input: z.input<I>,
) => Promise<O>;
type Found = { count: number | null; of: number | null; says: string };
type Signal = Pick<Friction, 'id' | 'area' | 'label' | 'link' | 'from'> & {
  find(ask: Ask, ctx: Context<'read'>): Promise<Found>;
};

const counted = (count: number, of: number | null, words: string): Found => ({
  ...{ count, of },
  says:
    of === null
      ? `${count} ${words}`
      : of === 0
        ? 'There is nothing to count yet.'
        : `${count} of ${of} ${words}`,
});

const OVER: ReadonlySet<string> = new Set(['ended', 'reviewed', 'cancelled']);

/** What the rooms themselves say of where work gets stuck. */
const SIGNALS: readonly Signal[] = [
  {
    id: 'unowned',
    area: 'people',
    label: 'Without an owner',
    link: '/ownership',
    from: 'campaigns.list, tasks.list',
    async find(ask, { db, workspace }) {
      const { campaigns } = await ask(listCampaigns, {});
      const tasks = await ask(listTasks, {});
      const goals = await goalRows(db, workspace.id);
      const all = [
        ...campaigns.filter(({ state }) => !OVER.has(state)),
        ...tasks.filter(({ status }) => status === 'open' || status === 'in_progress'),
        // Who owns an objective answers for its goals, as the page of ownership has it.
        ...goals
          .filter((goal) => !goal.archived && !goal.objective_archived)
          .map((goal) => ({ owner: goal.owner ?? goal.objective_owner })),
      ];
      const bare = all.filter(({ owner }) => owner === null);
      return counted(bare.length, all.length, 'campaigns, tasks and goals have no owner.');
    },
  },
  {
    id: 'late_requests',
    area: 'process',
    label: 'Late requests',
    link: '/requests',
    from: 'requests.list',
    async find(ask) {
      const open = await ask(listRequests, {});
      const late = open.filter((one) => one.late);
      return counted(late.length, open.length, 'open requests wait longer than was promised.');
    },
  },
  {
    id: 'late_tasks',
    area: 'process',
    label: 'Late tasks',
    link: '/tasks',
    from: 'tasks.list',
    async find(ask) {
      const tasks = await ask(listTasks, {});
      const open = tasks.filter(({ status }) => status === 'open' || status === 'in_progress');
      return counted(open.filter(({ late }) => late).length, open.length, 'open tasks are late.');
    },
  },
  {
    id: 'troubled_sources',
    area: 'technology',
    label: 'Silent or failing sources',
    link: '/sources',
    from: 'health.read',
    async find(ask) {
      const { sources } = await ask(readHealth, {});
      const watched = sources.filter(({ status }) => status !== 'unknown');
      const bad = watched.filter(({ status }) => status !== 'ok');
      return counted(bad.length, watched.length, 'sources are late, silent or broken.');
    },
  },
  {
    id: 'quality_issues',
    area: 'data',
    label: 'Open quality issues',
    link: '/quality',
    from: 'quality.read',
    async find(ask) {
      const { run, openIssues } = await ask(readQuality, { runs: 1 });
      if (!run) return { count: null, of: null, says: 'Data quality was not audited yet.' };
      return counted(openIssues, null, 'issues of data quality are open.');
    },
  },
];

/** Where work gets stuck by the live data, beside what people say of themselves. */
export const readFriction = verb({
  name: 'maturity.friction',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(Friction),
  async run(ctx) {
    const { instance, actor, workspace, requestId } = ctx;
    const scope = { instance, actor, workspace, requestId };
    const known = new Map<string, unknown>();
    const ask: Ask = async (other, input) => {
      if (!known.has(other.name)) known.set(other.name, await other.call(scope, input));
      return known.get(other.name) as never;
    };
    const signals: Friction[] = [];
    // One after the other: the rooms have work of their own.
    for (const { find, ...signal } of SIGNALS)
      signals.push({ ...signal, ...(await find(ask, ctx).catch(unseen)) });
    return signals;
  },
});

function unseen(error: unknown): Found {
  if (!(error instanceof MopsError && error.code === 'FORBIDDEN')) throw error;
  return { count: null, of: null, says: 'You may not see this.' };
}
