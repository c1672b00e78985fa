import { type ModelField, type ModelTableId, modelTable } from '@openmops/domain/model';
import type { FieldSource, StreamContract } from '@openmops/domain/packs';
import * as z from 'zod';
import { actorMay } from '../../actor.ts';
import type { QuarantineReason } from '../../stores/facts/model-port.ts';
import { verb } from '../../verb.ts';
import type { MappingWish } from './mapping-state.ts';
import { openMapping } from './open-mapping.ts';

export type FieldMapped = Pick<
  ModelField,
  'id' | 'type' | 'description' | 'required' | 'personal'
> & {
  /** Null: nothing is mapped to it. */
  source: FieldSource | null;
};

export type MappingShown = {
  stream: { id: string; source: string; name: string };
  /** `hubspot/contacts`; null: no pack knows the stream. */
  pack: string | null;
  wish: MappingWish;
  /** Paths of the records. */
  fields: string[];
  mappings: { id: string; table: ModelTableId; name: string; fields: FieldMapped[] }[];
  contract: StreamContract;
  mappedAt: string | null;
  /** Why the last mapping failed. */
  error: string | null;
  aside: readonly QuarantineReason[];
};

/** How a stream is mapped now, and what of it stands aside. */
export const getMapping = verb({
  name: 'streams.mapping.get',
  permission: 'sources.read',
  kind: 'read',
  input: z.object({ stream: z.string() }),
  async run(ctx, { stream: id }): Promise<MappingShown> {
    const { stream, state, fields, choose } = await openMapping(ctx, id);
    const { pack, overrides, own } = state;
    const chosen = choose(state);
    return {
      stream: { id: stream.id, source: stream.source, name: stream.name },
      pack: chosen?.pack ?? null,
      wish: { pack, overrides, own },
      fields,
      mappings: (chosen?.stream.mappings ?? []).map((mapping, at) => {
        const table = modelTable(mapping.table);
        return {
          id: chosen?.mappingIds[at] ?? mapping.table,
          table: table.id,
          name: table.name,
          fields: table.fields.map((field) => ({
            id: field.id,
            type: field.type,
            description: field.description,
            required: field.required,
            personal: field.personal,
            source: mapping.fields[field.id] ?? null,
          })),
        };
      }),
      contract: chosen?.stream.contract ?? { required: [], types: {}, allowed: {} },
      mappedAt: state.mappedAt?.toISOString() ?? null,
      error: state.error,
      aside: actorMay(ctx.actor, 'records.read')
        ? state.reasons
        : // What is wrong may be told with the value.
          state.reasons.map((reason) => ({
            ...reason,
            message: `${reason.field ?? 'A record'}: ${reason.code}`,
          })),
    };
  },
});
