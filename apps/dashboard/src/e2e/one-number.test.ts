import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { dayInZone, presetRange } from '@openmops/domain/calendar';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { DEMO_WORKSPACE, generateDemo } from '@openmops/domain/demo';
import {
  definitionHash,
  type Filter,
  findKpi,
  formatValue,
  type KpiAnswer,
  KpiQuery,
  planKpis,
} from '@openmops/domain/kpi';
import { evaluateKpis, type Fact, sumRows } from '@openmops/domain/kpi/answer';
import { formatDay, parseDay } from '@openmops/domain/shared';
import type { Browser, BrowserContext } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { FactRow, RowsAnswer } from '../api-types.ts';
import { at, closePages, openBrowser, openPage, signInAsOwner, textOf } from './browser.ts';
import { type ForeignPage, openForeignPage } from './foreign-page.ts';
import { MAIN } from './server.ts';

const { currency, timeZone, fiscalStart, fiscalNamedBy, weekStart } = DEMO_WORKSPACE;
const CALENDAR = { timeZone, firstMonth: fiscalStart, namedBy: fiscalNamedBy, weekStart };
const TODAY = dayInZone(Date.now(), timeZone);
const MONTH = presetRange('last_month', TODAY, CALENDAR);
const RANGE = { from: formatDay(MONTH.from), to: formatDay(MONTH.to) };
const KPIS = [
  { short: 'roas', id: 'paid.roas' },
  { short: 'spend', id: 'paid.cost' },
];

const FILTERS: { name: string; filter: Filter }[] = [
  { name: 'one channel', filter: { dim: 'channel', op: 'eq', values: ['Paid Social'] } },
  { name: 'one source', filter: { dim: 'source', op: 'eq', values: ['google_ads'] } },
  {
    name: 'either of two channels',
    filter: { dim: 'channel', op: 'in', values: ['Paid Search', 'Display'] },
  },
];

