import type { ModelTableId } from '@openmops/domain/model';
import type { StreamOverrides } from '@openmops/domain/packs';
import type { QuarantineReason } from '../../stores/facts/model-port.ts';
import type { RawPlace } from '../../stores/facts/raw-port.ts';
import type { OwnMapping } from './mappings.schema.ts';

/** What a person wishes: a pack by name, changes to it, or a mapping of their own. */
export type MappingWish = {
  /** Pack and stream, `hubspot/contacts`; null: found by name and fields. */
  pack: string | null;
  overrides: StreamOverrides | null;
  own: OwnMapping | null;
};

/** Stream → its generation and last chunk. */
export type Heard = Readonly<Record<string, { generation: number; chunk: number }>>;

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
  /** What other streams of the source have said to be gone, as far as it has gone into the facts. */
  heard: Heard;
  /** Which records stand aside since another one has their value; empty: none does. */
  repeats: string;
  /** The currency that money counts in of which no row and no account says one; null: there is none such. */
  assumedCurrency: string | null;
  tables: readonly ModelTableId[];
  datasets: readonly string[];
  /** Source of its facts, and what it is called. */
  factSource: string | null;
  sourceName: string | null;
  reasons: readonly QuarantineReason[];
  mappedAt: Date | null;
};

/** How far a long pass has come: what lies before the place is in the model's tables. */
export type MappingProgress = {
  hash: string;
  generation: number;
  /** The last chunk that the pass is to map. */
  upTo: number;
  place: RawPlace;
};

export type MappingState = MappingWish &
  MappingWork & { error: string | null; progress: MappingProgress | null };
