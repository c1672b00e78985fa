import type { Db, Trx } from '../../stores/records/records.ts';
import type { Provider } from './schemes/index.ts';
import type { Envelope, Options } from './schemes/scheme.ts';

const BATCH_MESSAGES = 2_000;
const BATCH_BYTES = 8 * 1024 * 1024;
/** How long a message is known again after it was moved. */
const KNOWN_MS = 30 * 86_400_000;

/** A message with what its endpoint says of it. */
export type WaitingMessage = {
  seq: number;
  source: string;
  stream: string | null;
  key: string[];
  provider: Provider;
  options: Options;
  envelope: Envelope;
  body: Uint8Array;
};

/** Workspaces in which messages wait. */
export async function waitingWorkspaces(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('webhook_inbox')
    .select('workspace_id')
    .distinct()
    .where('state', '=', 'waiting')
    .execute();
  return rows.map((row) => row.workspace_id);
}

/** The oldest messages that wait, as many as fit into the memory. */
export async function waitingMessages(db: Db, workspaceId: string): Promise<WaitingMessage[]> {
  const next = await db
    .selectFrom('webhook_inbox')
    .select(['seq', 'bytes'])
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .orderBy('seq')
    .limit(BATCH_MESSAGES)
    .execute();
  let bytes = 0;
  const fitting = next.filter((row, index) => {
    bytes += row.bytes;
    return index === 0 || bytes <= BATCH_BYTES;
  });
  const last = fitting.at(-1);
  if (!last) return [];
  const rows = await db
    .selectFrom('webhook_inbox as m')
    .innerJoin('webhook_endpoints as e', 'e.id', 'm.endpoint_id')
    .select(['m.seq', 'm.message_id', 'm.sent_at', 'm.received_at', 'm.body'])
    .select(['e.source', 'e.stream', 'e.key_fields', 'e.provider', 'e.options'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.state', '=', 'waiting')
    .where('m.seq', '<=', last.seq)
    .orderBy('m.seq')
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    source: row.source,
    stream: row.stream,
    key: row.key_fields,
    provider: row.provider as Provider,
    options: row.options as Options,
    envelope: {
      id: row.message_id,
      sentAt: row.sent_at?.getTime() ?? null,
      receivedAt: row.received_at.getTime(),
    },
    body: row.body ?? new Uint8Array(),
  }));
}

/** Their records are in their streams, so the bodies go; the ids stay, to know them again. */
export async function markDone(
  trx: Trx,
  workspaceId: string,
  moved: readonly { message: WaitingMessage; rows: number }[],
): Promise<void> {
  for (const [rows, some] of Map.groupBy(moved, (one) => one.rows)) {
    const { numUpdatedRows } = await trx
      .updateTable('webhook_inbox')
      .set({ state: 'done', rows, body: null })
      .where('workspace_id', '=', workspaceId)
      .where('state', '=', 'waiting')
      .where(
        'seq',
        'in',
        some.map(({ message }) => message.seq),
      )
      .executeTakeFirst();
    if (Number(numUpdatedRows) !== some.length)
      throw new Error('A message was moved by another process.');
  }
}

/** Kept with its body and the reason: nothing that was signed is lost. */
export async function markRejected(
  trx: Trx,
  workspaceId: string,
  rejected: readonly { message: WaitingMessage; reason: string }[],
): Promise<void> {
  for (const { message, reason } of rejected) {
    await trx
      .updateTable('webhook_inbox')
      .set({ state: 'rejected', reason: reason.replaceAll('\0', '').slice(0, 500) })
      .where('workspace_id', '=', workspaceId)
      .where('seq', '=', message.seq)
      .execute();
  }
}

export async function forgetOld(trx: Trx, workspaceId: string, now: number): Promise<void> {
  await trx
    .deleteFrom('webhook_inbox')
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'done')
    .where('received_at', '<', new Date(now - KNOWN_MS))
    .execute();
}
