import { EvidenceInput } from '@openmops/domain/decisions';
import { MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { type Context, verb } from '../../verb.ts';
import { byOf } from '../goals/people.ts';
import { askKpi, kpiCalled, oneValue } from './ask-kpi.ts';
import { decisionRow } from './decisions.queries.ts';

/** Opening a decision asks each of them again. */
const MOST = 20;

/** Keeps a KPI beside an open decision as it is answered now: question, value, definition and the data behind it. It needs kpis.read too. */
export const attachEvidence = verb({
  name: 'decisions.attach',
  permission: 'goals.write',
  kind: 'long',
  input: EvidenceInput,
  output: z.object({ id: z.string(), value: z.number().nullable() }),
  async run(ctx, { decision, kpi: asked, from, to, filters, note }) {
    const { id: kpi } = kpiCalled(asked);
    const answer = await askKpi(ctx, { kpi, filters, from, to });
    const value = oneValue(answer, kpi);
    const id = newId('ev');
    await ctx.transact(async (trx) => {
      await mustBeOpen(ctx, trx, decision);
      const { count } = await trx
        .selectFrom('decision_evidence')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('workspace_id', '=', ctx.workspace.id)
        .where('decision_id', '=', decision)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST)
        throw new MopsError(
          'INVALID',
          `A decision has at most ${MOST} pieces of evidence.`,
          'Take one away first.',
        );
      ctx.audit({ decision, evidence: id, kpi, from, to });
      await trx
        .insertInto('decision_evidence')
        .values({
          ...{ id, workspace_id: ctx.workspace.id, decision_id: decision, kpi, value, note },
          ...{ day_from: parseDay(from) as number, day_to: parseDay(to) as number },
          ...{ filters: JSON.stringify(filters), currency: answer.currency, as_of: answer.asOf },
          definition: answer.kpis[kpi]?.definition ?? '',
          ...{ added_by: byOf(ctx), added_at: new Date(ctx.now) },
        })
        .execute();
    });
    return { id, value };
  },
});

/** Takes evidence away from an open decision. */
export const detachEvidence = verb({
  name: 'decisions.detach',
  permission: 'goals.write',
  kind: 'long',
  input: z.strictObject({ id: z.string().max(60) }),
  output: z.object({ id: z.string() }),
  run: (ctx, { id }) =>
    ctx.transact(async (trx) => {
      const row = await trx
        .selectFrom('decision_evidence')
        .select(['decision_id', 'kpi'])
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row)
        throw new MopsError(
          'NOT_FOUND',
          'There is no such evidence.',
          'Look at the decision again.',
        );
      await mustBeOpen(ctx, trx, row.decision_id);
      ctx.audit({ decision: row.decision_id, evidence: id, kpi: row.kpi });
      await trx
        .deleteFrom('decision_evidence')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .execute();
      return { id };
    }),
});

async function mustBeOpen(
  { workspace }: Pick<Context, 'workspace'>,
  trx: Parameters<typeof decisionRow>[0],
  id: string,
): Promise<void> {
  const { state } = await decisionRow(trx, { workspaceId: workspace.id, id, lock: true });
  if (state !== 'open')
    throw new MopsError(
      'INVALID',
      `It is ${state}: its evidence stands.`,
      'Put what you have found since into the outcome, or open a new decision.',
    );
}
