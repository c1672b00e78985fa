import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE } from '../../catalogue/index.ts';
import {
  createCatalogue,
  defineKpi,
  definitionHash,
  type Expr,
  findKpi,
  type Kpi,
} from '../../kpi/index.ts';
import { importMetricflow as importNodes } from '../metricflow-import/index.ts';
import { readYamlDocuments } from '../yaml/index.ts';
import { exportMetricflow, METRICFLOW_CANNOT_SAY } from './index.ts';

const NONE = createCatalogue({ measures: [], kpis: [] });
const importMetricflow = (text: string, options: Partial<Parameters<typeof importNodes>[1]> = {}) =>
  importNodes(readYamlDocuments(text), { catalogue: NONE, ...options });

type Plain = {
  semantic_models: { name: string; measures: Record<string, unknown>[]; config?: unknown }[];
  metrics: {
    name: string;
    type: string;
    type_params: Record<string, unknown>;
    filter?: string;
    config?: { meta: { openmops: { part?: string } } };
  }[];
};

// The names that MetricFlow takes: two letters at least, single underscores.
const NAME = /^[a-z](?!.*__)[a-z0-9_]*[a-z0-9]$/;

describe('every KPI of the catalogue', () => {
  const out = exportMetricflow({ catalogue: CATALOGUE });
  const { metrics, semantic_models: models } = out.document as Plain;
  const back = importMetricflow(out.text);
  const own = createCatalogue(back.parts);

  test('is a metric, and comes back with the same definition hash', () => {
    expect(out.issues).toEqual([]);
    expect(back.issues).toEqual([]);
    expect(back.kpis).toHaveLength(CATALOGUE.kpis.length);
    for (const kpi of CATALOGUE.kpis) {
      const hash = definitionHash(own, findKpi(own, kpi.id));
      expect(hash, kpi.id).toBe(definitionHash(CATALOGUE, kpi));
    }
    expect(METRICFLOW_CANNOT_SAY.length).toBeGreaterThan(5);
  });

  test('names are unique and of the form that MetricFlow takes', () => {
    expect(parse(out.text)).toEqual(JSON.parse(JSON.stringify(out.document)));
    const names = metrics.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const measures = models.flatMap((one) => one.measures.map(({ name }) => String(name)));
    expect(new Set(measures).size).toBe(measures.length);
    expect([...names, ...measures].filter((name) => !NAME.test(name))).toEqual([]);
  });

  test('is read by what it says alone, without what was kept for us', () => {
    const bare = structuredClone(out.document) as Plain;
    for (const part of [...bare.metrics, ...bare.semantic_models]) delete part.config;
    const read = importMetricflow(JSON.stringify(bare), { catalogue: CATALOGUE });
    expect(read.issues).toEqual([]);
    const again = createCatalogue(read.parts);
    for (const kpi of CATALOGUE.kpis) {
      const name = `dbt.${kpi.id.replaceAll(/[._]+/g, '_')}`;
      const { expr, filters } = findKpi(again, name);
      const same = { ...kpi, expr, filters };
      expect(definitionHash(again, same), kpi.id).toBe(definitionHash(CATALOGUE, kpi));
    }
  });
});

