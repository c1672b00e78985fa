import { fieldsOfRecord, fieldsOfSchema, parseRecord } from '@openmops/domain/packs';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import type { RawQuestion } from '../../stores/facts/raw-port.ts';
import { inTurn } from '../imports/queue.ts';
import { type ChosenMapping, chooseMapping } from './choose-mapping.ts';
import { planDerivation } from './derive-stream.ts';
import { type LoadedNames, loadNames } from './load-names.ts';
import { mapRows } from './map-rows.ts';
import type { MappingState } from './mapping-state.ts';
import {
  mappingState,
  mappingStates,
  type SourceStream,
  saveWork,
  sourceStream,
  sourceStreams,
  streamBatches,
  visibleChunks,
} from './mappings.queries.ts';
import { publishMonths } from './publish-months.ts';

export type MapReport = {
  stream: string;
  /** Null: no pack knows the stream; it stays raw. */
  pack: string | null;
  records: number;
  rows: number;
  aside: number;
  /** Months whose facts were derived anew. */
  months: number[];
};

/**
 * Brings the facts of a stream up to what has arrived: maps the rows that came since, derives the
 * months that they touch, publishes. A stream whose mapping, time zone or version has changed is
 * mapped anew as a whole beside what stands, and takes its place at the end. Whatever a crash
 * interrupts is done again with the same result.
 */
export async function mapStream(
  at: { instance: Instance; workspace: Workspace },
  streamId: string,
): Promise<MapReport | null> {
  const { instance, workspace } = at;
  return inTurn(instance, `${workspace.id}/${streamId}`, () =>
    mapNow(instance, workspace, streamId),
  );
}

async function mapNow(
  instance: Instance,
  workspace: Workspace,
  streamId: string,
): Promise<MapReport | null> {
  const { records, facts } = instance;
  const { db } = records.scoped(workspace.id);
  const stream = await sourceStream(db, workspace.id, streamId);
  if (!stream) return null;
  const state = await mappingState(db, workspace.id, streamId);
  const { hidden, upTo } = await visibleChunks(db, workspace.id, streamId);
  const question: RawQuestion = {
    workspaceId: workspace.id,
    streamId,
    hidden,
    activeVersion: stream.activeVersion,
    from: stream.fromChunk,
  };
  const chosen = chooseMapping(stream, state, {
    fields: await fieldsOf(instance, stream, question),
    timeZone: workspace.timeZone,
  });
  const report = { stream: stream.name, pack: chosen?.pack ?? null, records: 0, rows: 0, aside: 0 };
  if (!chosen) return { ...report, months: [] };
  const fresh = chosen.hash !== state.hash;
  if (!fresh && upTo <= state.mappedChunk && state.namesHash === '' && !usesNames(chosen))
    return { ...report, months: [] };
  const generation = fresh ? state.generation + 1 : state.generation;
  const place = { workspaceId: workspace.id, streamId, generation };
  const keep = [state.generation];
  if (fresh) await facts.model.drop({ ...place, keep });
  const counts = await mapRows({
    stores: facts,
    question: fresh ? question : { ...question, after: state.mappedChunk },
    at: place,
    mapper: chosen.mapper,
    fresh,
    aside: !fresh && state.reasons.length > 0,
  });
  const months = await inTurn(instance, workspace.id, () =>
    derive({ instance, workspace, stream, state, chosen, place, upTo, fresh }),
  );
  if (fresh) await facts.model.drop({ ...place, keep: [generation] });
  return { ...report, ...counts, months };
}

type Deriving = {
  instance: Instance;
  workspace: Workspace;
  stream: SourceStream;
  state: MappingState;
  chosen: ChosenMapping;
  place: { workspaceId: string; streamId: string; generation: number };
  upTo: number;
  fresh: boolean;
};

async function derive(given: Deriving): Promise<number[]> {
  const { instance, workspace, stream, state, chosen, place, upTo, fresh } = given;
  const { facts, records } = instance;
  const { db } = records.scoped(workspace.id);
  const names = usesNames(chosen) ? await namesOf(given) : null;
  const derivation = planDerivation({
    mapper: chosen.mapper,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    names: names?.hash ? names.names : null,
  });
  const renamed = (names?.hash ?? '') !== state.namesHash;
  const months = new Set<number>();
  for (const { table, dayFields } of derivation.sources) {
    const after = fresh || renamed ? null : state.mappedChunk;
    for (const month of await facts.model.months({ ...place, table, dayFields, after }))
      months.add(month);
  }
  if (fresh || renamed)
    for (const { month } of await streamBatches(db, workspace.id, stream.id)) months.add(month);
  const due = [...months].sort((one, other) => one - other);
  const reasons = await facts.model.reasons(place);
  await publishMonths({
    instance,
    at: place,
    derivation,
    months: due,
    source: chosen.factSource,
    account: accountOf(stream, chosen),
    recordSeq: state.recordSeq,
    done: (trx, recordSeq) =>
      saveWork(trx, place, {
        pack: chosen.pack,
        hash: chosen.hash,
        generation: place.generation,
        mappedChunk: upTo,
        recordSeq,
        namesHash: names?.hash ?? '',
        tables: chosen.tables,
        datasets: [...new Set(derivation.parts.map(({ dataset }) => dataset))],
        factSource: chosen.factSource,
        sourceName: chosen.sourceName,
        reasons,
        mappedAt: new Date(instance.now()),
      }),
  });
  return due;
}

/**
 * Rows with identifiers only, or without a currency, get what the source's other streams say. A
 * mapping may name fields that not every program sends, so what it fills does not tell.
 */
function usesNames({ mapper }: ChosenMapping): boolean {
  return mapper.mappings.some(
    ({ fields }) => fields.includes('day') && IDENTIFIERS.some((id) => fields.includes(id)),
  );
}

const IDENTIFIERS = ['account', 'campaign_id', 'ad_group_id', 'ad_id'];

async function namesOf({ instance, workspace, stream }: Deriving): Promise<LoadedNames> {
  const { db } = instance.records.scoped(workspace.id);
  const states = await mappingStates(db, workspace.id);
  const siblings = await sourceStreams(db, workspace.id);
  const places = siblings.flatMap(({ id, source }) => {
    const state = states.get(id);
    if (source !== stream.source || !state?.tables.includes('campaign')) return [];
    return [{ workspaceId: workspace.id, streamId: id, generation: state.generation }];
  });
  return loadNames(instance.facts.model, places);
}

const CARRIERS: ReadonlySet<string> = new Set(['singer', 'airbyte', 'push', 'webhook', 'default']);
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');

/** Rows that name no account belong to that of their source, when it was given a name of its own. */
function accountOf(stream: SourceStream, { factSource }: ChosenMapping): string {
  const source = plain(stream.source.replace(/^(?:tap|source)[-_]/i, ''));
  const usual = CARRIERS.has(source) || source === plain(factSource);
  return usual ? '' : stream.source.slice(0, 200);
}

const LOOKED_AT = 20;

/** The fields of a stream, as its schema and its first records name them. */
export async function fieldsOf(
  instance: Instance,
  stream: SourceStream,
  question: RawQuestion,
): Promise<string[]> {
  const fields = new Set(stream.schema ? fieldsOfSchema(stream.schema) : []);
  for await (const page of instance.facts.raw.read({ ...question, limit: LOOKED_AT }))
    for (const { text } of page)
      for (const field of fieldsOfRecord(parseRecord(text))) fields.add(field);
  return [...fields];
}
