import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appendAudit } from '../../features/audit/append-audit.ts';
import { TEST_ENGINES, testRecords } from '../../testing/test-records.ts';
import { migrate } from './migrate.ts';
import { needsTls } from './open.ts';
import { openRecords, type Records } from './records.ts';

const workspaceRow = (id: string) => ({
  id,
  slug: id.replace('_', '-'),
  name: id,
  currency: 'EUR',
  time_zone: 'UTC',
  fiscal_start: 1,
  fiscal_named_by: 'end' as const,
  week_start: 1,
});
const keyRow = (id: string, workspaceId: string) => ({
  id,
  workspace_id: workspaceId,
  name: id,
  prefix: 'omp',
  key_hash: id,
  scopes: '["kpis.read"]',
  created_by: '',
  expires_at: null,
  last_used_at: null,
  revoked_at: null,
});

describe.each(TEST_ENGINES)('records on %s', (engine) => {
  let records: Records;
  beforeAll(async () => {
    records = await testRecords(engine);
    await records.system.transaction(async (trx) => {
      for (const id of ['ws_a', 'ws_b']) {
        await trx.insertInto('workspaces').values(workspaceRow(id)).execute();
        await trx
          .insertInto('api_keys')
          .values(keyRow(`key_${id}`, id))
          .execute();
      }
    });
  });
  afterAll(() => records.close());

  it('reads every type as the other engine does', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select 9007199254740991::bigint as big, count(*) as count, 1.50::numeric as num,
        date '2024-02-29' as day, timestamptz '2024-02-29 12:00:00+02' as at, '{"b":[1]}'::jsonb as doc,
        true as yes, null as nothing, 'x'::text as text, 7::int as small, 1.5::float8 as float`.execute(
      records.raw,
    );
    expect(rows[0]).toEqual({
      big: Number.MAX_SAFE_INTEGER,
      count: 1,
      num: '1.50',
      day: '2024-02-29',
      at: new Date('2024-02-29T10:00:00Z'),
      doc: { b: [1] },
      yes: true,
      nothing: null,
      text: 'x',
      small: 7,
      float: 1.5,
    });
    await expect(
      sql`select 9007199254740993::bigint as big`.execute(records.raw),
    ).rejects.toThrow();
  });

  it('shows a workspace its own rows only, and takes none for another', async () => {
    const a = records.scoped('ws_a');
    expect(await a.db.selectFrom('api_keys').select('id').execute()).toEqual([{ id: 'key_ws_a' }]);
    expect(await a.db.selectFrom('workspaces').select('id').execute()).toEqual([{ id: 'ws_a' }]);
    const foreign = a.transaction((trx) =>
      trx.insertInto('api_keys').values(keyRow('key_x', 'ws_b')).execute(),
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
    const changed = await a.transaction((trx) =>
      trx.updateTable('api_keys').set({ name: 'stolen' }).returning('id').execute(),
    );
    expect(changed).toEqual([{ id: 'key_ws_a' }]);
    const deleted = await a.transaction((trx) =>
      trx.deleteFrom('api_keys').where('id', '=', 'key_ws_b').returning('id').execute(),
    );
    expect(deleted).toEqual([]);
    expect(
      await records.system.db
        .selectFrom('api_keys')
        .select('name')
        .where('id', '=', 'key_ws_b')
        .execute(),
    ).toEqual([{ name: 'key_ws_b' }]);
  });

  it('fails without a workspace instead of showing nothing, or everything', async () => {
    const blind = records.raw.transaction().execute(async (trx) => {
      await sql`select set_config('role', 'openmops_app', true)`.execute(trx);
      return trx.selectFrom('api_keys').selectAll().execute();
    });
    await expect(blind).rejects.toThrow(/no workspace/);
    expect(() => records.scoped('')).toThrow();
    expect(() => records.scoped("x'; drop table users; --")).toThrow();
  });

  it('gives the role of requests nothing of the instance, and reads cannot write', async () => {
    const a = records.scoped('ws_a');
    for (const table of ['users', 'sessions', 'accounts', 'instance', 'one_time_tokens'] as const) {
      await expect(a.db.selectFrom(table).selectAll().execute()).rejects.toThrow(
        /permission denied/,
      );
    }
    await expect(a.db.deleteFrom('api_keys').execute()).rejects.toThrow(/read-only/);
  });

  it('takes a failed transaction back whole, and answers afterwards', async () => {
    const failed = records.scoped('ws_a').transaction(async (trx) => {
      await trx.insertInto('api_keys').values(keyRow('key_lost', 'ws_a')).execute();
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    const broken = records.scoped('ws_a').transaction(async (trx) => {
      await trx.insertInto('api_keys').values(keyRow('key_lost', 'ws_a')).execute();
      await sql`select 1 / 0`.execute(trx).catch(() => {});
    });
    await expect(broken).rejects.toThrow();
    const found = await records.system.db
      .selectFrom('api_keys')
      .select('id')
      .where('id', '=', 'key_lost')
      .execute();
    expect(found).toEqual([]);
  });

  it('has walls around every table with a workspace', async () => {
    const { rows } = await sql<{
      table: string;
      forced: boolean;
      policies: number;
      required: boolean;
      linked: boolean;
      indexed: boolean;
    }>`
      select c.relname as table, c.relrowsecurity and c.relforcerowsecurity as forced,
        (select count(*) from pg_policy p where p.polrelid = c.oid) as policies,
        a.attnotnull as required,
        exists (select 1 from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
          and f.confrelid = 'workspaces'::regclass and a.attnum = any (f.conkey)) as linked,
        exists (select 1 from pg_index i where i.indrelid = c.oid and i.indkey[0] = a.attnum) as indexed
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`.execute(
      records.raw,
    );
    expect(rows.length).toBeGreaterThan(5);
    const wanted = { forced: true, policies: 2, required: true, linked: true, indexed: true };
    expect(rows).toEqual(rows.map(({ table }) => ({ table, ...wanted })));
    const roles = await sql`select rolsuper or rolbypassrls or rolcanlogin as strong
      from pg_roles where rolname in ('openmops_app', 'openmops_system')`.execute(records.raw);
    expect(roles.rows).toEqual([{ strong: false }, { strong: false }]);
    const owned = await sql<{ n: number }>`select count(*) as n from pg_class
      where relowner in (select oid from pg_roles where rolname like 'openmops_%')`.execute(
      records.raw,
    );
    expect(owned.rows[0]?.n).toBe(0);
  });

  it('knows every other table as one of the instance', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id')
        and has_table_privilege('openmops_app', c.oid, 'select') order by 1`.execute(records.raw);
    expect(rows.map((row) => row.name)).toEqual(['workspaces']);
  });

  it('adds to the audit trail and never changes it', async () => {
    const entry = {
      workspaceId: 'ws_a',
      at: new Date('2026-01-01T00:00:00.123Z'),
      actor: { kind: 'local' as const },
      verb: 'test',
      inputDigest: '',
      details: { b: 1, a: [2.5, 'ü'] },
      requestId: 'req_1',
    };
    const a = records.scoped('ws_a');
    await Promise.all([1, 2, 3].map(() => a.transaction((trx) => appendAudit(trx, entry))));
    const rows = await a.db
      .selectFrom('audit')
      .select(['seq', 'previous', 'hash'])
      .orderBy('seq')
      .execute();
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3]);
    expect(rows.map((row) => row.previous)).toEqual(['', rows[0]?.hash, rows[1]?.hash]);
    for (const view of [a, records.system]) {
      await expect(
        view.transaction((trx) => trx.updateTable('audit').set({ verb: 'x' }).execute()),
      ).rejects.toThrow();
      await expect(view.transaction((trx) => trx.deleteFrom('audit').execute())).rejects.toThrow();
    }
    for (const statement of [
      'update audit set verb = $$x$$',
      'delete from audit',
      'truncate audit',
    ]) {
      const rewritten = records.raw.transaction().execute(async (trx) => {
        await sql`alter table audit no force row level security`.execute(trx);
        await sql.raw(statement).execute(trx);
      });
      await expect(rewritten).rejects.toThrow(/append-only/);
    }
  });

  it('lets no request remove its workspace, with which the audit trail would go', async () => {
    const removed = records
      .scoped('ws_a')
      .transaction((trx) => trx.deleteFrom('workspaces').execute());
    await expect(removed).rejects.toThrow(/permission denied/);
  });

  it('migrates once, however often it is asked', async () => {
    expect(await migrate(records.raw as never, engine)).toEqual([]);
    expect(await migrate(records.raw as never, engine)).toEqual([]);
  });

  it('leaves the event loop alone while a statement runs', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    delay.enable();
    await sql`select count(*) from generate_series(1, 3000000) a where a % 7 = 3`.execute(
      records.raw,
    );
    delay.disable();
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });
});