describe('what MetricFlow says', () => {
  const kpi = (formula: string | Expr, more: Partial<Kpi> = {}) =>
    defineKpi({
      id: 'team.x',
      name: 'X',
      formula,
      unit: { kind: 'count' },
      direction: 'up',
      description: 'X.',
      source: { standard: 'own', url: null },
      ...more,
    });
  const written = (one: Kpi) => {
    const catalogue = createCatalogue({ ...CATALOGUE, kpis: [...CATALOGUE.kpis, one] });
    const out = exportMetricflow({ catalogue, kpis: ['team.x'] });
    const { metrics } = out.document as Plain;
    const found = metrics.find(({ name }) => name === 'team_x');
    const parts = metrics.filter(({ name }) => name !== 'team_x');
    return { ...out, found, parts, catalogue };
  };
  const device = { dim: 'device', op: 'eq' as const, values: ['phone'] };

  test.each<[string, Kpi, unknown]>([
    [
      'a sum',
      kpi('ad_clicks'),
      { type: 'simple', type_params: { measure: { name: 'ad_clicks' } } },
    ],
    [
      'with a filter',
      kpi('ad_clicks', { filters: [device] }),
      { type: 'simple', filter: "{{ Dimension('ad_delivery__device') }} = 'phone'" },
    ],
    [
      'something for nothing',
      kpi('coalesce(ad_clicks, 0)'),
      {
        type: 'simple',
        type_params: {
          measure: { name: 'ad_clicks', fill_nulls_with: 0, join_to_timespine: true },
        },
      },
    ],
    [
      'a trailing window',
      kpi('trailing(ad_clicks, 28 days)'),
      {
        type: 'cumulative',
        type_params: {
          measure: { name: 'ad_clicks' },
          cumulative_type_params: { window: '28 days', period_agg: 'last' },
        },
      },
    ],
    [
      'to date',
      kpi('to_date(ad_clicks, month)'),
      { type: 'cumulative', type_params: { cumulative_type_params: { grain_to_date: 'month' } } },
    ],
    [
      'an offset',
      kpi('ad_clicks - shift(ad_clicks, 14 days)'),
      {
        type: 'derived',
        type_params: {
          expr: 'ad_clicks - ad_clicks_14_days_ago',
          metrics: [
            { name: 'ad_clicks' },
            { name: 'ad_clicks', offset_window: '14 days', alias: 'ad_clicks_14_days_ago' },
          ],
        },
      },
    ],
    [
      'an offset of a window',
      kpi('shift(trailing(ad_clicks, 7 days), 1 week)'),
      {
        type: 'derived',
        type_params: {
          expr: 'ad_clicks_last_7_days_1_week_ago',
          metrics: [{ name: 'ad_clicks_last_7_days', offset_window: '1 week' }],
        },
      },
    ],
    [
      'a ratio of windows',
      kpi('to_date(ad_clicks / ad_impressions, year)', {
        unit: { kind: 'ratio', display: 'percent' },
      }),
      {
        type: 'ratio',
        type_params: {
          numerator: 'ad_clicks_year_to_date',
          denominator: 'ad_impressions_year_to_date',
        },
      },
    ],
  ])('%s', (_, one, expected) => {
    const { found, issues, text, catalogue } = written(one);
    expect(issues).toEqual([]);
    expect(found).toMatchObject(expected as object);
    const own = createCatalogue(importMetricflow(text).parts);
    expect(definitionHash(own, findKpi(own, 'team.x'))).toBe(
      definitionHash(catalogue, findKpi(catalogue, 'team.x')),
    );
  });

  test.each([
    ['total(ad_clicks)', 'leaves out a dimension'],
    ['shift(ad_clicks, period)', 'the period before'],
    ['trailing(shift(ad_clicks, 1 year), 7 days)', 'what has been moved before'],
    ['shift(shift(ad_clicks, 1 year), 7 days)', 'what has been moved before'],
    ['to_date(ad_clicks, 2 months)', 'several units'],
  ])('%s is left out, kept, and comes back', (formula, reason) => {
    const { found, issues, text, parts, catalogue } = written(kpi(formula));
    expect(found).toBeUndefined();
    expect(parts).toEqual([]);
    expect(issues).toEqual([
      expect.objectContaining({ code: 'not_said', message: expect.stringContaining(reason) }),
    ]);
    const own = createCatalogue(importMetricflow(text).parts);
    expect(definitionHash(own, findKpi(own, 'team.x'))).toBe(
      definitionHash(catalogue, findKpi(catalogue, 'team.x')),
    );
  });

  test('a balance is no sum over time, and has no window', () => {
    const { semantic_models: models } = exportMetricflow({ catalogue: CATALOGUE, kpis: ['mrr'] })
      .document as Plain;
    expect(models[0]?.measures[0]).toMatchObject({
      agg: 'sum',
      non_additive_dimension: { name: 'fact_day', window_choice: 'max' },
    });
    const { issues } = written(kpi('trailing(mrr, 7 days)', { unit: { kind: 'money' } }));
    expect(issues[0]?.message).toContain('is a balance');
  });

  test('what was changed counts, as a new version', () => {
    const text = exportMetricflow({ catalogue: CATALOGUE, kpis: ['cpc', 'cpm'] }).text.replace(
      'denominator: ad_clicks',
      'denominator: ad_impressions',
    );
    const { kpis, issues } = importMetricflow(text, { catalogue: CATALOGUE });
    expect(kpis.find(({ id }) => id === 'paid.cpc')).toMatchObject({
      version: 2,
      unit: { kind: 'money' },
    });
    expect(issues).toEqual([
      expect.objectContaining({ message: 'paid_cpc: it was changed; it becomes version 2.' }),
    ]);
  });
});

