import { decideCommitment, moneyText, withinLimit } from '@openmops/domain/budgets';
import { minorStep } from '@openmops/domain/money';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import type { CommitmentTable } from '../../stores/records/budget-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { deliverSoon } from '../subscriptions/deliver.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { dutiesOf, rulesOf } from './budget-rules.ts';
import { Amount, Currency, Day, Id, Reason, Version } from './budgets.schema.ts';
import { commitmentRests } from './commitment-rest.ts';
import { convertOn } from './convert-on.ts';
import { microsOf } from './create-plan.ts';
import { lineRows } from './line-rows.ts';
import { newCommitment } from './new-commitment.ts';
import { personBehind } from './person-behind.ts';
import { planMoney } from './plan-money.ts';
import { onePlan, type PlanRow } from './plans.queries.ts';
import { findPlan, spendFor } from './read-plan.ts';
import { tellOverCommitted } from './tell-over-committed.ts';
import { tellOrder } from './tell-people.ts';

export type CommitmentRow = Selectable<CommitmentTable>;

export const CommitmentInput = z.strictObject({
  number: z.string().trim().min(1, 'An order needs its number.').max(120),
  vendor: z.string().trim().min(1, 'An order needs its vendor.').max(200),
  description: z.string().trim().max(1000).default(''),
  day: Day,
  amount: Amount.min(0),
  currency: Currency.optional(),
  line: Id.nullable().default(null),
  campaign: Id.nullable().default(null),
});

/**
 * Promises money to a vendor. More than is available, or than the person may commit, is refused with
 * what is missing; with `ask` it waits for somebody who may accept it.
 */
export const createCommitment = verb({
  name: 'commitments.create',
  permission: 'budgets.write',
  kind: 'long',
  input: CommitmentInput.extend({ ask: z.boolean().default(false), reason: Reason.default('') }),
  async run(ctx, { ask, reason, ...input }) {
    const { workspace, db } = ctx;
    const person = await personBehind(ctx);
    const plan = await planOf(ctx, input);
    const spend = await spendFor(ctx, plan);
    const wanted = await commitmentOf(db, ctx, { input, by: person.id });
    const made = await ctx.transact(async (trx) => {
      // Two that would fit one by one do not both fit: the second waits for the first.
      const held = await onePlan(trx, workspace.id, plan.id, { hold: true });
      const { rules } = await rulesOf(trx, workspace.id);
      const money = await planMoney(trx, held, spend);
      const at = money.lines.findIndex(({ id }) => id === wanted.line_id);
      // What the line had planned for this becomes a commitment of it.
      const covered = Math.min(wanted.base_micros, money.sum.remainingMicros[at] ?? 0);
      const { currency } = workspace;
      const decision = decideCommitment({
        figures: { ...money.sum, plannedMicros: money.sum.plannedMicros - covered },
        amountMicros: wanted.base_micros,
        role: person.role ?? 'viewer',
        rules,
        currency,
      });
      const missing = decision.missingMicros / 1e6;
      if (decision.verdict === 'ask' && !ask)
        throw new MopsError(
          'INVALID',
          `${decision.reasons.join('; ')}.`,
          'Lower it, or send it again with “ask”, so that somebody who may can accept it.',
          {
            status: 422,
            missing: fixed(decision.missingMicros),
            available: fixed(decision.availableMicros),
            aboveLimit: decision.aboveLimit,
          },
        );
      const waits = decision.verdict === 'ask';
      const row: CommitmentRow = {
        ...wanted,
        plan_id: plan.id,
        state: waits ? 'asked' : 'open',
        over_micros: decision.missingMicros,
      };
      ctx.audit({
        commitment: row.id,
        name: `${row.number}, ${row.vendor}`,
        amount: row.base_micros / 1e6,
        state: row.state,
        missing,
        ...(reason ? { reason } : {}),
      });
      await addCommitments(trx, [row]);
      if (!waits) await tellOverCommitted(trx, ctx, row);
      const step = { row, was: null, state: row.state, why: reason };
      await tellOrder(trx, { workspace, now: ctx.now, by: person.id }, step);
      return {
        id: row.id,
        version: 1,
        state: row.state,
        missing,
        warnings: waits ? [] : decision.reasons,
      };
    });
    deliverSoon(ctx.instance);
    return made;
  },
});

