import { ExperimentLook, type ExperimentPlan, readLook } from '@openmops/domain/experiments';
import { MopsError, parseDay } from '@openmops/domain/shared';
import { parse } from 'csv-parse/sync';
import type * as z from 'zod';
import { actorId } from '../../actor.ts';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { changeExperiment, type ExperimentRow, experimentRow } from './experiments.queries.ts';
import {
  ById,
  Conclusion,
  LookCsv,
  LookInput,
  ExperimentPlan as Plan,
  PlanChange,
  StateChange,
} from './experiments.schema.ts';

/** Registers an experiment, before anybody sees a result. */
export const createExperiment = verb({
  name: 'experiments.create',
  permission: 'campaigns.write',
  kind: 'write',
  input: Plan,
  output: ById,
  async run(ctx, plan) {
    const by = byOf(ctx);
    const at = new Date(ctx.now);
    const id = newId('xp');
    await ctx.db
      .insertInto('experiments')
      .values({
        id,
        workspace_id: ctx.workspace.id,
        plan: JSON.stringify(plan),
        state: 'planned',
        decision: null,
        learning: '',
        version: 1,
        created_by: by,
        created_at: at,
        changed_by: by,
        changed_at: at,
      })
      .execute();
    ctx.audit({ experiment: id, name: plan.name });
    return { id };
  },
});

/** Changes what was planned, as long as nobody has seen counts. */
export const planExperiment = verb({
  name: 'experiments.plan',
  permission: 'campaigns.write',
  kind: 'write',
  input: PlanChange,
  output: ById,
  async run(ctx, { id, version, plan }) {
    const row = await seen(ctx, { id, version });
    if (row.state !== 'planned')
      throw new MopsError(
        'CONFLICT',
        `“${row.plan.name}” is ${row.state}: its plan stands.`,
        'Register another experiment.',
      );
    await change(ctx, row, { plan: JSON.stringify(plan) });
    return { id };
  },
});

/** Starts a planned experiment, or ends a running one. */
export const moveExperiment = verb({
  name: 'experiments.move',
  permission: 'campaigns.write',
  kind: 'write',
  input: StateChange,
  output: ById,
  async run(ctx, { id, version, state }) {
    const row = await seen(ctx, { id, version });
    const from = state === 'running' ? 'planned' : 'running';
    if (row.state !== from)
      throw new MopsError(
        'CONFLICT',
        `“${row.plan.name}” is ${row.state}, so it cannot be ${state}.`,
        `Only a ${from} experiment can.`,
      );
    await change(ctx, row, { state });
    return { id };
  },
});

/** Adds the counts of all arms as they stand. Earlier ones are kept: whoever looked, looked. */
export const lookAtExperiment = verb({
  name: 'experiments.look',
  permission: 'campaigns.write',
  kind: 'write',
  input: LookInput,
  output: ById,
  async run(ctx, { id, look }) {
    await addLook(ctx, id, () => look);
    return { id };
  },
});

/** The same from a table with the columns arm, cases and successes. */
export const importLook = verb({
  name: 'experiments.importCounts',
  permission: 'campaigns.write',
  kind: 'write',
  input: LookCsv,
  output: ById,
  async run(ctx, { id, asOf, csv }) {
    await addLook(ctx, id, (plan) => lookIn(csv, asOf, plan));
    return { id };
  },
});

/** Says what was learned and what becomes of it. */
export const concludeExperiment = verb({
  name: 'experiments.conclude',
  permission: 'campaigns.write',
  kind: 'write',
  input: Conclusion,
  output: ById,
  async run(ctx, { id, version, decision, learning }) {
    const row = await seen(ctx, { id, version });
    if (row.state !== 'ended')
      throw new MopsError(
        'CONFLICT',
        `“${row.plan.name}” is ${row.state}.`,
        row.state === 'concluded' ? 'It is concluded already.' : 'End it first.',
      );
    await change(ctx, row, { state: 'concluded', decision, learning });
    return { id };
  },
});

type Ctx = Context<'write'>;
const byOf = (ctx: Ctx) => actorId(ctx.actor) ?? ctx.actor.kind;

