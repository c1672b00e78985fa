import type { StreamMessage, StreamRecord } from '@openmops/domain/streams';
import type { PullClient } from '../client.ts';
import type { EngineClock } from '../clock.ts';
import { type EngineOptions, openEngine } from '../open-engine.ts';
import { readPages } from '../read-pages.ts';
import { parseStates } from '../state.ts';
import type { Credentials } from '../tokens.ts';
import type { PlatformServer } from './platform-server.ts';

/** Time that passes only in `sleep`; every wait is written down. */
export function fakeClock(startAt = Date.parse('2026-06-15T08:00:00Z')) {
  const waits: number[] = [];
  let now = startAt;
  const clock: EngineClock & { waits: number[]; pass(ms: number): void } = {
    waits,
    now: () => now,
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    random: () => 0.5,
    pass: (ms) => {
      now += ms;
    },
  };
  return clock;
}

export type Pulled = {
  messages: StreamMessage[];
  /** Records up to the last state: what a store would have made durable. */
  records: StreamRecord[];
  /** Name of a stream → its last state. */
  state: Record<string, string>;
  error: unknown;
};

export type Pulling = {
  client: PullClient;
  server: PlatformServer;
  config?: Record<string, string>;
  credentials?: Credentials;
  streams?: readonly string[];
  state?: Readonly<Record<string, string>>;
  days?: { from: string; to: string };
  start?: string;
  clock?: EngineClock;
} & Partial<Pick<EngineOptions, 'keepRefreshToken' | 'noteSignInEnd' | 'limits'>>;

/** One run of a client against a stand-in, as the store would see it; an error ends it and is given back. */
export async function pull(options: Pulling): Promise<Pulled> {
  const { client, server, config = {}, state = {} } = options;
  const { days = { from: '2026-06-01', to: '2026-06-14' } } = options;
  const engine = openEngine({
    client,
    config,
    credentials: options.credentials ?? { kind: 'token', token: 'test-token' },
    clock: options.clock ?? fakeClock(),
    keepRefreshToken: options.keepRefreshToken ?? (async () => {}),
    ...(options.noteSignInEnd ? { noteSignInEnd: options.noteSignInEnd } : {}),
    standIns: { [client.platform]: server.address },
    ...(options.limits ? { limits: options.limits } : {}),
  });
  const messages: StreamMessage[] = [];
  const done: Pulled = { messages, records: [], state: { ...state }, error: null };
  const job = {
    config,
    streams: options.streams ?? client.streams.map(({ name }) => name),
    start: options.start ?? `${days.from}T00:00:00.000Z`,
    days,
    state: parseStates(state),
  };
  let waiting: StreamRecord[] = [];
  try {
    for await (const message of readPages(client, job, engine)) {
      messages.push(message);
      if (message.type === 'record') waiting.push(message);
      if (message.type !== 'state') continue;
      if (message.stream) done.state[message.stream] = message.text;
      done.records.push(...waiting);
      waiting = [];
    }
  } catch (error) {
    done.error = error;
  }
  return done;
}

/** The newest text of each key, as a store of the platform's records would hold it; deleted ones are gone. */
export function standing(
  client: PullClient,
  records: readonly StreamRecord[],
  stream: string,
): Map<string, Record<string, unknown>> {
  const key = client.streams.find(({ name }) => name === stream)?.key ?? [];
  const rows = new Map<string, Record<string, unknown>>();
  for (const one of records.filter((record) => record.stream === stream)) {
    const id = JSON.stringify(key.map((path) => path.reduce(fieldOf, one.record as unknown)));
    if (one.deleted) rows.delete(id);
    else rows.set(id, one.record);
  }
  return rows;
}

function fieldOf(value: unknown, name: string): unknown {
  return (value as Record<string, unknown> | null)?.[name];
}
