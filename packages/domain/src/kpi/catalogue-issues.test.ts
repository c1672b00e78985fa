import { describe, expect, it } from 'vitest';
import { type CatalogueParts, dimensionName, draftCatalogue, findMeasure } from './catalogue.ts';
import { catalogueIssues } from './catalogue-issues.ts';
import { createCatalogue, reviseKpi } from './create-catalogue.ts';
import { defineKpi, type KpiEntry } from './define-kpi.ts';
import { defineMeasure, type MeasureEntry } from './define-measure.ts';
import { findKpi } from './find-kpi.ts';
import type { Kpi } from './schema.ts';

// What a person reads who defines measures and KPIs, word by word.

const base = (id: string, more: Partial<MeasureEntry> = {}) =>
  defineMeasure({ ...{ id, name: id, dataset: 'ads', unit: { kind: 'money' } }, ...more });
const own = (id: string, formula: KpiEntry['formula'], more: Partial<KpiEntry> = {}): Kpi =>
  defineKpi({
    ...{ id, name: id, formula, unit: { kind: 'money' }, direction: 'up', description: 'X.' },
    ...{ source: { standard: 'own', url: null }, ...more },
  });
const COST = base('cost');
const filter = (dim: string) => ({ dim, op: 'eq' as const, values: ['x'] });

function told(kpis: Kpi[], more: Partial<CatalogueParts> = {}) {
  const issues = catalogueIssues(draftCatalogue({ measures: [COST], kpis, ...more }));
  for (const one of issues) expect(one).toMatchObject({ severity: 'error', line: null });
  return issues.map(({ code, field, message, hint }) => [code, field, message, hint]);
}

