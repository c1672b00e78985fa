import * as z from 'zod';
import { verb } from '../../verb.ts';
import { type Batch, listBatches } from './imports.queries.ts';
import type { ImportListed } from './imports.schema.ts';

const STATUS = {
  loading: 'loading',
  publishing: 'loading',
  undoing: 'loading',
  done: 'done',
  undone: 'undone',
  replaced: 'undone',
} as const;

/** Every import of the workspace, newest first. */
export const listImports = verb({
  name: 'imports.list',
  permission: 'sources.read',
  kind: 'read',
  input: z.object({ limit: z.number().int().min(1).max(500).default(100) }).prefault({}),
  async run({ db, workspace }, { limit }) {
    return (await listBatches(db, workspace.id, limit)).map(listed);
  },
});

function listed(batch: Batch): ImportListed {
  return {
    batch: batch.id,
    file: batch.file,
    source: batch.landed.source,
    sourceName: batch.plan.detection.sourceName,
    at: (batch.doneAt ?? batch.createdAt).toISOString(),
    by: batch.createdBy,
    rows: batch.rows,
    period: batch.report?.period ?? null,
    status: STATUS[batch.status],
    totals: batch.report?.totals ?? {},
  };
}
