import { CATALOGUE } from '@openmops/domain/catalogue';
import {
  evalExpr,
  findKpi,
  type KpiAnswer,
  type KpiAnswerRow,
  resolveExpr,
} from '@openmops/domain/kpi';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../cli/command.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';
import { importRates } from '../rates/import-rates.ts';
import { kpiCommands } from './kpi.commands.ts';
import { DescribedKpiShape, KpiAnswerShape } from './kpi.schema.ts';
import { clientOf, importTable, upload } from './kpi.testing.ts';
import { readKpi } from './read-kpi.ts';

let instance: TestInstance;
let workspace: Workspace;
let key: string;
beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace('how', { currency: 'EUR', weekStart: 7, fiscalStart: 2 });
  await importTable(instance, workspace, {
    source: 'shop_ads',
    lines: [
      'Day,Campaign,Currency,Cost,Impressions,Clicks',
      '2026-01-05,A,EUR,10,1000,20',
      '2026-01-06,A,USD,20,200,5',
      '2026-02-03,B,EUR,7,263,81',
    ],
  });
  const local = instance.scope({ kind: 'local' }, workspace);
  const text = 'day,from,to,rate\n2026-01-06,USD,EUR,0.5\n';
  await importRates.call(local, { upload: await upload(instance, workspace, text) });
  const owner = await instance.addUser(workspace, 'owner');
  const scopes = ['kpis.read' as const];
  key = (await createKey.call(instance.scope(owner, workspace), { name: 'test', scopes })).key;
});
afterAll(() => instance.close());

const KPIS = ['cpc', 'ctr', 'paid.ctr'];
const RANGE = { from: '2026-01-01', to: '2026-01-31' };

