import { dayInZone } from '@openmops/domain/calendar';
import {
  type AskedKpi,
  CARRY_DAYS,
  type DatasetId,
  type Filter,
  howOf,
  type KpiAnswer,
  type KpiAnswerKpi,
  type KpiHow,
  type KpiPlan,
  KpiQuery,
  type Rate,
} from '@openmops/domain/kpi';
import { evaluateKpis } from '@openmops/domain/kpi/answer';
import { formatDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { remembering } from '../../memory.ts';
import type { Db } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { annotationsIn } from '../campaigns/annotations-in.ts';
import { readWatched, staleFeeds, type Watched } from '../health/stale-feeds.ts';
import { assumedCurrencies, assumedNotes } from './assumed-currency.ts';
import { confine, confineRows, lockedFilters } from './confine.ts';
import {
  type Accepted,
  acceptedImports,
  brokenStreams,
  type FedStream,
  fedStreams,
} from './kpi.queries.ts';
import { withSourceless } from './needs.ts';
import { calendarOf, planQuestion } from './plan-question.ts';
import { ratesBetween } from './rates-between.ts';
import { brokenNotes, sourcesBehind, staleNotes } from './sources-behind.ts';
import { sumPlan, type WorkspaceSlice } from './sum-plan.ts';

/** The answer that every door passes on: plan → slices → sums → values. */
export const readKpi = verb({
  name: 'kpi.read',
  permission: 'kpis.read',
  kind: 'read',
  embeds: true,
  input: KpiQuery,
  async run(ctx, asked): Promise<KpiAnswer> {
    const query = confine(ctx.actor, asked);
    const today = dayInZone(ctx.now, ctx.workspace.timeZone);
    const locked = lockedFilters(ctx.actor);
    const key = JSON.stringify([ctx.workspace, today, query, locked]);
    const answer = await remember(ctx.instance, key, () => answerOf(ctx, { query, today, locked }));
    const rows = confineRows(ctx.actor, answer.rows);
    // Not remembered with the numbers: a mark is there with the next question.
    const marks = query.grain === null ? [] : await annotationsIn(ctx.db, ctx.workspace.id, query);
    return { ...answer, rows, ...(marks.length > 0 ? { annotations: marks } : {}) };
  },
});

const MAX_KEPT = 500;
const remember = remembering<KpiAnswer>(MAX_KEPT);

/** The answer itself, not remembered: what reads all of it page by page asks no question twice. */
export async function answerOf(
  { workspace, facts, db, now, instance }: Context<'read'>,
  { query, today, locked }: { query: KpiQuery; today: number; locked: Filter[] },
): Promise<KpiAnswer> {
  const slices = await facts.slices(workspace.id);
  const plan = planQuestion(workspace, query, { slices, today, locked });
  const { currency } = workspace;
  const [sums, rates, { streams, imports, watched }] = await Promise.all([
    sumPlan({ facts, workspaceId: workspace.id, slices }, plan),
    ratesFor(db, workspace.id, plan),
    // A transaction sees what it has written, which nobody else does yet.
    db.isTransaction
      ? readFeeds(db, workspace.id)
      : rememberFeeds(instance, workspace.id, () =>
          // One connection for all: of a statement of its own the transaction around it is most of the work.
          db.connection().execute((one) => readFeeds(one, workspace.id)),
        ),
  ]);
  const nameOf = (source: string) =>
    imports.findLast((known) => known.source === source)?.name ?? source;
  const stale = staleFeeds(watched, workspace, { slices, now, nameOf });
  const broken = brokenStreams(streams);
  const assumed = assumedCurrencies(streams);
  const values = evaluateKpis({ plan, ...sums, currency, rates });
  const { rows, notes } = withSourceless(
    values,
    plan.asked,
    new Set(slices.map((one) => one.dataset)),
  );
  return {
    currency: values.currency,
    ...sourcesBehind({ plan, slices, imports, broken, stale }),
    from: query.from,
    to: query.to,
    previous: previousOf(plan),
    kpis: Object.fromEntries(plan.asked.map((one) => [one.name, labelOf(one)])),
    rows,
    notes: [
      ...sums.notes,
      ...notes,
      ...brokenNotes(plan, broken),
      ...assumedNotes(plan, assumed),
      ...staleNotes({ plan, slices, stale }),
    ],
    ...(query.how ? { how: howBehind({ workspace, plan, slices, ...values }) } : {}),
  };
}

type Feeds = { streams: FedStream[]; imports: Accepted[]; watched: Watched };
const MAX_FEEDS = 100;
const rememberFeeds = remembering<Feeds>(MAX_FEEDS);

/** What has come to a workspace and what is expected of it: the same for every question. */
async function readFeeds(db: Db, workspaceId: string): Promise<Feeds> {
  const streams = await fedStreams(db, workspaceId);
  const imports = await acceptedImports(db, workspaceId, streams);
  return { streams, imports, watched: await readWatched(db, workspaceId) };
}

function howBehind(of: {
  workspace: Workspace;
  plan: KpiPlan;
  slices: WorkspaceSlice[];
  currency: string;
  converted: boolean;
}): KpiHow {
  const { workspace, plan, slices, currency, converted } = of;
  const lastDay = (dataset: DatasetId) => {
    const days = slices.filter((one) => one.dataset === dataset).map((one) => one.to);
    return days.length > 0 ? Math.max(...days) : null;
  };
  return howOf({ plan, calendar: calendarOf(workspace), currency, converted, lastDay });
}

/** Rates are needed only where days were kept apart for them. */
export async function ratesFor(db: Db, workspaceId: string, plan: KpiPlan): Promise<Rate[]> {
  const queries = [...plan.current, ...plan.previous].filter((one) => one.resolution === 'day');
  const buckets = queries.flatMap((one) => one.buckets);
  if (buckets.length === 0) return [];
  const from = Math.min(...buckets.map((one) => one.from)) - CARRY_DAYS;
  const to = Math.max(...buckets.map((one) => one.to));
  return ratesBetween(db, workspaceId, { from, to });
}

function previousOf(plan: KpiPlan): KpiAnswer['previous'] {
  const first = plan.previousBuckets?.[0];
  const last = plan.previousBuckets?.at(-1);
  return first && last ? { from: formatDay(first.from), to: formatDay(last.to) } : null;
}

function labelOf({ kpi, definition }: AskedKpi): KpiAnswerKpi {
  const { version, name, unit, direction } = kpi;
  return { definition, version, name, unit, direction };
}
