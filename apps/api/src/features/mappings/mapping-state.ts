import type { ModelTableId } from '@openmops/domain/model';
import type { StreamOverrides } from '@openmops/domain/packs';
import type { QuarantineReason } from '../../stores/facts/model-port.ts';
import type { OwnMapping } from './mappings.schema.ts';

/** What a person wishes: a pack by name, changes to it, or a mapping of their own. */
export type MappingWish = {
  /** Pack and stream, `hubspot/contacts`; null: found by name and fields. */
  pack: string | null;
  overrides: StreamOverrides | null;
  own: OwnMapping | null;
};

/** What the last mapping has made. */
export type MappingWork = {
  pack: string | null;
  /** Of everything that decides what a record becomes. */
  hash: string;
  generation: number;
  /** The last chunk whose rows count in the facts. */
  mappedChunk: number;
  recordSeq: number | null;
  namesHash: string;
  tables: readonly ModelTableId[];
  datasets: readonly string[];
  /** Source of its facts, and what it is called. */
  factSource: string | null;
  sourceName: string | null;
  reasons: readonly QuarantineReason[];
  mappedAt: Date | null;
};

export type MappingState = MappingWish & MappingWork & { error: string | null };
