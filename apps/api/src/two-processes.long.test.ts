import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Workspace } from '@openmops/domain/workspace';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readEnv } from './env.ts';
import { createKey } from './features/keys/create-key.ts';
import { createWorkspace } from './features/workspace/create-workspace.ts';
import { toWorkspace } from './features/workspace/to-workspace.ts';
import { type Instance, openInstance } from './instance.ts';
import { openLog } from './log.ts';

const DAYS = 56;
const QUESTION = '/api/v1/kpis/spend,impressions?from=2026-01-01&to=2026-02-28';

type Server = { process: ChildProcess; address: string };
type Totals = { spend: number | null; impressions: number | null };

/** An export of two months; every file of one account has the same days and campaigns. */
function fileOf(campaigns: number, cents: (row: number) => number, account = '123-456-7890') {
  const lines = ['Day,Customer ID,Campaign,Currency code,Impr.,Clicks,Cost'];
  let spend = 0;
  for (let row = 0; row < campaigns * DAYS; row++) {
    const at = row % DAYS;
    const day = `2026-0${at < 28 ? 1 : 2}-${String((at % 28) + 1).padStart(2, '0')}`;
    const amount = cents(row);
    spend += amount;
    lines.push(`${day},${account},Campaign ${Math.floor(row / DAYS)},EUR,3,1,${amount / 100}`);
  }
  return { text: lines.join('\n'), spend: spend / 100, impressions: campaigns * DAYS * 3 };
}

// PostgreSQL is there where `.ci/run` has started it.
const postgres = process.env.TEST_DATABASE_URL;

