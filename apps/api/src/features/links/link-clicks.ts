import { sql } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';

type Clicks = { people: number; machines: number };

/** Clicks of links, as sums of each and by day, the newest first. */
export async function clicksIn(
  db: Db | Trx,
  workspaceId: string,
  link?: string,
): Promise<{ sums: Map<string, Clicks>; days: (Clicks & { link_id: string; day: number })[] }> {
  let query = db
    .selectFrom('link_clicks')
    .select(['link_id', 'day', 'people', 'machines'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('day', 'desc');
  if (link !== undefined) query = query.where('link_id', '=', link);
  const days = await query.execute();
  const sums = new Map<string, Clicks>();
  for (const { link_id, people, machines } of days) {
    const sum = sums.get(link_id) ?? { people: 0, machines: 0 };
    sums.set(link_id, { people: sum.people + people, machines: sum.machines + machines });
  }
  return { sums, days };
}

/** Adds one click to a day. */
export async function addClick(
  trx: Trx,
  {
    workspaceId,
    link,
    day,
    human,
  }: { workspaceId: string; link: string; day: number; human: boolean },
): Promise<void> {
  const [people, machines] = human ? [1, 0] : [0, 1];
  await trx
    .insertInto('link_clicks')
    .values({ workspace_id: workspaceId, link_id: link, day, people, machines })
    .onConflict((on) =>
      on.columns(['workspace_id', 'link_id', 'day']).doUpdateSet({
        people: sql`link_clicks.people + ${people}`,
        machines: sql`link_clicks.machines + ${machines}`,
      }),
    )
    .execute();
}
