import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GREGORIAN } from '../calendar/calendar.ts';
import { CATALOGUE, KPIS, MEASURES } from '../catalogue/index.ts';
import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';
import { draftCatalogue } from './catalogue.ts';
import { catalogueIssues } from './catalogue-issues.ts';
import { createCatalogue, reviseKpi } from './create-catalogue.ts';
import { defineKpi, type KpiEntry } from './define-kpi.ts';
import { defineMeasure } from './define-measure.ts';
import { readDefinition } from './definition/read-definition.ts';
import { KpiDefinition, kpiJsonSchema } from './definition/schema.ts';
import { definitionHash } from './definition-hash.ts';
import { findKpi } from './find-kpi.ts';
import { parseFormula } from './parse-formula.ts';
import { planKpis } from './plan.ts';
import { type Kpi, KpiQuery, type Measure } from './schema.ts';

const own = (id: string, formula: string, more: Partial<KpiEntry> = {}): Kpi =>
  defineKpi({
    id,
    name: id,
    formula,
    unit: { kind: 'money' },
    direction: 'up',
    description: 'X.',
    source: { standard: 'own', url: null },
    ...more,
  });

function issuesOf(kpis: Kpi[], measures: Measure[] = []): Issue[] {
  return catalogueIssues(
    draftCatalogue({ measures: [...MEASURES, ...measures], kpis: [...KPIS, ...kpis] }),
  );
}
const codes = (kpis: Kpi[], measures?: Measure[]) =>
  issuesOf(kpis, measures).map((one) => `${one.code} ${one.field}`);

describe('createCatalogue', () => {
  it('finds nothing wrong with the shipped one', () => {
    expect(catalogueIssues(CATALOGUE)).toEqual([]);
  });

  it('tells all that is wrong at once', () => {
    const kpis = [
      own('x.a', 'ad_csot / clicks'),
      own('x.b', 'x.c'),
      own('x.c', 'x.b'),
      own('x.d', 'x.d + 1'),
      own('x.e', 'total(ad_cost, campain)'),
    ];
    const make = () => createCatalogue({ measures: MEASURES, kpis: [...KPIS, ...kpis] });
    expect(make).toThrow('Did you mean “ad_cost”?');
    expect(make).toThrow('x.b → x.c → x.b');
    expect(make).toThrow('x.d → x.d');
    expect(make).toThrow('Did you mean “campaign”?');
    expect(codes(kpis)).toEqual([
      'unknown_name x.a',
      'circle x.b',
      'circle x.d',
      'unknown_dimension x.e',
    ]);
  });

  it('names the unit that clashes', () => {
    const [issue] = issuesOf([own('x.a', 'ad_cost + ad_clicks')]);
    expect(issue?.message).toContain('count cannot be added to money');
    expect(issuesOf([own('x.a', 'ad_clicks * 2')])[0]?.message).toContain('gives count, not money');
    const moved = 'shift(ad_cost, period) - trailing(ad_clicks, 7 days)';
    expect(issuesOf([own('x.a', moved)])[0]?.message).toContain('count cannot be taken from money');
    expect(issuesOf([own('x.a', 'ad_cost / total(ad_cost, campaign)')])[0]?.message).toContain(
      'a plain number, not money',
    );
  });

  it('keeps one namespace for measures and KPIs', () => {
    expect(codes([own('x.a', 'ad_cost', { aliases: ['ad_clicks'] })])).toEqual([
      'name_taken ad_clicks',
    ]);
    expect(
      codes([own('x.a', 'ad_clicks', { aliases: ['ad_clicks'], unit: { kind: 'count' } })]),
    ).toEqual([]);
    expect(codes([own('x.a', 'ad_cost', { aliases: ['ctr'] })])).toEqual(['name_taken ctr']);
    expect(codes([own('ad_cost', 'ad_cost')])).toContain('name_taken ad_cost');
    expect(codes([own('x.a', 'ad_cost', { aliases: ['x.a'] })])).toEqual(['name_taken x.a']);
  });

  it.each([
    [
      'name_taken ad_cost',
      [],
      [defineMeasure({ id: 'ad_cost', name: 'X', dataset: 'd', unit: { kind: 'count' } })],
    ],
    [
      'alias_taken ad_cost',
      [],
      [
        defineMeasure({
          id: 'y',
          alias: 'spend',
          name: 'X',
          dataset: 'ad_delivery',
          unit: { kind: 'count' },
        }),
      ],
    ],
    [
      'additivity y',
      [],
      [
        {
          ...defineMeasure({
            id: 'y',
            name: 'X',
            dataset: 'd',
            unit: { kind: 'people' },
            agg: 'countDistinct',
          }),
          additive: 'all' as const,
        },
      ],
    ],
    [
      'unknown_dimension y',
      [],
      [
        defineMeasure({
          id: 'y',
          name: 'X',
          dataset: 'd',
          unit: { kind: 'count' },
          filters: [{ dim: 'planet', op: 'eq', values: ['x'] }],
        }),
      ],
    ],
    ['bad_id X', [own('X', 'ad_cost')], []],
    ['bad_id total', [own('total', 'ad_cost')], []],
    ['bad_version x.a', [own('x.a', 'ad_cost', { version: 0 })], []],
    ['version_twice x.a@1', [own('x.a', 'ad_cost'), own('x.a', 'ad_cost')], []],
    ['currency_total x.a', [own('x.a', 'total(ad_cost, currency)')], []],
    ['bad_sample x.a', [own('x.a', 'ad_cost', { minSample: -1 })], []],
    ['no_share x.a', [own('x.a', 'ad_cost', { uncertainty: 'proportion', minSample: 9 })], []],
    [
      'unknown_dimension x.a',
      [own('x.a', 'ad_cost', { filters: [{ dim: 'planet', op: 'eq', values: ['x'] }] })],
      [],
    ],
  ])('refuses %s', (code, kpis, measures) => {
    expect(codes(kpis, measures)).toContain(code);
  });

  it('takes dimensions of one’s own', () => {
    const dimensions = [{ id: 'planet', name: 'Planet' }];
    const kpis = [
      own('x.a', 'ad_cost / total(ad_cost, planet)', {
        unit: { kind: 'ratio', display: 'percent' },
      }),
    ];
    const catalogue = createCatalogue({ measures: MEASURES, kpis, dimensions });
    const query = KpiQuery.parse({
      kpis: ['x.a'],
      from: '2026-01-01',
      to: '2026-01-31',
      by: ['planet'],
    });
    expect(planKpis({ catalogue, query, calendar: GREGORIAN }).asked[0]?.formula).toBe(
      'Media cost ÷ Media cost (all of Planet)',
    );
  });
});

