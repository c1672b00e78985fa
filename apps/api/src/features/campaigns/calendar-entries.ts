import { type DayRange, dayInZone, unitOf } from '@openmops/domain/calendar';
import { type CalendarEntry, type CampaignState, STATE_NAMES } from '@openmops/domain/campaigns';
import { dayOf } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type { Db } from '../../stores/records/records.ts';
import { publicationRows } from '../content/asset-rows.ts';
import { decisionDays } from '../decisions/decision-days.ts';
import { daysOf } from '../goals/to-activity.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { strategyDays } from '../strategy/strategy-days.ts';

export const CALENDAR_KINDS = [
  'campaign',
  'task',
  'activity',
  'content',
  'plan',
  'review',
] as const;
export type CalendarKind = (typeof CALENDAR_KINDS)[number];

/** Something with days; `path` is where the dashboard shows it. */
export type DatedThing = Omit<CalendarEntry, 'category' | 'url'> & {
  kind: CalendarKind;
  id: string;
  path: string;
  owner: string | null;
  campaign: string | null;
  /** It has no last day: `to` is its first. */
  openEnded: boolean;
  /** In a word: Live, late, done, published. */
  state: string;
};

type Where = { range: DayRange; kinds: ReadonlySet<string>; now: number };

/**
 * Everything with a day in a range, by its first day: campaigns, tasks, activities, content, fiscal years of plans,
 * reviews of strategies and decisions.
 */
export async function calendarEntries(
  db: Db,
  workspace: Workspace,
  where: Where,
): Promise<DatedThing[]> {
  const parts = await Promise.all([
    where.kinds.has('campaign') ? campaigns(db, workspace, where) : [],
    where.kinds.has('task') ? tasks(db, workspace, where) : [],
    where.kinds.has('activity') ? activities(db, workspace, where) : [],
    where.kinds.has('content') ? content(db, workspace, where) : [],
    where.kinds.has('plan') ? plans(db, workspace, where) : [],
    where.kinds.has('review') ? reviews(db, workspace, where) : [],
  ]);
  return parts.flat().sort((a, b) => a.from - b.from || (a.title < b.title ? -1 : 1));
}

async function campaigns(db: Db, { id }: Workspace, { range }: Where): Promise<DatedThing[]> {
  const rows = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('day_from', 'is not', null)
    .where('day_from', '<=', range.to)
    .where((eb) => eb.or([eb('day_to', 'is', null), eb('day_to', '>=', range.from)]))
    .execute();
  return rows.map((row) => ({
    ...common(row),
    kind: 'campaign',
    title: row.name,
    note: `${STATE_NAMES[row.state as CampaignState]}. ${row.code}`,
    from: row.day_from as number,
    to: row.day_to ?? (row.day_from as number),
    openEnded: row.day_to === null,
    path: `/campaigns/${row.id}`,
    owner: row.owner,
    campaign: row.id,
    state: STATE_NAMES[row.state as CampaignState],
    status: ['idea', 'planned'].includes(row.state) ? 'TENTATIVE' : 'CONFIRMED',
  }));
}

async function tasks(db: Db, { id, timeZone }: Workspace, { range, now }: Where) {
  const rows = await db
    .selectFrom('tasks')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('due', 'is not', null)
    .where('due', '>=', range.from)
    .where((eb) => eb(eb.fn.coalesce('starts', 'due'), '<=', range.to))
    .execute();
  const today = dayInZone(now, timeZone);
  return rows.map((row): DatedThing => {
    const over = row.status === 'done' || row.status === 'dropped';
    const late = !over && (row.due as number) < today;
    return {
      ...common(row),
      kind: 'task',
      title: row.title,
      note: row.note,
      from: row.starts ?? (row.due as number),
      to: row.due as number,
      path: row.campaign_id ? `/campaigns/${row.campaign_id}/tasks` : '/tasks',
      owner: row.owner,
      campaign: row.campaign_id,
      state: late ? 'Late' : over ? 'Done' : 'Open',
      status: row.status === 'dropped' ? 'CANCELLED' : 'CONFIRMED',
    };
  });
}

