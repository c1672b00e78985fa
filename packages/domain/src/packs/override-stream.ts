import { mappingIds } from './mapping-id.ts';
import type { FieldSource, PackStream, StreamContract } from './pack.ts';

/** What a workspace has changed in the mapping of a stream. */
export type StreamOverrides = {
  /** Mapping (see `mappingIds`) → field of the model → where it comes from; null: nowhere. */
  fields: Readonly<Record<string, Readonly<Record<string, FieldSource | null>>>>;
  /** Takes the place of the pack's contract, part by part. */
  contract?: Partial<StreamContract> | undefined;
};

/** Nothing changed. */
export const NO_OVERRIDES: StreamOverrides = { fields: {} };

/**
 * A stream with a workspace's own field paths and contract.
 * @example
 * import { compileStream, overrideStream } from '@openmops/domain/packs';
 * const crm = { id: 'p', name: 'P', names: ['p'], marks: [], key: ['id'], cursor: null, deleted: null,
 *   mappings: [{ table: 'contact', fields: { contact_id: 'id' } }],
 *   contract: { required: [], types: {}, allowed: {} }, rules: [] };
 * overrideStream(crm, { fields: { contact: { contact_id: 'uuid' } } }).mappings[0].fields // { contact_id: 'uuid' }
 */
export function overrideStream(stream: PackStream, overrides: StreamOverrides): PackStream {
  const ids = mappingIds(stream);
  return {
    ...stream,
    contract: { ...stream.contract, ...overrides.contract },
    mappings: stream.mappings.map((mapping, at) => {
      const own = overrides.fields[ids[at] ?? ''];
      if (!own) return mapping;
      const fields = Object.entries({ ...mapping.fields, ...own }).filter(
        (entry): entry is [string, FieldSource] => entry[1] !== null,
      );
      return { ...mapping, fields: Object.fromEntries(fields) };
    }),
  };
}
