import { checkPlan, readLook, sizePlan } from '@openmops/domain/experiments';
import { formatDay, type Issue } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import {
  type ExperimentRow,
  experimentRow,
  experimentRows,
  type LookRow,
  lookRows,
} from './experiments.queries.ts';
import {
  ById,
  Experiment,
  ExperimentListed,
  ExperimentPlan,
  type Reading,
  Size,
} from './experiments.schema.ts';

/** Every experiment, the newest first, with the verdicts of its newest look. */
export const listExperiments = verb({
  name: 'experiments.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(ExperimentListed),
  async run({ instance, db, workspace }) {
    const [rows, looks, names] = await Promise.all([
      experimentRows(db, workspace.id),
      lookRows(db, workspace.id),
      namesOfPeople(instance, workspace.id),
    ]);
    const newest = new Map(looks.toReversed().map((look) => [look.experiment_id, look]));
    return rows.map((row) => headOf(row, newest.get(row.id), names));
  },
});

/** An experiment with its size, and every look at its counts read as planned. */
export const showExperiment = verb({
  name: 'experiments.get',
  permission: 'plans.read',
  kind: 'read',
  input: ById,
  output: Experiment,
  async run({ instance, db, workspace }, { id }) {
    const [row, looks, names] = await Promise.all([
      experimentRow(db, workspace.id, id),
      lookRows(db, workspace.id, id),
      namesOfPeople(instance, workspace.id),
    ]);
    return {
      ...headOf(row, looks[0], names),
      plan: row.plan,
      learning: row.learning,
      size: sizeOf(row.plan),
      createdBy: names.get(row.created_by) ?? row.created_by,
      createdAt: row.created_at.toISOString(),
      looks: looks.map((look) => readingOf(look, names)),
    };
  },
});

/** How many cases an experiment needs, and whether its audience is enough; nothing is kept. */
export const sizeExperiment = verb({
  name: 'experiments.size',
  permission: 'plans.read',
  kind: 'read',
  input: ExperimentPlan,
  output: Size,
  run: async (_, plan) => sizeOf(plan),
});

type Names = ReadonlyMap<string, string>;

function headOf(row: ExperimentRow, newest: LookRow | undefined, names: Names): ExperimentListed {
  const { name, variable, campaign, from, to } = row.plan;
  return {
    ...{ id: row.id, name, variable, campaign, from, to },
    state: row.state,
    decision: row.decision,
    verdicts: newest
      ? readLook(newest.plan, lookOf(newest)).variants.map((v) => v.verdict.code)
      : [],
    version: row.version,
    changedBy: names.get(row.changed_by) ?? row.changed_by,
    changedAt: row.changed_at.toISOString(),
  };
}

function sizeOf(plan: ExperimentPlan): Size {
  const { perArm, total, warnings } = sizePlan(plan);
  const check = checkPlan(plan);
  return {
    perArm,
    total,
    audience: check && {
      perArm: check.controlAvailable,
      enough: check.enough,
      detectable: check.detectable,
    },
    warnings: (check?.warnings ?? warnings).map(remark),
  };
}

const lookOf = (row: LookRow) => ({ asOf: formatDay(row.as_of), arms: row.arms });

function readingOf(row: LookRow, names: Names): Reading {
  const { variants, plannedPerArm, warnings } = readLook(row.plan, lookOf(row));
  const readings = [variants[0]?.control, ...variants.map(({ variant }) => variant)];
  return {
    asOf: formatDay(row.as_of),
    addedBy: names.get(row.added_by) ?? row.added_by,
    addedAt: row.added_at.toISOString(),
    arms: readings.flatMap((arm, at) =>
      arm
        ? [
            {
              name: row.plan.arms[at]?.name ?? '',
              cases: arm.whole,
              successes: arm.part,
              share: arm.share,
              interval: arm.interval,
            },
          ]
        : [],
    ),
    variants: variants.map((one) => ({
      name: one.name,
      difference: one.difference.estimate,
      interval: one.difference.interval,
      z: one.z ?? null,
      pValue: one.pValue ?? null,
      pValueCorrected: one.pValueCorrected,
      chanceToWin: one.chanceToWin ?? null,
      relative: one.relative?.estimate ?? null,
      split: one.split,
      verdict: one.verdict,
      warnings: one.warnings.map(remark),
    })),
    plannedPerArm,
    warnings: warnings.map(remark),
  };
}

const remark = ({ code, message, hint }: Issue) => ({ code, message, hint: hint ?? null });
