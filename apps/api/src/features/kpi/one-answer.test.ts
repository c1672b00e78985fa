import { GREGORIAN } from '@openmops/domain/calendar';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { definitionHash, findKpi, type KpiAnswer, KpiQuery, planKpis } from '@openmops/domain/kpi';
import { evaluateKpis, type Fact, sumRows } from '@openmops/domain/kpi/answer';
import { parseDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../cli/command.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';
import { kpiCommands } from './kpi.commands.ts';
import { clientOf, importTable } from './kpi.testing.ts';

const DEVICES = ['Mobile', 'Desktop', ''];
const COUNTRIES = ['DE', 'FR', 'Côte d’Ivoire'];
const CAMPAIGNS = ['Spring', 'Brand "A"', '=cmd()', 'Autumn'];

type Line = {
  day: string;
  campaign: string;
  device: string;
  country: string;
  cost: number;
  impressions: number;
  clicks: number;
};

function lines(): Line[] {
  const made: Line[] = [];
  for (let at = 0; at < 60; at++) {
    for (const [c, campaign] of CAMPAIGNS.entries()) {
      const day = new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10);
      const device = DEVICES[(at + c) % 3] ?? '';
      const country = COUNTRIES[(Math.floor(at / 3) + c) % 3] ?? '';
      const salt = at * 31 + c * 17;
      made.push({
        day,
        campaign,
        device,
        country,
        cost: (salt % 997) / 100,
        impressions: salt * 3,
        clicks: salt % 11,
      });
    }
  }
  return made;
}

let instance: TestInstance;
let workspace: Workspace;
let key: string;
let cookie: string;
beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace('one-answer');
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const report = await importTable(instance, workspace, {
    source: 'shop_ads',
    lines: [
      'Day,Campaign,Device,Country,Cost,Impressions,Clicks',
      ...lines().map((one) =>
        [
          one.day,
          quoted(one.campaign),
          one.device,
          quoted(one.country),
          one.cost.toFixed(2),
          one.impressions,
          one.clicks,
        ].join(','),
      ),
    ],
  });
  expect(report.rows.accepted).toBe(lines().length);
  const owner = await instance.addUser(workspace, 'owner');
  cookie = await instance.cookieOf(owner.id);
  const made = await createKey.call(instance.scope(owner, workspace), {
    name: 'test',
    scopes: ['kpis.read'],
  });
  key = made.key;
});
afterAll(() => instance.close());

const QUESTIONS: {
  name: string;
  filter: string[];
  by: string;
  grain?: string;
  compare?: string;
}[] = [
  { name: 'not a campaign, by device', filter: ['campaign!=Spring'], by: 'device' },
  {
    name: 'no device set, by month',
    filter: ['device=', 'country=DE', 'country=FR'],
    by: 'campaign',
    grain: 'month',
    compare: 'previous',
  },
  { name: 'part of a country', filter: ['country~IVOIRE'], by: '', grain: 'week' },
];
const KPIS = ['spend', 'ctr', 'cpc'];
const RANGE = { from: '2026-02-01', to: '2026-02-28' };

/** What every door must say: dimensions, period, values, and the values before. */
type Plain = {
  dims: Record<string, string | null>;
  period: string | null;
  values: (number | null)[];
  before: (number | null)[];
};

const plain = (answer: KpiAnswer): Plain[] =>
  answer.rows.map((row) => ({
    dims: row.dims,
    period: row.period,
    values: KPIS.map((id) => row.values[id] ?? null),
    before: KPIS.map((id) => row.previous?.[id] ?? null),
  }));

