import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE } from '../../catalogue/index.ts';
import {
  type Catalogue,
  createCatalogue,
  defineKpi,
  definitionHash,
  type Expr,
  findKpi,
  type Kpi,
} from '../../kpi/index.ts';
import { importOsi as importNode } from '../osi-import/index.ts';
import { readYaml } from '../yaml/index.ts';
import { exportOsi, OSI_CANNOT_SAY } from './index.ts';

const NONE = createCatalogue({ measures: [], kpis: [] });
const importOsi = (text: string, catalogue: Catalogue = NONE) =>
  importNode(readYaml(text), { catalogue });

type Plain = {
  semantic_model: {
    datasets: {
      name: string;
      source: string;
      fields: { name: string }[];
      custom_extensions?: unknown;
    }[];
    metrics: {
      name: string;
      expression: { dialects: { expression: string }[] };
      description: string;
      ai_context: { synonyms: string[] };
      custom_extensions?: { vendor_name: string; data: string }[];
    }[];
    custom_extensions?: unknown;
  }[];
};
const modelOf = (document: unknown) =>
  (document as Plain).semantic_model[0] as Plain['semantic_model'][0];

describe('every KPI of the catalogue', () => {
  const out = exportOsi({ catalogue: CATALOGUE });
  const model = modelOf(out.document);
  const back = importOsi(out.text);
  const own = createCatalogue(back.parts);

  test('comes back with the same definition hash, by the extension', () => {
    expect(CATALOGUE.kpis.length).toBeGreaterThanOrEqual(215);
    expect(back.issues).toEqual([]);
    for (const kpi of CATALOGUE.kpis) {
      const hash = definitionHash(own, findKpi(own, kpi.id));
      expect(hash, kpi.id).toBe(definitionHash(CATALOGUE, kpi));
    }
  });

  test('is a metric, or is listed with the reason', () => {
    const errors = out.issues.filter(({ severity }) => severity === 'error');
    expect(model.metrics.length + errors.length).toBe(CATALOGUE.kpis.length);
    expect(errors.every(({ message }) => /balance of one day/.test(message))).toBe(true);
    expect(OSI_CANNOT_SAY.length).toBeGreaterThan(5);
  });

  test('the document has the fields of OSI 1.0 and no other', () => {
    expect(parse(out.text)).toEqual(out.document);
    expect(Object.keys(out.document)).toEqual(['semantic_model']);
    for (const metric of model.metrics) {
      expect(Object.keys(metric)).toEqual([
        'name',
        'expression',
        'description',
        'ai_context',
        'custom_extensions',
      ]);
      expect(metric.custom_extensions?.[0]?.vendor_name).toBe('COMMON');
    }
    for (const dataset of model.datasets) {
      expect(dataset.source).toBe(dataset.name);
      expect(new Set(dataset.fields.map(({ name }) => name)).size).toBe(dataset.fields.length);
    }
    expect(new Set(model.metrics.map(({ name }) => name)).size).toBe(model.metrics.length);
  });

  test('its SQL alone says the same formula', () => {
    const bare = structuredClone(model);
    for (const metric of bare.metrics) metric.custom_extensions = [];
    delete bare.custom_extensions;
    const read = importOsi(JSON.stringify({ semantic_model: [bare] }));
    expect(read.issues).toEqual([]);
    expect(read.kpis).toHaveLength(bare.metrics.length);
    const byName = new Map(read.kpis.map((kpi) => [kpi.id, kpi]));
    const again = createCatalogue(read.parts);
    for (const metric of bare.metrics) {
      const kpi = byName.get(`openmops.${metric.name}`) as Kpi;
      const sql = modelOf(exportOsi({ catalogue: again, kpis: [kpi.id] }).document).metrics[0];
      expect(sql?.expression).toEqual(metric.expression);
    }
  });
});

