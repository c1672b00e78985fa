import * as z from 'zod';
import { verb } from '../../verb.ts';
import { questionOf } from './list-streams.ts';
import { heldStream, hiddenChunks } from './streams.queries.ts';

export type StreamLeaf = {
  rows: { key: string; text: string; receivedAt: string }[];
  total: number;
};

/** Rows of a stream as the source sent them, some at a time, or those with a text in their key. */
export const browseStream = verb({
  name: 'streams.browse',
  permission: 'records.read',
  kind: 'read',
  input: z.strictObject({
    stream: z.string(),
    find: z.string().trim().max(200).default(''),
    offset: z.number().int().min(0).max(10_000_000).default(0),
    limit: z.number().int().min(1).max(100).default(25),
  }),
  async run({ db, workspace, facts }, { stream: id, ...leaf }): Promise<StreamLeaf> {
    const stream = await heldStream(db, workspace.id, id);
    const question = questionOf(workspace.id, stream, await hiddenChunks(db, workspace.id, id));
    const { rows, total } = await facts.raw.leaf(question, leaf);
    return {
      total,
      rows: rows.map(({ key, text, receivedAt }) => ({
        key,
        text,
        receivedAt: new Date(receivedAt).toISOString(),
      })),
    };
  },
});