const PROJECT = `
semantic_models:
  - name: orders
    model: ref('fct_orders')
    defaults: {agg_time_dimension: ordered_at}
    entities:
      - {name: order, type: primary}
    dimensions:
      - {name: ordered_at, type: time, type_params: {time_granularity: day}}
      - {name: country, type: categorical}
    measures:
      - {name: revenue, agg: SUM, expr: amount, label: Revenue}
      - {name: orders, agg: sum, expr: "1"}
      - {name: buyers, agg: count_distinct, expr: customer_id}
      - {name: basket, agg: average, expr: amount}
      - {name: p90, agg: percentile, expr: amount, agg_params: {percentile: 0.9}}
      - {name: p90_about, agg: percentile, expr: amount, agg_params: {percentile: 0.9, use_approximate_percentile: true}}
      - {name: gifts, agg: sum_boolean, expr: is_gift}
      - {name: big, agg: sum_boolean, expr: "CASE WHEN size = 'big' THEN TRUE ELSE FALSE END"}
      - {name: web_revenue, agg: sum, expr: "CASE WHEN channel = 'web' THEN amount ELSE 0 END"}
      - {name: stock, agg: sum, non_additive_dimension: {name: ordered_at, window_choice: max}}
      - {name: opening, agg: sum, expr: stock, non_additive_dimension: {name: ordered_at}}
      - {name: by_shop, agg: sum, expr: stock, non_additive_dimension: {name: ordered_at, window_groupings: [shop]}}
      - {name: gross, agg: sum, expr: amount * 1.2}
      - {name: returns, agg: count, expr: returned_at, create_metric: true}
`;

