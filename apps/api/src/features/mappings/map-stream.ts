import { fieldsOfRecord, fieldsOfSchema, parseRecord } from '@openmops/domain/packs';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import type { RawQuestion } from '../../stores/facts/raw-port.ts';
import type { Db } from '../../stores/records/records.ts';
import { inTurn } from '../imports/queue.ts';
import { agreedDefinition } from '../lifecycle/agreed-definition.ts';
import { deliverSoon } from '../subscriptions/deliver.ts';
import { tellSubscribers } from '../subscriptions/tell-subscribers.ts';
import { accountOf } from './account-of.ts';
import { type ChosenMapping, chooseMapping } from './choose-mapping.ts';
import { contractSaid } from './contract-said.ts';
import { isThing, planDerivation, STAGED_TABLES } from './derive-stream.ts';
import { findRepeats, NO_REPEATS } from './find-repeats.ts';
import { type HeardSiblings, hearSiblings } from './hear-siblings.ts';
import { type LoadedNames, loadNames } from './load-names.ts';
import { mapRows } from './map-rows.ts';
import type { MappingState } from './mapping-state.ts';
import { mappingState, mappingStates } from './mapping-states.ts';
import { saveProgress, saveWork, streamBatches } from './mappings.queries.ts';
import { publishMonths } from './publish-months.ts';
import { type SourceStream, sourceStream, sourceStreams, visibleChunks } from './source-streams.ts';

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
  const visible = await visibleChunks(db, workspace.id, streamId);
  const question: RawQuestion = {
    workspaceId: workspace.id,
    streamId,
    hidden: visible.hidden,
    activeVersion: stream.activeVersion,
    from: stream.fromChunk,
  };
  const chosen = chooseMapping(stream, state, {
    fields: await fieldsOf(instance, stream, question),
    timeZone: workspace.timeZone,
  });
  const report = { stream: stream.name, pack: chosen?.pack ?? null, records: 0, rows: 0, aside: 0 };
  if (!chosen) return { ...report, months: [] };
  const came = visible.upTo > state.mappedChunk || chosen.hash !== state.hash;
  const until = state.progress?.hash === chosen.hash ? state.progress.upTo : visible.upTo;
  const repeatsUntil = (last: number) =>
    findRepeats(facts.raw, { ...question, upTo: last }, chosen);
  let repeats = came ? await repeatsUntil(until) : NO_REPEATS;
  // Whoever kept a value has let it go: others that stood aside may count now.
  const moved = came && repeats.hash(state.mappedChunk) !== state.repeats;
  const fresh = chosen.hash !== state.hash || moved;
  const { stages, restaged } = await stagesOf(db, workspace.id, { chosen, state });
  const heard = await hearSiblings({ instance, workspaceId: workspace.id, stream, state, chosen });
  const isIdle = visible.upTo <= state.mappedChunk && !namesBefore(state) && !usesNames(chosen);
  if (!fresh && isIdle && !restaged && !heard.changed) return { ...report, months: [] };
  const generation = fresh ? state.generation + 1 : state.generation;
  const place = { workspaceId: workspace.id, streamId, generation };
  const keep = [state.generation];
  const begun = goesOn(state, { hash: chosen.hash, generation }) ? state.progress : null;
  const upTo = begun?.upTo ?? visible.upTo;
  if (came && upTo !== until) repeats = await repeatsUntil(upTo);
  if (fresh && !begun) await facts.model.drop({ ...place, keep });
  const counts = await mapRows({
    stores: facts,
    question: { ...question, upTo, ...(fresh ? {} : { after: state.mappedChunk }) },
    at: place,
    mapper: chosen.mapper,
    fresh,
    aside: begun !== null || (!fresh && state.reasons.length > 0),
    byModelKey: chosen.byModelKey,
    repeats,
    from: begun?.place ?? null,
    reached: (reached) =>
      records
        .scoped(workspace.id)
        .transaction(
          (trx) =>
            saveProgress(trx, place, { hash: chosen.hash, generation, upTo, place: reached }),
          { quiet: true },
        ),
  });
  const months = await inTurn(instance, workspace.id, () =>
    derive({
      instance,
      workspace,
      stream,
      state,
      chosen,
      place,
      upTo,
      repeats: came ? repeats.hash(upTo) : state.repeats,
      fresh,
      stages,
      heard,
    }),
  );
  if (fresh) await facts.model.drop({ ...place, keep: [generation] });
  const made = { ...report, ...counts, months };
  // What came while the pass stood still.
  const rest = upTo < visible.upTo ? await mapNow(instance, workspace, streamId) : null;
  return rest ? addUp(made, rest) : made;
}

