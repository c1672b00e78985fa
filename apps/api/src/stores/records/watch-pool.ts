import { MopsError } from '@openmops/domain/shared';
import type { PostgresPool, PostgresPoolClient } from 'kysely';

/** Longer than any statement of ours takes; then the engine is taken for stuck. In ms. */
export type WatchLimits = { statementMs: number; probeMs: number };
const LIMITS: WatchLimits = { statementMs: 60_000, probeMs: 5_000 };

export type Watch = {
  pool: PostgresPool;
  /** Throws with the reason when the engine has stopped or does not answer; never waits long. */
  check(): Promise<void>;
};

/**
 * Watches the statements of a pool. An engine that stopped, or that does not come back from a
 * statement, is noticed: `check` says so, and new work is refused instead of waiting for ever.
 */
export function watchPool(pool: PostgresPool, limits: Partial<WatchLimits> = {}): Watch {
  const { statementMs, probeMs } = { ...LIMITS, ...limits };
  const running = new Set<{ since: number }>();
  let probe: Promise<void> | null = null;

  const stuck = (): MopsError | null => {
    const [oldest] = running;
    const ms = oldest ? performance.now() - oldest.since : 0;
    return ms > statementMs
      ? unavailable(`The record store has worked on one statement for ${Math.round(ms / 1000)} s.`)
      : null;
  };
  const watched = (client: PostgresPoolClient): PostgresPoolClient => ({
    query: (async (text: string, values: unknown[]) => {
      const statement = { since: performance.now() };
      running.add(statement);
      try {
        return await (client.query as Query)(text, values);
      } finally {
        running.delete(statement);
      }
    }) as unknown as PostgresPoolClient['query'],
    release: (destroy?: boolean) => client.release(destroy),
  });

  return {
    pool: {
      options: pool.options,
      end: () => pool.end(),
      connect: async () => {
        const reason = stuck();
        if (reason) throw reason;
        return watched(await pool.connect());
      },
    },
    async check() {
      const reason = stuck();
      if (reason) throw reason;
      // One question at a time: those who ask meanwhile wait for the same answer.
      probe ??= ask(pool).finally(() => {
        probe = null;
      });
      await within(probe, probeMs);
    },
  };
}

type Query = (text: string, values: unknown[]) => Promise<unknown>;

async function ask(pool: PostgresPool): Promise<void> {
  const client = await pool.connect();
  try {
    await (client.query as Query)('select 1', []);
  } finally {
    client.release();
  }
}

async function within(answer: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(unavailable(`The record store has not answered for ${ms / 1000} s.`));
    }, ms);
  });
  try {
    await Promise.race([answer, late]);
  } catch (error) {
    if (error instanceof MopsError) throw error;
    throw Object.assign(unavailable('The record store has stopped.'), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(message: string): MopsError {
  const hint = 'Restart the server; nothing that was confirmed is lost.';
  return new MopsError('INTERNAL', message, hint, { status: 503, retryAfterSeconds: 30 });
}
