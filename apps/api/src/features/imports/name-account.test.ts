import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { importFile } from './import-file.ts';
import { uploadFile } from './upload-file.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

const daily = `Day,Campaign name,Amount spent (USD),Impressions,Link clicks
2026-09-01,Brand,10.50,100,4
2026-09-02,Brand,20.00,200,5
`;
const whole = `Campaign name,Reporting starts,Reporting ends,Amount spent (EGP),Impressions,Link clicks
Brand,2026-09-01,2026-09-30,190.00,2897,75
`;

it('keeps exports without an account in two currencies apart, and tells so', async () => {
  const workspace = await instance.addWorkspace();
  const scope = instance.scope({ kind: 'local' }, workspace);
  const run = async (text: string, options = {}) => {
    async function* body() {
      yield Buffer.from(text);
    }
    const { upload } = await uploadFile.call(scope, { name: 'meta.csv', body: body() });
    return importFile.call(scope, { upload, options });
  };
  const codes = (report: Awaited<ReturnType<typeof run>>) => report.issues.map((one) => one.code);
  expect(codes(await run(daily))).not.toContain('account_assumed');
  const other = await run(whole);
  expect(codes(other)).toContain('account_assumed');
  expect((await run(daily)).unchanged).toBe(true);
  expect((await run(whole)).unchanged).toBe(true);
  // Days of one account do not tell a part of what the other spent in its period.
  const range = { from: '2026-09-01', to: '2026-09-30' };
  const answer = await readKpi.call(scope, { kpis: ['spend'], by: ['currency'], ...range });
  expect(answer.rows.map((row) => [row.dims.currency, row.values.spend])).toEqual([
    ['EGP', 190],
    ['USD', 30.5],
  ]);
  expect(codes(await run(whole.replace('2897', '2898'), { account: 'Cairo' }))).not.toContain(
    'account_assumed',
  );
});