let browser: Browser;
let context: BrowserContext;
let key: string;
let intranet: ForeignPage;
beforeAll(async () => {
  [browser, intranet] = await Promise.all([openBrowser(), openForeignPage(inject('server').url)]);
  context = await browser.newContext({
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await signInAsOwner(page);
  key = (await ask<{ key: string }>('keys.create', { name: 'Doors', scopes: ['kpis.read'] })).key;
  await page.close();
});
afterAll(async () => {
  await closePages(browser);
  await intranet.close();
});

/** A procedure of the dashboard's own door, as the signed-in person. */
async function ask<T>(name: string, input: object): Promise<T> {
  const headers = { 'x-openmops-workspace': 'larkfield', origin: inject('server').url };
  const answer = /create$/.test(name)
    ? await context.request.post(at(`/trpc/${name}`), { headers, data: input })
    : await context.request.get(
        at(`/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`),
        { headers },
      );
  const body = (await answer.json()) as { result?: { data: T } };
  if (!body.result) throw new Error(JSON.stringify(body));
  return body.result.data;
}

/** What every door says: the values, and the definitions behind them. */
type Said = Record<string, { value: number | null | undefined; definition: string | undefined }>;

const saidBy = (answer: Pick<KpiAnswer, 'kpis' | 'rows'>): Said =>
  Object.fromEntries(
    KPIS.map(({ short }) => [
      short,
      { value: answer.rows[0]?.values[short], definition: answer.kpis[short]?.definition },
    ]),
  );

describe.each(FILTERS)('one number out of every door: $name', ({ filter }) => {
  const words = filter.values.map((value) => `${filter.dim}=${value}`);
  const question = { kpis: KPIS.map((kpi) => kpi.short), ...RANGE, filters: [filter] };
  const parameters = new URLSearchParams([
    ...Object.entries(RANGE),
    ...words.map((word) => ['filter', word]),
  ]);
  let first: Said;

  test('tRPC', async () => {
    const answer = await ask<KpiAnswer>('kpi.read', question);
    first = saidBy(answer);
    expect(answer.currency).toBe(currency);
    for (const { short } of KPIS) {
      expect(first[short]?.value).toBeGreaterThan(0);
      expect(first[short]?.definition).toBe(definitionHash(CATALOGUE, findKpi(CATALOGUE, short)));
    }
  });

  test('REST as JSON and as CSV', async () => {
    const address = at(`/api/v1/kpis/roas,spend?${parameters}`);
    const headers = { authorization: `Bearer ${key}` };
    const json = (await (await fetch(address, { headers })).json()) as KpiAnswer;
    expect(saidBy(json)).toEqual(first);
    const csv = await (await fetch(`${address}&format=csv`, { headers })).text();
    const [header = [], row = []] = csv
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','));
    for (const { short } of KPIS) {
      expect(Number(row[header.indexOf(short)])).toBe(first[short]?.value);
      expect(csv).toContain(first[short]?.definition);
    }
  });

  test('the command line, which finds the running server', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      MAIN,
      ...['kpi', 'roas', 'spend', '--from', RANGE.from, '--to', RANGE.to],
      ...words.flatMap((word) => ['--filter', word]),
      ...['--json', '--workspace', 'larkfield', '--data-dir', inject('server').dataDir],
    ]);
    expect(saidBy(JSON.parse(stdout))).toEqual(first);
  });

  test('the npm package, in memory, over the rows behind the number', async () => {
    const rows: FactRow[] = [];
    for (;;) {
      const { total, rows: more } = await ask<RowsAnswer>('kpi.rows', {
        kpi: 'roas',
        ...RANGE,
        filters: [filter],
        offset: rows.length,
        limit: 1000,
      });
      rows.push(...more);
      if (rows.length >= total) break;
    }
    const plan = planKpis({
      catalogue: CATALOGUE,
      query: KpiQuery.parse(question),
      calendar: CALENDAR,
    });
    const answer = evaluateKpis({
      plan,
      current: plan.current.map((query) => sumRows(rows.map(factOf), query)),
      previous: [],
      currency,
      rates: generateDemo(TODAY).rates,
    });
    for (const { short } of KPIS) expect(answer.rows[0]?.values[short]).toBe(first[short]?.value);
  });

  test('the tiles of the dashboard, and the definition on the page of the KPI', async () => {
    const { page, errors } = await openPage(context);
    await page.goto(at(`/w/larkfield?${parameters}&compare=off`));
    for (const { short, id } of KPIS) {
      const value = page.locator(`[data-kpi="${id}"] .value`).first();
      await expect.poll(() => textOf(value)).toBe(shown(short, first[short]?.value));
    }
    await page.goto(at(`/w/larkfield/kpis/paid.roas?${parameters}`));
    const value = page.locator('[data-kpi="paid.roas"] .value').first();
    await expect.poll(() => textOf(value)).toBe(shown('roas', first.roas?.value));
    expect(await textOf(page.getByRole('region', { name: 'What it says' }))).toContain(
      first.roas?.definition,
    );
    expect(errors).toEqual([]);
    await page.close();
  });

  test.each(KPIS)('$short as a widget on a page of another origin', async ({ short, id }) => {
    const snippet = await mintSnippet(id, filter);
    expect(snippet).toContain('<mops-kpi');
    const { page, errors } = await openPage(context);
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    const cookies: (string | undefined)[] = [];
    const answers: Promise<KpiAnswer>[] = [];
    page.on('request', async (request) => {
      if (!request.url().startsWith(inject('server').url)) return;
      // What is still under way when the page closes tells no headers any more.
      const headers = await request.allHeaders().catch(() => null);
      if (headers) cookies.push(headers.cookie);
    });
    page.on('response', (response) => {
      const url = new URL(response.url());
      const total = url.pathname.startsWith('/api/v1/kpis/') && !url.searchParams.has('grain');
      if (total && response.request().method() === 'GET') answers.push(response.json());
    });
    await page.goto(intranet.put(snippet));
    const value = page.locator('mops-kpi data.value');
    await expect.poll(() => value.getAttribute('value')).toBe(String(first[short]?.value));
    expect(await textOf(value)).toBe(shown(short, first[short]?.value));
    const answer = (await Promise.all(answers)).find((each) => each.rows);
    expect(answer?.from).toBe(RANGE.from);
    expect(answer?.to).toBe(RANGE.to);
    expect(answer?.kpis[id]?.definition).toBe(first[short]?.definition);
    expect(cookies.length).toBeGreaterThan(1);
    expect(cookies.filter((cookie) => cookie !== undefined)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });
});

/** A number as `en-GB` reads it. */
function shown(short: string, value: number | null | undefined): string {
  return formatValue(value ?? null, findKpi(CATALOGUE, short).unit, { locale: 'en-GB', currency });
}

/** Makes an embed by hand in the dashboard and copies what it offers. */
async function mintSnippet(kpi: string, filter: Filter): Promise<string> {
  const { page, errors } = await openPage(context);
  await page.goto(at('/w/larkfield/settings/embeds'));
  await page.getByRole('button', { name: 'New embed' }).click();
  await page.getByLabel('Name').fill(`${kpi} on the intranet`);
  await page.getByLabel('KPI', { exact: true }).selectOption(kpi);
  await page.getByLabel('Days', { exact: true }).selectOption('last_month');
  for (const value of filter.values) {
    await page.getByLabel('Filter by').selectOption(filter.dim);
    await page.getByLabel('Value', { exact: true }).fill(String(value));
    await page.getByRole('button', { name: 'Add filter' }).click();
  }
  await page.getByLabel('Addresses of the pages').fill(intranet.origin);
  await page.getByRole('button', { name: 'Create and get the snippet' }).click();
  await page.getByRole('button', { name: 'Copy snippet' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  expect(errors).toEqual([]);
  await page.close();
  return snippet;
}

function factOf({ day, dayTo, source, currency: of, dims, values }: FactRow): Fact {
  return {
    source,
    account: dims.account ?? '',
    shape: '',
    row: {
      day: parseDay(day) ?? 0,
      dayTo: parseDay(dayTo) ?? 0,
      currency: of,
      dims,
      values: Object.fromEntries(
        Object.entries(values).map(([id, value]) => [
          id,
          value === null ? null : Math.round(value * 1_000_000),
        ]),
      ),
    },
  };
}
