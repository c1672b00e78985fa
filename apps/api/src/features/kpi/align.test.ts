import type { KpiAnswer } from '@openmops/domain/kpi';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command } from '../../cli/command.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';
import { kpiCommands } from './kpi.commands.ts';
import { clientOf, importTable } from './kpi.testing.ts';

let instance: TestInstance;
let workspace: Workspace;
let key: string;
beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace('align', { currency: 'EUR' });
  await importTable(instance, workspace, {
    source: 'shop_ads',
    lines: [
      'Day,Campaign,Currency,Cost,Impressions,Clicks',
      '2025-01-05,A,EUR,1,10,1',
      '2025-01-06,A,EUR,20,10,1',
      '2025-01-07,A,EUR,300,10,1',
      '2026-01-05,A,EUR,4000,10,1',
    ],
  });
  const owner = await instance.addUser(workspace, 'owner');
  const scopes = ['kpis.read' as const];
  key = (await createKey.call(instance.scope(owner, workspace), { name: 'test', scopes })).key;
});
afterAll(() => instance.close());

const RANGE = { from: '2026-01-05', to: '2026-01-06', compare: 'year' };
const WEEKDAYS = { range: { from: '2025-01-06', to: '2025-01-07' }, spend: 320 };
const DATES = { range: { from: '2025-01-05', to: '2025-01-06' }, spend: 21 };

it.each([
  ['weekday', WEEKDAYS],
  ['date', DATES],
  [undefined, DATES],
])('a year before, by %s, from REST and from the command line', async (align, wanted) => {
  const asked = new URLSearchParams({ ...RANGE, ...(align ? { align } : {}) });
  const response = await instance.app.request(`/api/v1/kpis/spend?${asked}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const answer = (await response.json()) as KpiAnswer;
  expect(answer.previous).toEqual(wanted.range);
  expect(answer.rows[0]).toMatchObject({
    values: { spend: 4000 },
    previous: { spend: wanted.spend },
  });
  const { json } = await (kpiCommands[0] as Command).run({
    positionals: ['spend'],
    values: { ...RANGE, align },
    client: clientOf(instance, workspace),
  });
  expect(json).toMatchObject({
    previous: wanted.range,
    rows: [{ previous: { spend: wanted.spend } }],
  });
});

it('is one of two, and says how to compare', async () => {
  const read = (values: object) =>
    (kpiCommands[0] as Command).run({
      positionals: ['spend'],
      values: { ...RANGE, ...values },
      client: clientOf(instance, workspace),
    });
  await expect(read({ align: 'moon' })).rejects.toThrow('--align is date or weekday');
  await expect(read({ align: 'weekday', compare: undefined })).rejects.toThrow('--compare');
});
