import type { Instance } from '../../instance.ts';

/** A verified message, as it is put down. */
export type Arrived = {
  endpointId: string;
  messageId: string;
  sentAt: number | null;
  receivedAt: number;
  body: Buffer;
};

type Waiting = { message: Arrived; done: () => void; failed: (error: unknown) => void };
type Queue = { waiting: Waiting[]; writing: boolean };

const BATCH = 200;
const queues = new WeakMap<Instance['records'], Map<string, Queue>>();

/**
 * Puts a message into the inbox; durable when it resolves. What is there already stays as it is.
 * Messages that come while others are being written are written together, in one transaction.
 */
export function putIntoInbox(
  instance: Instance,
  workspaceId: string,
  message: Arrived,
): Promise<void> {
  const byWorkspace = queues.get(instance.records) ?? new Map<string, Queue>();
  queues.set(instance.records, byWorkspace);
  const queue = byWorkspace.get(workspaceId) ?? { waiting: [], writing: false };
  byWorkspace.set(workspaceId, queue);
  return new Promise((done, failed) => {
    queue.waiting.push({ message, done, failed });
    if (!queue.writing) void writeAll(instance, workspaceId, queue);
  });
}

async function writeAll(instance: Instance, workspaceId: string, queue: Queue): Promise<void> {
  queue.writing = true;
  while (queue.waiting.length > 0) {
    const batch = queue.waiting.splice(0, BATCH);
    try {
      await write(
        instance,
        workspaceId,
        batch.map(({ message }) => message),
      );
      for (const { done } of batch) done();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
  queue.writing = false;
}

/** Quiet: nothing that an answer depends on changes before the messages are in their streams. */
async function write(instance: Instance, workspaceId: string, batch: Arrived[]): Promise<void> {
  const first = new Map<string, Arrived>();
  for (const one of batch) {
    const key = JSON.stringify([one.endpointId, one.messageId]);
    if (!first.has(key)) first.set(key, one);
  }
  const rows = [...first.values()].map((one) => ({
    workspace_id: workspaceId,
    endpoint_id: one.endpointId,
    message_id: one.messageId,
    sent_at: one.sentAt === null ? null : new Date(one.sentAt),
    received_at: new Date(one.receivedAt),
    body: one.body,
    bytes: one.body.length,
    rows: null,
    reason: null,
  }));
  await instance.records.scoped(workspaceId).transaction(
    async (trx) => {
      const added = await trx
        .insertInto('webhook_inbox')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['endpoint_id', 'message_id']).doNothing())
        .returning('endpoint_id')
        .execute();
      for (const [id, some] of Map.groupBy(added, (row) => row.endpoint_id)) {
        await trx
          .updateTable('webhook_endpoints')
          .set((row) => ({
            received: row('received', '+', some.length),
            last_received_at: new Date(Math.max(...batch.map((one) => one.receivedAt))),
          }))
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute();
      }
    },
    { quiet: true },
  );
}
