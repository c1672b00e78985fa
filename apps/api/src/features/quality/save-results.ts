import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { placeOf, type Result } from './check.ts';
import { type IssueRow, issueRows, toRun } from './quality.queries.ts';
import type { QualityRun } from './quality.schema.ts';
import { meanScore, scoreByDimension } from './score.ts';

type Saving = {
  workspaceId: string;
  begunBy: 'schedule' | 'hand';
  startedAt: Date;
  now: Date;
};
export type IssueChanges = { opened: number; reopened: number; passing: number };

/** The run, what each rule found, and the issues that follow from it: all in one transaction. */
export async function saveRun(
  trx: Trx,
  results: readonly Result[],
  at: Saving,
): Promise<{ run: QualityRun; issues: IssueChanges }> {
  const { workspaceId, begunBy, startedAt, now } = at;
  const failed = results.filter(({ state }) => state === 'failed' || state === 'error').length;
  const unchecked = results.filter(({ state }) => state === 'unchecked').length;
  const nothing = results.every(({ outcome }) => outcome.checked === 0);
  const reason = nothing ? 'Nothing was checked: there are no rows under any rule.' : null;
  const row = {
    id: newId('qr'),
    workspace_id: workspaceId,
    begun_by: begunBy,
    state: failed > 0 || nothing ? ('failed' as const) : ('passed' as const),
    reason,
    started_at: startedAt,
    ended_at: now,
    score: meanScore(results),
    dimensions: scoreByDimension(results),
    ...{ rules: results.length, unchecked, failed },
  };
  await trx
    .insertInto('quality_runs')
    .values({ ...row, dimensions: JSON.stringify(row.dimensions) })
    .execute();
  for (const result of results) {
    const { outcome, table, sourceName, ...rest } = result;
    const { rule, source, name, kind, dimension, severity, origin, weight, score, state } = rest;
    await trx
      .insertInto('quality_results')
      .values({
        ...{ rule, source, name, kind, dimension, severity, origin, weight, score, state },
        run_id: row.id,
        workspace_id: workspaceId,
        model_table: table,
        source_name: sourceName,
        checked: outcome.checked,
        failed: outcome.failed,
        said: JSON.stringify(outcome.error === null ? outcome.said : [outcome.error]),
      })
      .execute();
  }
  return { run: toRun(row), issues: await saveIssues(trx, results, { workspaceId, now }) };
}

/**
 * One issue for a rule, a table and a source. It is opened or opened again when the rule fails; when it passes
 * that is noted, and it is for a person to close it. A rule that checked nothing changes nothing.
 */
export async function saveIssues(
  trx: Trx,
  results: readonly Result[],
  at: { workspaceId: string; now: Date },
): Promise<IssueChanges> {
  const { workspaceId, now } = at;
  const known = new Map(
    (await issueRows(trx, workspaceId)).map((row) => [
      placeOf({ rule: row.rule, source: row.source, table: row.model_table }),
      row,
    ]),
  );
  const changes: IssueChanges = { opened: 0, reopened: 0, passing: 0 };
  for (const result of results) {
    const issue = known.get(placeOf(result));
    if (result.state === 'passed' && issue && issue.state !== 'closed') {
      changes.passing++;
      await trx
        .updateTable('quality_issues')
        .set({ passed_at: now, state: 'fixed' })
        .where('id', '=', issue.id)
        .execute();
    }
    if (result.state !== 'failed') continue;
    if (!issue) {
      changes.opened++;
      await trx
        .insertInto('quality_issues')
        .values({ ...faultOf(result, now), ...placeColumns(result, { workspaceId, now }) })
        .execute();
      continue;
    }
    const again = issue.state === 'fixed' || issue.state === 'closed';
    // Said to be fixed by a person, but never passed: it never was closed, so it is not opened again.
    if (again && (issue.state === 'closed' || issue.passed_at !== null)) changes.reopened++;
    await trx
      .updateTable('quality_issues')
      .set({ ...faultOf(result, now), ...stateAfter(issue) })
      .where('id', '=', issue.id)
      .execute();
  }
  return changes;
}

/** Work on it goes on; what was thought to be done is open again. */
function stateAfter(issue: IssueRow) {
  const closed = issue.state === 'closed';
  const again = closed || (issue.state === 'fixed' && issue.passed_at !== null);
  return {
    state: issue.state === 'in_progress' ? ('in_progress' as const) : ('open' as const),
    passed_at: null,
    closed_at: null,
    closed_by: null,
    reopened: issue.reopened + (again ? 1 : 0),
  };
}

function faultOf(result: Result, now: Date) {
  const { outcome, name, sourceName, dimension, severity } = result;
  return {
    ...{ name, dimension, severity },
    source_name: sourceName,
    rows: outcome.failed,
    checked: outcome.checked,
    money_micros: outcome.moneyMicros,
    money_how: outcome.moneyHow,
    findings: JSON.stringify(outcome.findings),
    findings_total: outcome.findings.length,
    failed_at: now,
  };
}

function placeColumns(result: Result, { workspaceId, now }: { workspaceId: string; now: Date }) {
  return {
    id: newId('qi'),
    workspace_id: workspaceId,
    rule: result.rule,
    source: result.source,
    model_table: result.table,
    state: 'open' as const,
    ...{ owner: null, note: null, passed_at: null, closed_at: null, closed_by: null },
    opened_at: now,
    reopened: 0,
  };
}