const rest = async (query: string) => {
  const headers = { authorization: `Bearer ${key}` };
  const response = await instance.app.request(`/api/v1/kpis/${query}`, { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as KpiAnswer;
};
const range = `from=${RANGE.from}&to=${RANGE.to}`;

const HOW = {
  kpis: {
    cpc: { formula: 'Media cost ÷ Clicks', measures: ['ad_cost', 'ad_clicks'], version: 1 },
    ctr: { formula: 'Clicks ÷ Impressions', definition: expect.stringMatching(/^sha256/) },
  },
  filters: [{ dim: 'campaign', op: 'in', values: ['A'] }],
  calendar: { timeZone: expect.any(String), firstMonth: 2, weekStart: 7 },
  fx: { to: 'EUR', rule: 'rate of the day, carried forward at most 7 days' },
  watermark: { ad_delivery: '2026-02-03' },
};
const PARTS = { ad_cost: 20, ad_clicks: 25, ad_impressions: 1200 };

function expectRecomputed(row: Pick<KpiAnswerRow, 'values' | 'parts'> | undefined) {
  for (const id of KPIS) {
    const made = evalExpr(
      resolveExpr(CATALOGUE, findKpi(CATALOGUE, id).expr),
      (part) => row?.parts?.[part] ?? null,
    );
    expect(row?.values[id]).toBe(made);
  }
}

describe('how', () => {
  it('comes over REST when asked, and not otherwise', async () => {
    const answer = await rest(`${KPIS}?${range}&filter=campaign=A&how=1`);
    expect(answer.how).toMatchObject(HOW);
    expect(answer.rows[0]).toMatchObject({ parts: PARTS, values: { cpc: 0.8, ctr: 25 / 1200 } });
    expectRecomputed(answer.rows[0]);
    for (const off of ['', '&how=0']) {
      const plain = await rest(`${KPIS}?${range}${off}`);
      expect(plain).not.toHaveProperty('how');
      expect(plain.rows[0]).not.toHaveProperty('parts');
    }
  });

  it('comes over tRPC', async () => {
    const viewer = await instance.addUser(workspace, 'viewer');
    const filters = [{ dim: 'campaign', op: 'in', values: ['A'] }];
    const input = encodeURIComponent(JSON.stringify({ kpis: KPIS, ...RANGE, filters, how: true }));
    const response = await instance.app.request(`/trpc/kpi.read?input=${input}`, {
      headers: {
        cookie: await instance.cookieOf(viewer.id),
        'x-openmops-workspace': workspace.slug,
      },
    });
    const { data } = ((await response.json()) as { result: { data: KpiAnswer } }).result;
    expect(data).toEqual(await rest(`${KPIS}?${range}&filter=campaign=A&how=1`));
  });

  it('comes over the command line', async () => {
    const read = kpiCommands[0] as Command;
    const ask = (how: boolean) =>
      read.run({
        positionals: KPIS,
        values: { ...RANGE, filter: ['campaign=A'], ...(how ? { how } : {}) },
        client: clientOf(instance, workspace),
      });
    const { json, text } = await ask(true);
    expect(json).toMatchObject({ how: HOW, rows: [{ parts: PARTS }] });
    expectRecomputed((json as KpiAnswer).rows[0]);
    expect(text()).toContain('cpc = Media cost ÷ Clicks (version 1, sha256');
    expect(text()).toContain('Last day with rows: ad_delivery 2026-02-03.');
    expect((await ask(false)).json).not.toHaveProperty('how');
  });

  it('is told for the range before as well, and leaves the CSV as it was', async () => {
    const query = `from=2026-02-01&to=2026-02-28&compare=previous`;
    const answer = await rest(`spend?${query}&how=true`);
    expect(answer.rows[0]).toMatchObject({ parts: { ad_cost: 7 }, previousParts: { ad_cost: 20 } });
    const headers = { authorization: `Bearer ${key}` };
    const csv = async (more: string) =>
      (
        await instance.app.request(`/api/v1/kpis/spend,ctr?${query}&format=csv${more}`, { headers })
      ).text();
    expect(await csv('&how=1')).toBe(await csv(''));
  });

  it('stays behind an embed, with the size of samples', async () => {
    const actor = { kind: 'embed' as const, id: 'e', name: 'e', kpis: ['ctr'], filters: [] };
    const scope = instance.scope(actor, workspace);
    const ask = { kpis: ['ctr'], from: '2026-02-01', to: '2026-02-28' };
    await expect(readKpi.call(scope, { ...ask, how: true })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const [row] = (await readKpi.call(scope, ask)).rows;
    expect(row).toMatchObject({ thin: ['ctr'] });
    expect(row).not.toHaveProperty('intervals');
  });
});

type Parameters = { parameters: { name: string }[] };

describe('the OpenAPI document', () => {
  // Parsing leaves out what the document does not name, so equal means: all of it is described.
  it('describes answers and definitions as they are', async () => {
    for (const more of ['', '&how=1', '&how=1&compare=year&by=campaign&grain=month']) {
      const answer = await rest(`${KPIS}?${range}&filter=campaign!=B${more}`);
      expect(KpiAnswerShape.parse(answer)).toEqual(answer);
    }
    const found = await instance.app.request('/api/openapi.json');
    const { paths } = (await found.json()) as { paths: Record<string, { get: Parameters }> };
    const asked = paths['/api/v1/kpis/{ids}']?.get.parameters.map((one) => one.name);
    expect(asked).toContain('how');
    const definition = await rest('ctr');
    expect(DescribedKpiShape.parse(definition)).toEqual(definition);
  });
});

describe('a share', () => {
  it('carries its interval and says when it is thin, in every door', async () => {
    const answer = await rest('ctr,spend?from=2026-02-01&to=2026-02-28');
    const [row] = answer.rows;
    expect(row?.intervals).toEqual({
      ctr: { low: expect.closeTo(0.2553, 4), high: expect.closeTo(0.3662, 4) },
    });
    expect(row?.thin).toEqual(['ctr']);
    const { json } = await (kpiCommands[0] as Command).run({
      positionals: ['ctr', 'spend'],
      values: { from: '2026-02-01', to: '2026-02-28' },
      client: clientOf(instance, workspace),
    });
    expect(json).toMatchObject({ rows: [{ intervals: row?.intervals, thin: ['ctr'] }] });
    const catalogue = await instance.app.request('/api/v1/kpis/ctr,cpc', {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await catalogue.json()).toMatchObject({
      kpis: [
        { uncertainty: 'proportion', minSample: 1000 },
        { uncertainty: 'none', minSample: null },
      ],
    });
  });
});

describe('an answer', () => {
  it('gives a KPI that was asked under two names under both, with equal numbers', async () => {
    const answer = await rest(`ctr,paid.ctr,ctr?${range}&by=campaign&grain=day`);
    expect(Object.keys(answer.kpis)).toEqual(['ctr', 'paid.ctr']);
    expect(answer.kpis.ctr).toEqual(answer.kpis['paid.ctr']);
    for (const { values, intervals } of answer.rows) {
      expect(values).toEqual({ ctr: expect.any(Number), 'paid.ctr': values.ctr });
      expect(intervals?.['paid.ctr']).toEqual(intervals?.ctr);
    }
  });

  it('says that rows were cut, and only then', async () => {
    const codes = async (limit: number) => {
      const { rows, notes } = await rest(`clicks?${range}&grain=day&limit=${limit}`);
      return [rows.length, notes.map((note) => note.message)];
    };
    expect(await codes(1)).toEqual([1, ['The first 1 of 2 rows are shown.']]);
    expect(await codes(2)).toEqual([2, []]);
  });

  it('of an empty workspace has every shape of an answer', async () => {
    const empty = await instance.addWorkspace();
    const scope = instance.scope({ kind: 'local' }, empty);
    const ask = (more: object) =>
      readKpi.call(scope, { kpis: ['spend', 'ctr'], ...RANGE, how: true, ...more });
    const total = await ask({ compare: 'previous' });
    expect(total).toMatchObject({
      asOf: null,
      sources: [],
      how: { fx: 'none', watermark: { ad_delivery: null } },
      rows: [
        {
          values: { spend: 0, ctr: null },
          previous: { spend: 0, ctr: null },
          parts: { ad_cost: 0, ad_clicks: 0, ad_impressions: 0 },
          intervals: { ctr: null },
        },
      ],
    });
    expect(total.rows[0]).not.toHaveProperty('thin');
    expect((await ask({ by: ['campaign'] })).rows).toEqual([]);
    expect((await ask({ grain: 'month' })).rows).toEqual([]);
    const spine = await ask({ grain: 'week', spine: true });
    expect(spine.rows.map((row) => row.values)).toEqual(
      Array.from({ length: 5 }, () => ({ spend: 0, ctr: null })),
    );
  });
});
