/**
 * A KPI answer through its verb (plan, slices, sums, rates, sources, evaluation) against the bare
 * engine asked for the same sums, alternated in one process, at 1 and 10 million facts.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KpiQuery } from '@openmops/domain/kpi';
import { readEnv } from '../src/env.ts';
import { readKpi } from '../src/features/kpi/read-kpi.ts';
import { createWorkspace } from '../src/features/workspace/create-workspace.ts';
import { openInstance } from '../src/instance.ts';
import { openLog } from '../src/log.ts';
import { openChdb } from '../src/stores/facts/chdb-engine.ts';

const ROUNDS = 25;
const SIZES = [1_000_000, 10_000_000];
const DAYS = 1096;
/** 2023-01-01 */
const FIRST_DAY = 19_358;

type Question = { name: string; ask: Partial<KpiQuery>; sql: (workspace: string) => string };

const where = (workspace: string, from: number, to: number) =>
  `workspace = '${workspace}' AND dataset = 'ad_delivery' AND day >= ${from} AND day <= ${to}`;

const QUESTIONS: Question[] = [
  {
    name: '90 days beside the 90 before',
    ask: {
      kpis: ['spend', 'ctr', 'cpc', 'cpa', 'roas'],
      from: '2025-10-03',
      to: '2025-12-31',
      compare: 'previous',
    },
    sql: (workspace) =>
      `SELECT day >= 20364, sum(ad_cost), sum(ad_clicks), sum(ad_impressions), sum(ad_conversions), sum(ad_conversion_value)
       FROM facts_ad_delivery WHERE ${where(workspace, 20274, 20453)} GROUP BY 1`,
  },
  {
    name: 'two years by month and channel',
    ask: {
      kpis: ['spend', 'roas', 'ctr'],
      from: '2024-01-01',
      to: '2025-12-31',
      grain: 'month',
      by: ['channel'],
    },
    sql: (workspace) =>
      `SELECT toYYYYMM(toDate32(day)), channel, sum(ad_cost), sum(ad_conversion_value), sum(ad_clicks), sum(ad_impressions)
       FROM facts_ad_delivery WHERE ${where(workspace, 19723, 20453)} GROUP BY 1, 2`,
  },
  {
    name: 'campaigns of one country in a year',
    ask: {
      kpis: ['roas', 'spend'],
      from: '2025-01-01',
      to: '2025-12-31',
      by: ['campaign'],
      filters: [{ dim: 'country', op: 'eq', values: ['DE'] }],
    },
    sql: (workspace) =>
      `SELECT campaign, sum(ad_cost), sum(ad_conversion_value)
       FROM facts_ad_delivery WHERE ${where(workspace, 20089, 20453)} AND country = 'DE' GROUP BY 1`,
  },
];

const folder = await mkdtemp(join(tmpdir(), 'openmops-bench-'));
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
// Without a version nothing is remembered: every answer is worked out.
const instance = { ...(await openInstance({ env, log: openLog(env) })), version: () => null };
const engine = await openChdb(join(folder, 'facts'));
const outside = {
  instance,
  actor: { kind: 'local' as const },
  workspace: null,
  requestId: 'req_bench',
};

/** The first rows of a dataset bring its columns. */
await instance.facts.land(
  {
    workspaceId: 'columns',
    batchId: 'columns',
    seq: 0,
    dataset: 'ad_delivery',
    source: 'google_ads',
    account: '',
    shape: '',
    dims: ['campaign', 'channel', 'country', 'device'],
    measures: ['ad_cost', 'ad_impressions', 'ad_clicks', 'ad_conversions', 'ad_conversion_value'],
    keyedByRecord: false,
  },
  0,
  [
    {
      line: 1,
      day: FIRST_DAY,
      dayTo: FIRST_DAY,
      currency: 'EUR',
      dims: [null, null, null, null],
      values: [0, 0, 0, 0, 0],
    },
  ],
);

async function fill(workspace: string, rows: number): Promise<void> {
  await engine.run(
    `INSERT INTO facts_ad_delivery (workspace, dataset, source, account, shape, day, day_to, currency,
       campaign, channel, country, device, ad_cost, ad_impressions, ad_clicks, ad_conversions, ad_conversion_value)
     SELECT '${workspace}', 'ad_delivery', concat('source_', toString(number % 4)), concat('account ', toString(number % 4)),
       'campaign,country,device', toInt32(${FIRST_DAY} + intDiv(number, ${Math.ceil(rows / DAYS)})) AS on_day, on_day, 'EUR',
       concat('Campaign ', toString(cityHash64(number) % 2000)), concat('Channel ', toString(number % 8)),
       ['DE', 'FR', 'US', 'GB', 'SE', 'ES', 'IT'][1 + cityHash64(number, 1) % 7], ['Mobile', 'Desktop', 'Tablet'][1 + number % 3],
       toInt64(cityHash64(number, 2) % 90000000), toInt64(number % 5000) * 1000000, toInt64(number % 70) * 1000000,
       toInt64(number % 5) * 1000000, toInt64(cityHash64(number, 3) % 400000000)
     FROM numbers(${rows})`,
  );
  await engine.run(`OPTIMIZE TABLE facts_ad_delivery`);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

for (const rows of SIZES) {
  const millions = `${rows / 1_000_000} M facts`;
  const workspace = await createWorkspace.call(outside, { slug: `bench-${rows}`, currency: 'EUR' });
  await fill(workspace.id, rows);
  const ratios: number[] = [];
  for (const { name, ask, sql } of QUESTIONS) {
    const verb = () => readKpi.call({ ...outside, workspace }, ask as KpiQuery);
    const bare = () => engine.ask(sql(workspace.id), {});
    for (let warm = 0; warm < 3; warm++) {
      await verb();
      await bare();
    }
    const verbs: number[] = [];
    const bares: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      verbs.push(await timed(verb));
      bares.push(await timed(bare));
    }
    const ratio = median(verbs) / median(bares);
    ratios.push(ratio);
    console.log(
      `${millions}, ${name}: ${median(verbs).toFixed(1)} ms, bare ${median(bares).toFixed(1)} ms, ${ratio.toFixed(2)}×`,
    );
  }
  console.log(
    JSON.stringify({
      name: `KPI answer at ${millions} / bare engine query`,
      value: Number(median(ratios).toFixed(2)),
      unit: '×',
      goal: 1.5,
      better: 'less',
      detail: `${QUESTIONS.length} questions: ${ratios.map((one) => one.toFixed(2)).join(', ')}`,
    }),
  );
}

await engine.close();
await instance.close();
await rm(folder, { recursive: true, force: true });
