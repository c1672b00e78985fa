import type { Instance } from '../../instance.ts';
import type { Refusal } from './schemes/scheme.ts';

type Count = { refused: number; lastAt: number; last: Refusal };
const WRITE_AFTER_MS = 1_000;
const counts = new WeakMap<Instance['records'], Map<string, Count>>();

/**
 * Counts a refused request. Many of them are written as one number, so that a flood of forgeries costs
 * the store nothing.
 */
export function countRefusal(
  instance: Instance,
  endpoint: { id: string; workspaceId: string },
  why: Refusal,
): void {
  const known = counts.get(instance.records) ?? new Map<string, Count>();
  if (known.size === 0) {
    counts.set(instance.records, known);
    setTimeout(() => {
      writeRefusals(instance).catch((error) => instance.log.warn({ err: error }, 'refusals'));
    }, WRITE_AFTER_MS).unref();
  }
  const key = `${endpoint.workspaceId}/${endpoint.id}`;
  const refused = (known.get(key)?.refused ?? 0) + 1;
  known.set(key, { refused, lastAt: instance.now(), last: why });
}

/** Writes what was counted and not yet written. */
export async function writeRefusals(instance: Instance): Promise<void> {
  const known = counts.get(instance.records);
  if (!known || known.size === 0) return;
  counts.delete(instance.records);
  for (const [key, { refused, lastAt, last }] of known) {
    const [workspaceId = '', id = ''] = key.split('/');
    await instance.records.scoped(workspaceId).transaction(
      (trx) =>
        trx
          .updateTable('webhook_endpoints')
          .set((row) => ({
            refused: row('refused', '+', refused),
            last_refused_at: new Date(lastAt),
            last_refusal: last,
          }))
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute(),
      { quiet: true },
    );
  }
}
