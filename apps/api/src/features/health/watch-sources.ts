import { dayInZone } from '@openmops/domain/calendar';
import { nextDue, worstStatus } from '@openmops/domain/health';
import { formatDay } from '@openmops/domain/shared';
import { PRESETS } from '@openmops/domain/sources';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import type { Db } from '../../stores/records/records.ts';
import {
  type IntegrationRow,
  lastRuns,
  listIntegrationRows,
} from '../integrations/integration-rows.ts';
import type { WorkspaceSlice } from '../kpi/sum-plan.ts';
import { openMapping } from '../mappings/open-mapping.ts';
import { lastImports } from '../sources/last-imports.ts';
import { headline } from './causes.ts';
import { feedOf } from './feed-of.ts';
import {
  type ArrivalHour,
  arrivalHours,
  expectations,
  fileArrivals,
  integrationRuns,
  type PersonsExpectation,
  type StoredLook,
  storedLooks,
  streamRuns,
  type WatchedStreamRow,
  watchedStreams,
} from './health.queries.ts';
import type { ExpectationShown, WatchedSource, WatchedStream } from './health.schema.ts';
import { watchFeed } from './watch-files.ts';
import { type MessageRuns, type PullRuns, watchOne } from './watch-streams.ts';

export type Place = { instance: Instance; workspace: Workspace; db: Db; now: number };

const DAY_MS = 86_400_000;
const LOOK_BACK_DAYS = 70;
const VOLUME_DAYS = 28;

/** A source without what its trouble costs. */
export type SourceSeen = Omit<WatchedSource, 'impact'>;

/** Everything that brings data, each source once, with what the rules say of it. */
export async function watchSources(place: Place): Promise<SourceSeen[]> {
  const known = await gather(place);
  const groups = new Map<string, { streams: WatchedStreamRow[]; slices: WorkspaceSlice[] }>();
  const group = (id: string) => {
    const found = groups.get(id) ?? { streams: [], slices: [] };
    groups.set(id, found);
    return found;
  };
  for (const stream of known.streams) group(known.sourceOf(stream.source)).streams.push(stream);
  for (const slice of known.slices) group(slice.source).slices.push(slice);
  // One that was connected and has brought nothing yet is watched, too.
  for (const { source } of known.integrations.values()) group(known.sourceOf(source));
  const seen: SourceSeen[] = [];
  for (const [id, { streams, slices }] of groups)
    seen.push(await watchSource(place, { id, streams, slices, known }));
  return seen.sort((a, b) => a.name.localeCompare(b.name));
}

type Known = Awaited<ReturnType<typeof gather>>;
type Group = { id: string; streams: WatchedStreamRow[]; slices: WorkspaceSlice[]; known: Known };

async function gather({ instance, workspace, db, now }: Place) {
  const since = new Date(now - LOOK_BACK_DAYS * DAY_MS);
  const { id } = workspace;
  const [streams, integrations, last, slices] = await Promise.all([
    watchedStreams(db, id),
    listIntegrationRows(db, id),
    lastRuns(db, id),
    instance.facts.slices(id),
  ]);
  const [hours, pulls, messages, persons, looks, files, imports] = await Promise.all([
    arrivalHours(db, id, since),
    integrationRuns(db, id, since),
    streamRuns(db, id, since),
    expectations(db, id),
    storedLooks(db, id),
    fileArrivals(db, id, since),
    lastImports(db, id),
  ]);
  const feeding = new Map<string, string>();
  for (const { source, fact_source: fed } of streams)
    if (fed !== null && !feeding.has(source)) feeding.set(source, fed);
  return {
    streams,
    slices,
    hours,
    pulls,
    messages,
    persons,
    looks,
    files,
    imports,
    last,
    integrations: new Map(integrations.map((row) => [row.source, row])),
    /** What its numbers are called. */
    sourceOf: (source: string) => feeding.get(source) ?? source,
  };
}

