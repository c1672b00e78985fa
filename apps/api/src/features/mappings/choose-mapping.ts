import { createHash } from 'node:crypto';
import { type ModelTableId, modelTable } from '@openmops/domain/model';
import {
  compileStream,
  findPack,
  mappingIds,
  overrideStream,
  PACKS,
  type Pack,
  type PackStream,
  type StreamMapper,
} from '@openmops/domain/packs';
import type { MappingWish } from './mapping-state.ts';
import type { OwnMapping } from './mappings.schema.ts';
import type { SourceStream } from './source-streams.ts';

/** A stream's mapping, ready to run. */
export type ChosenMapping = {
  mapper: StreamMapper;
  /** The stream with all changes of the workspace. */
  stream: PackStream;
  mappingIds: readonly string[];
  /** `hubspot/contacts`; null: the workspace's own. */
  pack: string | null;
  factSource: string;
  sourceName: string;
  /** Of rows where nothing says one. */
  channel: string | null;
  /** Rows are told apart by what they are about, since the stream's key is new in every delivery. */
  byModelKey: boolean;
  /** Of everything that decides what a record becomes. */
  hash: string;
  tables: readonly ModelTableId[];
};

/** What a stream's records are mapped by; null: no pack knows it, and nobody has said. */
export function chooseMapping(
  stream: SourceStream,
  wish: MappingWish,
  given: { fields: readonly string[]; timeZone: string },
): ChosenMapping | null {
  const found = wish.own ? ownPack(stream, wish.own) : packOf(stream, wish, given.fields);
  if (!found) return null;
  const { pack, stream: plain } = found;
  const changed = wish.overrides && !wish.own ? overrideStream(plain, wish.overrides) : plain;
  return {
    mapper: compileStream(pack, changed, { timeZone: given.timeZone }),
    stream: changed,
    mappingIds: mappingIds(changed),
    pack: wish.own ? null : `${pack.id}/${plain.id}`,
    factSource: pack.id,
    sourceName: pack.name,
    channel: pack.channel,
    byModelKey: isByModelKey(stream, changed),
    hash: hashOf({ channel: pack.channel, changed, timeZone: given.timeZone, stream }),
    tables: [...new Set(changed.mappings.map(({ table }) => table))],
  };
}

/** Numbers that a program gives to every record it delivers: the same day comes with another one next time. */
const GIVEN_ON_THE_WAY: ReadonlySet<string> = new Set([
  'uuid',
  '_airbyte_ab_id',
  '_airbyte_raw_id',
  '_dlt_id',
  '_dlt_load_id',
  '_sdc_sequence',
]);

/** Results by day whose only key was given on the way, where the pack knows of no other one. */
function isByModelKey({ key }: SourceStream, { key: own, mappings }: PackStream): boolean {
  if (key.length === 0 || own.length > 0 || mappings.length === 0) return false;
  return (
    key.every((path) => GIVEN_ON_THE_WAY.has(path.at(-1) ?? '')) &&
    mappings.every(({ table }) => modelTable(table).key.includes('day'))
  );
}

type Found = { pack: Pick<Pack, 'id' | 'name' | 'channel'>; stream: PackStream };

function packOf(stream: SourceStream, wish: MappingWish, fields: readonly string[]): Found | null {
  if (wish.pack !== null) {
    const [id, name] = wish.pack.split('/');
    const pack = PACKS.find((one) => one.id === id);
    const named = pack?.streams.find((one) => one.id === name);
    return pack && named ? { pack, stream: named } : null;
  }
  return findPack(PACKS, { stream: stream.name, fields, source: sourceHint(stream.source) });
}

/** `tap-hubspot` and `source-hubspot` are connectors of `hubspot`. */
function sourceHint(source: string): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');
  const asked = plain(source.replace(/^(?:tap|source|target)[-_]/i, ''));
  const called = ({ id, aliases = [] }: Pack) =>
    [id, ...aliases].some((one) => plain(one) === asked);
  return PACKS.find(called)?.id ?? null;
}

function ownPack(stream: SourceStream, own: OwnMapping): Found {
  return {
    pack: { id: ownSource(stream.source), name: stream.source, channel: null },
    stream: {
      id: stream.name,
      name: stream.name,
      names: [stream.name],
      marks: [],
      key: own.key,
      cursor: own.cursor,
      deleted: own.deleted,
      mappings: own.mappings as PackStream['mappings'],
      contract: own.contract,
      rules: [],
    },
  };
}

/** Sources of facts are ids. */
const ownSource = (source: string) =>
  source
    .toLowerCase()
    .replace(/[^\w.-]+/g, '-')
    .slice(0, 100) || 'stream';

function hashOf(of: {
  channel: string | null;
  changed: PackStream;
  timeZone: string;
  stream: SourceStream;
}): string {
  const { changed, stream } = of;
  const { prepare, skip, mappings, key, cursor, deleted, contract } = changed;
  const said = [
    of.channel,
    of.timeZone,
    { mappings, key, cursor, deleted, contract },
    prepare ? String(prepare) : null,
    skip ? String(skip) : null,
    // A stream that was replaced as a whole begins anew.
    [stream.fromChunk, stream.activeVersion],
    isByModelKey(stream, changed),
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
