import { summarise } from '../budgets/summary.ts';
import { listCampaigns } from '../campaigns/list-campaigns.ts';
import { readCampaignHealth } from '../campaigns/read-health.ts';
import { reviewQueue } from '../content/review-queue.ts';
import { listExperiments } from '../experiments/show-experiment.ts';
import { readFunnel } from '../lifecycle/read-stages.ts';
import { listTasks } from '../tasks/tasks.ts';
import { inDays, isOpen } from './lead-sections.ts';
import {
  COUNT,
  columns,
  figure,
  MONEY,
  moneyIn,
  row,
  SHARE,
  section,
  type Viewing,
} from './make-section.ts';
import type { Section, Tone } from './views.schema.ts';

/** How each campaign that is being built or run stands, with the reasons, and what of its money is left. */
export async function campaignSections(viewing: Viewing): Promise<Section[]> {
  return [
    await section(viewing, {
      id: 'campaigns',
      title: 'Health of campaigns',
      link: '/campaigns',
      from: ['campaigns.health', 'campaigns.list'],
      async make() {
        const health = await viewing.ask(readCampaignHealth, {});
        const { campaigns } = await viewing.ask(listCampaigns, {});
        const byId = new Map(campaigns.map((one) => [one.id, one]));
        const rows = health.map(({ id, colour, lights }) => {
          const open = lights.filter((light) => light.colour === 'red' || light.colour === 'amber');
          const campaign = byId.get(id);
          return row({
            id,
            cells: [
              campaign?.name ?? id,
              campaign?.state.replaceAll('_', ' ') ?? null,
              colour,
              open.map(({ name, reason }) => `${name}: ${reason}`).join(' ') || 'Nothing is wrong.',
              open.flatMap(({ action }) => action ?? []).join(' ') || null,
            ],
            tone: TONES[colour],
            link: `/campaigns/${id}`,
          });
        });
        const count = (colour: keyof typeof TONES, label: string) =>
          figure({
            id: colour,
            label,
            value: health.filter((one) => one.colour === colour).length,
            unit: COUNT,
            tone: TONES[colour],
            link: '/campaigns',
          });
        return {
          asOf: viewing.today,
          figures: [count('red', 'Red'), count('amber', 'Amber'), count('green', 'Green')],
          table: {
            columns: columns(
              ['campaign', 'Campaign', 'text'],
              ['state', 'State', 'text'],
              ['light', 'Light', 'text'],
              ['reasons', 'Reasons', 'text'],
              ['action', 'Next', 'text'],
            ),
            rows: rows.sort((a, b) => RANK[a.tone] - RANK[b.tone]),
          },
          none: 'No campaign is being built or run.',
        };
      },
      most: 50,
    }),
    await section(viewing, {
      id: 'money',
      title: 'Budget left by campaign',
      link: '/campaigns',
      from: ['campaigns.list', 'budgets.summary'],
      async make() {
        const { campaigns } = await viewing.ask(listCampaigns, {});
        const plan = await viewing.ask(summarise, {
          fiscalYear: viewing.fiscalYear,
          by: 'quarter',
        });
        const rows = campaigns
          .filter(({ money }) => money.planned !== 0 || money.actual !== 0 || money.committed !== 0)
          .map(({ id, name, state, money: { planned, committed, actual, left } }) =>
            row({
              id,
              cells: [name, state.replaceAll('_', ' '), planned, committed, actual, left],
              tone: left < 0 ? 'bad' : 'none',
              link: `/campaigns/${id}/money`,
            }),
          );
        return {
          asOf: viewing.today,
          figures: [
            figure({
              id: 'available',
              label: 'Available in the year',
              value: plan.available,
              unit: moneyIn(plan.currency),
              tone: plan.available < 0 ? 'bad' : 'none',
              link: `/budget/summary?year=${viewing.fiscalYear}`,
            }),
          ],
          table: {
            columns: columns(
              ['campaign', 'Campaign', 'text'],
              ['state', 'State', 'text'],
              ['planned', 'Planned', MONEY],
              ['committed', 'Committed', MONEY],
              ['actual', 'Actual', MONEY],
              ['left', 'Left', MONEY],
            ),
            rows: rows.sort((a, b) => Number(a.cells[5]) - Number(b.cells[5])),
          },
          none: 'No campaign has money of the budget.',
        };
      },
      most: 50,
    }),
  ];
}

const TONES = { red: 'bad', amber: 'neutral', green: 'good', grey: 'none' } as const;
const RANK: Record<Tone, number> = { bad: 0, neutral: 1, good: 2, none: 3 };
const SOON_DAYS = 14;