/** Accepts or refuses a commitment that waits; another person than the one who asked, within their limit. */
export const decideWaiting = verb({
  name: 'commitments.decide',
  permission: 'budgets.approve',
  kind: 'long',
  input: z.strictObject({
    id: Id,
    version: Version,
    accept: z.boolean(),
    reason: Reason.min(1, 'Say why.'),
  }),
  async run(ctx, { id, version, accept, reason }) {
    const { workspace, now } = ctx;
    const person = await personBehind(ctx);
    const decided = await ctx.transact(async (trx) => {
      const { rules, alone, separateDuties } = await dutiesOf(trx, workspace.id, person.id);
      const row = await oneCommitment(trx, workspace.id, id);
      refuseStale(row, version, { what: `Order ${row.number}`, now: { state: row.state } });
      if (row.state !== 'asked')
        throw new MopsError(
          'PRECONDITION',
          `Order ${row.number} is ${row.state}.`,
          'Nothing waits.',
        );
      if (separateDuties && row.asked_by === person.id)
        throw new MopsError(
          'FORBIDDEN',
          'Who asks for a commitment cannot accept it.',
          'Ask somebody else to decide.',
        );
      const { limits } = rules;
      const role = person.role ?? 'viewer';
      // Where nobody else is, nobody with a higher limit is waited for.
      if (accept && !alone && !withinLimit({ role, amountMicros: row.base_micros, limits }))
        throw new MopsError(
          'FORBIDDEN',
          `${moneyText(row.base_micros, workspace.currency)} is above your limit.`,
          'Somebody with a higher limit decides.',
          { limit: (limits as Record<string, number>)[role] },
        );
      const state = accept ? ('open' as const) : ('refused' as const);
      ctx.audit({
        commitment: id,
        name: `${row.number}, ${row.vendor}`,
        amount: row.base_micros / 1e6,
        state,
        missing: row.over_micros / 1e6,
        askedBy: row.asked_by,
        ...(alone ? { alone } : {}),
        reason,
      });
      const at = new Date(now);
      const by = { decided_by: person.id, decided_at: at, decision_reason: reason };
      await changeCommitment(trx, row, { by: person.id, at, set: { state, ...by } });
      if (accept) await tellOverCommitted(trx, ctx, row);
      const step = { row, was: 'asked', state, why: reason } as const;
      await tellOrder(trx, { workspace, now, by: person.id }, step);
      return { id, version: version + 1, state };
    });
    deliverSoon(ctx.instance);
    return decided;
  },
});

/** Ends an order: what is not invoiced of it is free again. Not by who asked for it and had it accepted, nor by who accepted. */
export const closeCommitment = verb({
  name: 'commitments.close',
  permission: 'budgets.write',
  kind: 'long',
  input: z.strictObject({ id: Id, version: Version, reason: Reason.min(1, 'Say why.') }),
  async run(ctx, { id, version, reason }) {
    const { workspace, now } = ctx;
    const person = await personBehind(ctx);
    return ctx.transact(async (trx) => {
      const { alone, separateDuties } = await dutiesOf(trx, workspace.id, person.id);
      const row = await oneCommitment(trx, workspace.id, id);
      refuseStale(row, version, { what: `Order ${row.number}`, now: { state: row.state } });
      if (row.state !== 'open')
        throw new MopsError(
          'PRECONDITION',
          `Order ${row.number} is ${row.state}.`,
          'It is not open.',
        );
      refuseSameHand(row, { separateDuties }, person.id);
      const rest = (await commitmentRests(trx, workspace.id)).get(id)?.baseRestMicros ?? 0;
      ctx.audit({
        commitment: id,
        name: `${row.number}, ${row.vendor}`,
        freed: rest / 1e6,
        ...(alone ? { alone } : {}),
        reason,
      });
      const at = new Date(now);
      const set = { state: 'closed' as const, closed_by: person.id, closed_at: at };
      await changeCommitment(trx, row, { by: person.id, at, set });
      return { id, version: version + 1, freed: rest / 1e6 };
    });
  },
});

/** Who asked for an order that had to be accepted, who accepted it, and who closes it are three people. */
function refuseSameHand(
  { asked_by, decided_by }: CommitmentRow,
  { separateDuties }: { separateDuties: boolean },
  by: string,
): void {
  if (!separateDuties || decided_by === null || (by !== decided_by && by !== asked_by)) return;
  throw new MopsError(
    'FORBIDDEN',
    `Who ${by === decided_by ? 'accepted' : 'asked for'} a commitment cannot close it.`,
    'Ask somebody else to close it.',
  );
}

