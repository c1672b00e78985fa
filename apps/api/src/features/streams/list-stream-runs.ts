import * as z from 'zod';
import { verb } from '../../verb.ts';
import { runsOfSource } from './runs.queries.ts';
import { heldStream } from './streams.queries.ts';

export type StreamRunListed = {
  id: string;
  kind: string;
  state: 'running' | 'done' | 'failed' | 'stopped';
  startedAt: string;
  endedAt: string | null;
  /** Rows of this stream, and of all streams of the run. */
  rows: number;
  allRows: number;
  /** Messages of the run that could not be read. */
  rejected: number;
  error: string | null;
};

/** Each time that the source of a stream sent something, newest first. */
export const listStreamRuns = verb({
  name: 'streams.runs',
  permission: 'sources.read',
  kind: 'read',
  input: z.strictObject({
    stream: z.string(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  async run({ db, workspace }, { stream: id, limit }): Promise<StreamRunListed[]> {
    const { source, name } = await heldStream(db, workspace.id, id);
    const runs = await runsOfSource(db, workspace.id, { source, limit });
    return runs.map((run) => ({
      id: run.id,
      kind: run.kind,
      state: run.state,
      startedAt: run.started_at.toISOString(),
      endedAt: run.ended_at?.toISOString() ?? null,
      rows: run.streams[name] ?? 0,
      allRows: run.rows,
      rejected: run.rejected,
      error: run.error,
    }));
  },
});