describe('what is wrong with a catalogue', () => {
  it.each<[string, Kpi, string, string | null]>([
    [
      'unknown_name',
      own('x.a', 'csot + csot'),
      'x.a: there is no measure or KPI “csot”.',
      'Did you mean “cost”?',
    ],
    [
      'unknown_name',
      own('x.a', 'x.b + cost'),
      'x.a: there is no measure or KPI “x.b”.',
      'Did you mean “x.a”?',
    ],
    [
      'unknown_name',
      own('x.a', 'whatever_it_is'),
      'x.a: there is no measure or KPI “whatever_it_is”.',
      null,
    ],
    ['circle', own('x.a', 'x.a + 1'), 'KPIs need each other in a circle: x.a → x.a.', 'Break it.'],
    [
      'unknown_dimension',
      own('x.a', 'cost', { filters: [filter('campain')] }),
      'x.a: there is no dimension “campain”.',
      'Did you mean “campaign”?',
    ],
    [
      'unknown_dimension',
      own('x.a', { op: 'where', of: { ref: 'cost' }, filters: [filter('qqqq')] }),
      'x.a: there is no dimension “qqqq”.',
      null,
    ],
    [
      'unknown_dimension',
      own('x.a', '2 * total(cost, qqqq) * 1'),
      'x.a: there is no dimension “qqqq”.',
      null,
    ],
    [
      'currency_total',
      own('x.a', 'total(cost, currency)'),
      'x.a: amounts of several currencies have no total.',
      'Total over other dimensions.',
    ],
    [
      'bad_sample',
      own('x.a', 'cost', { minSample: 0 }),
      'x.a: a smallest sample of 0 is none.',
      'Leave it out, or give a count above 0.',
    ],
    [
      'no_share',
      own('x.a', 'cost', { uncertainty: 'ratioDelta' }),
      'x.a: only something over something else has an interval.',
      'Write it as a quotient, or without interval.',
    ],
    [
      'no_share',
      own('x.a', 'cost * 2', { uncertainty: 'proportion' }),
      'x.a: only something over something else has an interval.',
      'Write it as a quotient, or without interval.',
    ],
  ])('%s: %j', (code, kpi, message, hint) => {
    expect(told([kpi])).toEqual([[code, 'x.a', message, hint]]);
  });

  it('names: one for one thing, in small letters, versions counted from 1', () => {
    const hint = 'Rename one of them.';
    expect(told([own('x.a', 'cost', { aliases: ['cost'] })])).toEqual([]);
    const filtered = own('x.a', 'cost', { aliases: ['cost'], filters: [filter('campaign')] });
    const taken = ['name_taken', 'cost', '“cost” would mean the measure cost and x.a.', hint];
    expect(told([filtered])).toEqual([taken]);
    expect(told([own('x.a', 'cost * 1', { aliases: ['cost'] })])).toEqual([taken]);
    expect(told([own('x.a', 'total(cost)', { aliases: ['cost'] })])).toEqual([taken]);
    const other = own('x.a', 'cost', { aliases: ['spend'] });
    expect(told([other, own('x.b', 'cost', { aliases: ['spend'] })])).toEqual([
      ['name_taken', 'spend', '“spend” would mean x.a and x.b.', hint],
    ]);
    const letters = 'Small letters, digits and _, with a point between family and name.';
    for (const name of [
      'x.A',
      'x.',
      '.x',
      '1x',
      'x a',
      'coalesce',
      'shift',
      'trailing',
      'to_date',
      'total',
    ]) {
      expect(told([own(name, 'cost')])).toEqual([['bad_id', name, `“${name}” is no id.`, letters]]);
    }
    for (const name of ['x', 'x1', 'x_y.z_1', 'a.b.c'])
      expect(told([own(name, 'cost')])).toEqual([]);
    for (const version of [0, 1.5, -1]) {
      expect(told([own('x.a', 'cost', { version })])).toEqual([
        ['bad_version', 'x.a', `x.a has version ${version}.`, 'From 1 on.'],
      ]);
    }
    expect(told([own('x.a', 'cost'), own('x.a', 'cost')])).toEqual([
      ['version_twice', 'x.a@1', 'x.a@1 is defined twice.', 'Number them.'],
    ]);
    expect(told([own('x.a', 'cost'), own('x.a', 'cost', { version: 2 })])).toEqual([]);
  });

  it('measures: short names of one dataset, additivity, filters', () => {
    const twin = base('price', { alias: 'cost' });
    expect(told([], { measures: [COST, twin] })).toEqual([
      ['alias_taken', 'cost', 'cost and price share the short name “cost”.', 'Rename one of them.'],
    ]);
    expect(told([], { measures: [COST, { ...twin, dataset: 'shop' }] })).toEqual([]);
    const wrong = { ...base('reach', { agg: 'max' }), additive: 'all' as const };
    expect(told([], { measures: [wrong] })).toEqual([
      [
        'additivity',
        'reach',
        'reach is a max, which is additive “none”, not “all”.',
        'Leave it out: it follows from agg.',
      ],
    ]);
    expect(told([], { measures: [base('part', { filters: [filter('campain')] })] })).toEqual([
      [
        'unknown_dimension',
        'part',
        'part: there is no dimension “campain”.',
        'Did you mean “campaign”?',
      ],
    ]);
    expect(told([own('x.a', 'total(cost)', { filters: [filter('source')] })])).toEqual([]);
  });

  it('units are looked at when every name is known', () => {
    const clash = own('x.a', 'cost + clicks');
    const clicks = base('clicks', { unit: { kind: 'count' } });
    const measures = [COST, clicks];
    expect(told([clash], { measures }).map(([code, field]) => [code, field])).toEqual([
      ['unit', 'x.a'],
    ]);
    expect(told([clash, own('x.b', 'csot')], { measures }).map(([code]) => code)).toEqual([
      'unknown_name',
    ]);
    expect(told([clash, own('x.b', 'x.b')], { measures }).map(([code]) => code)).toEqual([
      'circle',
    ]);
  });
});

describe('a catalogue that is refused', () => {
  const make = (count: number) => () =>
    createCatalogue({
      measures: [COST],
      kpis: Array.from({ length: count }, (_, i) => own(`x.a${i}`, 'qqqqqq')),
    });

  it('names up to twenty things that are wrong', () => {
    expect(make(20)).toThrow(/“qqqqqq”\.$/);
    expect(make(1)).toThrow(expect.objectContaining({ code: 'INVALID', hint: null }));
    expect(make(20)).not.toThrow('more.');
    expect(make(21)).toThrow(/ And 1 more\.$/);
    expect(make(2)).toThrow('x.a0: there is no measure or KPI “qqqqqq”. x.a1: there');
    expect(make(21)).not.toThrow('x.a20');
  });

  it('does not take a version older than the newest', () => {
    const catalogue = createCatalogue({
      measures: [COST],
      kpis: [own('x.a', 'cost', { version: 3 })],
    });
    expect(() => reviseKpi(catalogue, own('x.a', 'cost', { version: 2 }))).toThrow(
      'x.a@2 is older than version 3, which is there already. Give it version 4.',
    );
    expect(reviseKpi(catalogue, own('x.b', 'cost')).kpis.map((kpi) => kpi.id)).toEqual([
      'x.a',
      'x.b',
    ]);
  });
});

