import type { ApprovalRound, Route } from '@openmops/domain/content';
import { groupBy } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';

/** A round with where it belongs. */
export type RoundRow = ApprovalRound & {
  id: string;
  versionId: string;
  submittedBy: string;
  withdrawn: boolean;
};
type Which = { versionIds?: readonly string[]; id?: string; standing?: boolean };

/** Rounds of approval, the newest first: of some versions, one, or all that nobody has withdrawn. */
export async function roundsOf(
  db: Db | Trx,
  workspaceId: string,
  { versionIds, id, standing }: Which,
): Promise<RoundRow[]> {
  if (versionIds?.length === 0) return [];
  let asked = db
    .selectFrom('approvals')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('seq', 'desc');
  if (versionIds) asked = asked.where('version_id', 'in', [...versionIds]);
  if (id !== undefined) asked = asked.where('id', '=', id);
  if (standing) asked = asked.where('withdrawn_at', 'is', null);
  const rounds = await asked.execute();
  if (rounds.length === 0) return [];
  const answers = await db
    .selectFrom('approval_answers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(
      'approval_id',
      'in',
      rounds.map((round) => round.id),
    )
    .orderBy('answered_at')
    .orderBy('id')
    .execute();
  const byRound = groupBy(answers, (answer) => answer.approval_id);
  return rounds.map((row) => ({
    id: row.id,
    versionId: row.version_id,
    hash: row.hash,
    authors: row.authors,
    route: row.route as Route,
    submittedAt: row.submitted_at.getTime(),
    submittedBy: row.submitted_by,
    withdrawn: row.withdrawn_at !== null,
    alone: row.alone,
    answers: (byRound.get(row.id) ?? []).map((answer) => ({
      seat: answer.seat,
      by: answer.answered_by,
      verdict: answer.verdict,
      reason: answer.reason,
      at: answer.answered_at.getTime(),
    })),
  }));
}
