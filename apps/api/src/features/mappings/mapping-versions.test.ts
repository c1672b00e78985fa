import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { browseStream } from '../streams/browse-stream.ts';
import { listStreamRuns } from '../streams/list-stream-runs.ts';
import { listStreams } from '../streams/list-streams.ts';
import { showStream } from '../streams/show-stream.ts';
import { getMapping } from './get-mapping.ts';
import { listMappingVersions } from './list-mapping-versions.ts';
import { send, total } from './mappings.testing.ts';
import { readCatalogue } from './read-catalogue.ts';
import { restoreMapping, saveMapping } from './save-mapping.ts';

let instance: TestInstance;
let workspace: Workspace;
let stream: string;
const feed = { source: 'agency', stream: 'costs', key: ['id'] };
const rows = (from: number, count: number, campaign: (id: number) => unknown) =>
  Array.from({ length: count }, (_, at) => ({
    id: `K-${from + at}`,
    date: '2026-03-01',
    campaign_id: campaign(from + at),
    cost: 2,
    email: 'ada@example.com',
  }));
beforeAll(async () => {
  // A clock that goes on: runs stand in the order in which they began.
  let clock = Date.UTC(2026, 10, 22);
  instance = await testInstance({ now: () => clock++ });
  workspace = await instance.addWorkspace();
  await send(instance, workspace, { ...feed, records: rows(0, 30, String) });
  const [listed] = await listStreams.call(scope(), {});
  stream = listed?.id ?? '';
});
afterAll(() => instance.close());
const scope = () => instance.scope({ kind: 'system' }, workspace);
const own = (cost: string) => ({
  key: ['id'],
  mappings: [
    {
      table: 'ad_delivery' as const,
      fields: { day: 'date', campaign_id: 'campaign_id', ad_cost: cost },
    },
  ],
  contract: { types: { campaign_id: ['string' as const] } },
});

it('keeps every mapping that was saved, with who and when, and takes back to any', async () => {
  const save = (cost: string) => saveMapping.call(scope(), { stream, own: own(cost) });
  await save('cost');
  expect(await total(instance, workspace, 'spend')).toBe(60);
  await save('cost_net|cost_gross');
  expect(await total(instance, workspace, 'spend')).toBe(0);
  await restoreMapping.call(scope(), { stream, version: 1 });
  expect(await total(instance, workspace, 'spend')).toBe(60);
  const versions = await listMappingVersions.call(scope(), { stream });
  expect(versions).toMatchObject([
    { version: 3, restores: 1, by: 'system', kind: 'own' },
    { version: 2, restores: null },
    { version: 1, restores: null, at: expect.stringMatching(/^2026-11-22T00:00:00\.\d{3}Z$/) },
  ]);
  await expect(restoreMapping.call(scope(), { stream, version: 9 })).rejects.toThrow(
    'no such version',
  );
});

it('shows rows some at a time, and those whose key has a text in it', async () => {
  const first = await browseStream.call(scope(), { stream, limit: 4, offset: 28 });
  expect(first.total).toBe(30);
  expect(first.rows).toHaveLength(2);
  const found = await browseStream.call(scope(), { stream, find: 'k-17' });
  expect(found.total).toBe(1);
  expect(JSON.parse(found.rows[0]?.text ?? '')).toMatchObject({ id: 'K-17' });
  expect(await browseStream.call(scope(), { stream, find: 'nothing' })).toEqual({
    total: 0,
    rows: [],
  });
});

it('tells what has changed in the fields of a stream, what reads them, and what stands aside', async () => {
  await send(instance, workspace, { ...feed, records: rows(30, 12, Number) });
  const shown = await showStream.call(scope(), { stream });
  expect(shown.lookedAt).toBe(12);
  expect(shown.drift).toMatchObject([{ code: 'drift.type', breaks: true }]);
  expect(shown.fields.find(({ path }) => path === 'cost')).toMatchObject({
    seen: ['number'],
    filled: 1,
    becomes: ['ad_delivery.ad_cost'],
  });
  const [listed] = await listStreams.call(scope(), {});
  expect(listed).toMatchObject({ aside: 12, rows: 42, error: null });
  expect(await listStreamRuns.call(scope(), { stream })).toMatchObject([
    { state: 'done', rows: 12, error: null },
    { state: 'done', rows: 30 },
  ]);
});

it('tells a viewer nothing of what stands in the records', async () => {
  const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
  const mapping = await getMapping.call(viewer, { stream });
  expect(mapping.aside.map(({ message }) => message)).toEqual(['campaign_id: type']);
  expect(JSON.stringify(await showStream.call(viewer, { stream }))).not.toContain('ada@');
  await expect(browseStream.call(viewer, { stream })).rejects.toThrow('not allowed');
});

it('describes the tables of the model with the streams and KPIs of each', async () => {
  const tables = await readCatalogue.call(scope(), {});
  const delivery = tables.find(({ id }) => id === 'ad_delivery');
  expect(delivery?.streams).toMatchObject([{ id: stream, rows: 30, aside: 12 }]);
  expect(delivery?.kpis.map(({ id }) => id)).toContain('paid.cost');
  expect(delivery?.fields.find(({ id }) => id === 'ad_cost')?.kpis).toContain('paid.roas');
  const contact = tables.find(({ id }) => id === 'contact');
  expect(contact?.fields.find(({ id }) => id === 'email')).toMatchObject({ personal: true });
});
