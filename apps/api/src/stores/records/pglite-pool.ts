import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { MopsError } from '@openmops/domain/shared';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { WorkerAnswer, WorkerRequest, WorkerStart } from './pglite-worker.ts';

const ACQUIRE_TIMEOUT_MS = 60_000;

type Pending = { resolve(answer: WorkerAnswer): void; reject(error: Error): void };
type Command = PostgresQueryResult<unknown>['command'];

/**
 * PGlite in a worker thread behind the face of a `pg` pool, so Kysely's PostgreSQL dialect drives
 * both. PGlite has one connection: whoever holds the client has it alone until `release`.
 */
export class PglitePool implements PostgresPool {
  readonly options = {};
  #worker: Worker;
  #pending = new Map<number, Pending>();
  #nextId = 1;
  #waiting: (() => void)[] = [];
  #busy = false;
  #ended: Promise<void> | null = null;
  #failure: Error | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async open(start: WorkerStart): Promise<PglitePool> {
    if (start.path === null || existsSync(join(start.path, 'PG_VERSION')))
      return PglitePool.#start(start);
    await make(start.path, start.dump);
    return PglitePool.#start({ ...start, dump: null });
  }

  static async #start(start: WorkerStart): Promise<PglitePool> {
    // The optimising compiler takes 600 MB for one function of PostgreSQL's alone, and would make
    // a statement of half a millisecond one of a third. As `--liftoff-only`, which counts only at
    // the start of a process.
    setFlagsFromString('--no-wasm-tier-up');
    setFlagsFromString('--no-wasm-dynamic-tiering');
    const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), {
      workerData: start,
      // The thread must not inherit loaders or inspectors of the tests.
      execArgv: [],
    });
    const pool = new PglitePool(worker);
    const ready = new Promise<void>((resolve, reject) => {
      pool.#pending.set(0, { resolve: () => resolve(), reject });
    });
    worker.on('message', (answer: WorkerAnswer) => pool.#settle(answer));
    worker.on('error', (error) => pool.#fail(error));
    worker.on('exit', () => pool.#fail(new Error('The record store has stopped.')));
    try {
      await ready;
    } catch (error) {
      await worker.terminate();
      throw notOpen((error as Error).message);
    }
    return pool;
  }

  async connect(): Promise<PostgresPoolClient> {
    await this.#acquire();
    let held = true;
    let aborted = false;
    const query = async <R>(sql: string, parameters: readonly unknown[]) => {
      if (!held) throw new Error('This connection has been given back.');
      const command = commandOf(sql);
      try {
        const result = await this.#send(
          parameters.length === 0 && sql.includes(';')
            ? { id: 0, kind: 'script', sql }
            : { id: 0, kind: 'query', sql, parameters: [...parameters] },
        );
        // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK; PGlite does not say.
        const rolledBack = command === 'COMMIT' && aborted;
        if (command === 'COMMIT' || command === 'ROLLBACK') aborted = false;
        return {
          command: rolledBack ? 'ROLLBACK' : command,
          rowCount: result.rowCount ?? 0,
          rows: (result.rows ?? []) as R[],
        };
      } catch (error) {
        aborted = true;
        throw error;
      }
    };
    return {
      query: query as PostgresPoolClient['query'],
      release: () => {
        if (!held) return;
        held = false;
        this.#release();
      },
    };
  }

  async end(): Promise<void> {
    this.#ended ??= (async () => {
      if (this.#failure) return;
      await this.#acquire();
      await this.#send({ id: 0, kind: 'close' });
      await this.#worker.terminate();
    })();
    await this.#ended;
  }

  /** Writes the whole database to a file from which `open` can begin. */
  async dump(path: string): Promise<void> {
    await this.#acquire();
    try {
      await this.#send({ id: 0, kind: 'dump', path });
    } finally {
      this.#release();
    }
  }

  #send(request: WorkerRequest): Promise<WorkerAnswer> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  #settle(answer: WorkerAnswer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (!answer.error) {
      pending?.resolve(answer);
      return;
    }
    const { message, ...fields } = answer.error;
    pending?.reject(Object.assign(new Error(String(message)), fields));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const pending of this.#pending.values()) pending.reject(this.#failure);
    this.#pending.clear();
  }

  async #acquire(): Promise<void> {
    if (!this.#busy) {
      this.#busy = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(
          new Error('The record store was busy for 60 s: is a transaction waiting for itself?'),
        );
      }, ACQUIRE_TIMEOUT_MS);
      timer.unref();
      this.#waiting.push(turn);
    });
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy = false;
  }
}

/** Makes the database in a process of its own; its folder is there as a whole or not at all. */
async function make(folder: string, dump: string | null): Promise<void> {
  const program = join(import.meta.dirname, 'pglite-init.ts');
  const half = `${folder}.new`;
  const words = ['--liftoff-only', program, half, ...(dump ? [dump] : [])];
  try {
    await rm(half, { recursive: true, force: true });
    await mkdir(half, { recursive: true, mode: 0o700 });
    await promisify(execFile)(process.execPath, words);
    await rename(half, folder);
  } catch (error) {
    throw notOpen((error as { stderr?: string }).stderr || (error as Error).message);
  }
}

function notOpen(message: string): MopsError {
  return new MopsError(
    'INTERNAL',
    `The record store does not open: ${message}`,
    'If the data folder was copied while a server ran, restore a backup into an empty folder.',
  );
}

function commandOf(sql: string): Command {
  const word = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? 'SELECT';
  // `rollback to savepoint` leaves the transaction open, but usable again, as ROLLBACK says here.
  return word as Command;
}