describe('a draft', () => {
  it('means by an id the newest that is certified, in whatever order versions come', () => {
    const version = (number: number, status: Kpi['status'] = 'certified') =>
      own('x.a', 'cost', { version: number, status });
    const current = (...kpis: Kpi[]) =>
      draftCatalogue({ measures: [COST], kpis }).kpis.map((kpi) => kpi.version);
    expect(current(version(2), version(3), version(1))).toEqual([3]);
    expect(current(version(3), version(1), version(2))).toEqual([3]);
    expect(current(version(5, 'draft'), version(2), version(4, 'deprecated'))).toEqual([2]);
    expect(current(version(5, 'draft'), version(4, 'deprecated'))).toEqual([4]);
    expect(current(version(1, 'draft'), version(2, 'draft'))).toEqual([2]);
  });

  it('names the nearest measure for one that nobody knows, and keeps unknown dimensions', () => {
    const catalogue = draftCatalogue({ measures: [COST], kpis: [] });
    const told = (message: string, hint: string | null) =>
      expect.objectContaining({ code: 'INVALID', message, hint });
    expect(findMeasure(catalogue, 'cost')).toBe(COST);
    expect(() => findMeasure(catalogue, 'csot')).toThrow(
      told('There is no measure “csot”.', 'Did you mean “cost”?'),
    );
    expect(() => findMeasure(catalogue, 'qqqqqq')).toThrow(
      told('There is no measure “qqqqqq”.', null),
    );
    expect(['campaign', 'source', 'planet'].map((id) => dimensionName(catalogue, id))).toEqual([
      ...['Campaign', 'Source', 'planet'],
    ]);
    expect(catalogue.datasets).toEqual([]);
  });
});

describe('findKpi', () => {
  const dataset = { id: 'ads', family: 'paid' };
  const catalogue = draftCatalogue({
    measures: [COST, base('fee', { dataset: 'shop', description: 'What shops take.' })],
    kpis: [own('x.a', 'cost', { aliases: ['short'] })],
    datasets: [dataset as never],
  });

  it('knows ids, short ids and versions, and the nearest of what it does not know', () => {
    for (const name of ['x.a', 'short', 'x.a@1']) expect(findKpi(catalogue, name).id).toBe('x.a');
    expect(() => findKpi(catalogue, 'shrt')).toThrow('There is no KPI “shrt”.');
    const hintOf = (name: string) => {
      try {
        return findKpi(catalogue, name).id;
      } catch (error) {
        return (error as { hint?: string }).hint;
      }
    };
    expect(hintOf('shrt')).toBe('Did you mean “short”?');
    expect(hintOf('csot')).toBe('Did you mean “cost”?');
    expect(hintOf('qqqqqq')).toBe('The catalogue lists every KPI: kpi list, or GET /api/v1/kpis.');
  });

  it('takes a measure for a KPI of its own', () => {
    expect(findKpi(catalogue, 'cost')).toEqual({
      ...{ id: 'cost', version: 1, status: 'certified', name: 'cost', aliases: [], synonyms: [] },
      ...{ family: 'paid', expr: { ref: 'cost' }, unit: { kind: 'money' }, direction: 'neutral' },
      ...{ uncertainty: 'none', minSample: null, tags: [], owner: null, minGrain: null },
      ...{ description: 'cost as the sources deliver it.', filters: [], caveats: [] },
      source: { standard: 'OpenMOps definition', url: null, checked: 'own' },
    });
    expect(findKpi(catalogue, 'fee')).toMatchObject({
      family: 'shop',
      description: 'What shops take.',
    });
  });
});
