import { DEMO_WORKSPACE } from '@openmops/domain/demo';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { findWorkspace } from '../workspace/find-workspaces.ts';
import { readHealth } from './read-health.ts';
import { watchWorkspace } from './watch-workspace.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

it('demo', async () => {
  await loadDemo(instance);
  const w = await findWorkspace(instance.records.system.db, DEMO_WORKSPACE.slug);
  if (!w) throw new Error();
  let t = performance.now();
  console.log(await watchWorkspace(instance, w));
  console.log('watch', performance.now() - t);
  t = performance.now();
  const h = await readHealth.call(instance.scope({ kind: 'local' }, w), {});
  console.log('read', performance.now() - t);
  console.log(
    JSON.stringify(
      {
        ...h,
        sources: h.sources.map((s) => ({
          ...s,
          volume: 0,
          impact: { ...s.impact, kpis: s.impact.kpis.map((k) => k.kpi).join() },
          streams: s.streams.map((x) => [x.name, x.status, x.newest, x.expected]),
        })),
      },
      null,
      1,
    ),
  );
  expect(h.counts).toEqual({});
});
