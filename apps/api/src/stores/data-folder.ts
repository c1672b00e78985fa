import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { MopsError } from '@openmops/domain/shared';
import { isWeakSecret, newToken } from '../secret.ts';

/** Who holds a data folder. Written by the owner only, readable by its user only. */
export type Owner = {
  pid: number;
  startedAt: string;
  /** Where the owner's server answers; null: a command that works on the folder itself. */
  address: string | null;
  /** Lets the command line of the same user talk to the server. */
  token: string;
};

export type DataFolder = {
  path: string;
  token: string;
  /** Tells the command line where the server answers. */
  announce(address: string): void;
  /** Marks the folder as half done until the returned function is called; a half folder opens no more. */
  begin(work: 'restore'): () => void;
  release(): void;
};

/** Thrown when another process holds the folder; `owner` is null when it has not said who it is yet. */
export class FolderHeld extends MopsError {
  readonly owner: Owner | null;
  constructor(path: string, owner: Owner | null) {
    super(
      'CONFLICT',
      `The data folder ${path} is in use by process ${owner?.pid ?? 'of an unknown id'}${owner?.address ? `, which serves ${owner.address}` : ''}.`,
      'Two processes on one embedded store would lose data. Stop the other one, choose another OPENMOPS_DATA_DIR, or use DATABASE_URL and CLICKHOUSE_URL.',
      owner,
    );
    this.owner = owner;
  }
}

const LOCK_FILE = 'lock.sqlite';
const OWNER_FILE = 'owner.json';
const UNFINISHED_FILE = 'unfinished';
const SQLITE_BUSY = 5;

/**
 * Takes the data folder for this process, or throws `FolderHeld` within a second.
 *
 * The lock is the file lock that SQLite takes for an exclusive transaction: the kernel gives it to
 * one process, keeps it while that process lives (also when its loop is blocked), and frees it the
 * moment it dies, whatever the cause. A pid in a file would promise none of the three.
 */
export async function lockFolder(path: string): Promise<DataFolder> {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const lock = tryLock(path);
  if (!lock) throw new FolderHeld(path, await findOwner(path));
  if (existsSync(join(path, UNFINISHED_FILE))) {
    lock.close();
    throw new MopsError(
      'PRECONDITION',
      `The data folder ${path} holds half of a backup: restoring it was cut off.`,
      'Delete all of this folder but secret.key, and restore the backup again.',
    );
  }
  const owner: Owner = {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    address: null,
    token: newToken(),
  };
  writeOwner(path, owner);
  let held = true;
  return {
    path,
    token: owner.token,
    announce: (address) => {
      owner.address = address;
      writeOwner(path, owner);
    },
    begin: (work) => {
      const file = join(path, UNFINISHED_FILE);
      writeFileSync(file, `${work}\n`, { mode: 0o600 });
      return () => rmSync(file);
    },
    release: () => {
      if (!held) return;
      held = false;
      rmSync(join(path, OWNER_FILE), { force: true });
      lock.close();
    },
  };
}

function tryLock(path: string): DatabaseSync | null {
  const file = join(path, LOCK_FILE);
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    chmodSync(file, 0o600);
    return lock;
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw new MopsError(
      'PRECONDITION',
      `The data folder ${path} cannot be locked: ${(error as Error).message}`,
      'Check that the folder is on a local disk and that this user may write to it.',
    );
  }
}

/** The owner's card is replaced in one step, so a reader never sees half of it. */
function writeOwner(path: string, owner: Owner): void {
  const file = join(path, OWNER_FILE);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(owner), { mode: 0o600 });
  renameSync(draft, file);
}

/** A new owner writes its card right after the lock; the card of a dead one is no answer. */
async function findOwner(path: string): Promise<Owner | null> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const owner = readOwner(path);
    if (owner && isAlive(owner.pid)) return owner;
    await sleep(25);
  }
  return null;
}

function readOwner(path: string): Owner | null {
  try {
    return JSON.parse(readFileSync(join(path, OWNER_FILE), 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The signing secret of this folder: made at the first start, then kept. */
export function folderSecret(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const file = join(path, 'secret.key');
  try {
    // `wx`: of two starters one writes, the other reads what was written.
    writeFileSync(file, `${newToken()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (isWeakSecret(secret)) {
    throw new MopsError(
      'PRECONDITION',
      `The key file ${file} does not hold a usable secret.`,
      'Restore it from a backup. If it is lost, delete it: everybody signs in again and embed tokens are made anew.',
    );
  }
  chmodSync(file, 0o600);
  return secret;
}
