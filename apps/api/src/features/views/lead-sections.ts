import { formatDay, parseDay } from '@openmops/domain/shared';
import { listCommitments } from '../budgets/commitments.ts';
import { summarise } from '../budgets/summary.ts';
import { listCampaigns } from '../campaigns/list-campaigns.ts';
import { listClaims } from '../content/claims.ts';
import { listGoals } from '../goals/list-goals.ts';
import { readHealth } from '../health/read-health.ts';
import { listTasks } from '../tasks/tasks.ts';
import { COUNT, columns, figure, type Made, row, section, type Viewing } from './make-section.ts';
import { when } from './plan-sections.ts';
import type { Row, Section } from './views.schema.ts';

/** What may go wrong: goals behind, money promised over what is there, claims without proof, silent sources. */
export async function riskSections(viewing: Viewing): Promise<Section[]> {
  const head = columns(
    ['risk', 'What', 'text'],
    ['says', 'Why', 'text'],
    ['since', 'When', 'text'],
  );
  const table = (rows: Row[], none: string): Pick<Made, 'table' | 'none'> => ({
    table: { columns: head, rows },
    none,
  });
  return [
    await section(viewing, {
      id: 'behind',
      title: 'Risk: goals that are behind',
      link: '/goals/review',
      from: ['goals.list'],
      async make() {
        const { objectives, asOf } = await viewing.ask(listGoals, when(viewing));
        const behind = objectives
          .flatMap(({ goals }) => goals)
          .filter(({ standing }) => standing?.light === 'bad');
        const rows = behind.map((goal) =>
          row({
            id: goal.id,
            cells: [goal.name, goal.standing?.reason ?? null, goal.standing?.until ?? null],
            tone: 'bad',
            link: `/goals/${goal.id}`,
            kpi: goal.kpi,
            definition: goal.definition,
          }),
        );
        return { asOf, ...table(rows, 'No goal is behind.') };
      },
    }),
    await section(viewing, {
      id: 'over-commit',
      title: 'Risk: promised over what is available',
      link: `/budget/orders?year=${viewing.fiscalYear}`,
      from: ['budgets.summary', 'commitments.list'],
      async make() {
        const { fiscalYear } = viewing;
        const plan = await viewing.ask(summarise, { fiscalYear, by: 'quarter' });
        return { asOf: viewing.today, ...table(await overCommits(viewing, plan), NOT_OVER) };
      },
    }),
    await section(viewing, {
      id: 'claims',
      title: 'Risk: claims without valid proof',
      link: '/content/claims',
      from: ['claims.list'],
      async make() {
        const claims = await viewing.ask(listClaims, undefined);
        const open = claims.filter(({ state }) => state !== 'valid');
        const rows = open.map(({ id, text, state, validUntil, usedIn }) =>
          row({
            id,
            cells: [
              text,
              `${CLAIM[state]}${usedIn.some(({ live }) => live) ? ', and live' : ''}`,
              validUntil,
            ],
            tone: state === 'expiring' ? 'neutral' : 'bad',
            link: '/content/claims',
          }),
        );
        return { asOf: viewing.today, ...table(rows, 'Every claim has valid proof.') };
      },
    }),
    await section(viewing, {
      id: 'sources',
      title: 'Risk: sources that are silent or broken',
      link: '/sources',
      from: ['health.read'],
      async make() {
        const { sources, at } = await viewing.ask(readHealth, {});
        const troubled = sources.filter(({ status }) => TROUBLED.has(status));
        const rows = troubled.map(({ id, name, status, says, since }) =>
          row({
            id,
            cells: [name, says ?? status, since?.slice(0, 10) ?? null],
            tone: status === 'late' ? 'neutral' : 'bad',
            link: `/sources/${encodeURIComponent(id)}`,
          }),
        );
        return { asOf: at, ...table(rows, 'Every source delivers.') };
      },
    }),
  ];
}

const CLAIM = {
  valid: 'Valid',
  expired: 'Its proof has expired',
  expiring: 'Its proof expires soon',
  unproven: 'It has no proof',
};
const TROUBLED: ReadonlySet<string> = new Set(['late', 'stale', 'silent', 'broken']);
export const NOT_OVER = 'Nothing is promised over what is available.';

