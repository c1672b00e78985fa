import { dayInZone } from '@openmops/domain/calendar';
import {
  DecisionChange,
  DecisionChoice,
  DecisionInput,
  DecisionOutcome,
  moveDecision,
} from '@openmops/domain/decisions';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { changedBy, madeBy, mustBeMember } from '../goals/people.ts';
import { settleNotices } from '../notifications/notify.ts';
import { type DecisionRow, decisionRow } from './decisions.queries.ts';
import { Kept } from './decisions.schema.ts';

/** Puts a question that is to be decided. */
export const createDecision = verb({
  name: 'decisions.create',
  permission: 'goals.write',
  kind: 'long',
  input: DecisionInput,
  output: Kept,
  async run(ctx, { options, decideBy, reviewOn, ...input }) {
    await mustBeMember(ctx, input.owner);
    const id = newId('de');
    await ctx.transact(async (trx) => {
      ctx.audit({ decision: id, name: input.question });
      await trx
        .insertInto('decisions')
        .values({
          ...input,
          ...{ id, workspace_id: ctx.workspace.id, currency: ctx.workspace.currency },
          ...{ options: JSON.stringify(options), state: 'open' },
          ...{ decide_by: dayOrNull(decideBy), review_on: dayOrNull(reviewOn) },
          ...{ choice: null, rationale: '', decided_on: null, verdict: null, outcome: '' },
          ...madeBy(ctx),
        })
        .execute();
    });
    return { id, version: 1 };
  },
});

// Who decided on these words must find them again.
const STANDS = ['question', 'background', 'options', 'decideBy'] as const;

/** Changes an open decision; of one that is decided its owner and review day alone. */
export const updateDecision = verb({
  name: 'decisions.update',
  permission: 'goals.write',
  kind: 'long',
  input: DecisionChange,
  output: Kept,
  async run(ctx, { id, version, reason, ...change }) {
    await mustBeMember(ctx, change.owner);
    return ctx.transact(async (trx) => {
      const row = await seen(trx, ctx, { id, version });
      const fixed = STANDS.find((field) => change[field] !== undefined);
      if (row.state !== 'open' && fixed !== undefined)
        throw new MopsError(
          'INVALID',
          `It is ${row.state}: its question and options stand.`,
          'Open a new decision.',
          { field: fixed },
        );
      if (row.state === 'reviewed')
        throw new MopsError('INVALID', 'It is reviewed, and over.', 'Open a new decision.');
      const { question, background, owner, options, decideBy, reviewOn } = change;
      if (row.state === 'decided' && reviewOn === null)
        throw new MopsError('INVALID', 'A decision is reviewed one day.', 'Give another day.');
      if (row.decided_on !== null && reviewOn) mustComeAfter(row.decided_on, reviewOn);
      await write(trx, ctx, row, {
        audit: { changed: Object.keys(change), reason },
        set: {
          ...(question === undefined ? {} : { question }),
          ...(background === undefined ? {} : { background }),
          ...(owner === undefined ? {} : { owner }),
          ...(options === undefined ? {} : { options: JSON.stringify(options) }),
          ...(decideBy === undefined ? {} : { decide_by: dayOrNull(decideBy) }),
          ...(reviewOn === undefined ? {} : { review_on: dayOrNull(reviewOn) }),
        },
      });
      return { id, version: version + 1 };
    });
  },
});

/** Chooses an option, with the reason and the day on which it will be looked at. */
export const decide = verb({
  name: 'decisions.decide',
  permission: 'goals.write',
  kind: 'long',
  input: DecisionChoice,
  output: Kept,
  run: (ctx, { id, version, choice, rationale, decidedOn, reviewOn }) =>
    ctx.transact(async (trx) => {
      const row = await seen(trx, ctx, { id, version });
      const state = moveDecision(row.state, 'decided');
      const option = row.options.find(({ name }) => name === choice);
      if (!option)
        throw new MopsError(
          'INVALID',
          `“${choice}” is none of its options.`,
          row.options.length === 0
            ? 'Write the options first.'
            : `Choose one of: ${row.options.map(({ name }) => name).join(', ')}.`,
        );
      const today = dayInZone(ctx.now, ctx.workspace.timeZone);
      const day = dayOrNull(decidedOn) ?? today;
      if (day > today)
        throw new MopsError(
          'INVALID',
          'It is decided when it is decided.',
          'Give today or before.',
        );
      const review = mustComeAfter(day, reviewOn);
      await write(trx, ctx, row, {
        audit: { state, choice: row.options.indexOf(option) + 1 },
        set: { state, choice, rationale, decided_on: day, review_on: review },
      });
      return { id, version: version + 1 };
    }),
});

