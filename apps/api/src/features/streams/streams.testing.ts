import type { Workspace } from '@openmops/domain/workspace';
import type { TestInstance } from '../../testing/test-instance.ts';
import { ingestMessages } from './ingest-messages.ts';
import type { IngestReport } from './ingest-report.ts';
import { listStreamRows, type StreamRows } from './list-stream-rows.ts';

type Options = {
  format?: 'singer' | 'airbyte';
  source?: string;
  hardDelete?: boolean;
  folder?: string;
  firstLine?: number;
  /** How many bytes come at once; default all. */
  piece?: number;
};

/** What tests do with a workspace: send messages to it, and read its streams. */
export function streamsOf(instance: TestInstance, workspace: Workspace) {
  const scope = instance.scope({ kind: 'local' }, workspace);
  return {
    async send(
      messages: string | readonly unknown[],
      { format = 'singer', piece = 1 << 20, ...options }: Options = {},
    ): Promise<IngestReport & { given: string[] }> {
      const text =
        typeof messages === 'string'
          ? messages
          : messages.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
      const given: string[] = [];
      const bytes = Buffer.from(text);
      async function* body() {
        for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
      }
      const onState = (state: string) => void given.push(state);
      const input = { format, ...options, body: body(), onState };
      return { ...(await ingestMessages.call(scope, input)), given };
    },
    /** Rows as JSON texts. */
    async texts(stream: string, source?: string): Promise<string[]> {
      return (await this.rows(stream, source)).rows;
    },
    rows: (stream: string, source?: string): Promise<StreamRows> =>
      listStreamRows.call(scope, { stream, ...(source ? { source } : {}) }),
  };
}

/** A SCHEMA message of fields that may be anything. */
export function schemaOf(stream: string, key: string[], more: Record<string, unknown> = {}) {
  const properties = Object.fromEntries([...key, 'v'].map((name) => [name, {}]));
  return { type: 'SCHEMA', stream, key_properties: key, schema: { properties }, ...more };
}

export function recordOf(stream: string, record: unknown, more: Record<string, unknown> = {}) {
  return { type: 'RECORD', stream, record, ...more };
}
