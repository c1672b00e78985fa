import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { findWorkspace } from '../workspace/find-workspaces.ts';
import { demoToken } from './demo-link.ts';
import { loadDemo } from './load-demo.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

test('an instance that holds a workspace gets no sample, nor a link into one', async () => {
  await instance.addWorkspace('own');
  expect(await loadDemo(instance)).toBeNull();
  expect(await demoToken(instance)).toBeNull();
  expect(await findWorkspace(instance.records.system.db, 'larkfield')).toBeNull();
});
