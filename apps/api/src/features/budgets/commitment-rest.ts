import { sql } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';

/** What of a commitment is not invoiced yet, in its own currency and in the workspace's. */
export type CommitmentRest = { id: string; restMicros: number; baseRestMicros: number };

/** The open rest of commitments that are open; of a plan, or of all. An order that is billed in full has none, whatever the rates did. */
export async function commitmentRests(
  db: Db | Trx,
  workspaceId: string,
  planId?: string,
): Promise<Map<string, CommitmentRest>> {
  const { rows } = await sql<{ id: string; amount: number; base: number; invoiced: number }>`
    select c.id, c.amount_micros as amount, c.base_micros as base,
      coalesce(sum(case when e.currency = c.currency then p.micros
        else round(p.base_micros / c.rate) end), 0)::bigint as invoiced
    from commitments c
    left join expense_parts p on p.workspace_id = c.workspace_id and p.commitment_id = c.id
    left join expenses e on e.id = p.expense_id
    where c.workspace_id = ${workspaceId} and c.state = 'open'
      and (${planId ?? null}::text is null or c.plan_id = ${planId ?? null}::text)
    group by c.id, c.amount_micros, c.base_micros`.execute(db);
  return new Map(
    rows.map(({ id, amount, base, invoiced }) => {
      const restMicros = Math.max(0, amount - invoiced);
      const share = amount === 0 ? 0 : restMicros / amount;
      const baseRestMicros = share === 1 ? base : Math.round((base * share) / 10_000) * 10_000;
      return [id, { id, restMicros, baseRestMicros }];
    }),
  );
}
