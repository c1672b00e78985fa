import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Clicks on short addresses, as sums by day: nothing tells who clicked. A code leads to one link of the whole instance. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create unique index links_code on links (code)`.execute(db);
  // What refers to a link is found by its workspace first, like every row.
  await sql`alter table links add constraint links_of_workspace unique (workspace_id, id)`.execute(
    db,
  );
  await sql`
    create table link_clicks (
      workspace_id text not null references workspaces (id) on delete cascade,
      link_id text not null,
      day int not null,
      people int not null check (people >= 0),
      machines int not null check (machines >= 0),
      primary key (workspace_id, link_id, day),
      foreign key (workspace_id, link_id) references links (workspace_id, id) on delete cascade
    )`.execute(db);
  await wall(db, 'link_clicks');
}
