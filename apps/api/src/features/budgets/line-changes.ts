import type { LineEdit, NewLine } from '@openmops/domain/budgets';
import { monthName } from '@openmops/domain/budgets';
import { minorStep } from '@openmops/domain/money';
import { MopsError, unitsToMicros } from '@openmops/domain/shared';
import type * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { LineRow } from './line-rows.ts';
import type { LineChange } from './lines.queries.ts';
import type { PlanRow } from './plans.queries.ts';
import { LINE_COLUMNS } from './to-line.ts';

/** Where and by whom lines are changed. */
export type ChangeAt = { plan: PlanRow; scenarioId: string; by: string; now: number };

/** What money of a locked plan is told by: its baseline would be told otherwise. */
const FROZEN = ['team', 'costCentre', 'channel'] as const;

export function editOf(before: LineRow, edit: LineEdit, at: ChangeAt): LineChange {
  const { plan, scenarioId, by, now } = at;
  const frozen = FROZEN.find((name) => edit.set[name] !== undefined);
  if (frozen && plan.state === 'locked' && scenarioId === plan.scenario_id)
    throw new MopsError(
      'PRECONDITION',
      `“${before.name}”: ${frozen} is part of the locked plan.`,
      'Add a line and move the forecast there.',
    );
  const months = [...before.months];
  for (const [place, units] of Object.entries(edit.months))
    months[Number(place)] = centsOf(units, { plan, line: before.name, place: Number(place) });
  const set = Object.fromEntries(
    Object.entries(edit.set).map(([name, value]) => [
      LINE_COLUMNS[name as keyof typeof LINE_COLUMNS],
      value,
    ]),
  );
  const after: LineRow = {
    ...before,
    ...set,
    months,
    total_micros: sum(months),
    version: before.version + 1,
    changed_by: by,
    changed_at: new Date(now),
  };
  return { id: before.id, before, after };
}

export function additionOf(
  line: z.output<typeof NewLine>,
  at: ChangeAt & { position: number },
): LineChange {
  const { plan, scenarioId, by, now, position } = at;
  const id = newId('bl');
  const months = line.months.map((units, place) =>
    centsOf(units, { plan, line: line.name, place }),
  );
  const after: LineRow = {
    id,
    workspace_id: plan.workspace_id,
    plan_id: plan.id,
    scenario_id: scenarioId,
    key: id,
    position,
    name: line.name,
    team: line.team,
    cost_centre: line.costCentre,
    channel: line.channel,
    gl_account: line.glAccount,
    vendor: line.vendor,
    goal_id: line.goalId,
    campaign_id: line.campaignId,
    actual_from: line.actualFrom,
    note: line.note,
    months,
    total_micros: sum(months),
    // What comes after the lock was not in the baseline.
    baseline:
      plan.state === 'locked' && scenarioId === plan.scenario_id ? months.map(() => 0) : null,
    version: 1,
    changed_by: by,
    changed_at: new Date(now),
  };
  return { id, before: null, after };
}

export function removalOf(before: LineRow, { plan, scenarioId }: ChangeAt): LineChange {
  // A line that came after the lock is not in the baseline, and can go.
  const counts = scenarioId === plan.scenario_id;
  if (plan.state === 'locked' && counts && sum(before.baseline ?? []) > 0)
    throw new MopsError(
      'PRECONDITION',
      `“${before.name}” is part of the locked plan.`,
      'Set its forecast to 0 instead.',
    );
  return { id: before.id, before, after: null };
}

/** An amount in whole cents of the plan's currency, in micros. */
function centsOf(
  units: number,
  { plan, line, place }: { plan: PlanRow; line: string; place: number },
): number {
  const micros = unitsToMicros(units);
  if (micros !== null && micros % minorStep(plan.currency) === 0) return micros;
  throw new MopsError(
    'INVALID',
    `“${line}”, ${monthName(plan.first_month + place)}: ${units} is no amount of ${plan.currency}.`,
    'Give whole cents.',
    { status: 422, cell: `months.${place}` },
  );
}

const sum = (months: readonly number[]) => months.reduce((all, one) => all + one, 0);