/** The year where more is bound than there is, and orders that were promised over what was available. */
export async function overCommits(
  viewing: Viewing,
  plan: { plan: string; name: string; available: number; currency: string },
): Promise<Row[]> {
  const orders = await viewing.ask(listCommitments, { plan: plan.plan, limit: 1000 });
  const money = (value: number) =>
    value.toLocaleString('en', { style: 'currency', currency: plan.currency });
  const over = orders.filter(
    ({ state, missing }) => missing > 0 && (state === 'open' || state === 'asked'),
  );
  return [
    ...(plan.available < 0
      ? [
          row({
            id: plan.plan,
            cells: [plan.name, `${money(-plan.available)} more is bound than there is.`, null],
            tone: 'bad' as const,
            link: `/budget/summary?year=${viewing.fiscalYear}`,
          }),
        ]
      : []),
    ...over.map(({ id, number, vendor, day, state, missing }) =>
      row({
        id,
        cells: [
          `Order ${number}, ${vendor}`,
          `${money(missing)} over what was available${state === 'asked' ? '; it waits for a decision' : ', accepted'}.`,
          day,
        ],
        tone: state === 'asked' ? ('bad' as const) : ('neutral' as const),
        link: `/budget/orders?year=${viewing.fiscalYear}`,
      }),
    ),
  ];
}

const SOON_DAYS = 14;

/** Who has how much to do. */
export function loadSection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'load',
    title: 'Load of the team',
    link: '/tasks?whose=all',
    from: ['tasks.list', 'campaigns.list'],
    async make() {
      const tasks = (await viewing.ask(listTasks, {})).filter(isOpen);
      const { campaigns } = await viewing.ask(listCampaigns, {});
      const soon = inDays(viewing.today, SOON_DAYS);
      const people = new Map<string, { name: string; cells: [number, number, number, number] }>();
      const of = (id: string | null, name: string | null) => {
        const known = people.get(id ?? '');
        if (known) return known.cells;
        const cells: [number, number, number, number] = [0, 0, 0, 0];
        people.set(id ?? '', { name: name ?? 'Nobody yet', cells });
        return cells;
      };
      for (const { owner, ownerName, late, due, blocked } of tasks) {
        const cells = of(owner, ownerName);
        cells[0]++;
        if (late) cells[1]++;
        if (!late && due !== null && due <= soon) cells[2]++;
        if (blocked) cells[3]++;
      }
      const led = (id: string) =>
        campaigns.filter(({ owner, state }) => owner === id && !OVER.has(state)).length;
      const rows = [...people]
        .map(([id, { name, cells }]) =>
          row({
            id: id || 'nobody',
            cells: [name, ...cells, id ? led(id) : null],
            tone: cells[1] > 0 ? 'bad' : 'none',
            link: '/tasks?whose=all',
          }),
        )
        .sort((a, b) => Number(b.cells[1]) - Number(a.cells[1]) || byName(a, b));
      return {
        asOf: viewing.today,
        figures: [
          figure({ id: 'open', label: 'Open tasks', value: tasks.length, unit: COUNT }),
          figure({
            id: 'late',
            label: 'Late tasks',
            value: tasks.filter(({ late }) => late).length,
            unit: COUNT,
            tone: tasks.some(({ late }) => late) ? 'bad' : 'none',
          }),
        ].map((one) => ({ ...one, link: '/tasks?whose=all' })),
        table: {
          columns: columns(
            ['person', 'Who', 'text'],
            ['open', 'Open tasks', COUNT],
            ['late', 'Late', COUNT],
            ['soon', `Due in ${SOON_DAYS} days`, COUNT],
            ['blocked', 'Blocked', COUNT],
            ['campaigns', 'Campaigns led', COUNT],
          ),
          rows,
        },
        none: 'Nobody has an open task.',
      };
    },
  });
}

const OVER: ReadonlySet<string> = new Set(['ended', 'reviewed']);
const byName = (a: Row, b: Row) => String(a.cells[0]).localeCompare(String(b.cells[0]), 'en');

export const isOpen = ({ status }: { status: string }): boolean =>
  status === 'open' || status === 'in_progress';

/** The day so many days later. */
export const inDays = (day: string, days: number): string => formatDay((parseDay(day) ?? 0) + days);
