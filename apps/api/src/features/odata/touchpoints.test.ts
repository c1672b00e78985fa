import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { crm } from '../identity/identity.testing.ts';
import { biTool } from './odata.testing.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace('acme', { timeZone: 'America/New_York' });
  const tell = crm(instance, workspace);
  const touch = (id: number, at: string) => ({
    ...{ id, at, kind: id % 2 ? 'visit' : 'form', contact: `c${id}`, cookie: `k${id}` },
    ...{ email: `p${id}@example.com`, channel: 'Paid search', campaign: 'Spring' },
  });
  await tell('touches_own', [
    touch(1, '2026-01-31T23:00:00Z'),
    touch(2, '2026-02-01T03:00:00Z'),
    touch(3, '2026-02-01T06:00:00Z'),
    touch(4, '2026-03-10T12:00:00Z'),
  ]);
  // A newer version of a touch takes the place of the older one.
  await tell('touches_own', [touch(4, '2026-03-11T12:00:00Z')]);
}, 60_000);
afterAll(() => instance.close());

it('touches stand once, oldest first, on the day of the workspace, without who they are of', async () => {
  const tool = await biTool(instance, workspace);
  const { rows } = await tool.all('/odata/v4/Touchpoints');
  expect(rows.map((row) => [row.touch_id, row.date, row.at, row.kind])).toEqual([
    ['1', '2026-01-31', '2026-01-31T23:00:00.000Z', 'visit'],
    ['2', '2026-01-31', '2026-02-01T03:00:00.000Z', 'form'],
    ['3', '2026-02-01', '2026-02-01T06:00:00.000Z', 'visit'],
    ['4', '2026-03-11', '2026-03-11T12:00:00.000Z', 'form'],
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/example\.com|"[ck]\d"/);
  const paged = await tool.all('/odata/v4/Touchpoints', { prefer: 'odata.maxpagesize=1' });
  expect(paged.rows).toEqual(rows);
});

it('a filter by day reads the days of the workspace', async () => {
  const tool = await biTool(instance, workspace, ['kpis.read', 'records.read']);
  const january = '$filter=date ge 2026-01-01 and date lt 2026-02-01';
  const { rows } = await tool.all(`/odata/v4/Touchpoints?${january}`);
  expect(rows.map((row) => [row.touch_id, row.email, row.contact_id])).toEqual([
    ['1', 'p1@example.com', 'c1'],
    ['2', 'p2@example.com', 'c2'],
  ]);
  const found = await tool.all("/odata/v4/Touchpoints?$filter=kind eq 'form'&$orderby=at desc");
  expect(found.rows.map((row) => row.touch_id)).toEqual(['4', '2']);
});
