import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Questions that were decided, and the numbers as they stood. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table decisions (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      question text not null,
      background text not null,
      options json not null,
      -- Of the costs of the options.
      currency text not null,
      state text not null check (state in ('open', 'decided', 'reviewed')),
      owner text,
      decide_by int,
      review_on int,
      choice text,
      rationale text not null,
      decided_on int,
      verdict text check (verdict in ('better', 'as_expected', 'worse', 'cannot_tell')),
      outcome text not null,
      version int not null default 1,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      check ((state = 'open') = (choice is null)),
      check ((choice is null) = (decided_on is null)),
      check ((state = 'reviewed') = (verdict is not null))
    )`.execute(db);
  await sql`
    create table decision_evidence (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      decision_id text not null references decisions (id) on delete cascade,
      kpi text not null,
      filters json not null,
      day_from int not null,
      day_to int not null check (day_to >= day_from),
      -- As it was answered then; null: there was none.
      value double precision,
      currency text not null,
      definition text not null,
      -- Instant of the last import behind it.
      as_of text,
      note text not null,
      added_by text not null,
      added_at timestamptz not null
    )`.execute(db);
  await sql`create index decisions_workspace on decisions (workspace_id, state, review_on)`.execute(
    db,
  );
  await sql`create index decision_evidence_decision on decision_evidence (workspace_id, decision_id, added_at)`.execute(
    db,
  );
  for (const table of ['decisions', 'decision_evidence']) await wall(db, table);
}
