import { MopsError } from '@openmops/domain/shared';
import { type MaturityAnswer, StrategyBody } from '@openmops/domain/strategy';
import type { Selectable } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';
import type {
  MaturityCheckTable,
  StrategyTable,
  StrategyVersionTable,
} from '../../stores/records/strategy-tables.ts';

export type StrategyRow = Omit<Selectable<StrategyTable>, 'body'> & { body: StrategyBody };
export type StrategyVersionRow = Omit<Selectable<StrategyVersionTable>, 'body'> & {
  body: StrategyBody;
};
export type MaturityCheckRow = Omit<Selectable<MaturityCheckTable>, 'answers'> & {
  answers: MaturityAnswer[];
};

const withBody = <R extends { body: unknown }>(row: R) => ({
  ...row,
  body: StrategyBody.parse(row.body),
});

/** Strategies of a workspace, the newest year first, that of everybody before those of teams and regions. */
export async function strategyRows(db: Db | Trx, workspaceId: string): Promise<StrategyRow[]> {
  const rows = await db
    .selectFrom('strategies')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('fiscal_year', 'desc')
    .orderBy('team')
    .orderBy('region')
    .execute();
  return rows.map(withBody);
}

/** @throws MopsError NOT_FOUND. `lock`: nobody else changes it until the end. */
export async function strategyRow(
  db: Db | Trx,
  { workspaceId, id, lock = false }: { workspaceId: string; id: string; lock?: boolean },
): Promise<StrategyRow> {
  let rows = db
    .selectFrom('strategies')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id);
  if (lock) rows = rows.forUpdate();
  const row = await rows.executeTakeFirst();
  if (row) return withBody(row);
  throw new MopsError('NOT_FOUND', 'There is no such strategy.', 'See the list of strategies.');
}

/** Every version of a strategy, the newest first. */
export async function versionRows(
  db: Db | Trx,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<StrategyVersionRow[]> {
  const rows = await db
    .selectFrom('strategy_versions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('strategy_id', '=', id)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(withBody);
}

/** Maturity checks, the newest first. */
export async function checkRows(db: Db | Trx, workspaceId: string): Promise<MaturityCheckRow[]> {
  const rows = await db
    .selectFrom('maturity_checks')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, answers: row.answers as MaturityAnswer[] }));
}
