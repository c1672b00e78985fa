import { checkDrift } from '@openmops/domain/health';
import { compilePath, parseRecord } from '@openmops/domain/packs';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { openMapping } from '../mappings/open-mapping.ts';
import { declaredTypes, type SeenField, shapesOf } from './stream-shapes.ts';
import { highestChunk } from './streams.queries.ts';

/** Records that are looked at, of the newest delivery and of those before. */
const LOOKED_AT = 300;

export type StreamField = {
  path: string;
  /** As the source declares it; empty: it does not. */
  declared: string[];
  /** JSON types in the records that were looked at; empty: none has it. */
  seen: string[];
  /** Share of the records that were looked at that have a value. */
  filled: number;
  /** Fields of the model that read it, `contact.email`. */
  becomes: string[];
};

export type StreamShown = {
  id: string;
  source: string;
  name: string;
  pack: string | null;
  fields: StreamField[];
  /** How the newest delivery differs from those before. */
  drift: { code: string; message: string; hint: string; breaks: boolean }[];
  lookedAt: number;
};

/** The fields of a stream: as declared, as they come, what reads them, and how that has changed. No values. */
export const showStream = verb({
  name: 'streams.get',
  permission: 'sources.read',
  kind: 'read',
  input: z.strictObject({ stream: z.string() }),
  async run(ctx, { stream: id }): Promise<StreamShown> {
    const { stream, state, question, fields, choose } = await openMapping(ctx, id);
    const chosen = choose(state);
    const reads: { path: string; field: string }[] = (chosen?.stream.mappings ?? []).flatMap(
      ({ table, fields: mapped }) =>
        Object.entries(mapped).flatMap(([field, source]) => {
          const from = typeof source === 'string' ? source : 'from' in source ? source.from : '';
          return from.split('|').map((path) => ({ path: path.trim(), field: `${table}.${field}` }));
        }),
    );
    const last = await highestChunk(ctx.db, ctx.workspace.id, id);
    const look = async (part: { after?: number; upTo?: number }) => {
      const records = [];
      for await (const page of ctx.facts.raw.read({ ...question, ...part, limit: LOOKED_AT }))
        records.push(...page.map(({ text }) => parseRecord(text)));
      return records;
    };
    const newest = await look({ after: last - 1 });
    const now = shapesOf(newest);
    const before = shapesOf(await look({ upTo: last - 1 }));
    const declared = declaredTypes(stream.schema);
    const paths = new Set([...declared.keys(), ...fields, ...now.map(({ path }) => path)]);
    const seen = new Map(now.map((one) => [one.path, one]));
    const mapped = [...new Set(reads.map(({ path }) => path))].filter(isPath);
    const { findings } = checkDrift({
      stream: stream.name,
      before: before.map(toShape),
      after: now.map(toShape),
      mapped,
    });
    return {
      id,
      source: stream.source,
      name: stream.name,
      pack: chosen?.pack ?? null,
      fields: [...paths].map((path) => ({
        path,
        declared: declared.get(path) ?? [],
        seen: seen.get(path)?.types ?? [],
        filled: newest.length === 0 ? 0 : (seen.get(path)?.count ?? 0) / newest.length,
        becomes: reads.filter((read) => read.path === path).map(({ field }) => field),
      })),
      drift: findings.map(({ code, message, hint, state: broken }) => ({
        code,
        message,
        hint,
        breaks: broken !== null,
      })),
      lookedAt: newest.length,
    };
  },
});

const toShape = ({ path, types }: SeenField) => ({ field: path, types });

function isPath(path: string): boolean {
  try {
    compilePath(path);
    return true;
  } catch {
    return false;
  }
}
