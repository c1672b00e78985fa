import { generateDemo } from '@openmops/domain/demo';
import { dayInZone } from '@openmops/domain/calendar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findWorkspace } from '../session/session.queries.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { demoState } from './demo.queries.ts';
import { loadDemo } from './load-demo.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

describe('load', () => {
  test('loads', async () => {
    const t0 = performance.now();
    console.log(await loadDemo(instance), performance.now() - t0);
    const w = await findWorkspace(instance.records.system.db, 'larkfield');
    console.log(w);
    console.table(await instance.facts.slices(w!.id));
    const t1 = performance.now();
    console.log(await loadDemo(instance), performance.now() - t1);
  });
});
