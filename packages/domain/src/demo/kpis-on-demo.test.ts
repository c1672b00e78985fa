import { expect, test } from 'vitest';
import { GREGORIAN } from '../calendar/index.ts';
import { CATALOGUE, KPIS } from '../catalogue/index.ts';
import { evaluateKpis, type Fact, sumRows } from '../kpi/answer.ts';
import { KpiQuery, planKpis } from '../kpi/index.ts';
import { parseDay } from '../shared/index.ts';
import { type Demo as Files, generateDemo } from './generate-demo.ts';
import { type DemoStreams, demoStreams } from './streams.ts';

type Demo = Files & DemoStreams;
const demoOf = (day: number): Demo => ({ ...generateDemo(day), ...demoStreams(day) });

const RANGE = { from: '2026-10-01', to: '2026-10-31' };

test('every KPI of the catalogue has a value or none over the demo company, never nonsense', () => {
  const demo = demoOf(parseDay('2026-11-21') as number);
  const all = [...factsOf(demo, RANGE), ...stagesOf(demo, RANGE)];
  const facts = Map.groupBy(all, (one) => one.dataset);
  const values: Record<string, number | null> = {};
  for (let at = 0; at < KPIS.length; at += 40) {
    const kpis = KPIS.slice(at, at + 40).map((kpi) => kpi.id);
    const query = KpiQuery.parse({ kpis, ...RANGE, by: ['currency'] });
    const plan = planKpis({ catalogue: CATALOGUE, query, calendar: GREGORIAN });
    const current = plan.current.map((one) =>
      sumRows(facts.get(one.dataset)?.map(({ fact }) => fact) ?? [], one),
    );
    const answer = evaluateKpis({ plan, current, previous: [], currency: 'USD', rates: [] });
    for (const row of answer.rows) {
      for (const [id, value] of Object.entries(row.values)) {
        expect(value === null || Number.isFinite(value), `${id} is ${value}`).toBe(true);
        values[id] ??= value;
      }
    }
  }
  expect(Object.keys(values).length).toBe(KPIS.length);
  const defined = KPIS.filter((kpi) => typeof values[kpi.id] === 'number');
  expect(defined.length).toBeGreaterThan(60);
  for (const id of ['paid.roas', 'web.engagement_rate', 'email.ctor', 'seo.position']) {
    expect(values[id], id).toBeGreaterThan(0);
  }
});

type Dated = { dataset: string; fact: Fact };

function factsOf(demo: Demo, range: typeof RANGE): Dated[] {
  const [from, to] = [parseDay(range.from) ?? 0, parseDay(range.to) ?? 0];
  return demo.batches.flatMap((batch) =>
    batch.rows
      .filter((row) => from <= row.day && row.dayTo <= to)
      .map((row) => ({
        dataset: batch.dataset,
        fact: {
          source: batch.source,
          account: batch.account,
          shape: batch.shape,
          row: {
            day: row.day,
            dayTo: row.dayTo,
            currency: batch.currency,
            dims: Object.fromEntries(batch.dims.map((dim, i) => [dim, row.dims[i] ?? null])),
            values: Object.fromEntries(batch.measures.map((id, i) => [id, row.values[i] ?? null])),
          },
        },
      })),
  );
}

const STAGES = {
  contacts: {
    leads: 'hs_lifecyclestage_lead_date',
    mqls: 'hs_lifecyclestage_marketingqualifiedlead_date',
    sqls: 'hs_lifecyclestage_salesqualifiedlead_date',
  },
  deals: { opps_created: 'createdate' },
} as const;

/** Of what streams in: a row per stage that somebody has reached. */
function stagesOf({ streams }: Demo, range: typeof RANGE): Dated[] {
  const [from, to] = [parseDay(range.from) ?? 0, parseDay(range.to) ?? 0];
  const place = { source: 'hubspot', account: '', shape: 'record' };
  return Object.entries(STAGES).flatMap(([name, measures]) =>
    [...(streams.find((one) => one.name === name)?.records() ?? [])].flatMap((record) =>
      Object.entries(measures).flatMap(([measure, field]): Dated[] => {
        const at = (record.properties as Record<string, string | null>)[field];
        const day = at ? (parseDay(at.slice(0, 10)) ?? 0) : 0;
        if (day < from || day > to) return [];
        const row = { day, dayTo: day, currency: '', dims: { record: `${record.id}` } };
        const fact: Fact = { ...place, row: { ...row, values: { [measure]: 1_000_000 } } };
        return [{ dataset: 'lead_stage', fact }];
      }),
    ),
  );
}
