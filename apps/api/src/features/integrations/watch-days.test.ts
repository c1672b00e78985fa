import type { StreamRecord } from '@openmops/domain/streams';
import { describe, expect, it } from 'vitest';
import type { PullStream } from './engine/client.ts';
import type { StoredDay } from './restatements.queries.ts';
import { changeBetween, goneRecords, WatchedDays } from './watch-days.ts';
import { windowOf } from './window.ts';

const stream: PullStream = {
  name: 'results',
  key: [['date'], ['campaign', 'id']],
  cursor: null,
  mode: 'upsert',
  slice: 10,
  needs: 'nothing',
  day: (record) => (record as { date?: string }).date ?? null,
  measures: [['spend'], ['clicks']],
  page: async () => ({ records: [], next: null }),
};
const START = Date.parse('2026-01-01T05:00:00Z');
const DAY_MS = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function message(record: Record<string, unknown>): StreamRecord {
  const text = JSON.stringify(record);
  return {
    type: 'record',
    stream: 'results',
    text,
    record,
    deleted: false,
    version: null,
    extractedAt: 0,
    line: null,
  };
}

function read(days: { from: string; to: string }, rows: Iterable<Record<string, unknown>>) {
  const watched = new WatchedDays(stream);
  for (const row of rows) watched.add(message(row));
  return watched.take(days);
}

describe('a day that is read again', () => {
  const day = (...rows: [id: string, spend: unknown, clicks: unknown][]) =>
    read(
      { from: '2026-01-01', to: '2026-01-01' },
      rows.map(([id, spend, clicks]) => ({ date: '2026-01-01', campaign: { id }, spend, clicks })),
    )[0] as StoredDay;

  it('is as it was in whatever order its rows come', () => {
    const before = day(['a', '0.1', 1], ['b', '0.2', 2]);
    expect(changeBetween(before, day(['b', '0.2', 2], ['a', '0.1', 1]))).toBeNull();
    expect(before.sums).toEqual({ spend: 0.3, clicks: 3 });
  });

  it('tells how many rows changed, came and went, and by how much', () => {
    const before = day(['a', '1', 1], ['b', '2', 2], ['c', '3', null]);
    const after = day(['a', '1', 1], ['b', '2.5', 2], ['d', 'n/a', 4]);
    expect(changeBetween(before, after)).toEqual({
      rowsChanged: 1,
      rowsAdded: 1,
      rowsRemoved: 1,
      sums: { spend: { before: 6, after: 3.5 }, clicks: { before: 3, after: 7 } },
    });
    expect(goneRecords(stream, { before, after }, 7)).toMatchObject([
      { record: { date: '2026-01-01', campaign: { id: 'c' } }, deleted: true, extractedAt: 7 },
    ]);
  });
});

describe('120 days, each read again for 30, once a week for 90', () => {
  it('end as the platform told them last, and every change within reach was seen', () => {
    const platform = new Map<string, Record<string, unknown>>();
    const stored = new Map<string, StoredDay>();
    const rows = new Map<string, string>();
    let widelyReadAt: Date | null = null;
    const missed = new Map<string, number>();
    for (let at = 0; at < 120; at++) {
      const now = START + at * DAY_MS;
      // Every day is told anew 1, 3, 28 and 80 days later.
      for (const late of [0, 1, 3, 28, 80]) {
        const date = iso(now - late * DAY_MS);
        if (at < late) continue;
        platform.set(date, { date, campaign: { id: 1 }, spend: 10, clicks: late });
        missed.set(date, at);
      }
      const window = windowOf({ now, timeZone: 'UTC', startDay: iso(START), widelyReadAt });
      if (window.wide) widelyReadAt = new Date(now);
      const told = [...platform.values()].filter(
        ({ date }) => String(date) >= window.from && String(date) <= window.to,
      );
      for (const after of read(window, told)) {
        const before = stored.get(after.day);
        if (before && changeBetween(before, after)) missed.delete(after.day);
        if (!before) missed.delete(after.day);
        stored.set(after.day, after);
      }
      for (const row of told) rows.set(String(row.date), JSON.stringify(row));
    }
    const last = new Map([...platform].map(([date, row]) => [date, JSON.stringify(row)]));
    // Only what was told in the last days, more than 30 days back, still waits for the weekly reading.
    for (const [date, at] of missed) expect([date, at > 112]).toEqual([date, true]);
    for (const [date, text] of rows) if (!missed.has(date)) expect(text).toBe(last.get(date));
    expect(missed.size).toBeLessThan(7);
  });
});

describe('the window', () => {
  const ask = (now: string, widelyReadAt: string | null, startDay = '2020-01-01') =>
    windowOf({
      now: Date.parse(now),
      timeZone: 'Pacific/Auckland',
      startDay,
      widelyReadAt: widelyReadAt === null ? null : new Date(widelyReadAt),
    });

  it('ends today where the workspace is', () => {
    expect(ask('2026-03-01T20:00:00Z', '2026-03-01T00:00:00Z')).toEqual({
      from: '2026-02-01',
      to: '2026-03-02',
      wide: false,
    });
  });

  it('is wide once a week, and never before the first day that is wanted', () => {
    expect(ask('2026-03-09T00:00:00Z', '2026-03-02T00:00:00Z')).toMatchObject({
      from: '2025-12-10',
      wide: true,
    });
    expect(ask('2026-03-09T00:00:00Z', null, '2026-03-01').from).toBe('2026-03-01');
  });
});
