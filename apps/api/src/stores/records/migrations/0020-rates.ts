import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Exchange rates: on `day` (days since 1970), one unit of `base` was worth `rate` units of `quote`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table rates (
      workspace_id text not null references workspaces (id) on delete cascade,
      day int not null,
      base text not null check (base ~ '^[A-Z]{3}$'),
      quote text not null check (quote ~ '^[A-Z]{3}$'),
      rate double precision not null check (rate > 0),
      source text not null,
      primary key (workspace_id, base, quote, day)
    )`.execute(db);
  await wall(db, 'rates');
}
