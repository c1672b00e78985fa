import type { StreamMessage } from '@openmops/domain/streams';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import type { TestInstance } from '../../testing/test-instance.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { openIngest } from '../streams/open-ingest.ts';

export type Json = Record<string, unknown>;
export type Sending = {
  source: string;
  stream: string;
  key?: readonly string[];
  cursor?: string;
  /** Of all records, or by record. */
  deleted?: boolean | ((record: Json) => boolean);
};

/** Sends records the way a connector does; the run has ended, and all that follows from it is done. */
export async function send(
  instance: Instance,
  workspace: Workspace,
  {
    source,
    stream,
    key = [],
    cursor,
    deleted = false,
    records,
  }: Sending & { records: readonly Json[] },
) {
  const run = await openIngest({ instance, workspaceId: workspace.id }, { source, kind: 'pull' });
  const schema: StreamMessage = {
    type: 'schema',
    stream,
    schema: null,
    key: key.map((name) => [name]),
    cursor: cursor === undefined ? null : [cursor],
    mode: key.length > 0 ? 'upsert' : 'append',
    line: null,
  };
  const rest = { version: null, extractedAt: null, line: null };
  const rows = records.map(
    (record): StreamMessage => ({
      type: 'record',
      stream,
      text: JSON.stringify(record),
      record,
      deleted: typeof deleted === 'function' ? deleted(record) : deleted,
      ...rest,
    }),
  );
  await run.write([schema, ...rows]);
  return run.close();
}

const system = { kind: 'system' } as const;

/** The answer of a KPI over the year 2026. */
export function ask(instance: TestInstance, workspace: Workspace, kpi: string) {
  return readKpi.call(instance.scope(system, workspace), {
    kpis: [kpi],
    from: '2026-01-01',
    to: '2026-12-31',
  } as never);
}

export async function total(instance: TestInstance, workspace: Workspace, kpi: string) {
  return (await ask(instance, workspace, kpi)).rows[0]?.values[kpi];
}
