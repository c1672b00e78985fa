import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { inTurn } from '../imports/queue.ts';
import { openAudit } from './open-audit.ts';
import { changeIssue, type IssueRow, issueRow } from './quality.queries.ts';
import type { QualityIssue } from './quality.schema.ts';
import { runChecks } from './run-checks.ts';
import { saveIssues } from './save-results.ts';
import { hasPassed, toIssue } from './to-issue.ts';

export const noIssue = () =>
  new MopsError('NOT_FOUND', 'There is no such issue.', 'openmops quality issues');

async function issueOf({ db, workspace }: Context, id: string): Promise<IssueRow> {
  const row = await issueRow(db, workspace.id, id);
  if (!row) throw noIssue();
  return row;
}

async function changed(ctx: Context, id: string): Promise<QualityIssue> {
  return toIssue(await issueOf(ctx, id), ctx.workspace.currency);
}

/** Who looks after it, what is known of it, and how far that is. To close it is a step of its own. */
export const updateIssue = verb({
  name: 'quality.update',
  permission: 'quality.write',
  kind: 'write',
  input: z.strictObject({
    id: z.string(),
    state: z.enum(['open', 'in_progress', 'fixed']).optional(),
    owner: z.string().trim().max(120).nullable().optional(),
    note: z.string().trim().max(2000).nullable().optional(),
  }),
  async run(ctx, { id, state, owner, note }): Promise<QualityIssue> {
    const row = await issueOf(ctx, id);
    if (row.state === 'closed')
      throw new MopsError(
        'CONFLICT',
        'This issue is closed.',
        'It opens again when its rule fails.',
      );
    const change = {
      ...(state === undefined ? {} : { state }),
      ...(owner === undefined ? {} : { owner: owner || null }),
      ...(note === undefined ? {} : { note: note || null }),
    };
    if (Object.keys(change).length > 0)
      await changeIssue(ctx.db, { workspaceId: ctx.workspace.id, id }, change);
    ctx.audit({ issue: id, fields: Object.keys(change), ...(state ? { state } : {}) });
    return changed(ctx, id);
  },
});

/** Takes it: whoever asks looks after it from now on. */
export const takeIssue = verb({
  name: 'quality.take',
  permission: 'quality.write',
  kind: 'write',
  input: z.strictObject({ id: z.string() }),
  async run(ctx, { id }): Promise<QualityIssue> {
    const row = await issueOf(ctx, id);
    if (row.state === 'closed')
      throw new MopsError(
        'CONFLICT',
        'This issue is closed.',
        'It opens again when its rule fails.',
      );
    const owner = 'name' in ctx.actor ? ctx.actor.name : 'command line';
    const state = row.state === 'open' ? ('in_progress' as const) : row.state;
    await changeIssue(ctx.db, { workspaceId: ctx.workspace.id, id }, { owner, state });
    ctx.audit({ issue: id, state });
    return changed(ctx, id);
  },
});

export type Retested = {
  issue: QualityIssue;
  /** `unchecked`: there was nothing to check, which proves nothing. */
  outcome: 'passed' | 'failed' | 'unchecked' | 'error';
  checked: number;
  failed: number;
  said: string[];
};

/** Runs the rule of the issue again, on its table and source alone. */
export const retestIssue = verb({
  name: 'quality.retest',
  permission: 'quality.write',
  kind: 'long',
  input: z.strictObject({ id: z.string() }),
  async run(ctx, { id }): Promise<Retested> {
    const { instance, workspace } = ctx;
    const row = await issueOf(ctx, id);
    const place = { rule: row.rule, source: row.source, table: row.model_table };
    return inTurn(instance, `quality:${workspace.id}`, async () => {
      const results = await runChecks(await openAudit(instance, workspace), place);
      const [result] = results;
      const outcome = result?.state ?? 'unchecked';
      const [checked, failed] = [result?.outcome.checked ?? 0, result?.outcome.failed ?? 0];
      const said = result
        ? [...(result.outcome.error === null ? [] : [result.outcome.error]), ...result.outcome.said]
        : ['The rule, its table or its source is not there any more.'];
      await ctx.transact(async (trx) => {
        await saveIssues(trx, results, {
          workspaceId: workspace.id,
          now: new Date(instance.now()),
        });
        ctx.audit({ issue: id, outcome, checked, failed });
      });
      return { issue: await changed(ctx, id), outcome, checked, failed, said };
    });
  },
});

/** Closes it: only after its own rule has passed since it last failed. */
export const closeIssue = verb({
  name: 'quality.close',
  permission: 'quality.write',
  kind: 'write',
  input: z.strictObject({ id: z.string(), note: z.string().trim().max(2000).optional() }),
  async run(ctx, { id, note }): Promise<QualityIssue> {
    const row = await issueOf(ctx, id);
    if (row.state === 'closed')
      throw new MopsError('CONFLICT', 'This issue is closed already.', 'Nothing is left to do.');
    if (!hasPassed(row)) {
      const rows = row.rows === 1 ? '1 row breaks' : `${row.rows.toLocaleString('en')} rows break`;
      throw new MopsError(
        'CONFLICT',
        `It cannot be closed: when its rule last ran, ${rows} it.`,
        'Mend the data at its source, then re-test. Only a passing re-test allows closing.',
      );
    }
    const by = 'name' in ctx.actor ? ctx.actor.name : 'command line';
    const change = {
      state: 'closed' as const,
      closed_at: new Date(ctx.now),
      closed_by: by,
      ...(note ? { note } : {}),
    };
    await changeIssue(ctx.db, { workspaceId: ctx.workspace.id, id }, change);
    ctx.audit({ issue: id, rule: row.rule });
    return changed(ctx, id);
  },
});
