import { formatDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { listQuarantine } from '../mappings/list-quarantine.ts';
import { type Json, send } from '../mappings/mappings.testing.ts';
import { saveMapping } from '../mappings/save-mapping.ts';
import { compactJob } from './compact-job.ts';
import { compactStreams } from './compact-streams.ts';
import { keptRows } from './kept-rows.ts';
import { listStreams } from './list-streams.ts';
import { standingRows } from './standing-rows.ts';
import { streamsOf } from './streams.testing.ts';

const HOUR = 3_600_000;
let now = Date.UTC(2026, 10, 22);
let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => now });
});
afterAll(() => instance.close());

const feed = { source: 'agency', stream: 'costs', key: ['id'] };
const own = (more: Json = {}) => ({
  key: ['id'],
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
  ...more,
});
const scope = (workspace: Workspace) => instance.scope({ kind: 'system' }, workspace);
const streamId = async (workspace: Workspace) =>
  (await listStreams.call(scope(workspace), {}))[0]?.id ?? '';
const map = async (workspace: Workspace, mapping: ReturnType<typeof own>) =>
  saveMapping.call(scope(workspace), {
    ...{ stream: await streamId(workspace), pack: null, overrides: null },
    own: mapping,
  });

const recordOf = (run: number, id: number) => {
  const campaign = id === 7 && run > 20 ? 7 : `c${id % 5}`;
  const cost = id * 100 + Math.floor((run + id) / 9);
  return { id, date: formatDay(20_600 + id), campaign, cost, code: id === 9 ? 8 : id };
};

/**
 * Thirty re-reads of sixty records: now and then one is restated, from some time on one breaks the contract, and
 * one has the code of another.
 */
async function reread(workspace: Workspace): Promise<void> {
  const contract = { types: { campaign: ['string'] }, unique: ['code'] };
  for (const from of [0, 15]) {
    const records = Array.from({ length: 15 * 60 }, (_, at) =>
      recordOf(from + Math.floor(at / 60), at % 60),
    );
    await send(instance, workspace, { ...feed, records });
    if (from === 0) await map(workspace, own({ contract }));
  }
}

async function generation(workspace: Workspace) {
  const { db } = instance.records.scoped(workspace.id);
  return db.selectFrom('stream_mappings').select('generation').executeTakeFirstOrThrow();
}

async function seen(workspace: Workspace) {
  const query = {
    ...{ dataset: 'ad_delivery', measures: measures('ad_cost'), by: ['campaign'], filters: [] },
    buckets: [{ label: 'all', from: 0, to: 40_000 }],
    resolution: 'day' as const,
  };
  const facts = await instance.facts.sums(workspace.id, query, null);
  const rows: string[] = [];
  const of = { workspaceId: workspace.id, source: 'agency', name: 'costs' };
  for await (const page of standingRows(instance, of)) rows.push(...page);
  const aside = await listQuarantine.call(scope(workspace), { stream: await streamId(workspace) });
  return {
    facts: facts.map(({ day, group, values }) => `${day} ${group[0]} ${values[0]}`).sort(),
    rows,
    aside: JSON.stringify(aside).replaceAll(/"[a-z]+At":"[^"]*"/g, ''),
  };
}

it('is said of a stream without rows by no job', async () => {
  expect(await compactJob.recurring(instance)).toEqual([]);
});

it('leaves rows, facts and what stands aside as they are, also when all is mapped anew', async () => {
  const workspace = await instance.addWorkspace();
  await reread(workspace);
  const before = await seen(workspace);
  expect(before.rows).toHaveLength(60);
  expect(before.aside).toContain('campaign');
  expect(before.aside).toContain('code is “8”, as in the earlier record [8]');
  expect(await compactJob.recurring(instance)).toMatchObject([{ key: 'all' }]);
  // What a look finds is forgotten by the next one, an hour later.
  expect(await compactStreams(instance)).toEqual({ forgotten: 0 });
  now += HOUR;
  // What is too much for one time goes in the next, though nothing new has come.
  expect(await compactStreams(instance, { mostCopies: 100 })).toEqual({ forgotten: 100 });
  now += HOUR;
  const { forgotten } = await compactStreams(instance);
  expect(forgotten).toBeGreaterThan(1_000);
  expect(await seen(workspace)).toEqual(before);
  now += HOUR;
  expect(await compactStreams(instance)).toEqual({ forgotten: 0 });
  const kept = await keptRows.call(instance.scope({ kind: 'local' }, workspace), {});
  expect(kept).toEqual({
    ...{ arrived: 1_800, forgotten: forgotten + 100 },
    lookedAt: new Date(now).toISOString(),
  });
  expect((await listStreams.call(scope(workspace), {}))[0]).toMatchObject({ arrived: 1_800 });

  // Nor is all mapped anew when something comes.
  const mapped = await generation(workspace);
  await send(instance, workspace, { ...feed, records: [recordOf(29, 9)] });
  expect(await generation(workspace)).toEqual(mapped);
  expect((await seen(workspace)).facts).toEqual(before.facts);

  // Beside one of which nothing was ever forgotten: mended, and mapped in another way.
  const twin = await instance.addWorkspace();
  await reread(twin);
  for (const mapping of [own(), own({ cursor: 'cost' })]) {
    for (const one of [workspace, twin]) await map(one, mapping);
    const released = await seen(workspace);
    expect(released).toEqual(await seen(twin));
    expect(released.facts).not.toEqual(before.facts);
  }
  // The same again, and what is new, meet what is left.
  for (const one of [workspace, twin]) {
    const records = [
      { id: 3, date: '2026-06-01', campaign: 'late', cost: 1 },
      { id: 60, date: '2026-06-01', campaign: 'late', cost: 2 },
    ];
    await send(instance, one, { ...feed, records });
  }
  expect(await seen(workspace)).toEqual(await seen(twin));
});

it('forgets what was replaced, once nobody can be reading it', async () => {
  const workspace = await instance.addWorkspace();
  const streams = streamsOf(instance, workspace);
  const replace = (run: number) =>
    streams.send(
      [
        {
          type: 'CATALOG',
          catalog: { streams: [{ stream: { name: 's' }, destination_sync_mode: 'overwrite' }] },
        },
        ...Array.from({ length: 1_100 }, (_, n) => ({
          ...{ type: 'RECORD', record: { stream: 's', data: { n, run }, emitted_at: 1 } },
        })),
        {
          type: 'TRACE',
          trace: {
            type: 'STREAM_STATUS',
            stream_status: { stream_descriptor: { name: 's' }, status: 'COMPLETE' },
          },
        },
      ],
      { format: 'airbyte' },
    );
  const arrived = async () => {
    const at = { workspaceId: workspace.id, streamId: await streamId(workspace) };
    return (await instance.facts.raw.count({ ...at, hidden: [], activeVersion: null })).arrived;
  };
  await replace(1);
  // What is wrong with those of before keeps this one from nothing.
  await instance.records.system.transaction((trx) =>
    trx
      .updateTable('stream_compactions')
      .set({ from_chunk: 2 ** 60, compacted: -100_000 })
      .execute(),
  );
  now += HOUR;
  await compactStreams(instance);
  expect(await replace(2)).toMatchObject({ state: 'done', rows: 1_100 });
  now += HOUR;
  // The look before saw nothing out of date.
  await compactStreams(instance);
  expect(await arrived()).toBe(2_200);
  now += HOUR;
  await compactStreams(instance);
  expect(await arrived()).toBe(1_100);
  const texts = await streams.texts('s');
  expect([texts.length, texts[0]]).toEqual([1_100, '{"n":0,"run":2}']);
});