describe('versions', () => {
  const first = own('x.a', 'ad_cost');
  const one = reviseKpi(CATALOGUE, first);

  it('ask for a number when the meaning changes, and keep the old one answerable', () => {
    const changed = own('x.a', 'ad_cost * 2');
    expect(() => reviseKpi(one, changed)).toThrow(
      'means something else now, but is still version 1',
    );
    const two = reviseKpi(one, { ...changed, version: 2 });
    expect(findKpi(two, 'x.a')).toMatchObject({ version: 2, expr: parseFormula('ad_cost * 2') });
    expect(findKpi(two, 'x.a@1')).toBe(first);
    expect(definitionHash(two, findKpi(two, 'x.a@1'))).toBe(definitionHash(one, first));
    const ratio = own('x.b', 'x.a / x.a@1', { unit: { kind: 'ratio', display: 'times' } });
    const query = KpiQuery.parse({ kpis: ['x.b', 'x.a@1'], from: '2026-01-01', to: '2026-01-31' });
    const plan = planKpis({ catalogue: reviseKpi(two, ratio), query, calendar: GREGORIAN });
    expect(plan.asked.map((asked) => asked.formula)).toEqual([
      'Media cost × 2 ÷ Media cost',
      'Media cost',
    ]);
    expect(two.kpis.filter((kpi) => kpi.id === 'x.a')).toHaveLength(1);
    expect(() => reviseKpi(two, own('x.a', 'ad_cost * 3'))).toThrow('Give it version 3.');
  });

  it('let words change, and the order in which a formula is written', () => {
    const sum = reviseKpi(one, own('x.s', 'ad_cost + (order_revenue + refund_revenue)'));
    const turned = own('x.s', 'refund_revenue + order_revenue + ad_cost', { name: 'Other' });
    const next = reviseKpi(sum, turned);
    expect(findKpi(next, 'x.s').name).toBe('Other');
    expect(definitionHash(next, turned)).toBe(definitionHash(sum, findKpi(sum, 'x.s')));
  });

  it('mean the newest that is certified', () => {
    const draft = { ...own('x.a', 'ad_cost * 2'), version: 2, status: 'draft' as const };
    const two = reviseKpi(one, draft);
    expect(findKpi(two, 'x.a').version).toBe(1);
    expect(findKpi(two, 'x.a@2').version).toBe(2);
    const gone = { ...first, status: 'deprecated' as const };
    expect(findKpi(reviseKpi(two, gone), 'x.a').version).toBe(1);
    const certified = reviseKpi(two, { ...draft, status: 'certified' });
    expect(findKpi(certified, 'x.a').version).toBe(2);
    expect(() => reviseKpi(certified, { ...own('x.a', 'ad_cost * 5'), version: 1 })).toThrow(
      'version 3',
    );
  });
});

