import type { KpiAnswer } from '@openmops/domain/kpi';
import type { Workspace } from '@openmops/domain/workspace';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { biTool } from './odata.testing.ts';

const DAYS = 75;
const CAMPAIGNS = ['Spring', "Brand 'A'", 'Autumn & more', 'Größe'];
let instance: TestInstance;
let workspace: Workspace;
let tool: Awaited<ReturnType<typeof biTool>>;
let other: Awaited<ReturnType<typeof biTool>>;

beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace('acme');
  const lines = ['Day,Campaign,Device,Cost,Impressions,Clicks'];
  for (let at = 0; at < DAYS; at++) {
    const day = new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
    for (const [c, campaign] of CAMPAIGNS.entries()) {
      const salt = at * 31 + c * 17;
      const device = salt % 2 ? 'Mobile' : '';
      lines.push(`${day},"${campaign}",${device},${(salt % 997) / 100},${salt * 3},${salt % 11}`);
    }
  }
  await importTable(instance, workspace, { source: 'shop_ads', lines });
  tool = await biTool(instance, workspace);
  other = await biTool(instance, await instance.addWorkspace('rival'));
});
afterAll(() => instance.close());

const $filter = (text: string) => `$filter=${encodeURIComponent(text)}`;

describe('the same number at every door', () => {
  const kpis = ['paid.cost', 'paid.ctr', 'paid.cpc'];
  const range = { from: '2026-02-01', to: '2026-02-28' };
  const cases = [
    { by: '', grain: 'day' },
    { by: '', grain: 'week' },
    { by: 'campaign', grain: 'month' },
    { by: 'device,campaign', grain: 'day' },
    { by: 'campaign', grain: 'range' },
  ] as const;

  it.each(cases)('by “$by”, $grain', async ({ by, grain }) => {
    const query = {
      ...{ kpis, ...(grain === 'week' ? { from: '2026-02-02', to: '2026-03-01' } : range) },
      by: by === '' ? [] : by.split(','),
      grain: grain === 'range' ? null : grain,
    };
    const owner = await instance.addUser(workspace, 'owner');
    const answer = await readKpi.call(instance.scope(owner, workspace), query);
    const words = `kpi in ('spend','paid.ctr','cpc') and grain eq '${grain}' and by eq '${by}' and date ge ${query.from} and date le ${query.to}`;
    const { rows } = await tool.all(`/odata/v4/KpiValues?${$filter(words)}`);
    const shown = (kpi: string, dims: unknown[], from: unknown, value: unknown) =>
      JSON.stringify([kpi, from, ...dims, value]);
    const expected = answer.rows.flatMap((row) =>
      kpis.flatMap((kpi) => {
        const value = row.values[kpi] ?? null;
        return value === null
          ? []
          : [
              shown(
                kpi,
                query.by.map((dim) => row.dims[dim] ?? null),
                row.from,
                value,
              ),
            ];
      }),
    );
    expect(expected.length).toBeGreaterThan(3);
    const found = rows.map((row) =>
      shown(
        `${row.kpi}`,
        query.by.map((dim) => row[dim] ?? null),
        row.date,
        row.value,
      ),
    );
    expect(found.sort()).toEqual(expected.sort());
    for (const row of rows) expect(row.definition).toBe(answer.kpis[`${row.kpi}`]?.definition);
    expect(rows[0]?.as_of).toBe(answer.asOf);
  });

  it('tRPC, REST, CSV and OData', async () => {
    const address = `/api/v1/kpis/paid.roas,paid.ctr,paid.cost?from=${range.from}&to=${range.to}`;
    const bearer = { authorization: `Bearer ${tool.key}` };
    const rest = (await (
      await instance.app.request(address, { headers: bearer })
    ).json()) as KpiAnswer;
    const csv = await instance.app.request(`${address}&format=csv`, { headers: bearer });
    const [line] = parse(await csv.text(), { columns: true, bom: true }) as Record<
      string,
      string
    >[];
    const words = `kpi in ('paid.ctr','paid.cost') and grain eq 'range' and date ge ${range.from} and date lt 2026-03-01`;
    const { value } = await tool.read(`/odata/v4/acme/KpiValues?${$filter(words)}`);
    expect(value).toHaveLength(2);
    for (const row of value) {
      const kpi = `${row.kpi}`;
      expect(row.value).toBe(rest.rows[0]?.values[kpi]);
      expect(String(row.value)).toBe(line?.[kpi]);
      expect(row.definition).toBe(rest.kpis[kpi]?.definition);
      expect(line?.definitions).toContain(row.definition);
    }
  });

  it('spend by row adds up to the KPI', async () => {
    const { rows } = await tool.all('/odata/v4/Spend', { prefer: 'odata.maxpagesize=70' });
    expect(rows).toHaveLength(DAYS * CAMPAIGNS.length);
    const words = `kpi eq 'spend' and grain eq 'range'`;
    const { value } = await tool.read(`/odata/v4/KpiValues?${$filter(words)}`);
    const micros = rows.reduce((sum, row) => sum + Math.round(Number(row.spend) * 1e6), 0);
    expect(micros / 1e6).toBe(value[0]?.value);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });
});