async function addLook(
  ctx: Ctx,
  id: string,
  read: (plan: ExperimentPlan) => z.infer<typeof ExperimentLook>,
): Promise<void> {
  const row = await experimentRow(ctx.db, ctx.workspace.id, id);
  const look = read(row.plan);
  if (row.state === 'concluded')
    throw new MopsError('CONFLICT', `“${row.plan.name}” is concluded.`, 'Register another one.');
  // Refuses arms that were not planned.
  readLook(row.plan, look);
  await ctx.db
    .insertInto('experiment_looks')
    .values({
      id: newId('xl'),
      workspace_id: ctx.workspace.id,
      experiment_id: id,
      as_of: dayOf(look.asOf),
      arms: JSON.stringify(look.arms),
      plan: JSON.stringify(row.plan),
      added_by: byOf(ctx),
      added_at: new Date(ctx.now),
    })
    .execute();
  if (row.state === 'planned') await change(ctx, row, { state: 'running' });
  else ctx.audit({ experiment: id, name: row.plan.name, asOf: look.asOf });
}

async function seen(ctx: Ctx, { id, version }: { id: string; version: number }) {
  const row = await experimentRow(ctx.db, ctx.workspace.id, id);
  refuseStale(row, version, staleOf(row));
  return row;
}

async function change(
  ctx: Ctx & { db: Trx },
  row: ExperimentRow,
  set: Parameters<typeof changeExperiment>[2],
): Promise<void> {
  const of = { workspaceId: ctx.workspace.id, id: row.id, version: row.version };
  const done = await changeExperiment(ctx.db, { ...of, by: byOf(ctx), at: new Date(ctx.now) }, set);
  if (!done) refuseStale({ ...row, version: row.version + 1 }, row.version, staleOf(row));
  ctx.audit({ experiment: row.id, name: row.plan.name, state: set.state ?? row.state });
}

const staleOf = ({ plan, state, decision, learning }: ExperimentRow) => ({
  what: `“${plan.name}”`,
  now: { name: plan.name, state, decision, learning },
});

function dayOf(text: string): number {
  const day = parseDay(text);
  if (day !== null) return day;
  throw new MopsError('INVALID', `${text} is no day.`, 'Write it as 2026-01-31.');
}

function lookIn(csv: string, asOf: string, plan: ExperimentPlan): z.infer<typeof ExperimentLook> {
  const first = csv.slice(0, csv.search(/[\r\n]|$/));
  const delimiter = [';', '\t'].find((one) => first.includes(one)) ?? ',';
  let rows: Record<string, string>[];
  try {
    rows = parse(csv, {
      ...{ bom: true, delimiter, trim: true, skip_empty_lines: true },
      columns: (names: string[]) => names.map((name) => name.toLowerCase()),
    });
  } catch (error) {
    throw new MopsError('INVALID', `The counts are no table: ${(error as Error).message}`, HINT);
  }
  const byArm = new Map(
    rows.map((row, at) => [row.arm?.toLowerCase() ?? '', { row, line: at + 2 }]),
  );
  const arms = plan.arms.map(({ name }) => {
    const found = byArm.get(name.toLowerCase());
    if (!found) throw new MopsError('INVALID', `The counts have no arm “${name}”.`, HINT);
    const number = (column: 'cases' | 'successes') => {
      const text = found.row[column] ?? '';
      if (/^\d+$/.test(text)) return Number(text);
      throw new MopsError('INVALID', `Line ${found.line}, ${column}: “${text}” is no count.`, HINT);
    };
    return { cases: number('cases'), successes: number('successes') };
  });
  if (rows.length !== arms.length)
    throw new MopsError(
      'INVALID',
      `The counts have ${rows.length} lines for ${arms.length} arms.`,
      HINT,
    );
  const look = ExperimentLook.safeParse({ asOf, arms });
  if (look.success) return look.data;
  throw new MopsError('INVALID', look.error.issues[0]?.message ?? 'The counts are none.', HINT);
}

const HINT = 'Give one line for each planned arm, with the columns arm, cases, successes.';