/** Whether a pass that a crash broke off was this one. */
function goesOn(
  { progress }: MappingState,
  { hash, generation }: { hash: string; generation: number },
): boolean {
  return progress?.hash === hash && progress.generation === generation;
}

function addUp(one: MapReport, rest: MapReport): MapReport {
  return {
    ...rest,
    records: one.records + rest.records,
    rows: one.rows + rest.rows,
    aside: one.aside + rest.aside,
    months: [...new Set([...one.months, ...rest.months])].sort((a, b) => a - b),
  };
}

const STAGED = 'stages ';

/** Whether stages give the facts of the stream’s contacts and deals, and whether that has changed. */
async function stagesOf(
  db: Db,
  workspaceId: string,
  { chosen, state }: { chosen: ChosenMapping; state: MappingState },
): Promise<{ stages: boolean; restaged: boolean }> {
  const concerned = chosen.tables.some((table) => STAGED_TABLES.includes(table));
  const stages = concerned && (await agreedDefinition(db, workspaceId)) !== null;
  return { stages, restaged: stages !== state.namesHash.startsWith(STAGED) };
}

const namesBefore = ({ namesHash }: MappingState) => namesHash.replace(STAGED, '') !== '';

type Deriving = {
  instance: Instance;
  workspace: Workspace;
  stream: SourceStream;
  state: MappingState;
  chosen: ChosenMapping;
  place: { workspaceId: string; streamId: string; generation: number };
  upTo: number;
  repeats: string;
  fresh: boolean;
  /** Stages come from transitions: contacts and deals give no facts of their own. */
  stages: boolean;
  heard: HeardSiblings;
};

async function derive(given: Deriving): Promise<number[]> {
  const { instance, workspace, stream, state, chosen, place, upTo, fresh, stages, heard } = given;
  const { facts, records } = instance;
  const { db } = records.scoped(workspace.id);
  const names = usesNames(chosen) ? await namesOf(given) : null;
  const derivation = planDerivation({
    mapper: chosen.mapper,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    channel: chosen.channel,
    heard: [...heard.places, place],
    names: names?.hash ? names.names : null,
    without: stages ? STAGED_TABLES : [],
  });
  // Kept with the names: both say of all months that they are derived otherwise.
  const namesHash = `${stages ? STAGED : ''}${names?.hash ?? ''}`;
  const renamed = namesHash !== state.namesHash;
  const whole = fresh || renamed || heard.anew;
  const months = new Set<number>();
  for (const { table, dayFields, things } of derivation.sources) {
    const after = whole ? null : state.mappedChunk;
    for (const month of await facts.model.months({
      ...place,
      table,
      dayFields,
      after,
      ...(things && { things }),
    }))
      months.add(month);
    // What this stream says of its own rows may come under another key than theirs.
    const spoken = [...heard.spoken, { by: place, after: state.mappedChunk }];
    for (const { by, after: from } of whole || !isThing(table) ? [] : spoken)
      for (const month of await facts.model.noticedMonths({
        ...place,
        table,
        dayFields,
        by,
        after: from,
      }))
        months.add(month);
  }
  if (whole)
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
    unsaid: {
      currency: workspace.currency,
      channel: chosen.channel,
      names: names?.hash ? names.all() : null,
    },
    recordSeq: state.recordSeq,
    done: async (trx, { recordSeq, assumed }) => {
      await saveWork(trx, place, {
        pack: chosen.pack,
        hash: chosen.hash,
        generation: place.generation,
        mappedChunk: upTo,
        recordSeq,
        namesHash,
        heard: heard.heard,
        repeats: given.repeats,
        assumedCurrency: assumed ? workspace.currency : whole ? null : state.assumedCurrency,
        tables: chosen.tables,
        datasets: [
          ...new Set([
            ...derivation.parts.map(({ dataset }) => dataset),
            ...(stages ? ['lead_stage'] : []),
          ]),
        ],
        factSource: chosen.factSource,
        sourceName: chosen.sourceName,
        reasons,
        mappedAt: new Date(instance.now()),
      });
      const said = contractSaid(stream, { before: state.reasons, now: reasons });
      await tellSubscribers(trx, { workspace, at: new Date(instance.now()) }, said);
    },
  });
  deliverSoon(instance);
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
