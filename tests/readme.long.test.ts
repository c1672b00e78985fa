import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { commandsOf, ROOT } from './house.ts';

const running: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'openmops-readme-'));

afterAll(() => {
  for (const child of running) if (child.pid) kill(child.pid);
  rmSync(folder, { recursive: true, force: true });
});

function kill(pid: number) {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

const commands = commandsOf('README.md');

describe('the README is true', () => {
  test('the first command answers /readyz and prints a link into the demo and one to claim', async () => {
    const port = await freePort();
    const child = spawn('sh', ['-c', commands[0] as string], {
      cwd: ROOT,
      detached: true,
      env: { ...process.env, OPENMOPS_PORT: String(port), OPENMOPS_DATA_DIR: join(folder, 'data') },
    });
    running.push(child);
    let output = '';
    child.stdout?.on('data', (text) => {
      output += text;
    });
    child.stderr?.on('data', (text) => {
      output += text;
    });
    const ended = new Promise((done) => child.once('exit', done));
    const base = `http://127.0.0.1:${port}`;
    const ready = expect
      .poll(
        () =>
          fetch(`${base}/readyz`).then(
            (answer) => answer.status,
            () => output,
          ),
        { timeout: 600_000, interval: 500 },
      )
      .toBe(200);
    // Nobody waits for a server that has ended.
    const dead = ended.then((code) => {
      throw new Error(`It ended with ${code}:\n${output}`);
    });
    await Promise.race([ready, dead]);
    await expect.poll(() => output, { timeout: 20_000 }).toMatch(/\/open#token=\S{20,}/);
    expect(output).toMatch(/\/claim#token=\S{20,}/);
    const page = await fetch(base).then((answer) => answer.text());
    expect(page).toContain('<title>OpenMOps</title>');
    kill(child.pid as number);
    await ended;
    await expect
      .poll(
        () =>
          fetch(`${base}/readyz`).then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 10_000 },
      )
      .toBe('down');
  });
});

describe('the commands of the documentation work', () => {
  const inFolder = (command: string) =>
    execFileSync('sh', ['-c', command], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, OPENMOPS_DATA_DIR: join(folder, 'commands') },
    });
  const sample = join(folder, 'report.csv');
  const openmops = 'npx --yes pnpm@12 --silent openmops';
  /** The same without a package manager, for what is no command of the documentation. */
  const direct = `'${process.execPath}' apps/api/src/main.ts`;

  test('a sample export becomes a number', () => {
    inFolder(`${direct} workspace create team --currency USD`);
    const exported = JSON.parse(inFolder(`${direct} demo sample google_ads --json`));
    writeFileSync(sample, exported.text);
    const documented = ['README.md', 'docs/guides/import-a-file.md']
      .flatMap(commandsOf)
      .filter((command) => command.startsWith(openmops));
    expect(documented.length).toBeGreaterThan(2);
    for (const command of documented) {
      expect(inFolder(command.replace('report.csv', `'${sample}'`)), command).not.toBe('');
    }
    const [period] = JSON.parse(inFolder(`${direct} import '${sample}' --json`)).imports;
    expect(period.unchanged).toBe(true);
    const answer = JSON.parse(
      inFolder(
        `${direct} kpi spend roas --from ${period.period.from} --to ${period.period.to} --json`,
      ),
    );
    expect(answer.rows[0].values.spend).toBe(period.totals.spend);
    expect(answer.kpis.roas.definition).toMatch(/^sha256[0-9a-f]{64}$/);
  });
});
