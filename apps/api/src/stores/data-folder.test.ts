import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FolderHeld, folderSecret, lockFolder } from './data-folder.ts';

const MODULE = new URL('./data-folder.ts', import.meta.url).pathname;
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
const newFolder = () => mkdtempSync(join(tmpdir(), 'openmops-lock-'));

/** A process of its own that takes the folder, says so, and does what `then` says. */
function holder(folder: string, then: string): { child: ChildProcess; said: Promise<string> } {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(MODULE)});
    try {
      const lock = await lockFolder(${JSON.stringify(folder)});
      process.stdout.write('held');
      ${then}
    } catch (error) { process.stdout.write('refused ' + error.owner?.pid); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const said = new Promise<string>((resolve) => {
    child.stdout?.once('data', (data) => resolve(String(data)));
    child.once('exit', () => resolve('gone'));
  });
  return { child, said };
}

const gone = (child: ChildProcess) =>
  new Promise<void>((resolve) =>
    child.exitCode === null && child.signalCode === null
      ? child.once('exit', () => resolve())
      : resolve(),
  );

describe('the lock of a data folder', () => {
  it('refuses a second process and names the first, which serves on', async () => {
    const folder = newFolder();
    const first = holder(
      folder,
      `lock.announce('http://127.0.0.1:1'); setInterval(() => {}, 1000);`,
    );
    expect(await first.said).toBe('held');
    const refusal = await lockFolder(folder).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FolderHeld);
    expect((refusal as FolderHeld).owner).toMatchObject({ pid: first.child.pid });
    expect((refusal as FolderHeld).message).toContain(String(first.child.pid));
  });

  it('is not given for a folder into which a restore was cut off', async () => {
    const folder = newFolder();
    const half = await lockFolder(folder);
    const done = half.begin('restore');
    half.release();
    await expect(lockFolder(folder)).rejects.toThrow('restoring it was cut off');
    await expect(lockFolder(folder)).rejects.not.toBeInstanceOf(FolderHeld);
    done();
    (await lockFolder(folder)).release();
  });

  it('is never taken from a live owner whose loop is blocked', async () => {
    const folder = newFolder();
    const first = holder(folder, `await new Promise((r) => setTimeout(r, 50)); for (;;) {}`);
    expect(await first.said).toBe('held');
    for (let round = 0; round < 5; round++) {
      await expect(lockFolder(folder)).rejects.toThrow(String(first.child.pid));
    }
  });

  it('is free the moment its owner is killed, and the stale card misleads nobody', async () => {
    const folder = newFolder();
    const first = holder(folder, 'setInterval(() => {}, 1000);');
    expect(await first.said).toBe('held');
    first.child.kill('SIGKILL');
    await gone(first.child);
    expect(readFileSync(join(folder, 'owner.json'), 'utf8')).toContain(String(first.child.pid));
    const lock = await lockFolder(folder);
    expect(JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')).pid).toBe(process.pid);
    lock.release();
  });

  it('goes to a card whose pid was given to somebody else', async () => {
    const folder = newFolder();
    writeFileSync(
      join(folder, 'owner.json'),
      JSON.stringify({ pid: 1, address: 'http://127.0.0.1:1' }),
    );
    (await lockFolder(folder)).release();
  });

  it('goes to exactly one of many that start at once', async () => {
    const folder = newFolder();
    const racers = Array.from({ length: 6 }, () => holder(folder, 'setInterval(() => {}, 1000);'));
    const said = await Promise.all(racers.map((racer) => racer.said));
    const winners = racers.filter((_, index) => said[index] === 'held');
    expect(winners).toHaveLength(1);
    const others = said.filter((text) => text !== 'held');
    expect(new Set(others)).toEqual(new Set([`refused ${winners[0]?.child.pid}`]));
  });

  it('is refused twice in one process too, and free again after release', async () => {
    const folder = newFolder();
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(String(process.pid));
    lock.release();
    (await lockFolder(folder)).release();
  });

  it('does not care how long the path is', async () => {
    const folder = join(
      newFolder(),
      ...Array.from({ length: 12 }, () => 'a-rather-long-name-数据'),
    );
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow('in use');
    lock.release();
  });

  it('keeps its card and its key from other users', async () => {
    const folder = newFolder();
    const lock = await lockFolder(folder);
    const secret = folderSecret(folder);
    for (const file of ['owner.json', 'secret.key', 'lock.sqlite']) {
      expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    }
    expect(folderSecret(folder)).toBe(secret);
    expect(folderSecret(newFolder())).not.toBe(secret);
    lock.release();
  });

  it('refuses a key file with a guessable value', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'secret.key'), 'changeme');
    expect(() => folderSecret(folder)).toThrow(/usable secret/);
  });
});
