import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { clientOf, importTable } from '../kpi/kpi.testing.ts';
import { explainKpi } from './explain-kpi.ts';
import { whyCommands } from './why.commands.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  workspace = await instance.addWorkspace();
  await importTable(instance, workspace, {
    source: 'google_ads',
    lines: [
      'Day,Campaign,Cost,Impressions,Clicks,Reach',
      '2026-01-05,spring,100,1000,50,700',
      '2026-01-06,brand,40,400,40,300',
      '2026-02-05,spring,90,1200,45,800',
      '2026-02-06,brand,80,600,80,300',
      '2026-02-07,new,10,100,5,80',
    ],
  });
});
afterAll(() => instance.close());

const ask = (more: Record<string, unknown>) =>
  explainKpi.call(instance.scope({ kind: 'local' }, workspace), {
    kpi: 'paid.cost',
    from: '2026-02-01',
    to: '2026-02-28',
    compare: 'previous',
    ...more,
  });
const sumOf = (parts: { value: number }[]) => parts.reduce((sum, one) => sum + one.value, 0);

describe('why a KPI changed', () => {
  it('takes a sum apart into its drivers, which sum to the change', async () => {
    const found = await ask({});
    expect(found).toMatchObject({ before: 140, after: 180, change: 40, method: 'lmdi' });
    expect(found.parts.map(({ name }) => name).sort()).toEqual([
      'Click-through rate',
      'Cost per click',
      'Impressions',
    ]);
    expect(sumOf(found.parts)).toBeCloseTo(40, 9);
    expect(found.formula).toBe('Impressions × Click-through rate × Cost per click');
  });

  it('by a dimension and by driver, each segment with its own change', async () => {
    const found = await ask({ by: 'campaign' });
    expect(sumOf(found.parts)).toBeCloseTo(40, 9);
    expect(
      found.segments
        .toSorted((a, b) => b.value - a.value)
        .map(({ segment, before, after, value }) => [
          segment,
          before,
          after,
          Math.round(value * 1e6) / 1e6,
        ]),
    ).toEqual([
      ['brand', 40, 80, 40],
      ['new', null, 10, 10],
      ['spring', 100, 90, -10],
    ]);
  });

  it('a ratio by mix and rate', async () => {
    const found = await ask({ kpi: 'ctr', by: 'campaign' });
    expect(found.method).toBe('mix-rate');
    expect(sumOf(found.parts)).toBeCloseTo(found.change, 12);
    expect(found.findings.map(({ code }) => code)).toContain('segments_appeared');
  });

  it('says which dimension tells most', async () => {
    const found = await ask({ kpi: 'ctr' });
    expect(found.parts.map(({ name }) => name).sort()).toEqual(['Clicks', 'Impressions']);
    expect(Array.isArray(found.ranking)).toBe(true);
  });

  it('what a split leaves out is a part of its own', async () => {
    await importTable(instance, workspace, {
      source: 'bing_ads',
      lines: ['Day,Cost,Impressions,Clicks,Reach', '2026-02-05,7,70,7,60'],
    });
    const found = await ask({ by: 'campaign' });
    expect(found.change).toBe(47);
    expect(sumOf(found.parts)).toBeCloseTo(47, 9);
  });

  it('refuses distinct counts and names a view that adds up', async () => {
    const refused = ask({ kpi: 'paid.reach', by: 'campaign' });
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('distinct count: parts overlap'),
      detail: {
        status: 422,
        rule: 'distinct_count',
        views: [{ kpi: 'paid.impressions', by: 'campaign' }],
      },
    });
    const [view] = (await refused.catch((error) => error.detail.views)) as {
      kpi: string;
      by: string;
    }[];
    expect((await ask({ kpi: view?.kpi, by: view?.by })).change).toBe(570);
    await expect(ask({ kpi: 'unique_visitors', by: 'channel' })).rejects.toThrow(
      'Unique visitors by channel: distinct count',
    );
  });

  it('refuses a range without values, and names nobody knows', async () => {
    await expect(ask({ from: '2025-01-01', to: '2025-01-31' })).rejects.toMatchObject({
      code: 'PRECONDITION',
    });
    await expect(ask({ by: 'chanel' })).rejects.toThrow('There is no dimension');
    await expect(ask({ kpi: 'cots' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is the same by command line and by REST', async () => {
    const verb = await ask({ by: 'campaign' });
    const [why] = whyCommands;
    const answer = await why?.run({
      positionals: ['paid.cost'],
      values: { from: '2026-02-01', to: '2026-02-28', by: 'campaign' },
      client: clientOf(instance, workspace),
    } as unknown as Parameters<NonNullable<typeof why>['run']>[0]);
    expect(answer?.json).toEqual(JSON.parse(JSON.stringify(verb)));
    expect(answer?.text()).toContain('The parts sum to €47.00.');
  });
});