describe('projects of others, shaped like theirs', () => {
  const read = (metric: string, type: string) =>
    importMetricflow(`${PROJECT}\n---\nmetric:\n  name: asked\n  type: ${type}\n${metric}---\nmetrics:
  - {name: revenue, type: simple, label: Net revenue, type_params: {measure: revenue}}
  - {name: orders, type: SIMPLE, type_params: {measure: {name: orders}}}
`);
  const asked = (metric: string, type = 'simple') => {
    const { kpis, issues, parts } = read(metric, type);
    createCatalogue(parts);
    return { kpi: kpis.find(({ id }) => id === 'dbt.asked'), issues };
  };
  const revenue = { ref: 'orders_amount' };
  const rows = { ref: 'orders_rows' };
  const filtered = (of: Expr, dim: string, value: string) => ({
    op: 'where',
    of,
    filters: [{ dim, op: 'eq', values: [value] }],
  });

  test.each<[string, unknown]>([
    ['revenue', revenue],
    ['orders', rows],
    ['buyers', { ref: 'orders_customer_id_distinct' }],
    ['basket', { op: 'div', num: revenue, den: { ref: 'orders_amount_count' } }],
    ['p90', { ref: 'orders_amount_quantile_p90' }],
    ['gifts', filtered(rows, 'is_gift', 'true')],
    ['big', filtered(rows, 'size', 'big')],
    ['web_revenue', filtered(revenue, 'channel', 'web')],
    ['stock', { ref: 'orders_stock_last' }],
    ['opening', { ref: 'orders_stock_first' }],
    ['{name: revenue, fill_nulls_with: 0}', { op: 'coalesce', args: [revenue, 0] }],
    [
      `{name: revenue, filter: "{{ Dimension('order__country') }} = 'MX'"}`,
      filtered(revenue, 'country', 'MX'),
    ],
  ])('a simple metric of %s', (measure, expr) => {
    const { kpi, issues } = asked(`  type_params:\n    measure: ${measure}\n`);
    expect(issues).toEqual([]);
    expect(kpi?.expr).toEqual(expr);
  });

  test.each<[string, string, unknown]>([
    [
      'ratio',
      '{numerator: revenue, denominator: {name: orders}}',
      { op: 'div', num: { ref: 'dbt.revenue' }, den: { ref: 'dbt.orders' } },
    ],
    [
      'derived',
      '{expr: "revenue / NULLIF(orders, 0)", metrics: [{name: revenue}, orders]}',
      { op: 'div', num: { ref: 'dbt.revenue' }, den: { ref: 'dbt.orders' } },
    ],
    [
      'derived',
      '{expr: revenue - before, metrics: [{name: revenue}, {name: revenue, alias: before, offset_window: 14 days}]}',
      {
        op: 'sub',
        args: [
          { ref: 'dbt.revenue' },
          { op: 'shift', of: { ref: 'dbt.revenue' }, by: { count: 14, unit: 'day' } },
        ],
      },
    ],
    [
      'cumulative',
      '{measure: revenue, cumulative_type_params: {window: 7 days, period_agg: last}}',
      { op: 'window', of: revenue, kind: 'trailing', span: { count: 7, unit: 'day' } },
    ],
    [
      'cumulative',
      '{cumulative_type_params: {metric: revenue, grain_to_date: MONTH, period_agg: LAST}}',
      {
        op: 'window',
        of: { ref: 'dbt.revenue' },
        kind: 'toDate',
        span: { count: 1, unit: 'month' },
      },
    ],
    [
      'simple',
      '{metric_aggregation_params: {semantic_model: orders, agg: max}, expr: amount}',
      { ref: 'orders_amount_max' },
    ],
  ])('%s %s', (type, params, expr) => {
    const { kpi, issues } = asked(`  type_params: ${params}\n`, type);
    expect(issues).toEqual([]);
    expect(kpi?.expr).toEqual(expr);
  });

  test.each([
    ['simple', '{measure: by_shop}', 'window_groupings'],
    ['simple', '{measure: gross}', 'a calculation of each row'],
    ['simple', '{measure: revenu}', 'Did you mean “revenue”?'],
    [
      'simple',
      `{measure: {name: revenue, filter: "{{ TimeDimension('metric_time', 'day') }} > '2026-01-01'"}}`,
      'a condition on TimeDimension',
    ],
    ['simple', `{measure: {name: revenue, filter: "{% if x %} a = 'b'"}}`, 'a template'],
    ['simple', '{}', 'a measure “asked”'],
    ['ratio', '{numerator: revenue}', 'a ratio without both parts'],
    ['ratio', '{numerator: revenue, denominator: order}', 'Did you mean “orders”?'],
    ['ratio', '{numerator: asked, denominator: orders}', 'a circle of metrics (asked → asked)'],
    [
      'derived',
      '{expr: revenue, metrics: [{name: revenue, offset_to_grain: month}]}',
      'the value at the start of a month',
    ],
    [
      'derived',
      '{expr: revenue, metrics: [{name: revenue, offset_window: 3 hours}]}',
      'the window “3 hours”',
    ],
    ['derived', '{expr: SUM(revenue), metrics: [{name: revenue}]}', 'an aggregate over metrics'],
    ['derived', '{expr: x + 1, metrics: [{name: revenue}]}', '“x”, which is not among its metrics'],
    ['derived', '{expr: revenue + orders * orders, metrics: [revenue, orders]}', 'different units'],
    ['cumulative', '{measure: revenue}', 'a total since ever'],
    ['cumulative', '{window: 7 days}', 'a running total of nothing'],
    [
      'conversion',
      '{conversion_type_params: {base_measure: orders, conversion_measure: revenue, entity: user, window: 7 days}}',
      'conversions of the same entity',
    ],
    ['magic', '{}', 'a metric of type magic'],
  ])('%s %s is left out, with the reason and its line', (type, params, reason) => {
    const { kpi, issues } = asked(`  type_params: ${params}\n`, type);
    expect(kpi).toBeUndefined();
    const errors = issues.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ line }) => line)).toContain(29);
    expect(errors.map(({ message, hint }) => `${message} ${hint}`).join('\n')).toContain(reason);
  });

  test.each([
    ['simple', '{measure: p90_about}', 'its quantile is exact'],
    [
      'simple',
      '{measure: {name: revenue, join_to_timespine: true}}',
      'when a question asks for them',
    ],
    ['cumulative', '{measure: revenue, window: 7 days}', 'the value of its end'],
    ['derived', '{expr: "ROUND(revenue, 2)", metrics: [revenue]}', 'Rounding is left out'],
  ])('%s %s is a warning', (type, params, reason) => {
    const { kpi, issues } = asked(`  type_params: ${params}\n`, type);
    expect(kpi).toBeDefined();
    expect(issues).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringContaining(reason) }),
    ]);
  });

  test('a failed metric takes along those that need it, and no other', () => {
    const text = `${PROJECT}
metrics:
  - {name: ever, type: cumulative, type_params: {measure: revenue}}
  - {name: share, type: ratio, type_params: {numerator: revenue, denominator: ever}}
  - {name: revenue, type: simple, type_params: {measure: revenue}}
  - {name: revenue, type: simple, type_params: {measure: orders}}
  - {name: 5}
`;
    const { kpis, issues } = importMetricflow(text, { family: 'Shop' });
    expect(kpis.map(({ id }) => id)).toEqual(['shop.revenue', 'shop.returns']);
    expect(issues.map(({ field, line }) => [field, line])).toEqual(
      expect.arrayContaining([
        ['ever', 28],
        ['share', 29],
        ['revenue', 31],
        ['5', 32],
      ]),
    );
  });

  test('names, words and meta', () => {
    const { kpis } = read('  type_params: {measure: revenue}\n', 'simple');
    expect(kpis.map(({ name }) => name)).toEqual(['Asked', 'Net revenue', 'Orders', 'Returns']);
    const damaged = `${PROJECT}\nmetrics: [{name: a1, type: simple, type_params: {measure: revenue}, config: {meta: {openmops: {kpi: 5}}}}]`;
    const { issues } = importMetricflow(damaged);
    expect(issues[0]?.message).toContain('is damaged');
  });

  test('no project at all', () => {
    expect(() => importMetricflow('models: []')).toThrow('neither a semantic model nor a metric');
  });
});
