import { dayInZone } from '@openmops/domain/calendar';
import { evidenceMoved, rankDecisions } from '@openmops/domain/decisions';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { type Names, nameIn } from '../goals/people.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { askKpi, asReader, kpiCalled, oneValue } from './ask-kpi.ts';
import {
  type DecisionRow,
  decisionRow,
  decisionRows,
  type EvidenceRow,
  evidenceRows,
} from './decisions.queries.ts';
import { ById, Decision, DecisionListed, type Evidence } from './decisions.schema.ts';

type Reading = Context<'read'>;

/** The log of decisions, what waits for somebody first. */
export const listDecisions = verb({
  name: 'decisions.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(DecisionListed),
  run: (ctx) => ranked(ctx),
});

/** The decisions that want somebody most: what is overdue or to be reviewed, then what is at stake. */
export const topDecisions = verb({
  name: 'decisions.top',
  permission: 'plans.read',
  kind: 'read',
  input: z
    .strictObject({
      limit: z.coerce.number().int().min(1).max(50).default(3),
      /** Also those that wait for nobody. */
      all: z.stringbool().or(z.boolean()).default(false),
    })
    .prefault({}),
  output: z.array(DecisionListed),
  async run(ctx, { limit, all }) {
    const found = await ranked(ctx);
    const waiting = all
      ? found
      : found.filter(({ waits }) => waits !== 'over' && waits !== 'under_way');
    return waiting.slice(0, limit);
  },
});

/** A decision with its evidence: each KPI as it was kept, and as it is answered today. */
export const readDecision = verb({
  name: 'decisions.get',
  permission: 'plans.read',
  kind: 'read',
  input: ById,
  output: Decision,
  async run(ctx, { id }) {
    const { instance, db, workspace } = ctx;
    const [row, kept, names] = await Promise.all([
      decisionRow(db, { workspaceId: workspace.id, id }),
      evidenceRows(db, workspace.id, id),
      namesOfPeople(instance, workspace.id),
    ]);
    const evidence: Evidence[] = [];
    // One after the other: a decision is no reason to fill every connection of the store.
    for (const one of kept) evidence.push(await askedAgain(ctx, one, names));
    const [head] = rankDecisions([toListed(row, { evidence: kept.length, names })], todayOf(ctx));
    return {
      ...shown(head as NonNullable<typeof head>),
      background: row.background,
      options: row.options,
      rationale: row.rationale,
      outcome: row.outcome,
      createdBy: nameIn(names, row.created_by),
      createdAt: row.created_at.toISOString(),
      evidence,
    };
  },
});

const todayOf = ({ now, workspace }: Reading) => dayInZone(now, workspace.timeZone);

async function ranked(ctx: Reading): Promise<DecisionListed[]> {
  const { instance, db, workspace } = ctx;
  const [rows, kept, names] = await Promise.all([
    decisionRows(db, workspace.id),
    evidenceRows(db, workspace.id),
    namesOfPeople(instance, workspace.id),
  ]);
  const counts = Map.groupBy(kept, (one) => one.decision_id);
  const listed = rows.map((row) =>
    toListed(row, { evidence: counts.get(row.id)?.length ?? 0, names }),
  );
  return rankDecisions(listed, todayOf(ctx)).map(shown);
}

function toListed(row: DecisionRow, { evidence, names }: { evidence: number; names: Names }) {
  return {
    id: row.id,
    question: row.question,
    state: row.state,
    owner: row.owner,
    ownerName: row.owner === null ? null : nameIn(names, row.owner),
    decideBy: row.decide_by,
    reviewOn: row.review_on,
    choice: row.choice,
    decidedOn: row.decided_on,
    verdict: row.verdict,
    stake: stakeOf(row),
    currency: row.currency,
    evidence,
    version: row.version,
    changedBy: nameIn(names, row.changed_by),
    changedAt: row.changed_at.toISOString(),
  };
}

type Ranked = ReturnType<typeof rankDecisions<ReturnType<typeof toListed>>>[number];

const shown = (one: Ranked): DecisionListed => ({
  ...one,
  decideBy: dayText(one.decideBy),
  reviewOn: dayText(one.reviewOn),
  decidedOn: dayText(one.decidedOn),
});

const dayText = (day: number | null) => (day === null ? null : formatDay(day));

function stakeOf({ options, choice }: DecisionRow): number | null {
  const asked = choice === null ? options : options.filter(({ name }) => name === choice);
  const costs = asked.flatMap(({ cost }) => cost ?? []);
  return costs.length === 0 ? null : Math.max(...costs);
}

async function askedAgain(ctx: Reading, row: EvidenceRow, names: Names): Promise<Evidence> {
  const { kpi, filters, value, currency, definition } = row;
  const [from, to] = [formatDay(row.day_from), formatDay(row.day_to)];
  const head = {
    ...{ id: row.id, kpi, filters, from, to, value, currency, definition },
    ...{ asOf: row.as_of, note: row.note },
    ...{ addedBy: nameIn(names, row.added_by), addedAt: row.added_at.toISOString() },
  };
  try {
    const { name, unit, direction } = kpiCalled(kpi);
    const answer = await askKpi(asReader(ctx), { kpi, filters, from, to });
    const today = {
      ...{ value: oneValue(answer, kpi), currency: answer.currency },
      definition: answer.kpis[kpi]?.definition ?? '',
    };
    const { moved, difference, relative, redefined } = evidenceMoved(row, today);
    return {
      ...{ ...head, name, unit, direction, why: null },
      now: { ...today, asOf: answer.asOf, moved, difference, relative, redefined },
    };
  } catch (error) {
    // The KPI or a dimension of it is gone: what was kept is still worth reading.
    if (!(error instanceof MopsError)) throw error;
    return {
      ...{ ...head, name: kpi, unit: null, direction: 'neutral' },
      ...{ now: null, why: error.message },
    };
  }
}
