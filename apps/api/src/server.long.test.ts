import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packFolder, unpack } from './features/backup/tar.ts';
import { openRecords } from './stores/records/records.ts';
import { openmops as runHere } from './testing/run-openmops.ts';
import { makeRecords } from './testing/test-records.ts';

const MAIN = new URL('./main.ts', import.meta.url).pathname;
const children: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'openmops-server-'));
const data = join(folder, 'data');

type Done = { code: number | null; out: string; err: string };

/** The program as a person runs it, in a process of its own. */
function openmops(args: string[], env: Record<string, string> = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      PATH,
      HOME,
      OPENMOPS_DATA_DIR: data,
      OPENMOPS_DEMO: '0',
      OPENMOPS_PORT: '0',
      INIT_CWD: folder,
      ...env,
    },
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => (err += part));
  const done = new Promise<Done>((resolve) =>
    child.once('close', (code) => resolve({ code, out, err })),
  );
  const said = (text: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = text.exec(out);
        if (match) resolve(match);
      };
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`${out}\n${err}`)));
      look();
    });
  return { child, done, said };
}

const QUESTION = ['kpi', 'spend', '--from', '2026-01-01', '--to', '2026-01-31', '--json'];
let before = '';
let server: ReturnType<typeof openmops>;
let address: string;
beforeAll(async () => {
  // A folder that is made anew is that of `restore` below.
  await makeRecords(data);
  expect(
    (await openmops(['workspace', 'create', 'acme', '--currency', 'USD', '--json']).done).code,
  ).toBe(0);
  server = openmops(['serve'], { OPENMOPS_HOST: '0.0.0.0' });
  address = (await server.said(/ready at (http:\S+)/))[1] ?? '';
  await server.said(/claim#token=\S+/);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('a server', () => {
  it('is ready, and answers this machine only while it has no owner', async () => {
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ ready: true });
    expect(await (await fetch(`${address}/livez`)).text()).toBe('ok');
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:/);
    await server.said(/Until then only this machine/);
    const port = Number(new URL(address).port);
    // Linux answers on every 127.x.x.x, but only for sockets that are bound to all addresses.
    const elsewhere = await new Promise<string>((resolve) => {
      const socket = connect({ host: '127.0.0.2', port });
      socket.once('connect', () => resolve('connected')).once('error', () => resolve('refused'));
      socket.once('connect', () => socket.destroy());
    });
    expect(elsewhere).toBe('refused');
  });

  it('holds its folder: a second one is refused, and names it', async () => {
    const second = await openmops(['serve', '--json']).done;
    expect(second.code).toBe(1);
    expect(second.err).toContain(`process ${server.child.pid}`);
    expect(JSON.parse(second.out)).toMatchObject({ error: { code: 'CONFLICT' } });
  });

  it('is found by the command line, which says the same as without it', async () => {
    const listed = await openmops(['workspace', 'list', '--json']).done;
    expect(JSON.parse(listed.out)).toMatchObject({
      workspaces: [{ slug: 'acme', currency: 'USD' }],
    });
    const again = await openmops(['workspace', 'create', 'acme', '--json']).done;
    expect(again.code).toBe(1);
    expect(JSON.parse(again.out)).toEqual({
      error: { code: 'CONFLICT', message: 'The slug acme is taken.', hint: 'Choose another one.' },
    });
    expect(again.err).toContain('error: The slug acme is taken.\nfix: Choose another one.');
    const doctor = await openmops(['doctor', '--json']).done;
    expect(JSON.parse(doctor.out).findings).toContainEqual(
      expect.objectContaining({ check: 'stores', ok: true }),
    );
  });

  it('takes a file from the command line, and makes a backup while it runs', async () => {
    writeFileSync(
      join(folder, 'report.csv'),
      'Day,Campaign,Currency code,Cost,Impressions,Clicks\n2026-01-01,A,USD,10.50,1000,50\n2026-01-02,A,USD,0.25,10,1\n',
    );
    const imported = await openmops(['import', 'report.csv', '--json']).done;
    expect(JSON.parse(imported.out)).toMatchObject({
      imports: [{ rows: { read: 2, accepted: 2 }, totals: { spend: 10.75 } }],
    });
    const backup = await openmops(['backup', 'b.tar', '--json']).done;
    expect(backup.code).toBe(0);
    expect((await openmops(['backup', 'b.tar']).done).err).toContain('is there already');
  });

  it('names the workspaces when several could be meant', async () => {
    expect((await openmops(['audit', 'verify']).done).out).toContain('whole');
    before = (await openmops(QUESTION).done).out;
    await openmops(['workspace', 'create', 'zeta']).done;
    const { code, out } = await openmops(QUESTION).done;
    expect(code).toBe(1);
    expect(JSON.parse(out).error).toMatchObject({
      code: 'PRECONDITION',
      message: 'There are several workspaces: acme, zeta.',
    });
    expect((await openmops([...QUESTION, '--workspace', 'acme']).done).out).toBe(before);
    const unknown = await openmops([...QUESTION, '--workspace', 'nope']).done;
    expect(JSON.parse(unknown.out).error.code).toBe('NOT_FOUND');
  });

  it('finishes what it is doing when it is told to stop', async () => {
    const slow = new Promise<string>((resolve) => {
      const { port, hostname } = new URL(address);
      const body = '{"token":"xxxxxxxxxxxxxxxxxxxxxxxxxx"}';
      const socket = connect({ host: hostname, port: Number(port) });
      let answer = '';
      socket.on('data', (part) => (answer += part));
      socket.on('close', () => resolve(answer));
      socket.write(
        `POST /api/open HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n{`,
      );
      setTimeout(() => server.child.kill('SIGTERM'), 300);
      setTimeout(() => socket.write(body.slice(1)), 900);
    });
    expect(await slow).toMatch(/^HTTP\/1\.1 404 /);
    const { code, err } = await server.done;
    expect([code, err.includes('Error')]).toEqual([0, false]);
    await expect(fetch(`${address}/livez`)).rejects.toThrow();
  });

  it('leaves a backup that comes back whole into an empty folder, and only there', async () => {
    const fresh = { OPENMOPS_DATA_DIR: join(folder, 'restored') };
    const restored = await openmops(['restore', 'b.tar', '--json'], fresh).done;
    expect(JSON.parse(restored.out)).toMatchObject({
      tables: { workspaces: 1, batches: 1 },
      sameKey: false,
    });
    const after = (await openmops(QUESTION, fresh).done).out;
    expect(JSON.parse(after)).toEqual(JSON.parse(before));
    expect(JSON.parse(after).rows[0].values).toEqual({ spend: 10.75 });
    const twice = await openmops(['restore', 'b.tar'], fresh).done;
    expect([twice.code, twice.err.includes('not empty')]).toEqual([1, true]);
    writeFileSync(join(folder, 'c.tar'), readFileSync(join(folder, 'b.tar')).subarray(0, 3000));
    const other = { OPENMOPS_DATA_DIR: join(folder, 'other') };
    const broken = await openmops(['restore', 'c.tar'], other).done;
    expect([broken.code, broken.err.includes('damaged')]).toEqual([1, true]);
  });

  it('leaves a backup that a version after it brings up to date', async () => {
    const parts = join(folder, 'parts');
    mkdirSync(parts);
    await unpack(join(folder, 'b.tar'), parts);
    const manifest = JSON.parse(readFileSync(join(parts, 'manifest.json'), 'utf8'));
    // As of a version whose tasks had no number of their version, and no campaign yet.
    manifest.migrations = manifest.migrations.filter((name: string) => name < '0102');
    const filled = Object.entries(manifest.tables).filter(([, rows]) => rows !== 0);
    manifest.tables = { ...Object.fromEntries(filled), tasks: 1 };
    writeFileSync(join(parts, 'manifest.json'), JSON.stringify(manifest));
    const records = gunzipSync(readFileSync(join(parts, 'records.jsonl.gz'))).toString();
    const workspace = JSON.parse(/^"workspaces"\t(.*)$/m.exec(records)?.[1] ?? '');
    const task = {
      id: 'ta_1',
      workspace_id: workspace.id,
      title: 'Look at spend',
      note: '',
      status: 'open',
      created_by: 'us_1',
      created_at: '2026-01-01T00:00:00Z',
      changed_at: '2026-01-01T00:00:00Z',
    };
    writeFileSync(
      join(parts, 'records.jsonl.gz'),
      gzipSync(`${records}"tasks"\t${JSON.stringify(task)}\n`),
    );
    await packFolder(parts, join(folder, 'old.tar'));
    const older = { OPENMOPS_DATA_DIR: join(folder, 'older') };
    const restored = await openmops(['restore', 'old.tar', '--json'], older).done;
    expect(JSON.parse(restored.out).tables).toMatchObject({ tasks: 1 });
    const listed = await openmops(['workspace', 'list', '--json'], older).done;
    expect(JSON.parse(listed.out).workspaces).toMatchObject([{ slug: 'acme' }]);
    const opened = await openRecords({ databaseUrl: null, folder: join(folder, 'older') });
    const rows = await opened.system.db.selectFrom('tasks').select(['id', 'version']).execute();
    await opened.close();
    expect(rows).toEqual([{ id: 'ta_1', version: 1 }]);
  });
});