describe('definitions', () => {
  const text = {
    id: 'team.visit_cost',
    name: 'Cost per visit',
    formula: 'ad_cost / sessions',
    unit: { kind: 'money' },
    direction: 'down',
    description: 'Ads only.',
  };

  it('are drafts with the usual, in the same format as the shipped ones', () => {
    const kpi = readDefinition(text);
    expect(kpi).toMatchObject({ status: 'draft', version: 1, family: 'team', filters: [] });
    expect(kpi.expr).toEqual(parseFormula('ad_cost / sessions'));
    expect(readDefinition({ ...text, formula: kpi.expr }).expr).toEqual(kpi.expr);
    expect(readDefinition({ ...text, family: 'web' }).family).toBe('web');
  });

  it('hold every shipped KPI, and survive JSON', () => {
    for (const { expr, ...kpi } of KPIS) {
      const { checked: _, ...source } = kpi.source;
      const written = { ...kpi, source, formula: expr };
      const read = readDefinition(JSON.parse(JSON.stringify(written)));
      expect(read).toEqual({ ...kpi, source, expr });
    }
  });

  it.each([
    [{ id: 'Team' }, 'id'],
    [{ formula: '' }, 'formula'],
    [{ unit: { kind: 'love' } }, 'unit'],
    [{ version: 1.5 }, 'version'],
    [{ colour: 'red' }, 'colour'],
    [{ formula: { op: 'shift', of: 1, by: { count: 0, unit: 'day' } } }, 'formula'],
  ])('refuse %j and name it', (change, word) => {
    expect(() => readDefinition({ ...text, ...change })).toThrow(word);
    expect(() => readDefinition({ ...text, ...change })).toThrow(MopsError);
  });

  it('say all that is wrong with them, and where', () => {
    const refusal = (definition: unknown) => {
      try {
        return readDefinition(definition);
      } catch (error) {
        return error as MopsError;
      }
    };
    const two = refusal({ ...text, unit: { kind: 'love' }, version: 0 });
    const hint = 'A definition has an id, name, formula, unit, direction and description.';
    expect(two).toMatchObject({ code: 'INVALID', hint });
    expect((two as MopsError).message).toMatch(
      /^This is no KPI definition\. version: .+; unit\.kind: .+\.$/,
    );
    const issue = { code: 'bad_definition', severity: 'error', hint: null, line: null };
    expect((two as MopsError).detail).toMatchObject([
      { ...issue, field: 'version' },
      { ...issue, field: 'unit.kind' },
    ]);
    expect((refusal(5) as MopsError).message).toContain('definition. definition: ');
  });

  it('refuse whatever else there is', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(() => readDefinition(anything)).toThrow(MopsError);
      }),
      { numRuns: 1000 },
    );
  });

  it('have a JSON Schema', () => {
    const schema = kpiJsonSchema() as { properties: Record<string, unknown> };
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(Object.keys(schema.properties)).toEqual(Object.keys(KpiDefinition.shape));
    expect(JSON.stringify(schema)).toContain('toDate');
  });
});
