import type { Rate } from '@openmops/domain/kpi';
import type { Db, Trx } from '../../stores/records/records.ts';

const ROWS_PER_STATEMENT = 1000;

/** Writes rates; one that is already there for its pair and day is replaced. */
export async function saveRates(
  trx: Trx,
  workspaceId: string,
  { rates, source }: { rates: Rate[]; source: string },
): Promise<void> {
  for (let at = 0; at < rates.length; at += ROWS_PER_STATEMENT) {
    await trx
      .insertInto('rates')
      .values(
        rates.slice(at, at + ROWS_PER_STATEMENT).map(({ day, from, to, rate }) => ({
          workspace_id: workspaceId,
          day,
          base: from,
          quote: to,
          rate,
          source,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'base', 'quote', 'day']).doUpdateSet((row) => ({
          rate: row.ref('excluded.rate'),
          source: row.ref('excluded.source'),
        })),
      )
      .execute();
  }
}

/** Which pairs there are, over which days, and their newest rate. */
export async function ratePairs(db: Db | Trx, workspaceId: string) {
  const pairs = await db
    .selectFrom('rates')
    .select(({ fn }) => [
      'base',
      'quote',
      fn.min<number>('day').as('from'),
      fn.max<number>('day').as('to'),
      fn.count<number>('day').as('days'),
    ])
    .where('workspace_id', '=', workspaceId)
    .groupBy(['base', 'quote'])
    .orderBy('base')
    .orderBy('quote')
    .execute();
  const newest = await db
    .selectFrom('rates')
    .distinctOn(['base', 'quote'])
    .select(['base', 'quote', 'rate', 'source'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('base')
    .orderBy('quote')
    .orderBy('day', 'desc')
    .execute();
  return pairs.map((pair) => {
    const last = newest.find((one) => one.base === pair.base && one.quote === pair.quote);
    return {
      ...pair,
      days: Number(pair.days),
      rate: last?.rate ?? null,
      source: last?.source ?? '',
    };
  });
}

/** The name of an uploaded file of the workspace; null when there is no such upload. */
export async function uploadName(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('uploads')
    .select('name')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.name ?? null;
}

export async function forgetUpload(trx: Trx, workspaceId: string, id: string): Promise<void> {
  await trx
    .deleteFrom('uploads')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}