/** Orders and contracts, the newest first, with what is invoiced of them and what is left. */
export const listCommitments = verb({
  name: 'commitments.list',
  permission: 'plans.read',
  kind: 'read',
  input: z
    .strictObject({
      plan: Id.optional(),
      state: z.enum(['asked', 'open', 'refused', 'closed']).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    })
    .prefault({}),
  async run({ instance, db, workspace }, { plan, state, limit }) {
    const names = await namesOfPeople(instance, workspace.id);
    let rows = db
      .selectFrom('commitments')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .orderBy('day', 'desc')
      .orderBy('id')
      .limit(limit);
    if (plan !== undefined) rows = rows.where('plan_id', '=', plan);
    if (state !== undefined) rows = rows.where('state', '=', state);
    const rests = await commitmentRests(db, workspace.id);
    const who = (id: string | null) =>
      id === null ? null : (names.get(id) ?? 'Somebody who left');
    return (await rows.execute()).map((row) => {
      const rest = rests.get(row.id);
      return {
        id: row.id,
        version: row.version,
        number: row.number,
        vendor: row.vendor,
        description: row.description,
        day: formatDay(row.day),
        currency: row.currency,
        amount: row.amount_micros / 1e6,
        rate: row.rate,
        converted: row.base_micros / 1e6,
        remaining: (rest?.restMicros ?? 0) / 1e6,
        committed: (rest?.baseRestMicros ?? 0) / 1e6,
        line: row.line_id,
        campaign: row.campaign_id,
        state: row.state,
        missing: row.over_micros / 1e6,
        askedBy: who(row.asked_by),
        askedAt: row.asked_at.toISOString(),
        decidedBy: who(row.decided_by),
        decisionReason: row.decision_reason,
      };
    });
  },
});

export async function oneCommitment(trx: Trx, workspaceId: string, id: string) {
  const row = await trx
    .selectFrom('commitments')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such order.', 'See the list of orders.');
}

async function changeCommitment(
  trx: Trx,
  row: CommitmentRow,
  { by, at, set }: { by: string; at: Date; set: Partial<CommitmentRow> },
): Promise<void> {
  await trx
    .updateTable('commitments')
    .set({ ...set, version: row.version + 1, changed_by: by, changed_at: at })
    .where('workspace_id', '=', row.workspace_id)
    .where('id', '=', row.id)
    .execute();
}

/** Writes orders; a number that is there already is refused. */
export async function addCommitments(trx: Trx, rows: readonly CommitmentRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 500) {
    const some = rows.slice(at, at + 500);
    const added = await trx
      .insertInto('commitments')
      .values(some)
      .onConflict((conflict) => conflict.columns(['workspace_id', 'number_key']).doNothing())
      .returning('id')
      .execute();
    const known = new Set(added.map(({ id }) => id));
    const twice = some.find(({ id }) => !known.has(id));
    if (twice)
      throw new MopsError('CONFLICT', `There is an order ${twice.number} already.`, 'Open it.');
  }
}

/** The plan on which an order draws: that of its line, or that of its day's year. */
async function planOf(
  ctx: Context<'long'>,
  { line, day }: { line: string | null; day: string },
): Promise<PlanRow> {
  const { db, workspace } = ctx;
  const [found] = line === null ? [] : await lineRows(db, workspace.id, [line]);
  if (line !== null && !found)
    throw new MopsError('NOT_FOUND', 'There is no such line.', 'See the plan.');
  if (found) {
    const plan = await onePlan(db, workspace.id, found.plan_id);
    if (plan.scenario_id === found.scenario_id) return plan;
    throw new MopsError('INVALID', 'The line is of a scenario.', 'Name a line that counts.');
  }
  const at = Date.parse(`${day}T12:00:00Z`);
  if (parseDay(day) === null) throw noDay(day);
  return findPlan(db, workspace, { now: at });
}

/** An order as its record, converted by the rate of its day. */
export async function commitmentOf(
  db: Db | Trx,
  { workspace, now }: Pick<Context<'long'>, 'workspace' | 'now'>,
  { input, by }: { input: z.output<typeof CommitmentInput>; by: string },
): Promise<CommitmentRow> {
  const day = parseDay(input.day);
  if (day === null) throw noDay(input.day);
  const currency = input.currency ?? workspace.currency;
  const micros = microsOf(input.amount);
  if (micros % minorStep(currency) !== 0)
    throw new MopsError('INVALID', `${input.amount} is no amount of ${currency}.`, 'Give cents.');
  if (input.campaign !== null) {
    const [campaign] = await campaignRows(db, workspace.id, [input.campaign]);
    if (!campaign) throw new MopsError('NOT_FOUND', 'There is no such campaign.', 'See the list.');
  }
  const { rate, rateDay, baseMicros } = await convertOn(db, workspace, { currency, day, micros });
  const at = new Date(now);
  return newCommitment({
    workspace_id: workspace.id,
    plan_id: null,
    number: input.number,
    vendor: input.vendor,
    description: input.description,
    day,
    currency,
    amount_micros: micros,
    rate,
    rate_day: rateDay,
    base_micros: baseMicros,
    line_id: input.line,
    campaign_id: input.campaign,
    asked_by: by,
    asked_at: at,
    import_id: null,
  });
}

/** As people write it: 30000.00. */
const fixed = (micros: number) => (micros / 1e6).toFixed(2);

const noDay = (day: string) =>
  new MopsError('INVALID', `${day} is no day of the calendar.`, 'A date looks like 2026-01-31.');
