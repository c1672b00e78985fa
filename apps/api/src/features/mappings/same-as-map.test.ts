import { createHash } from 'node:crypto';
import { formatDay, seededRandom } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { type Json, send } from './mappings.testing.ts';
import { saveMapping } from './save-mapping.ts';

// Whatever windows, restatements, late rows and deletions come, in whatever order, pieces and
// repetitions: the facts are what a simple map of the records says.

const FIRST_DAY = 20_454;
const OPERATIONS = 10_000;
const feed = {
  source: 'agency',
  stream: 'costs',
  key: ['id'],
  cursor: 'updated',
  deleted: (record: Json) => record.gone === true,
};
const own = {
  key: ['id'],
  cursor: 'updated',
  mappings: [
    {
      table: 'ad_delivery' as const,
      fields: {
        day: 'date',
        campaign: 'campaign',
        ad_cost: { from: 'cost', as: 'cents' as const },
      },
    },
  ],
};

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());

type Row = {
  id: number;
  date: string;
  campaign: string;
  cost: number;
  updated: number;
  gone: boolean;
};

/** The life of some records, oldest first: new ones, restated ones, some that move or go, some late. */
function life(seed: number): Row[] {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  return Array.from({ length: OPERATIONS }, (_, at) => ({
    id: below(3000),
    // Mostly a window that moves on; one in ten comes late, or moves to another month.
    date: formatDay(FIRST_DAY + (below(10) === 0 ? below(150) : Math.floor(at / 70) + below(7))),
    campaign: `c${below(12)}`,
    cost: below(100_000),
    updated: at + 1,
    gone: below(20) === 0,
  }));
}

function expected(rows: readonly Row[]): string[] {
  const newest = new Map<number, Row>();
  for (const row of rows) {
    const known = newest.get(row.id);
    if (!known || known.updated < row.updated) newest.set(row.id, row);
  }
  const sums = new Map<string, number>();
  for (const { date, campaign, cost, gone } of newest.values())
    if (!gone) {
      const key = `${date} ${campaign}`;
      sums.set(key, (sums.get(key) ?? 0) + cost * 10_000);
    }
  return [...sums].map(([key, sum]) => `${key} ${sum}`).sort();
}

async function shown(workspace: Workspace): Promise<string[]> {
  const rows = await instance.facts.sums(
    workspace.id,
    {
      dataset: 'ad_delivery',
      measures: measures('ad_cost'),
      by: ['campaign'],
      filters: [],
      buckets: [{ label: 'all', from: 0, to: 40_000 }],
      resolution: 'day',
    },
    null,
  );
  return rows
    .map((row) => `${formatDay(row.day as number)} ${row.group[0]} ${row.values[0]}`)
    .sort();
}

const hashOf = (rows: readonly string[]) =>
  createHash('sha256').update(rows.join('\n')).digest('hex');

async function mapped(records: readonly Row[][]): Promise<Workspace> {
  const workspace = await instance.addWorkspace();
  const scope = instance.scope({ kind: 'system' }, workspace);
  for (const [at, piece] of records.entries()) {
    await send(instance, workspace, { ...feed, records: piece });
    if (at > 0) continue;
    const { db } = instance.records.scoped(workspace.id);
    const { id } = await db.selectFrom('streams').select('id').executeTakeFirstOrThrow();
    await saveMapping.call(scope, { stream: id, pack: null, overrides: null, own });
  }
  return workspace;
}

function cut<T>(list: readonly T[], pieces: number, random: () => number): T[][] {
  const cuts = Array.from({ length: pieces - 1 }, () => Math.floor(random() * list.length));
  const ends = [...cuts.sort((one, other) => one - other), list.length];
  return ends.map((end, at) => list.slice(ends[at - 1] ?? 0, end));
}

it('10,000 changes in order, piece by piece, are what the map says after each piece', async () => {
  const rows = life(7);
  const pieces = cut(rows, 7, seededRandom(8));
  const workspace = await mapped(pieces.slice(0, 1));
  let seen = pieces[0] ?? [];
  expect(await shown(workspace)).toEqual(expected(seen));
  for (const piece of pieces.slice(1)) {
    await send(instance, workspace, { ...feed, records: piece });
    seen = [...seen, ...piece];
    expect(hashOf(await shown(workspace))).toBe(hashOf(expected(seen)));
  }
  // The same again changes nothing.
  await send(instance, workspace, { ...feed, records: rows.slice(4000, 6000) });
  expect(hashOf(await shown(workspace))).toBe(hashOf(expected(rows)));
});

it('and the same in any order, cut differently, with repetitions', async () => {
  const rows = life(7);
  const random = seededRandom(1);
  const again = [...rows, ...rows.filter(() => random() < 0.2)];
  const mixed = again
    .map((row) => ({ row, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ row }) => row);
  const workspace = await mapped(cut(mixed, 5, random));
  expect(hashOf(await shown(workspace))).toBe(hashOf(expected(rows)));
});
