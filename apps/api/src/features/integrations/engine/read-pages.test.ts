import { describe, expect, it } from 'vitest';
import type { Page, PageRequest, PullClient, PullStream } from './client.ts';
import { type PullEngine, type PullJob, readPages } from './read-pages.ts';
import { parseStates } from './state.ts';

/** A platform with some days, each of a few pages, that stops working at a given question. */
function platform(pagesPerDay: number, mode: PullStream['mode'] = 'upsert') {
  const asked: PageRequest[] = [];
  const fail = { at: -1 };
  const daily: PullStream = {
    name: 'daily',
    key: [['day'], ['page']],
    cursor: null,
    mode,
    slice: 2,
    needs: 'nothing',
    async page(request): Promise<Page> {
      asked.push(request);
      if (asked.length - 1 === fail.at) throw new Error('gone');
      const page = (request.place as number | null) ?? 0;
      const next = page + 1 < pagesPerDay ? page + 1 : null;
      return { records: [{ day: request.days?.from, page }], next };
    },
  };
  const client: PullClient = {
    platform: 'acme',
    name: 'Acme',
    kind: 'days',
    hosts: [],
    settings: [],
    credentials: ['token'],
    limit: { requests: 1, perMs: 1 },
    streams: [daily],
  };
  return { client, asked, fail };
}

const START = Date.parse('2026-06-15T08:00:00Z');
function engineAt(now: number, aheadMs = 0): PullEngine {
  const none = () => Promise.reject(new Error('nobody calls'));
  return {
    now: () => now,
    aheadMs: () => aheadMs,
    sleep: async () => {},
    request: none,
    ask: none,
    tokenExtra: none,
    once: (_name, make) => make(),
  };
}

async function run(
  client: PullClient,
  more: Partial<PullJob> & { saved?: Record<string, string>; engine?: PullEngine },
) {
  const job: PullJob = {
    config: {},
    streams: ['daily'],
    start: '2026-06-01T00:00:00.000Z',
    days: { from: '2026-06-01', to: '2026-06-06' },
    state: parseStates(more.saved ?? {}),
    ...more,
  };
  const records: string[] = [];
  const state = { ...more.saved };
  let error: unknown = null;
  let waiting: string[] = [];
  try {
    for await (const message of readPages(client, job, more.engine ?? engineAt(START))) {
      if (message.type === 'record') waiting.push(`${message.record.day}/${message.record.page}`);
      if (message.type !== 'state') continue;
      records.push(...waiting);
      waiting = [];
      if (message.stream) state[message.stream] = message.text;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { records, state, error };
}

describe('streams of days', () => {
  it('stop at any page and go on there: N pages and one per failure', async () => {
    const whole = platform(3);
    const all = (await run(whole.client, {})).records;
    expect(all).toHaveLength(9);
    for (let at = 0; at < 9; at++) {
      const { client, asked, fail } = platform(3);
      fail.at = at;
      const first = await run(client, {});
      expect(first.error).toBeInstanceOf(Error);
      const second = await run(client, { saved: first.state });
      expect([...first.records, ...second.records]).toEqual(all);
      expect(asked).toHaveLength(10);
    }
  });

  it('finish what an older run has left before the days that are read again', async () => {
    const { client, fail, asked } = platform(1);
    fail.at = 1;
    const first = await run(client, {});
    const days = { from: '2026-06-05', to: '2026-06-08' };
    const second = await run(client, { saved: first.state, days });
    expect(second.records).toEqual(['2026-06-03/0', '2026-06-05/0', '2026-06-07/0']);
    const third = await run(client, { saved: second.state, days });
    expect(third.records).toEqual(['2026-06-05/0', '2026-06-07/0']);
    expect(asked.at(-1)?.days).toEqual({ from: '2026-06-07', to: '2026-06-08' });
  });

  it('of a page that belongs to other days begin at the first page', async () => {
    const { client, fail } = platform(3);
    fail.at = 1;
    const first = await run(client, {});
    const second = await run(client, {
      saved: first.state,
      days: { from: '2026-06-01', to: '2026-06-08' },
    });
    expect(second.records.slice(0, 3)).toEqual(['2026-06-01/0', '2026-06-01/1', '2026-06-01/2']);
  });

  it('that replace what was there are read whole', async () => {
    const { client, fail, asked } = platform(3, 'replace');
    fail.at = 1;
    const first = await run(client, {});
    await run(client, { saved: first.state });
    expect(asked[2]?.place).toBeNull();
  });
});

describe('streams of records', () => {
  const records = (sincesAsked: (string | null)[], untils: string[]): PullClient => {
    const { client } = platform(1);
    const stream: PullStream = {
      ...(client.streams[0] as PullStream),
      async page({ since, until }) {
        sincesAsked.push(since);
        untils.push(until);
        return { records: [], next: null };
      },
    };
    delete (stream as { slice?: number }).slice;
    return { ...client, kind: 'records', streams: [stream], overlapMs: 60_000 };
  };

  it('ask for what changed since the last read began, and a little more', async () => {
    const since: (string | null)[] = [];
    const client = records(since, []);
    const first = await run(client, {});
    await run(client, { saved: first.state });
    expect(since).toEqual([null, '2026-06-15T07:59:00.000Z']);
  });

  it('go by the clock of the platform when ours is wrong', async () => {
    const since: (string | null)[] = [];
    const untils: string[] = [];
    const client = records(since, untils);
    // Ours is an hour ahead: what changes on the platform within that hour must not be passed over.
    const first = await run(client, { engine: engineAt(START, -3_600_000) });
    await run(client, { saved: first.state });
    expect(since[1]).toBe('2026-06-15T06:59:00.000Z');
    expect(untils[0]).toBe('2026-06-15T07:00:00.000Z');
  });

  it('begin anew with a state that nobody can read', async () => {
    const since: (string | null)[] = [];
    await run(records(since, []), { saved: { daily: '7' } });
    expect(since).toEqual([null]);
  });

  it('stop between pages when they are asked to', async () => {
    const { client } = platform(3);
    const { records: read } = await run(client, { stopping: () => true });
    expect(read).toEqual([]);
  });
});