async function activities(db: Db, workspace: Workspace, { range }: Where): Promise<DatedThing[]> {
  const rows = await db
    .selectFrom('activities')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('day_from', '<=', range.to)
    .execute();
  return rows.flatMap((row) =>
    daysOf(row, range, workspace).map((day): DatedThing => {
      return {
        ...common(row),
        uid: uidOf(`${row.id}-${day}`),
        kind: 'activity',
        title: row.name,
        note: row.note,
        from: day,
        to: day,
        path: '/goals/week',
        owner: row.owner,
        campaign: null,
        state: 'Expected',
        status: 'CONFIRMED',
      };
    }),
  );
}

async function content(db: Db, { id, timeZone }: Workspace, { range, now }: Where) {
  const inside = (day: number) => day >= range.from && day <= range.to;
  const published = (await publicationRows(db, id)).flatMap((row): DatedThing[] => {
    const day = dayInZone(row.at.getTime(), timeZone);
    if (!inside(day)) return [];
    return [
      {
        ...common({ id: row.id, version: 1, changed_at: row.at }),
        kind: 'content',
        title: `${row.assetName}: ${row.channel}`,
        note: '',
        from: day,
        to: day,
        path: `/content/${row.assetId}`,
        owner: null,
        campaign: row.campaignId,
        state: row.at.getTime() > now ? 'Scheduled' : 'Published',
        status: 'CONFIRMED',
      },
    ];
  });
  const rows = await db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('archived_at', 'is', null)
    .where('planned_on', '>=', range.from)
    .where('planned_on', '<=', range.to)
    .execute();
  const planned = rows.map(
    (row): DatedThing => ({
      ...common(row),
      kind: 'content',
      title: row.planned_channel ? `${row.name}: ${row.planned_channel}` : row.name,
      note: '',
      from: row.planned_on as number,
      to: row.planned_on as number,
      path: `/content/${row.id}`,
      owner: row.owner,
      campaign: row.campaign_id,
      state: 'Planned',
      status: 'TENTATIVE',
    }),
  );
  return [...published, ...planned];
}

/** The first and the last day of each planned fiscal year. */
async function plans(db: Db, workspace: Workspace, { range }: Where): Promise<DatedThing[]> {
  const rows = await db
    .selectFrom('plans')
    .select(['id', 'name', 'fiscal_year', 'first_month', 'state', 'version', 'changed_at'])
    .where('workspace_id', '=', workspace.id)
    .execute();
  return rows.flatMap((row) => {
    const calendar = { ...calendarOf(workspace), firstMonth: row.first_month };
    // A day in the middle of the year is in it, whatever month it begins with.
    const named = workspace.fiscalNamedBy === 'start' || row.first_month === 1 ? 0 : 1;
    const first = dayOf(row.fiscal_year - named, row.first_month, 1) as number;
    const { from, to } = unitOf(first, 'year', calendar as ReturnType<typeof calendarOf>);
    return [
      { day: from, words: 'begins' },
      { day: to, words: 'ends' },
    ].flatMap(({ day, words }): DatedThing[] =>
      day < range.from || day > range.to
        ? []
        : [
            {
              ...common(row),
              uid: uidOf(`${row.id}-${words}`),
              kind: 'plan',
              title: `${row.name} ${words}`,
              note: '',
              from: day,
              to: day,
              path: '/budget',
              owner: null,
              campaign: null,
              state: row.state,
              status: 'CONFIRMED',
            },
          ],
    );
  });
}

/** Days on which a strategy or decision is looked at again, or is to be decided. */
async function reviews(db: Db, workspace: Workspace, { range }: Where): Promise<DatedThing[]> {
  const days = [
    ...(await strategyDays(db, workspace, range)),
    ...(await decisionDays(db, workspace, range)),
  ];
  return days.map(({ day, title, path, state, ...row }) => ({
    ...common(row),
    ...{ kind: 'review', title, note: '', from: day, to: day },
    ...{ path, owner: row.owner, campaign: null, state, status: 'CONFIRMED' },
  }));
}

const uidOf = (id: string) => `${id}@openmops`;

function common(row: { id: string; version: number; changed_at: Date }) {
  return {
    id: row.id,
    uid: uidOf(row.id),
    changed: row.changed_at.getTime(),
    sequence: row.version - 1,
    openEnded: false,
  };
}