describe('the command line', () => {
  it.each([
    [['nonsense'], /Did you mean/],
    [['workspace'], /workspace create/],
    [['workspace', 'create'], /Usage: openmops workspace create SLUG/],
    [['workspace', 'create', 'a', 'b'], /too much/],
    [['workspace', 'create', 'a', '--colour', 'red'], /--colour/],
    [['workspace', 'create', 'a', '--fiscal-start', 'May'], /1 to 12/],
    [['kpi', 'spend', '--workspace'], /needs a value/],
  ])('%j is wrong usage', async (args, message) => {
    // In this process: that the program ends with the same number is seen below.
    const { exit, err, out } = await runHere(...args, '--json');
    expect([exit, out.length > 0]).toEqual([2, true]);
    expect(err).toMatch(message);
    expect(JSON.parse(out).error.code).toBe('INVALID');
  });

  it('ends with 2 after wrong usage', async () => {
    const { code, err } = await openmops(['kpi', 'spend', '--workspace', '--json']).done;
    expect([code, err.includes('needs a value')]).toEqual([2, true]);
  });

  it('helps', async () => {
    const all = await openmops(['--help']).done;
    expect([all.code, all.out.includes('workspace create SLUG')]).toEqual([0, true]);
    const one = await openmops(['workspace', 'create', '--help']).done;
    expect([one.code, one.out.startsWith('openmops workspace create')]).toEqual([0, true]);
    expect((await openmops([]).done).code).toBe(2);
  });

  it('refuses a weak secret and a folder that it cannot use', async () => {
    const weak = await openmops(['doctor'], { OPENMOPS_SECRET: 'changeme' }).done;
    expect([weak.code, weak.err.includes('OPENMOPS_SECRET')]).toEqual([1, true]);
    writeFileSync(join(folder, 'file'), '');
    const bad = await openmops(['doctor', '--data-dir', join(folder, 'file', 'x')]).done;
    expect([bad.code, bad.out.includes('error: The data folder')]).toEqual([1, true]);
  });
});
