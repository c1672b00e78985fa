import * as z from 'zod';
import type { QuarantineReason } from '../../stores/facts/model-port.ts';
import { verb } from '../../verb.ts';
import { mappingStates } from './mapping-states.ts';
import { sourceStreams } from './source-streams.ts';

export type QuarantineListed = {
  stream: { id: string; source: string; name: string };
  /** Why the stream could not be mapped at all; null: it was. */
  error: string | null;
  reasons: readonly QuarantineReason[];
  /** Some of the records, by key, with what is wrong with each. */
  records: {
    key: string;
    code: string;
    field: string | null;
    message: string;
    firstSeen: string;
  }[];
};

/** Records that stand aside, by stream: kept as they came, and not counted. */
export const listQuarantine = verb({
  name: 'streams.quarantine.list',
  permission: 'records.read',
  kind: 'read',
  input: z.object({
    stream: z.string().optional(),
    limit: z.number().int().min(0).max(1000).default(50),
  }),
  async run({ db, facts, workspace }, { stream: only, limit }): Promise<QuarantineListed[]> {
    const states = await mappingStates(db, workspace.id);
    const listed: QuarantineListed[] = [];
    for (const { id, source, name } of await sourceStreams(db, workspace.id)) {
      const state = states.get(id);
      if ((only !== undefined && id !== only) || !state) continue;
      if (state.reasons.length === 0 && state.error === null) continue;
      const one: QuarantineListed = {
        stream: { id, source, name },
        error: state.error,
        reasons: state.reasons,
        records: [],
      };
      listed.push(one);
      const place = { workspaceId: workspace.id, streamId: id, generation: state.generation };
      if (limit === 0) continue;
      for await (const page of facts.model.read({ ...place, table: 'quarantine' })) {
        for (const { key, values, receivedAt } of page.slice(0, limit - one.records.length))
          one.records.push({
            key,
            code: String(values.code),
            field: (values.field as string | null) ?? null,
            message: String(values.message),
            firstSeen: new Date(receivedAt).toISOString(),
          });
        if (one.records.length >= limit) break;
      }
    }
    return listed;
  },
});
