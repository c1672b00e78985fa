import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { undoImport } from '../imports/undo-import.ts';
import { importRates } from '../rates/import-rates.ts';
import { updateWorkspace } from '../workspace/update-workspace.ts';
import { importTable, upload } from './kpi.testing.ts';
import { readKpi } from './read-kpi.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

const JANUARY = { kpis: ['spend'], from: '2026-01-01', to: '2026-01-31' };

test('a remembered answer never outlives a change: import, restatement, rates, settings, undo', async () => {
  const workspace = await instance.addWorkspace(undefined, { currency: 'EUR' });
  const actor = { kind: 'local' as const };
  const ask = async () => {
    const scope = instance.scope(actor, workspace);
    const first = await readKpi.call(scope, JANUARY);
    const second = await readKpi.call(scope, JANUARY);
    expect(second).toEqual(first);
    return { spend: first.rows[0]?.values.spend, currency: first.currency };
  };
  const put = (...lines: string[]) => importTable(instance, workspace, { source: 'shop', lines });
  const header = 'Day,Campaign,Cost,Currency';

  expect(await ask()).toEqual({ spend: 0, currency: 'EUR' });
  await put(header, '2026-01-05,A,10.00,EUR');
  expect(await ask()).toEqual({ spend: 10, currency: 'EUR' });
  const restated = await put(header, '2026-01-05,A,12.50,EUR');
  expect(await ask()).toEqual({ spend: 12.5, currency: 'EUR' });

  const scope = instance.scope(actor, workspace);
  await undoImport.call(scope, { batch: restated.batch ?? '' });
  expect(await ask()).toEqual({ spend: 10, currency: 'EUR' });

  await put(header, '2026-01-06,B,100.00,USD');
  await expect(ask()).rejects.toMatchObject({ code: 'PRECONDITION' });
  const rates = await upload(instance, workspace, 'day,from,to,rate\n2026-01-06,USD,EUR,0.9\n');
  await importRates.call(scope, { upload: rates });
  expect(await ask()).toEqual({ spend: 100, currency: 'EUR' });

  await updateWorkspace.call(scope, { currency: 'USD' });
  const inDollars = instance.scope(actor, { ...workspace, currency: 'USD' });
  const answer = await readKpi.call(inDollars, JANUARY).catch((error) => error.code);
  expect(answer).toBe('PRECONDITION');
});

test('what one workspace was told is never told to another', async () => {
  const actor = { kind: 'local' as const };
  const [one, other] = await Promise.all([instance.addWorkspace(), instance.addWorkspace()]);
  const lines = ['Day,Campaign,Cost,Currency', '2026-01-05,A,10.00,EUR'];
  await importTable(instance, one, { source: 'shop', lines });
  const spendOf = async (workspace: typeof one) =>
    (await readKpi.call(instance.scope(actor, workspace), JANUARY)).rows[0]?.values.spend;
  expect(await spendOf(one)).toBe(10);
  expect(await spendOf(other)).toBe(0);
});