if (TEST_ENGINES.includes('postgres')) {
  describe('PostgreSQL', () => {
    it('lets one of two processes migrate while the other waits', async () => {
      const first = await testRecords('postgres');
      const name = await sql<{ name: string }>`select current_database() as name`.execute(
        first.raw,
      );
      const url = new URL(process.env.TEST_DATABASE_URL ?? '');
      url.pathname = `/${name.rows[0]?.name}`;
      await sql`drop schema public cascade; create schema public`.execute(first.raw);
      const both = await Promise.all(
        [1, 2].map(() => openRecords({ databaseUrl: url.href, folder: null })),
      );
      const applied = await sql<{ n: number }>`select count(*) as n from migrations`.execute(
        both[0]?.raw ?? first.raw,
      );
      expect(applied.rows[0]?.n).toBeGreaterThan(0);
      for (const one of both) await one.close();
      await first.close();
    });

    it('stops a statement and a transaction that take too long, and says so', async () => {
      const first = await testRecords('postgres');
      const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
        first.raw,
      );
      const url = new URL(process.env.TEST_DATABASE_URL ?? '');
      url.pathname = `/${rows[0]?.name}`;
      const records = await openRecords({
        databaseUrl: url.href,
        folder: null,
        limits: { statementMs: 300, idleMs: 300, connectMs: 300 },
        onError: () => {},
      });
      const slow = records.system.transaction((trx) => sql`select pg_sleep(5)`.execute(trx));
      await expect(slow).rejects.toMatchObject({
        code: 'INTERNAL',
        message: 'PostgreSQL stopped a statement after 0.3 s. Nothing of it was kept.',
        detail: { status: 503 },
      });
      const idle = records.system.transaction(async (trx) => {
        await sql`insert into instance (key, value) values ('idle', '1')`.execute(trx);
        await sleep(1_000);
        await sql`select 1`.execute(trx);
      });
      await expect(idle).rejects.toThrow(/ended a transaction that was idle for 0.3 s/);
      const kept = await sql`select 1 from instance where key = 'idle'`.execute(records.raw);
      expect(kept.rows).toEqual([]);
      const all = Array.from({ length: 10 }, () =>
        records.raw.connection().execute(() => sleep(900)),
      );
      await expect(sql`select 1`.execute(records.raw)).rejects.toThrow(/became free within 0.3 s/);
      await Promise.all(all);
      await records.health();
      await records.close();
      await first.close();
    });

    it('lets who holds a lock take another, however many hold one', async () => {
      const records = await testRecords('postgres');
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      const done = names.map((name) =>
        records.alone(name, () =>
          records.alone('shared', async () => {
            const { rows } = await records.statement('select 1 as one');
            return `${name} ${rows.length}`;
          }),
        ),
      );
      expect(await Promise.all(done)).toEqual(names.map((name) => `${name} 1`));
      await records.close();
    });

    it('survives that the server ends its connections', async () => {
      const records = await testRecords('postgres');
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(records.raw);
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(records.raw).catch(() => {});
      await vi.waitFor(() => records.health());
      await records.close();
    });
  });
}

describe('TLS to PostgreSQL', () => {
  it.each([
    ['postgres://u@db.example/x', true],
    ['postgres://u@10.0.0.5/x?sslmode=disable', true],
    ['postgres://u@127.evil.example/x', true],
    ['postgres://u@localhost/x', false],
    ['postgres://u@127.0.0.1:5432/x', false],
    ['postgres://u@[::1]/x', false],
    ['postgres:///x?host=/var/run/postgresql', false],
  ])('%s: %s', (url, tls) => {
    expect(needsTls(new URL(url))).toBe(tls);
  });
});