describe('what SQL says', () => {
  const kpi = (formula: string | Expr, more: Partial<Kpi> = {}) =>
    defineKpi({
      id: 'team.x',
      name: 'X',
      formula,
      unit: { kind: 'ratio', display: 'plain' },
      direction: 'up',
      description: 'X.',
      source: { standard: 'own', url: null },
      ...more,
    });
  const written = (one: Kpi) => {
    const catalogue = createCatalogue({ ...CATALOGUE, kpis: [...CATALOGUE.kpis, one] });
    const out = exportOsi({ catalogue, kpis: ['team.x'] });
    const sql = modelOf(out.document).metrics[0]?.expression.dialects[0]?.expression;
    return { ...out, sql, catalogue };
  };
  const filtered = (values: (string | null)[], op: 'eq' | 'neq' | 'in' | 'notIn' | 'contains') =>
    written(kpi('ad_clicks', { unit: { kind: 'count' }, filters: [{ dim: 'device', op, values }] }))
      .sql;

  test.each([
    [['a'], 'eq', "ad_delivery.device = 'a'"],
    [["it's", null], 'in', "(ad_delivery.device = 'it''s' OR ad_delivery.device IS NULL)"],
    [['a', 'b'], 'in', "ad_delivery.device IN ('a', 'b')"],
    [['a'], 'neq', "(ad_delivery.device <> 'a' OR ad_delivery.device IS NULL)"],
    [['a', null], 'notIn', "ad_delivery.device <> 'a'"],
    [[null], 'neq', 'ad_delivery.device IS NOT NULL'],
    [[null], 'eq', 'ad_delivery.device IS NULL'],
    [['Mob'], 'contains', "LOWER(ad_delivery.device) LIKE '%mob%'"],
  ] as const)('%j %s', (values, op, condition) => {
    expect(filtered([...values], op)).toBe(
      `SUM(CASE WHEN ${condition} THEN ad_delivery.ad_clicks END)`,
    );
  });

  test.each([
    [
      'ad_clicks / (ad_impressions - ad_clicks)',
      '1.0 * SUM(ad_delivery.ad_clicks) / NULLIF(SUM(ad_delivery.ad_impressions) - SUM(ad_delivery.ad_clicks), 0)',
    ],
    [
      'coalesce(ad_clicks, 0) / ad_impressions',
      '1.0 * COALESCE(SUM(ad_delivery.ad_clicks), 0) / NULLIF(SUM(ad_delivery.ad_impressions), 0)',
    ],
  ])('%s', (formula, sql) => {
    expect(written(kpi(formula)).sql).toBe(sql);
  });

  test.each([
    ['ad_clicks / shift(ad_clicks, 1 year)', 'another period'],
    ['to_date(ad_clicks, year) / ad_clicks', 'a longer period'],
    ['ad_clicks / total(ad_clicks, campaign)', 'leaves out a dimension'],
  ])('%s is left out, kept, and comes back', (formula, reason) => {
    const { sql, issues, text, catalogue } = written(kpi(formula));
    expect(sql).toBeUndefined();
    expect(issues).toEqual([
      expect.objectContaining({ code: 'not_said', message: expect.stringContaining(reason) }),
    ]);
    const own = createCatalogue(importOsi(text).parts);
    expect(definitionHash(own, findKpi(own, 'team.x'))).toBe(
      definitionHash(catalogue, findKpi(catalogue, 'team.x')),
    );
  });

  test('two datasets are a warning', () => {
    const { issues } = written(kpi('ad_clicks / sessions'));
    expect(issues).toEqual([
      expect.objectContaining({ code: 'said_in_part', severity: 'warning' }),
    ]);
  });

  test('SQL that was changed counts, as a new version', () => {
    const text = exportOsi({ catalogue: CATALOGUE, kpis: ['cpc'] }).text.replace(
      'NULLIF(SUM(ad_delivery.ad_clicks), 0)',
      'NULLIF(SUM(ad_delivery.ad_impressions), 0)',
    );
    const read = importOsi(text, CATALOGUE);
    expect(read.kpis[0]).toMatchObject({
      id: 'paid.cpc',
      version: 2,
      expr: { op: 'div', num: { ref: 'ad_cost' }, den: { ref: 'ad_impressions' } },
      unit: { kind: 'money' },
    });
    expect(read.issues[0]?.message).toContain('becomes version 2');
  });
});