async function watchSource(place: Place, group: Group): Promise<SourceSeen> {
  const { id, streams, slices, known } = group;
  const { now, workspace } = place;
  const at = { now, timeZone: workspace.timeZone };
  const person = known.persons.get(id) ?? null;
  const watched: WatchedStream[] = [];
  for (const stream of streams) watched.push(await watchStreamOf(place, { stream, person, known }));
  const integrations = [...known.integrations.values()].filter(
    ({ source }) => known.sourceOf(source) === id,
  );
  const running = integrations.some((one) => known.last.run.get(one.id)?.state === 'running');
  const name = nameOf(group, integrations);
  const feeds = [...Map.groupBy(slices, ({ dataset }) => dataset)].map(([dataset, own]) =>
    watchFeed(
      {
        source: id,
        name,
        dataset,
        lastDay: Math.max(...own.map((one) => one.to)),
        rows: own.reduce((sum, one) => sum + one.rows, 0),
        wholePeriods: own.every(({ shape }) => shape.endsWith('~period')),
        person,
        running,
      },
      at,
    ),
  );
  const all = [...watched, ...feeds];
  const status = worstStatus(all.map((one) => one.status));
  const worst = all.filter(
    (one) => one.status === status && status !== 'ok' && status !== 'unknown',
  );
  const told =
    worst.length === 0
      ? null
      : headline(
          worst.flatMap((stream) => stream.findings.map((finding) => ({ finding, stream }))),
        );
  const newestDay = feeds.map((one) => one.newest).reduce(newer, null);
  return {
    id,
    name,
    status,
    since: worst.map((one) => one.since).reduce(older, null),
    retrying: all.some((one) => one.retrying) || (running && status !== 'ok'),
    says: told?.message ?? null,
    hint: told?.hint ?? null,
    integrations: integrations.map((row) => shownIntegration(row, known, at)),
    lastSuccess: lastSuccess(group, integrations),
    expected: all.map((one) => one.expected).reduce(older, null),
    newestDay,
    rows: (feeds.length > 0 ? feeds : watched).reduce((sum, one) => sum + one.rows, 0),
    expectation: expectationOf({ person, integrations, watched, feeds }),
    volume: volumeOf(group, at),
    streams: all,
  };
}

async function watchStreamOf(
  place: Place,
  of: { stream: WatchedStreamRow; person: PersonsExpectation | null; known: Known },
): Promise<WatchedStream> {
  const { stream, person, known } = of;
  const integration = known.integrations.get(stream.source) ?? null;
  const look: StoredLook | null = known.looks.get(stream.id) ?? null;
  const changed = look !== null && look.changedAt !== null;
  const pulls: PullRuns = integration ? (known.pulls.get(integration.id) ?? []) : [];
  const messages: MessageRuns = integration ? [] : (known.messages.get(stream.source) ?? []);
  const hours: ArrivalHour[] = known.hours.get(stream.id) ?? [];
  return watchOne(
    {
      stream,
      hours,
      person,
      integration,
      pulls,
      messages,
      look,
      mapped: changed ? await mappedFields(place, stream.id, look) : [],
    },
    { now: place.now, timeZone: place.workspace.timeZone },
  );
}

/** Fields of the records on which the mapping of a stream rests: of alternatives, those that were there. */
async function mappedFields(place: Place, streamId: string, look: StoredLook): Promise<string[]> {
  const { state, choose } = await openMapping(place, streamId);
  const chosen = choose(state);
  if (!chosen) return [];
  const usual = new Set(look.usual.map(({ field }) => field));
  const paths = [
    ...chosen.stream.key,
    ...chosen.stream.contract.required,
    ...chosen.stream.mappings.flatMap(({ fields }) =>
      Object.values(fields).flatMap((source) =>
        typeof source === 'string' ? source : 'from' in source ? source.from : [],
      ),
    ),
  ];
  return [
    ...new Set(
      paths.flatMap((path) => {
        const there = path.split('|').find((one) => usual.has(one));
        return there === undefined ? [] : [there];
      }),
    ),
  ];
}

