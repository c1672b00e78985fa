import { formatDay } from '@openmops/domain/shared';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from '../imports/import-file.ts';
import { uploadFile } from '../imports/upload-file.ts';
import { listSources } from './list-sources.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

it('says how far each source reaches, and why it is behind', async () => {
  const workspace = await instance.addWorkspace();
  const scope = instance.scope({ kind: 'local' }, workspace);
  const today = Math.floor(instance.now() / 86_400_000);
  const importDays = async (source: string, from: number, to: number) => {
    async function* body() {
      yield Buffer.from('Day,Account name,Campaign,Cost\n');
      for (let day = from; day <= to; day++) yield Buffer.from(`${formatDay(day)},Acme,A,1.00\n`);
    }
    const { upload } = await uploadFile.call(scope, { name: 'a.csv', body: body() });
    await importFile.call(scope, { upload, options: { source, currency: 'EUR' } });
  };
  expect(await listSources.call(scope, {})).toEqual([]);
  await importDays('fresh', today - 5, today - 1);
  await importDays('silent', today - 30, today - 20);
  const [fresh, silent] = await listSources.call(scope, {});
  expect(fresh).toMatchObject({
    id: 'fresh',
    accounts: ['Acme'],
    rows: 5,
    from: formatDay(today - 5),
    to: formatDay(today - 1),
    stale: false,
    staleReason: null,
  });
  expect(Date.parse(fresh?.lastImport ?? '')).toBeGreaterThan(0);
  expect(silent).toMatchObject({ id: 'silent', stale: true });
  expect(silent?.staleReason).toContain(formatDay(today - 20));
});
