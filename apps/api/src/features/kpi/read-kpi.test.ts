import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importRates } from '../rates/import-rates.ts';
import { listRates } from '../rates/list-rates.ts';
import { importTable, upload } from './kpi.testing.ts';
import { getKpi, listKpis } from './list-kpis.ts';
import { listRows } from './list-rows.ts';
import { listValues } from './list-values.ts';
import { readKpi } from './read-kpi.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

const RANGE = { from: '2026-01-01', to: '2026-01-31' };

async function room(currency = 'EUR') {
  const workspace = await instance.addWorkspace(undefined, { currency });
  const scope = instance.scope({ kind: 'local' }, workspace);
  return {
    scope,
    workspace,
    put: (source: string, ...lines: string[]) =>
      importTable(instance, workspace, { source, lines }),
  };
}

describe('kpi.read', () => {
  it('answers an empty workspace with zero flows, undefined ratios, and says why', async () => {
    const { scope } = await room();
    const answer = await readKpi.call(scope, { kpis: ['spend', 'roas'], ...RANGE });
    expect(answer.rows).toMatchObject([{ values: { spend: 0, roas: null } }]);
    expect(answer).toMatchObject({ asOf: null, sources: [] });
    expect(answer.notes.map((note) => note.code)).toContain('no_rows');
  });

  it('refuses what it cannot answer in words that help', async () => {
    const { scope } = await room();
    const ask = (more: object) => readKpi.call(scope, { kpis: ['spend'], ...RANGE, ...more });
    await expect(ask({ kpis: ['spned'] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      hint: expect.stringContaining('spend'),
    });
    await expect(ask({ by: ['campain'] })).rejects.toMatchObject({
      code: 'INVALID',
      hint: expect.stringContaining('campaign'),
    });
    await expect(
      ask({ filters: [{ dim: "x' OR 1", op: 'eq', values: ['1'] }] }),
    ).rejects.toMatchObject({ code: 'INVALID' });
    await expect(ask({ from: '2026-02-30' })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(ask({ to: '2025-01-01' })).rejects.toMatchObject({ code: 'INVALID' });
    await expect(ask({ from: '2010-01-01', grain: 'day' })).rejects.toMatchObject({
      code: 'LIMIT',
    });
    await expect(ask({ from: '1900-01-01' })).rejects.toMatchObject({ code: 'LIMIT' });
  });

  it('does not add two exports that describe the same money', async () => {
    const { scope, put } = await room();
    await put(
      'shop_ads',
      'Day,Campaign,Cost,Clicks',
      '2026-01-05,A,10.00,4',
      '2026-01-05,B,20.00,6',
      '2026-01-06,A,5,1',
    );
    await put(
      'shop_ads',
      'Day,Campaign,Device,Cost,Clicks',
      '2026-01-05,A,Mobile,7.00,3',
      '2026-01-05,A,Desktop,3.00,1',
      '2026-01-05,B,Mobile,20,6',
    );
    const all = await readKpi.call(scope, { kpis: ['spend', 'cpc'], ...RANGE });
    expect(all.rows[0]?.values).toEqual({ spend: 35, cpc: 35 / 11 });
    const split = await readKpi.call(scope, { kpis: ['spend'], ...RANGE, by: ['device'] });
    const byDevice = Object.fromEntries(
      split.rows.map((row) => [row.dims.device, row.values.spend]),
    );
    expect(byDevice).toMatchObject({ Mobile: 27, Desktop: 3 });
    const rows = await listRows.call(scope, { kpi: 'spend', ...RANGE });
    expect(rows.rows.reduce((sum, row) => sum + (row.values.ad_cost ?? 0), 0)).toBe(35);
    expect(rows).toMatchObject({ value: 35, sums: { ad_cost: 35 } });
    expect(rows.total).toBe(rows.rows.length);
  });

  it('converts at the rate of the day, refuses without one, and answers per currency', async () => {
    const { scope, workspace, put } = await room();
    await put(
      'shop_ads',
      'Day,Campaign,Currency,Cost,Clicks',
      '2026-01-05,A,EUR,10,1',
      '2026-01-06,A,USD,20,1',
      '2026-01-07,A,USD,40,1',
    );
    const ask = (more: object = {}) =>
      readKpi.call(scope, { kpis: ['spend', 'clicks'], ...RANGE, ...more });
    await expect(ask()).rejects.toMatchObject({
      code: 'PRECONDITION',
      message: expect.stringMatching(/USD → EUR on 2026-01-06 to 2026-01-07/),
      detail: { missing: [{ from: 'USD', to: 'EUR', days: ['2026-01-06', '2026-01-07'] }] },
    });
    const per = await ask({ by: ['currency'] });
    expect(
      Object.fromEntries(per.rows.map((row) => [row.dims.currency, row.values.spend])),
    ).toEqual({ EUR: 10, USD: 60 });
    const refused = await listRows.call(scope, { kpi: 'spend', ...RANGE });
    expect(refused).toMatchObject({ total: 3, value: null, notes: [{ code: 'no_rate' }] });
    const loaded = await importRates.call(scope, {
      upload: await upload(
        instance,
        workspace,
        'day;from;to;rate\n2026-01-06;USD;EUR;0,5\n2026-01-07;usd;eur;0,25\n',
      ),
    });
    expect(loaded).toEqual({
      rates: 2,
      kept: 0,
      pairs: ['USD → EUR'],
      period: { from: '2026-01-06', to: '2026-01-07' },
    });
    const converted = await ask();
    expect(converted).toMatchObject({
      currency: 'EUR',
      rows: [{ values: { spend: 30, clicks: 3 } }],
    });
    expect(await listRates.call(scope, {})).toMatchObject([
      { from: 'USD', to: 'EUR', first: '2026-01-06', last: '2026-01-07', days: 2, rate: 0.25 },
    ]);
  });

  it('refuses rates that cannot be used, with the line, and stores none', async () => {
    const { scope, workspace } = await room();
    const load = async (text: string) =>
      importRates.call(scope, { upload: await upload(instance, workspace, text) });
    await expect(
      load('day,from,to,rate\n2026-01-06,USD,EUR,0.5\n2026-01-07,USD,EUR,-1\n'),
    ).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('Line 3') });
    await expect(load('a,b,c\n1,2,3\n')).rejects.toMatchObject({
      code: 'INVALID',
      hint: expect.stringContaining('day, from, to, rate'),
    });
    await expect(load('day,from,to,rate\n2026-02-30,USD,EUR,1\n')).rejects.toMatchObject({
      message: expect.stringContaining('2026-02-30'),
    });
    expect(await listRates.call(scope, {})).toEqual([]);
    const other = await room();
    const theirs = await upload(
      instance,
      other.workspace,
      'day,from,to,rate\n2026-01-06,USD,EUR,0.5\n',
    );
    await expect(importRates.call(scope, { upload: theirs })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('shows what may not be added only where one row stands behind it', async () => {
    const { scope, put } = await room();
    await put(
      'shop_ads',
      'Day,Campaign,Impressions,Reach',
      '2026-01-05,A,100,60',
      '2026-01-06,A,100,70',
    );
    const answer = await readKpi.call(scope, { kpis: ['ad_reach'], ...RANGE });
    expect(answer.rows[0]?.values).toEqual({ ad_reach: null });
    expect(answer.notes.map((note) => note.code)).toContain('non_additive');
    const daily = await readKpi.call(scope, { kpis: ['ad_reach'], ...RANGE, grain: 'day' });
    expect(daily.rows.map((row) => row.values.ad_reach)).toEqual([60, 70]);
  });

  it('tells the sources behind it and whether they are silent', async () => {
    const { scope, put } = await room();
    await put('old_ads', 'Day,Campaign,Cost', '2020-01-05,A,1');
    const answer = await readKpi.call(scope, {
      kpis: ['spend'],
      from: '2020-01-01',
      to: '2020-12-31',
    });
    expect(answer.sources).toMatchObject([{ id: 'old_ads', stale: true }]);
    const later = await readKpi.call(scope, { kpis: ['spend'], ...RANGE });
    expect(later.sources).toEqual([]);
  });

  it('keeps an embed token to its KPIs and its filters', async () => {
    const { workspace, put } = await room();
    await put('shop_ads', 'Day,Campaign,Cost,Clicks', '2026-01-05,A,10,1', '2026-01-05,B,20,1');
    const embed = {
      kind: 'embed' as const,
      id: 'e',
      name: 'e',
      kpis: ['paid.cost'],
      filters: [{ dim: 'campaign', op: 'eq' as const, values: ['A'] }],
    };
    const scope = instance.scope(
      {
        ...embed,
        kpis: [
          (await getKpi.call(instance.scope({ kind: 'local' }, workspace), { id: 'spend' })).id,
        ],
      },
      workspace,
    );
    const free = { dim: 'campaign', op: 'in' as const, values: ['A', 'B'] };
    const answer = await readKpi.call(scope, { kpis: ['spend'], ...RANGE, filters: [free] });
    expect(answer.rows[0]?.values).toEqual({ spend: 10 });
    await expect(readKpi.call(scope, { kpis: ['clicks'], ...RANGE })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await listKpis.call(scope, {})).map((kpi) => kpi.aliases)).toEqual([
      expect.arrayContaining(['spend']),
    ]);
    await expect(listRows.call(scope, { kpi: 'spend', ...RANGE })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('kpi.rows and kpi.values', () => {
  it('lists exactly the rows that were added, page by page', async () => {
    const { scope, put } = await room();
    const lines = Array.from(
      { length: 25 },
      (_, at) => `2026-01-${String(at + 1).padStart(2, '0')},${at % 2 ? 'A' : 'B'},${at},${at % 5}`,
    );
    await put('shop_ads', 'Day,Campaign,Cost,Clicks', ...lines);
    const filters = [{ dim: 'campaign', op: 'eq' as const, values: ['A'] }];
    const ask = { kpi: 'cpc', from: '2026-01-03', to: '2026-01-20', filters };
    const number = await readKpi.call(scope, {
      kpis: ['cpc', 'spend'],
      from: ask.from,
      to: ask.to,
      filters,
    });
    const first = await listRows.call(scope, { ...ask, limit: 5 });
    const rest = await listRows.call(scope, { ...ask, offset: 5, limit: 100 });
    const rows = [...first.rows, ...rest.rows];
    expect(rows).toHaveLength(first.total);
    expect(first.total).toBe(9);
    expect(first.value).toBe(number.rows[0]?.values.cpc);
    expect(first.sums.ad_cost).toBe(rows.reduce((sum, row) => sum + (row.values.ad_cost ?? 0), 0));
    expect(first.columns).toEqual([{ id: 'campaign', name: 'Campaign' }]);
    expect(rows[0]?.day).toBe('2026-01-20');
  });

  it('pages through days of several rows without a gap', async () => {
    const { scope, put } = await room();
    const lines = [1, 2, 2, 4, 4, 4, 4, 9].map((day, at) => `2026-01-0${day},C${at},${at + 1}`);
    await put('shop_ads', 'Day,Campaign,Cost', ...lines);
    const ask = { kpi: 'spend', ...RANGE };
    const whole = await listRows.call(scope, { ...ask, limit: 100 });
    expect(whole.rows.map(({ day, dims }) => `${day} ${dims.campaign}`)).toEqual([
      ...['2026-01-09 C7', '2026-01-04 C3', '2026-01-04 C4', '2026-01-04 C5', '2026-01-04 C6'],
      ...['2026-01-02 C1', '2026-01-02 C2', '2026-01-01 C0'],
    ]);
    for (const limit of [1, 2, 3, 5])
      for (let offset = 0; offset < 10; offset++) {
        const page = await listRows.call(scope, { ...ask, limit, offset });
        expect(page.total).toBe(8);
        expect(page.rows).toEqual(whole.rows.slice(offset, offset + limit));
      }
  });

  it('names the values of a dimension and refuses unknown ones', async () => {
    const { scope, put } = await room();
    await put(
      'shop_ads',
      'Day,Campaign,Cost',
      '2026-01-05,Äpfel,10',
      '2026-01-06,Äpfel,20',
      '2026-01-06,Birnen,20',
    );
    const ask = { dim: 'campaign', ...RANGE };
    expect((await listValues.call(scope, ask)).values.map((one) => one.value)).toEqual([
      'Äpfel',
      'Birnen',
    ]);
    expect((await listValues.call(scope, { ...ask, search: 'äPF' })).values).toEqual([
      { value: 'Äpfel', rows: 2 },
    ]);
    await expect(listValues.call(scope, { ...ask, dim: 'campain' })).rejects.toMatchObject({
      hint: expect.stringContaining('campaign'),
    });
  });
});