describe.each(QUESTIONS)('one KPI through all doors: $name', ({ filter, by, grain, compare }) => {
  const query = KpiQuery.parse({
    kpis: KPIS,
    ...RANGE,
    by: by ? [by] : [],
    grain: grain ?? null,
    compare: compare ?? null,
    filters: filtersOf(filter),
  });
  let expected: Plain[] = [];

  it('in memory, with the npm package', () => {
    const plan = planKpis({ catalogue: CATALOGUE, query, calendar: GREGORIAN, convert: false });
    const sum = (queries: typeof plan.current) => queries.map((one) => sumRows(facts(), one));
    const { rows } = evaluateKpis({
      plan,
      current: sum(plan.current),
      previous: sum(plan.previous),
      currency: 'EUR',
      rates: [],
    });
    expected = plain({ rows } as KpiAnswer);
    expect(expected.length).toBeGreaterThan(2);
    expect(expected.some((row) => row.values.every((value) => value !== null && value > 0))).toBe(
      true,
    );
  });

  it('tRPC', async () => {
    const input = encodeURIComponent(JSON.stringify(query));
    const response = await instance.app.request(`/trpc/kpi.read?input=${input}`, {
      headers: { cookie, 'x-openmops-workspace': workspace.slug },
    });
    const body = (await response.json()) as { result: { data: KpiAnswer } };
    expect(plain(body.result.data)).toEqual(expected);
    expectMeta(body.result.data);
  });

  const address = (format: string) => {
    const url = new URLSearchParams({ ...RANGE, by, format });
    for (const one of filter) url.append('filter', one);
    if (grain) url.set('grain', grain);
    if (compare) url.set('compare', compare);
    return `/api/v1/kpis/${KPIS.join(',')}?${url}`;
  };
  const rest = (format: string) =>
    instance.app.request(address(format), { headers: { authorization: `Bearer ${key}` } });

  it('REST', async () => {
    const answer = (await (await rest('json')).json()) as KpiAnswer;
    expect(plain(answer)).toEqual(expected);
    expectMeta(answer);
  });

  it('CSV', async () => {
    const response = await rest('csv');
    expect(response.headers.get('content-disposition')).toContain(
      'openmops-spend-ctr-cpc-2026-02-01',
    );
    // `text()` takes the mark off; spreadsheets need it.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
    expect(text.startsWith('\uFEFF')).toBe(true);
    const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
    const number = (cell: string | undefined) =>
      cell === undefined || cell === '' ? null : Number(cell);
    const unsafe = (cell: string | undefined) => cell?.replace(/^'=/, '=') || null;
    expect(
      rows.map((row) => ({
        dims: by ? { [by]: unsafe(row[by]) } : {},
        period: row.period ?? null,
        values: KPIS.map((id) => number(row[id])),
        before: KPIS.map((id) => number(row[`${id}_previous`])),
      })),
    ).toEqual(expected);
    expect(rows[0]?.definitions).toContain(definitionHash(CATALOGUE, findKpi(CATALOGUE, 'ctr')));
    expect(text).not.toMatch(/(^|,)=cmd/m);
  });

  it('command line', async () => {
    const read = kpiCommands[0] as Command;
    const { json, text } = await read.run({
      positionals: KPIS,
      values: { ...RANGE, by: [by], filter, grain, compare },
      client: clientOf(instance, workspace),
    });
    const answer = json as { kpis: KpiAnswer['kpis']; rows: Record<string, unknown>[] };
    expect(
      answer.rows.map(({ period, values, previous, intervals: _, ...dims }) => ({
        dims,
        period: period ?? null,
        values: KPIS.map((id) => (values as Record<string, number>)[id]),
        before: KPIS.map((id) => (previous as Record<string, number> | undefined)?.[id] ?? null),
      })),
    ).toEqual(expected);
    expect(answer.kpis.ctr).toMatchObject({
      definition: definitionHash(CATALOGUE, findKpi(CATALOGUE, 'ctr')),
      unit: { kind: 'ratio' },
    });
    expect(text()).toContain('spend');
  });
});

function expectMeta(answer: KpiAnswer): void {
  for (const id of KPIS)
    expect(answer.kpis[id]?.definition).toBe(definitionHash(CATALOGUE, findKpi(CATALOGUE, id)));
  expect(answer.sources.map((one) => one.id)).toEqual(['shop_ads']);
  expect(answer.asOf).toBe(answer.sources[0]?.lastImport);
  expect(answer.asOf).toMatch(/^\d{4}-/);
  expect(answer.currency).toBe('EUR');
}

function filtersOf(texts: string[]): KpiQuery['filters'] {
  if (texts[0] === 'campaign!=Spring') return [{ dim: 'campaign', op: 'neq', values: ['Spring'] }];
  if (texts[0] === 'country~IVOIRE')
    return [{ dim: 'country', op: 'contains', values: ['Ivoire'] }];
  return [
    { dim: 'device', op: 'eq', values: [null] },
    { dim: 'country', op: 'in', values: ['DE', 'FR'] },
  ];
}

function facts(): Fact[] {
  return lines().map((one) => ({
    source: 'shop_ads',
    account: '',
    shape: '',
    row: {
      day: parseDay(one.day) ?? 0,
      dayTo: parseDay(one.day) ?? 0,
      currency: 'EUR',
      dims: { campaign: one.campaign, device: one.device || null, country: one.country },
      values: {
        ad_cost: Math.round(one.cost * 1e6),
        ad_impressions: one.impressions * 1_000_000,
        ad_clicks: one.clicks * 1_000_000,
      },
    },
  }));
}