describe('models of others', () => {
  const model = (expression: string, more = '') => `
semantic_model:
  - name: Shop Sales
    datasets:
      - name: orders
        source: shop.public.orders
        fields:
          - name: amount
            expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}
          - name: status
            expression: {dialects: [{dialect: ANSI_SQL, expression: status}]}
      - name: customers
        source: shop.public.customers
    metrics:
      - name: TheMetric
        description: What it is.
        ai_context: {synonyms: [one, two]}
        expression:
          dialects:
            - dialect: ANSI_SQL
              expression: ${JSON.stringify(expression)}
${more}`;
  const amount = { ref: 'orders_amount' };
  const where = (of: Expr, ...filters: [string, string, (string | null)[]][]) => ({
    op: 'where',
    of,
    filters: filters.map(([dim, op, values]) => ({ dim, op, values })),
  });

  test.each<[string, unknown]>([
    ['SUM(orders.amount)', amount],
    ['sum(amount)', amount],
    ['SUM(shop.orders."amount")', amount],
    ['COUNT(DISTINCT customers.id)', { ref: 'customers_id_distinct' }],
    ['COUNT(orders.id)', { ref: 'orders_id_count' }],
    ['MIN(orders.amount)', { ref: 'orders_amount_min' }],
    ['MEDIAN(orders.amount)', { ref: 'orders_amount_quantile_p50' }],
    [
      'PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY orders.amount)',
      { ref: 'orders_amount_quantile_p90' },
    ],
    ['AVG(orders.amount)', { op: 'div', num: amount, den: { ref: 'orders_amount_count' } }],
    [
      'SUM(orders.amount) / COUNT(DISTINCT customers.id)',
      { op: 'div', num: amount, den: { ref: 'customers_id_distinct' } },
    ],
    [
      'CASE WHEN SUM(orders.n) = 0 THEN NULL ELSE SUM(orders.amount) / SUM(orders.n) END',
      { op: 'div', num: amount, den: { ref: 'orders_n' } },
    ],
    [
      'SUM(orders.amount)::FLOAT / NULLIF(SUM(orders.n), 0)',
      { op: 'div', num: amount, den: { ref: 'orders_n' } },
    ],
    [
      'SAFE_DIVIDE(SUM(orders.amount), SUM(orders.n))',
      { op: 'div', num: amount, den: { ref: 'orders_n' } },
    ],
    ['COALESCE(SUM(orders.amount), 0)', { op: 'coalesce', args: [amount, 0] }],
    ['-SUM(orders.amount) * 2', { op: 'mul', args: [amount, -1, 2] }],
    [
      'SUM(orders.amount) - (SUM(orders.n) - 0.5 * SUM(orders.amount))',
      {
        op: 'sub',
        args: [
          amount,
          { op: 'sub', args: [{ ref: 'orders_n' }, { op: 'mul', args: [0.5, amount] }] },
        ],
      },
    ],
    [
      "SUM(CASE WHEN orders.status = 'won' THEN orders.amount ELSE 0 END)",
      where(amount, ['status', 'eq', ['won']]),
    ],
    [
      "SUM(orders.amount) FILTER (WHERE orders.status IN ('a', 'b') AND orders.region IS NOT NULL)",
      where(amount, ['status', 'in', ['a', 'b']], ['region', 'neq', [null]]),
    ],
    [
      "COUNT(CASE WHEN orders.status <> 'x' THEN 1 END)",
      where({ ref: 'orders_rows' }, ['status', 'notIn', ['x', null]]),
    ],
    [
      "SUM(CASE WHEN orders.status <> 'x' OR orders.status IS NULL THEN 1 ELSE 0 END)",
      where({ ref: 'orders_rows' }, ['status', 'neq', ['x']]),
    ],
    [
      "SUM(CASE WHEN orders.status = 'a' OR orders.status = 'b' THEN orders.amount END)",
      where(amount, ['status', 'in', ['a', 'b']]),
    ],
    [
      "SUM(CASE WHEN NOT orders.status = 'a' THEN orders.amount END)",
      where(amount, ['status', 'notIn', ['a', null]]),
    ],
    [
      "SUM(CASE WHEN LOWER(orders.status) LIKE '%wo%' THEN orders.amount END)",
      where(amount, ['status', 'contains', ['wo']]),
    ],
  ])('%s', (sql, expr) => {
    const { kpis, issues, parts } = importOsi(model(sql));
    expect(issues).toEqual([]);
    expect(kpis[0]).toMatchObject({ id: 'shop_sales.the_metric', synonyms: ['one', 'two'], expr });
    expect(createCatalogue(parts).kpis).toHaveLength(1);
  });

  test.each([
    ['SUM(orders.amount * orders.n)', 'a calculation of each row'],
    ['SUM(orders.amount) OVER (PARTITION BY orders.status)', 'a window'],
    ['(SELECT MAX(x) FROM y)', 'a query inside'],
    ['orders.amount', 'outside of an aggregate'],
    ['SUM(DISTINCT orders.amount)', 'SUM of different values'],
    ['STDDEV(orders.amount)', 'the function STDDEV'],
    ['COUNT(*)', 'COUNT(*) over several datasets'],
    ['SUM(orderz.amount)', 'Did you mean “orders”?'],
    ['SUM(orders.amount', 'where ) should be'],
    ['SUM(CASE WHEN orders.n > 5 THEN orders.amount END)', 'a comparison with >'],
    [
      "SUM(CASE WHEN customers.tier = 'a' THEN orders.amount END)",
      'a condition on another dataset',
    ],
    [
      "SUM(CASE WHEN orders.status = 'a' OR orders.region = 'b' THEN orders.amount END)",
      'OR over different columns',
    ],
    ["SUM(CASE WHEN orders.status LIKE 'a%' THEN orders.amount END)", 'such a LIKE'],
    [
      "MAX(CASE WHEN orders.status = 'a' THEN orders.amount ELSE 0 END)",
      'a CASE of several values',
    ],
    ['CAST(SUM(orders.amount) AS INTEGER)', 'a cast to INTEGER'],
    ['SUM(orders.amount) + COUNT(DISTINCT customers.id) * SUM(orders.amount)', 'different units'],
    [`SUM(orders.amount)${' + 1'.repeat(8000)}`, '20,000 characters'],
    [`${'('.repeat(200)}1${')'.repeat(200)}`, '100 levels'],
  ])('%s is left out, with the reason and its line', (sql, reason) => {
    const { kpis, issues } = importOsi(model(sql));
    expect(kpis).toEqual([]);
    expect(issues[0]).toMatchObject({ severity: 'error', line: 15 });
    expect(`${issues[0]?.message} ${issues[0]?.hint}`).toContain(reason);
  });

  test('rounding and joins are warnings', () => {
    const more =
      '    relationships: [{name: r, from: orders, to: customers, from_columns: [c], to_columns: [id]}]\n';
    const { kpis, issues } = importOsi(model('ROUND(SUM(orders.amount), 2)', more));
    expect(kpis[0]?.expr).toEqual(amount);
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['said_in_part', 15],
      ['said_in_part', 22],
    ]);
  });

  test('measures of a catalogue are taken from it', () => {
    const text =
      'semantic_model: [{name: m, datasets: [{name: ad_delivery, source: x}], metrics: [{name: cpx, expression: "SUM(ad_cost) / SUM(ad_clicks)"}]}]';
    const { kpis, measures } = importOsi(text, CATALOGUE);
    expect(measures).toEqual([]);
    expect(kpis[0]).toMatchObject({ unit: { kind: 'money' }, expr: { num: { ref: 'ad_cost' } } });
  });

  test.each([
    ['a: 1', /no document of Open Semantic/],
    ['semantic_model: []', /no document of Open Semantic/],
  ])('%s', (text, message) => {
    expect(() => importOsi(text)).toThrow(message);
  });

  test('what has not the form of OSI is named with its line', () => {
    const { issues } = importOsi(
      'semantic_model:\n  - name: m\n    datasets: []\n  - name: n\n    datasets: [{name: a, source: b}]\n    metrics:\n      - name: x\n      - {name: y, expression: {dialects: [{dialect: MDX, expression: "[a].[b]"}]}}',
    );
    expect(issues.map(({ line, field }) => [line, field])).toEqual([
      [3, 'model 1'],
      [7, 'metric 1'],
      [8, 'y'],
    ]);
  });
});