function nameOf({ id, known, streams }: Group, integrations: IntegrationRow[]): string {
  const preset = PRESETS.find((one) => one.id === id)?.name;
  const imported = known.imports.find(({ source }) => source === id)?.name;
  const mapped = streams.find(({ source_name: name }) => name !== null)?.source_name;
  return imported ?? mapped ?? preset ?? integrations[0]?.name ?? id;
}

function shownIntegration(
  row: IntegrationRow,
  known: Known,
  at: { now: number; timeZone: string },
): WatchedSource['integrations'][number] {
  const last = known.last.run.get(row.id);
  const due = row.paused_at ? null : nextDue({ cron: row.schedule, timeZone: at.timeZone }, at.now);
  return {
    id: row.id,
    name: row.name,
    platform: row.platform,
    state: row.paused_at ? 'paused' : 'active',
    lastRun: last
      ? { startedAt: last.startedAt, endedAt: last.endedAt, state: last.state, error: last.error }
      : null,
    nextRun: due === null ? null : new Date(due).toISOString(),
  };
}

function lastSuccess({ id, known, streams }: Group, integrations: IntegrationRow[]): string | null {
  const runs = integrations.flatMap((one) => known.last.success.get(one.id)?.toISOString() ?? []);
  const came = streams.flatMap((one) => one.last_received_at?.toISOString() ?? []);
  const files = known.imports
    .filter(({ source }) => source === id)
    .map((one) => one.at.toISOString());
  // A source that is fetched succeeds with its runs; what it once brought as a file is no run.
  const all = runs.length > 0 ? runs : [...came, ...files];
  return all.reduce<string | null>(newer, null);
}

function expectationOf(of: {
  person: PersonsExpectation | null;
  integrations: IntegrationRow[];
  watched: WatchedStream[];
  feeds: WatchedStream[];
}): ExpectationShown {
  const { person, integrations, watched } = of;
  const none = {
    everyHours: null,
    graceHours: null,
    workdaysOnly: false,
    why: null,
    setBy: null,
    setAt: null,
  };
  if (person) {
    const { everyHours, graceHours, workdaysOnly } = person;
    const every = everyHours % 24 === 0 ? `${everyHours / 24} d` : `${everyHours} h`;
    const words = `every ${every}${workdaysOnly ? ' on workdays' : ''}, ${graceHours} h of grace`;
    return { ...none, ...person, by: 'person', words };
  }
  const [first] = integrations;
  if (first) return { ...none, by: 'schedule', words: scheduleWords(first.schedule) };
  if (watched.some((one) => one.expected !== null))
    return { ...none, by: 'rhythm', words: 'as it has always come' };
  return { ...none, by: 'kind', words: 'as usual for this kind of data' };
}

/** A schedule in words where it is a common one. */
function scheduleWords(cron: string): string {
  const [, minute, hour] = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return `as planned: “${cron}”`;
  return `every day at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}

/** Rows by day of arrival, days without rows too. */
function volumeOf(
  { id, known, streams }: Group,
  { now, timeZone }: { now: number; timeZone: string },
): { day: string; rows: number }[] {
  const today = dayInZone(now, timeZone);
  const days = new Map<number, number>();
  const add = (instant: number, rows: number) => {
    const day = dayInZone(instant, timeZone);
    days.set(day, (days.get(day) ?? 0) + rows);
  };
  for (const stream of streams)
    for (const hour of known.hours.get(stream.id) ?? []) add(hour.at, hour.rows);
  for (const [key, arrivals] of known.files) {
    if (!key.startsWith(feedOf(id, ''))) continue;
    for (const one of arrivals) if (one.done_at) add(one.done_at.getTime(), one.rows);
  }
  return Array.from({ length: VOLUME_DAYS }, (_, index) => {
    const day = today - VOLUME_DAYS + 1 + index;
    return { day: formatDay(day), rows: days.get(day) ?? 0 };
  });
}

const newer = (a: string | null, b: string | null) =>
  a === null ? b : b === null ? a : a > b ? a : b;
const older = (a: string | null, b: string | null) =>
  a === null ? b : b === null ? a : a < b ? a : b;
