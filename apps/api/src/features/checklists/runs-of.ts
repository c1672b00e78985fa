import { type Pack, packsFor, type Run, SHIPPED_PACKS } from '@openmops/domain/checklists';
import { groupBy } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';

/** Packs that a workspace has: those that are shipped, and its own. */
export async function packsOf(db: Db | Trx, workspaceId: string): Promise<Pack[]> {
  const own = await db
    .selectFrom('checklist_packs')
    .select('pack')
    .where('workspace_id', '=', workspaceId)
    .where('retired_at', 'is', null)
    .orderBy('created_at')
    .execute();
  return [...SHIPPED_PACKS, ...own.map(({ pack }) => pack as Pack)];
}

export type RunRow = Run & { id: string | null; versionId: string };
type Version = { id: string; hash: string; topics: readonly string[] };

/** For each of some versions the runs of every pack that its topics need; those nobody began are empty. */
export async function runsOf(
  db: Db | Trx,
  workspaceId: string,
  { versions, packs }: { versions: readonly Version[]; packs: readonly Pack[] },
): Promise<Map<string, RunRow[]>> {
  if (versions.length === 0) return new Map();
  const begun = await db
    .selectFrom('checklist_runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(
      'version_id',
      'in',
      versions.map(({ id }) => id),
    )
    .execute();
  const answers =
    begun.length === 0
      ? []
      : await db
          .selectFrom('checklist_answers')
          .selectAll()
          .where('workspace_id', '=', workspaceId)
          .where(
            'run_id',
            'in',
            begun.map(({ id }) => id),
          )
          .orderBy('seq')
          .execute();
  const byRun = groupBy(answers, (answer) => answer.run_id);
  const keyOf = (version: string, pack: string, number: string) =>
    JSON.stringify([version, pack, number]);
  const runs = new Map(
    begun.map((row) => [keyOf(row.version_id, row.pack_id, row.pack_version), row]),
  );
  return new Map(
    versions.map(({ id, hash, topics }) => [
      id,
      packsFor(topics, packs).map((pack) => {
        const row = runs.get(keyOf(id, pack.id, pack.version));
        return {
          id: row?.id ?? null,
          versionId: id,
          hash: row?.hash ?? hash,
          pack,
          parameters: row?.parameters ?? {},
          answers: (byRun.get(row?.id ?? '') ?? []).map((answer) => ({
            question: answer.question,
            part: answer.part,
            answer: answer.answer,
            note: answer.note,
            file: answer.file_id,
            by: answer.answered_by,
            at: answer.answered_at.getTime(),
          })),
        };
      }),
    ]),
  );
}