/** Tasks that are late, or due soon; what waits for a yes. */
export async function workSections(viewing: Viewing): Promise<Section[]> {
  return [
    await section(viewing, {
      id: 'tasks',
      title: 'Tasks that are late or due soon',
      link: '/tasks?whose=all',
      from: ['tasks.list'],
      async make() {
        const tasks = (await viewing.ask(listTasks, {})).filter(isOpen);
        const soon = inDays(viewing.today, SOON_DAYS);
        const due = tasks.filter((task) => task.due !== null && task.due <= soon);
        const count = (id: string, label: string, value: number) =>
          figure({ id, label, value, unit: COUNT, link: '/tasks?whose=all' });
        const late = due.filter((task) => task.late).length;
        return {
          asOf: viewing.today,
          figures: [
            {
              ...count('late', 'Late', late),
              tone: late > 0 ? ('bad' as const) : ('none' as const),
            },
            count('due', `Due in ${SOON_DAYS} days`, due.length - late),
          ],
          table: {
            columns: columns(
              ['task', 'Task', 'text'],
              ['owner', 'Who', 'text'],
              ['due', 'Due', 'text'],
              ['campaign', 'Campaign', 'text'],
              ['state', 'State', 'text'],
            ),
            rows: due.map(({ id, title, ownerName, due: day, campaign, campaignName, ...task }) =>
              row({
                id,
                cells: [
                  title,
                  ownerName ?? 'Nobody yet',
                  day,
                  campaignName,
                  task.late ? 'late' : task.blocked ? 'blocked' : 'open',
                ],
                tone: task.late ? 'bad' : task.blocked ? 'neutral' : 'none',
                link: campaign === null ? '/tasks?whose=all' : `/campaigns/${campaign}/tasks`,
              }),
            ),
          },
          none: `No task is late or due in ${SOON_DAYS} days.`,
        };
      },
    }),
    await section(viewing, {
      id: 'approvals',
      title: 'Approvals that wait',
      link: '/content/reviews?of=all',
      from: ['approvals.queue'],
      async make() {
        const queue = await viewing.ask(reviewQueue, {});
        return {
          asOf: viewing.today,
          table: {
            columns: columns(
              ['asset', 'Content', 'text'],
              ['version', 'Version', COUNT],
              ['who', 'Waits for', 'text'],
              ['due', 'Due', 'text'],
              ['given', 'Given', 'text'],
            ),
            rows: queue.map(({ id, asset, assetName, number, next, approvals, needed }) =>
              row({
                id,
                cells: [
                  assetName,
                  number,
                  next.map(({ name }) => name).join(', '),
                  next.flatMap(({ due }) => due?.slice(0, 10) ?? []).sort()[0] ?? null,
                  `${approvals} of ${needed}`,
                ],
                tone: next.some(({ late }) => late) ? 'bad' : 'none',
                link: `/content/${asset}`,
              }),
            ),
          },
          none: 'Nothing waits for an approval.',
        };
      },
    }),
  ];
}

const STAGES: Record<string, string> = {
  inquiry: 'Inquiry',
  mql: 'MQL',
  sal: 'SAL',
  sql: 'SQL',
  opportunity: 'Opportunity',
  won: 'Won',
};

/** The stages that people of the period reached, and the experiments that run. */
export async function learnSections(viewing: Viewing): Promise<Section[]> {
  const { from, until } = viewing;
  return [
    await section(viewing, {
      id: 'funnel',
      title: 'Funnel of who came in the period',
      link: '/lifecycle',
      from: ['lifecycle.funnel'],
      async make() {
        if (until < from)
          return { asOf: until, notes: [`The period begins on ${from}: nobody came yet.`] };
        const found = await viewing.ask(readFunnel, { from, to: until });
        return {
          asOf: found.resolvedAt ?? until,
          table: {
            columns: columns(
              ['stage', 'Stage', 'text'],
              ['count', 'Reached it', COUNT],
              ['step', 'Of the stage before', SHARE],
              ['all', 'Of the first stage', SHARE],
            ),
            rows: found.steps.map(({ name, count, fromPrevious, fromFirst }) =>
              row({
                id: name,
                cells: [STAGES[name] ?? name, count, fromPrevious, fromFirst],
                link: '/lifecycle',
              }),
            ),
          },
          none: 'No stages are known yet.',
          notes: [
            `Counted by definition ${found.definition} of the stages.`,
            ...found.warnings.map(({ message }) => message),
          ],
        };
      },
    }),
    await section(viewing, {
      id: 'experiments',
      title: 'Experiments that run',
      link: '/experiments',
      from: ['experiments.list'],
      async make() {
        const all = await viewing.ask(listExperiments, undefined);
        const running = all.filter(({ state }) => state === 'running' || state === 'ended');
        return {
          asOf: viewing.today,
          table: {
            columns: columns(
              ['experiment', 'Experiment', 'text'],
              ['variable', 'Tests', 'text'],
              ['state', 'State', 'text'],
              ['from', 'From', 'text'],
              ['to', 'To', 'text'],
              ['verdict', 'By its newest counts', 'text'],
            ),
            rows: running.map(({ id, name, variable, state, verdicts, ...days }) =>
              row({
                id,
                cells: [
                  name,
                  variable,
                  state,
                  days.from,
                  days.to,
                  verdicts.map((one) => one.replaceAll('_', ' ')).join(', ') || null,
                ],
                link: `/experiments/${id}`,
              }),
            ),
          },
          none: 'No experiment is running, and none waits for its conclusion.',
        };
      },
    }),
  ];
}