describe('questions', () => {
  it('a value does not depend on the filter by date', async () => {
    const whole = await tool.all(`/odata/v4/KpiMonths?${$filter("kpi eq 'spend'")}`);
    const words = "kpi eq 'spend' and date ge 2026-01-15 and date le 2026-02-10";
    const some = await tool.all(`/odata/v4/KpiMonths?${$filter(words)}`);
    expect(whole.rows.map((row) => row.date)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
    expect(some.rows).toEqual(whole.rows.slice(1, 2));
  });

  it('a named value splits by its column', async () => {
    const words = "kpi eq 'spend' and grain eq 'month' and campaign eq 'Brand ''A'''";
    const { rows } = await tool.all(`/odata/v4/KpiValues?${$filter(words)}`);
    expect(rows.map((row) => [row.by, row.campaign])).toEqual(
      Array(3).fill(['campaign', "Brand 'A'"]),
    );
  });

  it('pages give each row once, in the same order as one large page', async () => {
    const path = `/odata/v4/KpiValues?${$filter("kpi in ('spend','ctr') and by eq 'campaign'")}`;
    const large = await tool.all(path);
    const small = await tool.all(path, { prefer: 'odata.maxpagesize=37' });
    expect(small.pages).toBeGreaterThan(10);
    expect(small.rows).toEqual(large.rows);
    const part = await tool.all(`${path}&$top=100&$skip=40`, { prefer: 'maxpagesize=37' });
    expect(part.rows).toEqual(large.rows.slice(40, 140));
  });

  it('sorts, counts and pages sorted rows', async () => {
    const path = `/odata/v4/Spend?$orderby=spend%20desc,date&$count=true&$select=date,spend`;
    const first = await tool.read(path);
    expect(first['@odata.count']).toBe(DAYS * CAMPAIGNS.length);
    expect(Object.keys(first.value[0] ?? {})).toEqual(['date', 'spend']);
    const paged = await tool.all(path, { prefer: 'odata.maxpagesize=50' });
    expect(paged.rows).toEqual(first.value);
    const amounts = paged.rows.map((row) => Number(row.spend));
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
  });

  it('a row is found by its key', async () => {
    for (const set of ['KpiValues', 'Spend', 'Kpis', 'Sources']) {
      const { value } = await tool.read(`/odata/v4/${set}?$top=1&$skip=3`);
      const row = value[0] ?? (await tool.read(`/odata/v4/${set}?$top=1`)).value[0];
      const key = encodeURIComponent(`'${String(row?.id).replaceAll("'", "''")}'`);
      const found = await tool.read(`/odata/v4/${set}(${key})`);
      expect(found).toMatchObject({ status: 200, ...row });
    }
    expect((await tool.read("/odata/v4/Kpis('nothing')")).status).toBe(404);
  });

  it.each([
    [
      "campaign in ('Spring','Größe')",
      (row: Row) => ['Spring', 'Größe'].includes(`${row.campaign}`),
    ],
    [
      "contains(campaign,'more') or startswith(campaign,'Br')",
      (row: Row) => /more|^Br/.test(`${row.campaign}`),
    ],
    [
      "not (endswith(campaign,'g')) and device eq null",
      (row: Row) => !/g$/.test(`${row.campaign}`) && row.device === null,
    ],
    ['year(date) eq 2026 and month(date) eq 2', (row: Row) => `${row.date}`.startsWith('2026-02')],
    [
      'date ge 2026-01-31T00:00:00Z and date lt 2026-02-02T00:00:00Z',
      (row: Row) => ['2026-01-31', '2026-02-01'].includes(`${row.date}`),
    ],
    [
      'date gt 2026-02-27 and (clicks gt 5 or spend le 1.5)',
      (row: Row) =>
        `${row.date}` > '2026-02-27' && (Number(row.clicks) > 5 || Number(row.spend) <= 1.5),
    ],
    ["device ne 'Mobile'", (row: Row) => row.device !== 'Mobile'],
    [
      "tolower(campaign) eq 'spring' and date eq 2026-03-01",
      (row: Row) => row.campaign === 'Spring' && row.date === '2026-03-01',
    ],
  ])('%s', async (words, passes) => {
    const { rows: every } = await tool.all('/odata/v4/Spend');
    const { rows } = await tool.all(`/odata/v4/Spend?${$filter(words)}`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(every.filter(passes));
    const count = await tool.get(`/odata/v4/Spend/$count?${$filter(words)}`, {
      accept: 'text/plain',
    });
    expect(await count.text()).toBe(String(rows.length));
  });
  type Row = Record<string, unknown>;
});

describe('who may read', () => {
  it('nobody without a key, and nobody of another workspace', async () => {
    const nobody = await instance.app.request('/odata/v4/');
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toContain('Basic');
    const wrong = Buffer.from('a:omp_live_wrong').toString('base64');
    const forged = await instance.app.request('/odata/v4/', {
      headers: { authorization: `Basic ${wrong}` },
    });
    expect(forged.status).toBe(401);
    expect((await other.read('/odata/v4/acme/Spend')).status).toBe(404);
    expect((await other.read('/odata/v4/Spend')).value).toEqual([]);
    expect((await other.read('/odata/v4/KpiValues')).value).toEqual([]);
    const bearer = { authorization: `Bearer ${tool.key}` };
    expect((await tool.get('/odata/v4/acme/', bearer)).status).toBe(200);
  });

  it('a key without the scope is refused', async () => {
    const narrow = await biTool(instance, workspace, ['sources.read']);
    expect(await narrow.read('/odata/v4/Spend')).toMatchObject({ status: 403 });
    expect((await narrow.get('/odata/v4/$metadata')).status).toBe(403);
  });
});

describe('what is asked of the stores', () => {
  it('an incremental refresh reads its months only', async () => {
    const asked: number[][] = [];
    const { sums, rows } = instance.facts;
    Object.assign(instance.facts, {
      sums: (...args: Parameters<typeof sums>) => {
        asked.push(args[1].buckets.flatMap((one) => [one.from, one.to]));
        return sums.apply(instance.facts, args);
      },
      rows: (...args: Parameters<typeof rows>) => {
        asked.push(args[1].buckets.flatMap((one) => [one.from, one.to]));
        return rows.apply(instance.facts, args);
      },
    });
    const bounds = 'date ge 2026-02-01T00:00:00Z and date lt 2026-03-01T00:00:00Z';
    await tool.all(`/odata/v4/Spend?${$filter(bounds)}`);
    await tool.all(`/odata/v4/KpiValues?${$filter(`${bounds} and kpi eq 'paid.cost'`)}`);
    Object.assign(instance.facts, { sums, rows });
    const february = [Date.UTC(2026, 1, 1) / 864e5, Date.UTC(2026, 1, 28) / 864e5];
    expect(asked.length).toBeGreaterThan(1);
    for (const days of asked) expect([Math.min(...days), Math.max(...days)]).toEqual(february);
  });
});