describe.runIf(postgres)('two processes on one PostgreSQL and one ClickHouse', () => {
  let folder = '';
  let clickhouse: ChildProcess;
  let settings: Record<string, string> = {};
  let servers: Server[] = [];
  const children: ChildProcess[] = [];
  /** A third one, to look from the side. */
  let aside: Instance;
  let workspace: Workspace;
  let key = '';
  const name = `openmops_test_${randomBytes(6).toString('hex')}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'openmops-two-'));
    await administer(`create database ${name}`);
    clickhouse = spawn(
      process.execPath,
      [join(import.meta.dirname, 'stores/facts/test-http-server.ts')],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const url = new URL(postgres ?? '');
    url.pathname = `/${name}`;
    settings = {
      DATABASE_URL: url.href,
      CLICKHOUSE_URL: await firstLine(clickhouse, ''),
      OPENMOPS_DATA_DIR: join(folder, 'data'),
      OPENMOPS_PORT: '0',
      LOG_LEVEL: 'error',
    };
    // Both find empty stores: each wants to make the tables and load the sample.
    servers = await Promise.all([start(), start()]);
    const env = readEnv(settings);
    aside = await openInstance({ env, log: openLog(env) });
    const scope = {
      instance: aside,
      actor: { kind: 'local' as const },
      workspace: null,
      requestId: 'r',
    };
    await createWorkspace.call(scope, { slug: 'acme', currency: 'EUR' });
    workspace = await workspaceOf('acme');
    const scopes = ['kpis.read', 'imports.write', 'sources.read'] as const;
    const made = await createKey.call(
      { ...scope, workspace },
      { name: 'two', scopes: [...scopes] },
    );
    key = made.key;
  }, 180_000);
  afterAll(async () => {
    await aside?.close();
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map(ended));
    clickhouse.stdin?.end();
    await ended(clickhouse);
    await administer(`drop database ${name} with (force)`);
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<Server> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'serve'], {
      env: { PATH: process.env.PATH, ...settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const line = await firstLine(child, 'OpenMOps is ready at ');
    return { process: child, address: line.slice('OpenMOps is ready at '.length) };
  }

  const at = (index: number) => servers[index]?.address ?? '';
  const authorization = () => ({ authorization: `Bearer ${key}` });
  async function ask<T>(address: string, path: string, init: RequestInit = {}): Promise<T> {
    const response = await fetch(address + path, { ...init, headers: authorization() });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
  const send = async (index: number, text: string) => {
    const answer = await ask<{ imports: { batch: string; rows: { accepted: number } }[] }>(
      at(index),
      '/api/v1/imports?name=report.csv',
      { method: 'POST', body: text },
    );
    return answer.imports[0]?.batch ?? '';
  };
  async function totals(index: number, question = QUESTION): Promise<Totals> {
    const answer = await ask<{ rows: { values: Totals }[] }>(at(index), question);
    return answer.rows[0]?.values ?? { spend: null, impressions: null };
  }
  async function workspaceOf(slug: string): Promise<Workspace> {
    const row = await aside.records.system.db
      .selectFrom('workspaces')
      .selectAll()
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow();
    return toWorkspace(row);
  }
  async function newest(batches: string[]): Promise<string | undefined> {
    const row = await aside.records
      .scoped(workspace.id)
      .db.selectFrom('batches')
      .select('id')
      .where('id', 'in', batches)
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    return row?.id;
  }

  it('bring both stores up once, and load the sample once', async () => {
    const { db } = aside.records.system;
    const samples = await db
      .selectFrom('workspaces')
      .select('id')
      .where('sample', '=', true)
      .execute();
    expect(samples).toHaveLength(1);
    const slices = await aside.facts.slices(samples[0]?.id ?? '');
    const [batches] = await db
      .selectFrom('batches')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('workspace_id', '=', samples[0]?.id ?? '')
      .execute();
    expect(batches?.count).toBeGreaterThan(3);
    const rows = slices.reduce((sum, slice) => sum + slice.rows, 0);
    expect(rows).toBeGreaterThan(1_000);
    for (const server of servers) {
      expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
    }
  });

  it('import into one account and the same days at once: the newer file stands whole', async () => {
    for (let round = 0; round < 4; round++) {
      const files = [1, 2].map((which) => fileOf(20, (row) => (row % 90) + round * 7 + which));
      const other = fileOf(5, (row) => row % 11, `999-000-000${round}`);
      const [first = '', second = ''] = await Promise.all([
        send(0, files[0]?.text ?? ''),
        send(1, files[1]?.text ?? ''),
        send(round % 2, other.text),
      ]);
      const winner = files[(await newest([first, second])) === first ? 0 : 1];
      const ours = `${QUESTION}&filter=account%3D123-456-7890`;
      for (const index of [0, 1]) {
        expect(await totals(index, ours)).toEqual({
          spend: winner?.spend,
          impressions: winner?.impressions,
        });
      }
      expect((await totals(0)).impressions).toBe(
        (winner?.impressions ?? 0) + (round + 1) * other.impressions,
      );
    }
  }, 120_000);

  it('show, while one undoes, what was before or what is after', async () => {
    const question = QUESTION.replace('2026-02-28', '2026-01-31');
    const before = await totals(1, question);
    const more = fileOf(3, () => 100, '555-555-5555');
    const batch = await send(0, more.text);
    const during = await totals(1, question);
    expect(during.spend).toBe((before.spend ?? 0) + more.spend / 2);
    let done = false;
    const undone = ask<{ removedRows: number }>(at(0), `/api/v1/imports/${batch}`, {
      method: 'DELETE',
    }).finally(() => {
      done = true;
    });
    const seen: Totals[] = [];
    do seen.push(await totals(1, question));
    while (!done);
    expect(await undone).toMatchObject({ removedRows: 3 * DAYS });
    for (const answer of seen) expect([before, during]).toContainEqual(answer);
    expect(await totals(1, question)).toEqual(before);
    const again = fetch(`${at(1)}/api/v1/imports/${batch}`, {
      method: 'DELETE',
      headers: authorization(),
    });
    expect((await again).status).toBe(409);
  }, 60_000);

  it('go on with what one was killed at, while the other works', async () => {
    const large = fileOf(2_800, (row) => row % 97, '777-777-7777');
    const victim = await start();
    servers.push(victim);
    const broken = send(2, large.text).catch(() => null);
    const { db } = aside.records.system;
    await vi.waitFor(
      async () => {
        const chunks = await db
          .selectFrom('batch_chunks')
          .innerJoin('batches', 'batches.id', 'batch_chunks.batch_id')
          .select('batch_chunks.chunk')
          .where('batches.status', '=', 'loading')
          .execute();
        expect(chunks.length).toBeGreaterThan(0);
      },
      { timeout: 240_000, interval: 20 },
    );
    victim.process.kill('SIGKILL');
    await ended(victim.process);
    servers.pop();
    await broken;
    // The lock went with its connection: nobody waits for the dead.
    const small = fileOf(2, () => 100, '888-888-8888');
    await send(1, small.text);
    const only = (account: string) => `${QUESTION}&filter=account%3D${account}`;
    expect((await totals(0, only('888-888-8888'))).spend).toBe(small.spend);
    expect((await totals(0, only('777-777-7777'))).spend).toBe(0);
    // Two at once find the stopped import; one goes on with it, the other finds it done.
    servers.push(...(await Promise.all([start(), start()])));
    await vi.waitFor(
      async () =>
        expect(await totals(0, only('777-777-7777'))).toEqual({
          spend: large.spend,
          impressions: large.impressions,
        }),
      { timeout: 240_000, interval: 200 },
    );
    const unfinished = () =>
      db
        .selectFrom('batches')
        .select('id')
        .where('status', 'not in', ['done', 'undone', 'replaced'])
        .execute();
    // The facts are seen a moment before the record says so.
    await vi.waitFor(async () => expect(await unfinished()).toEqual([]), { timeout: 240_000 });
    expect((await totals(3, only('777-777-7777'))).spend).toBe(large.spend);
  }, 900_000);

  it('a session that ends in one is over in the other', async () => {
    const id = 'us_two';
    await aside.records.system.transaction((trx) =>
      trx
        .insertInto('users')
        .values({ id, name: 'Two', email: 'two@example.com', email_verified: true, image: null })
        .execute(),
    );
    const cookie = (await aside.auth.open(id)).getSetCookie()[0]?.split(';')[0] ?? '';
    const user = async (index: number) => {
      const response = await fetch(`${at(index)}/trpc/session.get`, { headers: { cookie } });
      const body = (await response.json()) as { result: { data: { user: unknown } } };
      return body.result.data.user;
    };
    expect(await user(0)).not.toBeNull();
    expect(await user(1)).not.toBeNull();
    const headers = { cookie, 'content-type': 'application/json' };
    await fetch(`${at(0)}/api/auth/sign-out`, { method: 'POST', headers, body: '{}' });
    expect(await user(1)).toBeNull();
  });
});

/** The first line of a child's output that begins so. */
async function firstLine(child: ChildProcess, beginning: string): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended with ${code}.`)));
    lines.on('line', (line) => line.startsWith(beginning) && resolve(line));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
