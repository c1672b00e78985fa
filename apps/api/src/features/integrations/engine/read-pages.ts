import { MopsError } from '@openmops/domain/shared';
import type { StreamMessage } from '@openmops/domain/streams';
import type { Page, PageRequest, Place, PullClient, PullStream, PullTools } from './client.ts';
import { type PullReason, refusalOf } from './refusals.ts';
import { type Days, daysAfter, daysBefore, slicesOf } from './slices.ts';
import { NOTHING_READ, type Progress, type PullState } from './state.ts';

export type PullJob = {
  config: Readonly<Record<string, string>>;
  /** Names of the streams that are wanted. */
  streams: readonly string[];
  /** Instant (ISO) before which nothing is of interest; a stream of days begins there when it is new. */
  start: string;
  /** Days to read again; for streams of days that have been read before. */
  days: Days;
  state: PullState;
  /** Asked between pages; true: stop here, the states say where. */
  stopping?: () => boolean;
  /**
   * Told when days have been read to their end, after their last record and before the state that
   * says so. `whole`: from their first page on.
   */
  onDays?: (read: { stream: string; days: Days; whole: boolean }) => Promise<void>;
};

export type PullEngine = PullTools & {
  /** By how much the clock of the platform is ahead of ours, in ms; 0 until it has answered. */
  aheadMs(): number;
};

const OVERLAP_MS = 5 * 60_000;

/** Of one stream, while the others may be read all the same. */
const OF_ONE_STREAM = new Set<PullReason | undefined>(['permission', 'request', 'shape', 'size']);

/**
 * Reads streams page by page. Each page is given as its records and a state of its stream behind
 * them: whoever has made a state durable may go on from it, and will get every record that was not
 * before it. What one stream is refused does not keep the others from being read; it is thrown at
 * the end.
 */
export async function* readPages(
  client: PullClient,
  job: PullJob,
  engine: PullEngine,
): AsyncGenerator<StreamMessage> {
  const refused: unknown[] = [];
  for (const stream of client.streams) {
    if (!job.streams.includes(stream.name)) continue;
    if (job.stopping?.()) break;
    try {
      yield* streamMessages({ client, stream, job, engine });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      refused.push(error);
      const message = (error as Error).message;
      yield { type: 'notice', level: 'error', stream: stream.name, message, line: null };
      if (!OF_ONE_STREAM.has(refusal.reason)) break;
    }
  }
  if (refused.length > 0) throw refused[0];
}

async function* streamMessages(parts: Omit<Reading, 'before'>): AsyncGenerator<StreamMessage> {
  const { stream, job, engine } = parts;
  const { name } = stream;
  yield schemaOf(stream);
  let complete = false;
  try {
    const before = job.state.streams[name] ?? NOTHING_READ;
    for await (const step of readStream({ ...parts, before })) {
      for (const record of step.page.records)
        yield messageOf(stream, record, { at: engine.now(), version: step.version });
      for (const notice of step.page.notices ?? []) yield noticeOf(stream, notice);
      if (step.daysRead) await job.onDays?.({ stream: name, ...step.daysRead });
      complete = step.over;
      if (step.over && step.version !== null)
        yield { type: 'activate', stream: name, version: step.version, line: null };
      yield { type: 'state', stream: name, text: JSON.stringify(step.progress), line: null };
      if (job.stopping?.()) break;
    }
  } finally {
    // A list counts only when it came whole.
    if (stream.mode === 'replace') yield { type: 'end', stream: name, complete, line: null };
  }
}

type Reading = {
  client: PullClient;
  stream: PullStream;
  job: PullJob;
  engine: PullEngine;
  before: Progress;
};
type Step = {
  page: Page;
  progress: Progress;
  /** It was the last page of the stream. */
  over: boolean;
  daysRead: { days: Days; whole: boolean } | null;
  /** Which read of a list that is read whole; it stays the same when the read goes on after a stop. */
  version: number | null;
};

