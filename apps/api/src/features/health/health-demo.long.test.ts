import { answerKey, DEMO_WORKSPACE } from '@openmops/domain/demo';
import { demoStreams } from '@openmops/domain/demo/streams';
import { formatDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadedDemo } from '../../testing/loaded-demo.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { loadStreams } from '../demo/load-streams.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { findWorkspace } from '../workspace/find-workspaces.ts';
import { readHealth } from './read-health.ts';
import { retrySource } from './retry-source.ts';
import { watchWorkspace } from './watch-workspace.ts';

let instance: TestInstance;
let workspace: Workspace;
let today = 0;
beforeAll(async () => {
  instance = await testInstance({ from: await loadedDemo() });
  const state = await loadDemo(instance);
  today = state?.today ?? 0;
  workspace = (await findWorkspace(instance.records.system.db, DEMO_WORKSPACE.slug)) as Workspace;
  await watchWorkspace(instance, workspace);
}, 240_000);
afterAll(() => instance.close());

const scope = () => instance.scope({ kind: 'local' }, workspace);
const health = () => readHealth.call(scope(), {});

describe('the demo company', () => {
  it('has the silent stream of the answer key, and no other trouble of sources', async () => {
    const stale = answerKey(today).filter(({ kind }) => kind === 'stale_stream');
    const { sources, alerts, counts } = await health();
    const troubled = sources.filter(({ status }) => status !== 'ok');
    expect(troubled.map(({ id, status }) => [id, status])).toEqual(
      stale.map(({ source }) => [source, 'silent']),
    );
    expect(counts.ok).toBeGreaterThan(6);
    const days = stale[0]?.figures.silentDays;
    expect(troubled[0]?.says).toMatch(
      new RegExp(`silent for ${days} days: .* No error was raised`),
    );
    expect(troubled[0]?.newestDay).toBe(formatDay((stale[0]?.from ?? 0) - 1));
    expect(alerts.map(({ source, cause }) => [source, cause])).toEqual([
      ['linkedin_ads', 'silence'],
    ]);
  });

  it('knows the KPIs and the money that are touched', async () => {
    const { sources } = await health();
    const { impact, integrations } = sources.find(({ id }) => id === 'linkedin_ads') ?? {};
    const kpis = impact?.kpis.map(({ kpi }) => kpi);
    expect(kpis).toEqual(expect.arrayContaining(['paid.cost', 'paid.roas', 'paid.cpa']));
    expect(kpis).not.toContain('web.sessions');
    expect(impact?.money).toMatchObject([{ currency: 'USD', days: 4 }]);
    expect(impact?.money[0]?.booked).toBeGreaterThan(0);
    expect(impact?.money[0]?.estimated).toBeGreaterThan(0);
    expect(integrations).toMatchObject([{ state: 'active', lastRun: { state: 'done' } }]);
    const answer = await readKpi.call(scope(), {
      kpis: ['spend', 'sessions'],
      from: formatDay(today - 30),
      to: formatDay(today - 1),
    });
    const told = answer.notes.filter(({ code }) => code === 'source_stale');
    expect(told.map(({ kpi }) => kpi)).toEqual(['spend']);
  });

  it('is whole again after a retry', async () => {
    const retried = await retrySource.call(scope(), { source: 'linkedin_ads' });
    expect(retried).toMatchObject({ advice: null });
    const status = async () =>
      (await health()).sources.find(({ id }) => id === 'linkedin_ads')?.status;
    await expect.poll(status, { interval: 500 }).toBe('ok');
    await expect.poll(async () => (await health()).alerts).toEqual([]);
  });

  it('tells a drift of a mapped field when it is played, and what stands aside', async () => {
    const [drift] = answerKey(today).filter(({ kind }) => kind === 'schema_drift');
    const { drifted } = demoStreams(today);
    await loadStreams({ instance, workspaceId: workspace.id }, [drifted], { map: true });
    await watchWorkspace(instance, workspace);
    const { sources, alerts } = await health();
    expect(sources.filter(({ status }) => status !== 'ok')).toMatchObject([
      { id: drift?.source, status: 'broken' },
    ]);
    const meta = sources.find(({ id }) => id === drift?.source);
    const stream = meta?.streams.find(({ name }) => name === drifted.name);
    expect(stream?.findings.map(({ code }) => code)).toEqual([
      'drift.type',
      'errors.set_aside',
      'drift.added',
    ]);
    expect(stream?.findings[0]?.message).toContain('campaign_id');
    expect(stream?.aside).toBe(1204);
    expect(alerts).toMatchObject([{ source: drift?.source, cause: 'drift', status: 'broken' }]);
  });
});
