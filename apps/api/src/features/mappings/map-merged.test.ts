import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { send, total } from './mappings.testing.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());

const contact = (id: string | number, updatedAt: string, merged: string | null = null) => ({
  id,
  properties: {
    email: `a${id}@north.example`,
    hs_lifecyclestage_marketingqualifiedlead_date: '2026-01-20T10:00:00Z',
    hs_merged_object_ids: merged,
  },
  updatedAt,
  archived: false,
});

it.each([
  ['text', (id: number) => String(id)],
  ['number', (id: number) => id],
])('a contact that was merged into another one counts no more; its id is a %s', async (_, as) => {
  const workspace = await instance.addWorkspace();
  const feed = { source: 'hubspot', stream: 'contacts', key: ['id'], cursor: 'updatedAt' };
  const mqls = () => total(instance, workspace, 'mqls');
  const records = [101, 102, 103].map((id) => contact(as(id), '2026-01-21T10:00:00Z'));
  await send(instance, workspace, { ...feed, records });
  expect(await mqls()).toBe(3);
  const winner = contact(as(101), '2026-02-01T10:00:00Z', '102');
  await send(instance, workspace, { ...feed, records: [winner] });
  expect(await mqls()).toBe(2);
  await send(instance, workspace, { ...feed, records: [...records, winner] });
  expect(await mqls()).toBe(2);
});
