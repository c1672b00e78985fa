import { MopsError } from '@openmops/domain/shared';
import type { Instance } from '../../instance.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';

const KEPT_MS = 7 * 86_400_000;
/** Longer than any request can last: its process is dead. */
const DEAD_MS = 10 * 60_000;
const PROCESS = newId('proc');
/** Keys that this process works on, by the record store. */
const working = new WeakMap<Instance['records'], Set<string>>();

export type Answered = { digest: string; status: number; answer: string };

/** A key that is held for one request. */
export type HeldKey = {
  /** Keeps the answer, in the transaction that makes its effect visible. */
  answer(trx: Trx, answered: Answered): Promise<void>;
  /** The request has ended; without an answer nothing happened, and the key may be used again. */
  end(): Promise<void>;
};

type Asked = { instance: Instance; workspaceId: string; key: string };

/**
 * Holds a key for a request, or gives the answer of the request that had it. A request that died with
 * its process has changed nothing, so its key is free again.
 *
 * @throws MopsError CONFLICT while another request has it.
 */
export async function holdKey(asked: Asked): Promise<HeldKey | Answered> {
  const { instance, workspaceId, key } = asked;
  const here = working.get(instance.records) ?? new Set<string>();
  working.set(instance.records, here);
  const name = JSON.stringify([workspaceId, key]);
  if (here.has(name)) throw busy();
  here.add(name);
  try {
    const answered = await instance.records
      .scoped(workspaceId)
      .transaction((trx) => take(trx, asked), { quiet: true });
    if (answered) here.delete(name);
    return answered ?? held(asked, () => here.delete(name));
  } catch (error) {
    here.delete(name);
    throw error;
  }
}

/** Null: the key is ours now. */
async function take(trx: Trx, { instance, workspaceId, key }: Asked): Promise<Answered | null> {
  const now = instance.now();
  await trx
    .deleteFrom('idempotency_keys')
    .where('workspace_id', '=', workspaceId)
    .where('created_at', '<', new Date(now - KEPT_MS))
    .execute();
  const row = { workspace_id: workspaceId, key, holder: PROCESS, created_at: new Date(now) };
  const added = await trx
    .insertInto('idempotency_keys')
    .values({ ...row, digest: null, status: null, answer: null })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (added) return null;
  const known = await trx
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { digest, status, answer } = known;
  if (digest !== null) return { digest, status: status ?? 200, answer: answer ?? '' };
  const shared = instance.records.engine === 'postgres' && instance.folder === null;
  const lives = shared && now - known.created_at.getTime() < DEAD_MS;
  if (known.holder !== PROCESS && lives) throw busy();
  await trx
    .updateTable('idempotency_keys')
    .set({ holder: PROCESS, created_at: new Date(now) })
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .execute();
  return null;
}

function held({ instance, workspaceId, key }: Asked, forget: () => void): HeldKey {
  let kept = false;
  return {
    async answer(trx, answered) {
      const { numUpdatedRows } = await trx
        .updateTable('idempotency_keys')
        .set(answered)
        .where('workspace_id', '=', workspaceId)
        .where('key', '=', key)
        .where('holder', '=', PROCESS)
        .where('digest', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) throw busy();
      kept = true;
    },
    async end() {
      forget();
      if (kept) return;
      await instance.records
        .scoped(workspaceId)
        .transaction(
          (trx) =>
            trx
              .deleteFrom('idempotency_keys')
              .where('workspace_id', '=', workspaceId)
              .where('key', '=', key)
              .where('holder', '=', PROCESS)
              .where('digest', 'is', null)
              .execute(),
          { quiet: true },
        );
    },
  };
}

function busy(): MopsError {
  return new MopsError(
    'CONFLICT',
    'Another request with this Idempotency-Key is at work.',
    'Wait for its answer, then ask again.',
    { retryAfterSeconds: 1 },
  );
}
