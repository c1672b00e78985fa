import { parseRecord } from '@openmops/domain/packs';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import type { StoredField } from '../../stores/records/health-tables.ts';
import { visibleChunks } from '../mappings/source-streams.ts';
import {
  lastChunks,
  type StoredLook,
  saveLook,
  storedLooks,
  type WatchedStreamRow,
  watchedStreams,
} from './health.queries.ts';

/** So many records of what has come are looked at. */
const SAMPLE = 300;
const DEEPEST = 3;
const MOST_FIELDS = 500;
/** Below, a field that is not there says nothing. */
const FEWEST = 20;
/** A field that stood in fewer of the usual records is missing now and then. */
const ALWAYS = 950;
/** A field that stands in fewer is not new because it is met for the first time. */
const SELDOM = 500;

/** Looks at what has come since the last look, stream by stream, and keeps how its records look. */
export async function lookAtRecords(
  instance: Instance,
  workspace: Workspace,
  stop?: AbortSignal,
): Promise<void> {
  const view = instance.records.scoped(workspace.id);
  const [streams, looks, chunks] = await Promise.all([
    watchedStreams(view.db, workspace.id),
    storedLooks(view.db, workspace.id),
    lastChunks(view.db, workspace.id),
  ]);
  for (const stream of streams) {
    stop?.throwIfAborted();
    const known = looks.get(stream.id) ?? null;
    const chunk = chunks.get(stream.id) ?? 0;
    const mappingHash = stream.hash ?? '';
    if (chunk === 0 || (known?.lookedChunk === chunk && known.mappingHash === mappingHash))
      continue;
    const fresh =
      known?.lookedChunk === chunk ? [] : await sample(instance, { workspace, stream, known });
    const look = compare(known, fresh, { chunk, mappingHash, at: new Date(instance.now()) });
    const place = { workspaceId: workspace.id, streamId: stream.id };
    await view.transaction((trx) => saveLook(trx, place, look), { quiet: true });
  }
}

/** Records of what has come since the last look, by their key. */
async function sample(
  instance: Instance,
  at: { workspace: Workspace; stream: WatchedStreamRow; known: StoredLook | null },
): Promise<unknown[]> {
  const { workspace, stream, known } = at;
  const { db } = instance.records.scoped(workspace.id);
  const { hidden } = await visibleChunks(db, workspace.id, stream.id);
  const found: unknown[] = [];
  const question = {
    workspaceId: workspace.id,
    streamId: stream.id,
    hidden,
    from: stream.from_chunk,
    activeVersion: stream.active_version,
    deleted: 'without' as const,
    limit: SAMPLE,
    ...(known ? { after: known.lookedChunk } : {}),
  };
  for await (const page of instance.facts.raw.read(question)) {
    for (const { text } of page) found.push(parseRecord(text));
    if (found.length >= SAMPLE) break;
  }
  return found;
}

function compare(
  known: StoredLook | null,
  records: readonly unknown[],
  now: { chunk: number; mappingHash: string; at: Date },
): StoredLook {
  const { chunk: lookedChunk, mappingHash, at } = now;
  const seen = fieldsOf(records);
  if (!known || known.usual.length === 0)
    return { lookedChunk, mappingHash, usual: seen, latest: seen, changedAt: null };
  const latest = records.length === 0 ? known.latest : withRare(known.usual, seen, records.length);
  // Whoever mapped it anew has seen how it looks.
  const accepted = known.mappingHash !== mappingHash && known.mappingHash !== '';
  const usual = accepted ? latest : withSeldom(known.usual, latest);
  const changedAt = isSame(usual, latest) ? null : (known.changedAt ?? at);
  return {
    lookedChunk,
    mappingHash,
    usual: changedAt === null ? merged(usual, latest) : usual,
    latest,
    changedAt,
  };
}

/** Fields that are not always there are not gone because they are not there once. */
function withRare(usual: StoredField[], seen: StoredField[], records: number): StoredField[] {
  const here = new Set(seen.map(({ field }) => field));
  const kept = usual.filter(
    ({ field, perMille }) => !here.has(field) && (records < FEWEST || perMille < ALWAYS),
  );
  return [...seen, ...kept].sort((a, b) => (a.field < b.field ? -1 : 1));
}

/** Fields that few records have were there before; the sample has not met them. */
function withSeldom(usual: StoredField[], latest: StoredField[]): StoredField[] {
  const known = new Set(usual.map(({ field }) => field));
  const seldom = latest.filter(({ field, perMille }) => !known.has(field) && perMille < SELDOM);
  return [...usual, ...seldom].sort((a, b) => (a.field < b.field ? -1 : 1));
}

function isSame(usual: StoredField[], latest: StoredField[]): boolean {
  const now = new Map(latest.map((one) => [one.field, one.types]));
  const known = new Set(usual.map(({ field }) => field));
  return (
    latest.every(({ field }) => known.has(field)) &&
    usual.every(({ field, types }) => {
      const here = now.get(field);
      return here !== undefined && (types.length === 0 || here.every((one) => types.includes(one)));
    })
  );
}

/** What was empty so far may have got a type. */
function merged(usual: StoredField[], latest: StoredField[]): StoredField[] {
  const now = new Map(latest.map((one) => [one.field, one]));
  return usual.map((one) =>
    one.types.length > 0 ? one : { ...one, types: now.get(one.field)?.types ?? [] },
  );
}

/** Every field of records as a path, its types without null, and how often it stood there. */
export function fieldsOf(records: readonly unknown[]): StoredField[] {
  const found = new Map<string, { types: Set<string>; count: number }>();
  const visit = (value: unknown, path: string, depth: number) => {
    const type = typeOf(value);
    if (type === 'object' && depth < DEEPEST) {
      for (const [name, inner] of Object.entries(value as object))
        visit(inner, path === '' ? name : `${path}.${name}`, depth + 1);
      if (path !== '') return;
    }
    if (path === '') return;
    const known = found.get(path) ?? { types: new Set<string>(), count: 0 };
    if (!found.has(path) && found.size >= MOST_FIELDS) return;
    if (type !== 'null') known.types.add(type);
    known.count++;
    found.set(path, known);
  };
  for (const record of records) visit(record, '', 0);
  return [...found]
    .map(([field, { types, count }]) => ({
      field,
      types: [...types].sort(),
      perMille: Math.round((1000 * count) / Math.max(1, records.length)),
    }))
    .sort((a, b) => (a.field < b.field ? -1 : 1));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : typeof value;
}