/** Says what came of it. */
export const reviewDecision = verb({
  name: 'decisions.review',
  permission: 'goals.write',
  kind: 'long',
  input: DecisionOutcome,
  output: Kept,
  run: (ctx, { id, version, verdict, outcome }) =>
    ctx.transact(async (trx) => {
      const row = await seen(trx, ctx, { id, version });
      const state = moveDecision(row.state, 'reviewed');
      await write(trx, ctx, row, {
        audit: { state, verdict },
        set: { state, verdict, outcome },
      });
      return { id, version: version + 1 };
    }),
});

/** Takes away an open decision that was put by mistake. What was decided stays. */
export const removeDecision = verb({
  name: 'decisions.remove',
  permission: 'goals.write',
  kind: 'long',
  input: z.strictObject({
    id: z.string().max(60),
    version: z.number().int().min(1),
    reason: z.string().trim().min(1, 'Say why.').max(500),
  }),
  output: z.object({ id: z.string() }),
  run: (ctx, { id, version, reason }) =>
    ctx.transact(async (trx) => {
      const row = await seen(trx, ctx, { id, version });
      if (row.state !== 'open')
        throw new MopsError('INVALID', `It is ${row.state}, and stays.`, 'Open a new decision.');
      ctx.audit({ decision: id, name: row.question, reason });
      await trx
        .deleteFrom('decisions')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .execute();
      await settle(trx, ctx, id);
      return { id };
    }),
});

type Writing = Pick<Context, 'workspace' | 'actor' | 'now' | 'audit'>;

/** The day of the review. @throws MopsError INVALID for one that is not after the decision */
function mustComeAfter(decided: number, reviewOn: string): number {
  const review = parseDay(reviewOn) as number;
  if (review > decided) return review;
  throw new MopsError(
    'INVALID',
    `On ${reviewOn} nothing can have come of it yet.`,
    `Give a day after ${formatDay(decided)}.`,
  );
}

const dayOrNull = (text: string | null) => (text === null ? null : parseDay(text));

async function seen(
  trx: Trx,
  { workspace }: Pick<Context, 'workspace'>,
  { id, version }: { id: string; version: number },
): Promise<DecisionRow> {
  const row = await decisionRow(trx, { workspaceId: workspace.id, id, lock: true });
  const { question, background, options, state, owner, choice } = row;
  const days = { decideBy: row.decide_by, reviewOn: row.review_on };
  refuseStale(row, version, {
    what: `“${question}”`,
    now: {
      ...{ question, background, options, state, owner, choice },
      ...Object.fromEntries(
        Object.entries(days).map(([name, day]) => [name, day === null ? null : formatDay(day)]),
      ),
    },
  });
  return row;
}

async function write(
  trx: Trx,
  ctx: Writing,
  row: DecisionRow,
  { audit, set }: { audit: object; set: object },
): Promise<void> {
  ctx.audit({ decision: row.id, name: row.question, ...audit });
  await trx
    .updateTable('decisions')
    .set({ ...set, ...changedBy(ctx, row.version) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  await settle(trx, ctx, row.id);
}

/** What was asked for is answered, or will be asked for on another day. */
async function settle(
  trx: Trx,
  { workspace, now }: Pick<Context, 'workspace' | 'now'>,
  id: string,
): Promise<void> {
  for (const kind of ['decision.due', 'decision.review'])
    await settleNotices(trx, workspace.id, { kind, link: `/decisions/${id}`, at: new Date(now) });
}