async function* readStream(reading: Reading): AsyncGenerator<Step> {
  const { client, stream, job, engine } = reading;
  // A list that replaces what was there must be whole, so it always begins anew.
  const kept = stream.mode === 'replace' ? null : reading.before.place;
  const { since } = reading.before;
  const resumed = kept !== null || reading.before.days !== null;
  const startedAt = engine.now();
  const until = Date.parse((resumed && reading.before.began) || '') || startedAt + engine.aheadMs();
  // What the platform's clock says is known after the first answer only. A read never began later
  // than the platform believes, or what changed meanwhile would be missed by the next one.
  const begun = () => instant(Math.min(until, startedAt + engine.aheadMs()));
  const overlap = client.overlapMs ?? OVERLAP_MS;
  const shared = {
    config: job.config,
    since: since === null || stream.whole ? null : instant(Date.parse(since) - overlap),
    start: job.start,
    until: instant(until),
  };
  if (stream.slice === undefined) {
    // Later than the read before, also where the clock has not moved or went back.
    const least = since === null ? 0 : Date.parse(since) + 1;
    for await (const page of pagesOf(reading, { ...shared, place: kept, days: null })) {
      const version = stream.whole ? Math.max(Date.parse(begun()), least) : null;
      const end = version === null ? begun() : instant(version);
      const going = { since, began: begun(), place: page.next, days: null };
      const progress = page.next === null ? { ...NOTHING_READ, since: end } : going;
      yield { page, progress, over: page.next === null, daysRead: null, version };
    }
    return;
  }
  const first = reading.before.since === null && reading.before.days === null;
  const days = first ? { from: job.start.slice(0, 10), to: job.days.to } : job.days;
  const todo = remaining(reading.before, days);
  for (const [index, range] of todo.entries()) {
    const slices = slicesOf(range, stream.slice);
    for (const [at, slice] of slices.entries()) {
      // A place belongs to the slice in which it was left.
      const place = range === reading.before.days && at === 0 ? kept : null;
      for await (const page of pagesOf(reading, { ...shared, place, days: slice })) {
        const rest =
          page.next === null ? daysAfter(range, slice.to) : { ...range, from: slice.from };
        const left = rest ?? todo[index + 1] ?? null;
        const going = { since, began: begun(), place: page.next, days: left };
        const progress = left === null ? { ...NOTHING_READ, since: begun() } : going;
        const daysRead = page.next === null ? { days: slice, whole: place === null } : null;
        yield { page, progress, over: left === null, daysRead, version: null };
      }
    }
  }
}

const instant = (ms: number) => new Date(ms).toISOString();

/** What an interrupted read has left, unless it is asked for again anyway, then what is asked for. */
function remaining(before: Progress, days: Days): Days[] {
  if (before.days === null) return [days];
  // Stopped within these very days: what came before has just been read.
  if (before.days.to === days.to && before.days.from >= days.from) return [before.days];
  const older = daysBefore(before.days, days.from);
  return older === null ? [days] : [older, days];
}

async function* pagesOf(reading: Reading, first: PageRequest): AsyncGenerator<Page> {
  const { stream, client, engine } = reading;
  const seen = new Set<string>();
  let place: Place | null = first.place;
  for (;;) {
    const page = await stream.page({ ...first, place }, engine);
    if (page.next !== null) {
      const text = JSON.stringify(page.next);
      if (seen.has(text)) {
        throw new MopsError(
          'INTERNAL',
          `${client.name} gave the same page of ${stream.name} twice, so there would be no end.`,
          'Nothing was lost. The next run goes on from here; if it stays so, tell the platform.',
          { reason: 'shape', platform: client.platform, stream: stream.name },
        );
      }
      seen.add(text);
    }
    yield page;
    if (page.next === null) return;
    place = page.next;
  }
}

function schemaOf(stream: PullStream): StreamMessage {
  const { name, key, cursor, mode } = stream;
  return { type: 'schema', stream: name, schema: null, key, cursor, mode, line: null };
}

function noticeOf(stream: PullStream, text: string): StreamMessage {
  const message = `${stream.name}: ${text}`;
  return { type: 'notice', level: 'warning', stream: stream.name, message, line: null };
}

function messageOf(
  stream: PullStream,
  record: object,
  { at, version }: { at: number; version: number | null },
): StreamMessage {
  const text = JSON.stringify(record);
  return {
    type: 'record',
    stream: stream.name,
    text,
    // Parsed again, since numbers of many digits are raw JSON in what was received.
    record: JSON.parse(text) as Record<string, unknown>,
    deleted: stream.deleted?.(record) ?? false,
    version,
    extractedAt: at,
    line: null,
  };
}
