import { describe, expect, it } from 'vitest';
import { CATALOGUE, MEASURES } from '../catalogue/index.ts';
import { parseDay } from '../shared/day.ts';
import { draftCatalogue } from './catalogue.ts';
import { type Coverage, chooseSlices } from './choose-slices.ts';
import { defineKpi } from './define-kpi.ts';
import { defineMeasure } from './define-measure.ts';
import { evaluateKpis } from './evaluate.ts';
import { KpiQuery, type MeasureQuery, type Note } from './schema.ts';
import { type Fact, sumRows } from './sum-rows.ts';
import { measures, planOf } from './testing.ts';

// What a person reads when a value needs care or a question is refused, word by word.

const MAY = { from: '2026-05-01', to: '2026-05-31' };

function fact(on: string, units: Record<string, number>, campaign = 'a'): Fact {
  const day = parseDay(on) ?? Number.NaN;
  const values = Object.fromEntries(Object.entries(units).map(([id, one]) => [id, one * 1e6]));
  const row = { day, dayTo: day, currency: 'EUR', dims: { campaign }, values };
  return { source: 's', account: 'a', shape: '', row };
}

type Asked = Partial<KpiQuery> & { catalogue?: typeof CATALOGUE; stateless?: boolean };

function notes(facts: Fact[], { catalogue = CATALOGUE, stateless, ...asked }: Asked): Note[] {
  const query = KpiQuery.parse({ kpis: ['spend'], ...MAY, ...asked });
  const plan = planOf(query, { catalogue });
  const current = plan.current.map((one) =>
    sumRows(facts, one).map(({ states, ...row }) => (stateless ? row : { ...row, states })),
  );
  return evaluateKpis({ plan, current, previous: [], currency: 'EUR', rates: [] }).notes;
}

describe('notes of an answer', () => {
  it('name what nobody delivered, once for each KPI', () => {
    expect(notes([], { kpis: ['cpc', 'spend'] })).toEqual([
      {
        code: 'no_rows',
        message:
          'Cost per click: nothing that carries “Media cost”, “Clicks” was found in this range.',
        hint: 'Check the dates and filters, or import the export that has it.',
        kpi: 'cpc',
      },
      {
        code: 'no_rows',
        message: 'Media cost: nothing that carries “Media cost” was found in this range.',
        hint: 'Check the dates and filters, or import the export that has it.',
        kpi: 'spend',
      },
    ]);
    expect(notes([fact('2026-05-02', { ad_cost: 1 })], { kpis: ['cpc'] })).toEqual([
      {
        code: 'not_delivered',
        message:
          'Cost per click: the rows of this range have no column “Clicks”; it counts as 0 if it can be added, and is undefined if not.',
        hint: 'Import an export with that column.',
        kpi: 'cpc',
      },
    ]);
  });

  it('say why people are not added, and what only single cases tell', () => {
    const reach = [fact('2026-05-02', { ad_reach: 5 }), fact('2026-05-03', { ad_reach: 6 })];
    expect(notes(reach, { kpis: ['reach'] })).toEqual([
      {
        code: 'non_additive',
        message:
          'Reach is undefined where several rows meet: Reach counts different people, who overlap between days and rows, so adding them would count some twice.',
        hint: 'Split by the dimensions and the period in which the source delivered it.',
        kpi: 'reach',
      },
    ]);
    const median = defineMeasure({
      ...{ id: 'cost_p50', name: 'Median cost', dataset: 'ad_delivery', column: 'ad_cost' },
      ...{ unit: { kind: 'money' }, agg: 'quantile', q: 0.5 },
    });
    const catalogue = draftCatalogue({ measures: [median], kpis: [] });
    const costs = [fact('2026-05-02', { ad_cost: 5 }), fact('2026-05-03', { ad_cost: 6 })];
    expect(notes(costs, { kpis: ['cost_p50'], catalogue })).toEqual([]);
    expect(notes(costs, { kpis: ['cost_p50'], catalogue, stateless: true })).toEqual([
      {
        code: 'not_aggregable',
        message:
          'Median cost is undefined: Median cost can be told from single cases only, and these facts are sums.',
        hint: 'Read it where the single cases are: rows in memory, or the source itself.',
        kpi: 'cost_p50',
      },
    ]);
  });

  it('tell of rows beyond the limit', () => {
    const facts = ['a', 'b', 'c'].map((name) => fact('2026-05-02', { ad_cost: 1 }, name));
    expect(notes(facts, { by: ['campaign'], limit: 2 })).toEqual([
      {
        code: 'limited',
        message: 'The first 2 of 3 rows are shown.',
        hint: 'Filter, use a coarser grain, or raise the limit.',
        kpi: null,
      },
    ]);
    expect(notes(facts, { by: ['campaign'], limit: 3 })).toEqual([]);
  });

  it('repeat what a definition says of its use', () => {
    const old = defineKpi({
      ...{ id: 'x.old', name: 'Old cost', formula: 'ad_cost', unit: { kind: 'money' } },
      ...{ direction: 'up', description: 'x', source: { standard: 'own', url: null } },
      ...{ minGrain: 'month', status: 'deprecated' },
    });
    const catalogue = draftCatalogue({ measures: MEASURES, kpis: [old] });
    const facts = [fact('2026-05-02', { ad_cost: 1 })];
    const deprecated = {
      code: 'deprecated',
      message: 'Old cost is not meant to be used any more.',
      hint: 'Look for the KPI that took its place.',
      kpi: 'x.old',
    };
    const asked = { kpis: ['x.old'], catalogue };
    for (const grain of ['day', 'week'] as const) {
      expect(notes(facts, { ...asked, grain })).toEqual([
        {
          code: 'grain_too_fine',
          message: `Old cost is undefined by ${grain}: it can be read by month or longer.`,
          hint: 'Ask by month.',
          kpi: 'x.old',
        },
        deprecated,
      ]);
    }
    for (const grain of ['month', 'quarter', 'year', null] as const) {
      expect(notes(facts, { ...asked, grain })).toEqual([deprecated]);
    }
  });
});

describe('what is left out of a choice of exports', () => {
  const at = { dataset: 'ad_delivery' as const, source: 'x_ads', account: 'a' };
  const row = (shape: string, day: number, dayTo: number, sum: bigint): Coverage => ({
    ...{ ...at, shape, day, dayTo, sums: [sum] },
  });
  const told = (coverage: Coverage[], change: Partial<MeasureQuery> = {}) => {
    const buckets = [{ label: '', from: 0, to: 30 }];
    const query: MeasureQuery = {
      ...{ dataset: 'ad_delivery', measures: measures('ad_cost'), by: [], filters: [] },
      ...{ buckets, resolution: 'day', ...change },
    };
    return chooseSlices({ query, coverage }).notes;
  };

  it('periods that reach over the range', () => {
    const note = (more: string) => ({
      code: 'period_not_split',
      message: `x_ads: rows that cover 1969-12-27 to 1970-01-02 as a whole cannot be split and are left out of Media cost${more}.`,
      hint: 'Ask for a range and a grain that hold the whole period, or import the export by day.',
      kpi: null,
    });
    expect(told([row('~period', -5, 1, 7n)])).toEqual([note('')]);
    expect(told([row('~period', -5, 1, 7n), row('~period', 30, 31, 7n)])).toEqual([
      note(' (and 1 more periods)'),
    ]);
    expect(told([row('~period', -5, -1, 7n), row('~period', 31, 40, 7n)])).toEqual([]);
    expect(told([row('~period', -5, 1, 7n), row('', 0, 0, 5n)])).toEqual([]);
  });

  it('periods of which single days tell a part', () => {
    expect(told([row('~period', 0, 9, 1000n), row('', 2, 2, 998n)])).toEqual([
      {
        code: 'period_overlapped',
        message:
          'x_ads: rows that cover 1970-01-01 to 1970-01-10 as a whole are left out of Media cost, because rows by day tell part of it.',
        hint: null,
        kpi: null,
      },
    ]);
    // Platforms round: a thousandth is no difference.
    expect(told([row('~period', 0, 9, 1000n), row('', 2, 2, 999n)])).toEqual([]);
    expect(told([row('~period', 0, 9, -1000n), row('', 2, 2, -999n)])).toEqual([]);
  });

  it('what only exports with less detail hold', () => {
    const part = (sum: bigint) => [row('device', 3, 3, sum), row('', 3, 3, 1000n)];
    expect(told(part(333n), { by: ['device'] })).toEqual([
      {
        code: 'detail_incomplete',
        message:
          'x_ads: the rows with the asked detail hold 33.3% of Media cost; the rest is only in less detailed exports.',
        hint: 'Ask with fewer dimensions to see all of it.',
        kpi: null,
      },
    ]);
    expect(told(part(998n), { by: ['device'] })).toHaveLength(1);
    expect(told(part(999n), { by: ['device'] })).toEqual([]);
    expect(told(part(333n), { by: ['device'], measures: measures('ad_reach') })).toEqual([]);
  });
});

describe('a question that is refused', () => {
  const refusal = (change: object) => {
    try {
      planOf(KpiQuery.parse({ kpis: ['ctr'], ...MAY, ...change }));
    } catch (error) {
      const { code, message, hint } = error as { code: string; message: string; hint: string };
      return [code, message, hint];
    }
    return [];
  };

  it('says what it did not understand', () => {
    expect(refusal({ to: '2026-02-30' })).toEqual([
      'INVALID',
      '“2026-02-30” (to) is not a date of the calendar.',
      'A date looks like 2026-01-31.',
    ]);
    expect(refusal({ from: '2026-13-01' })[1]).toBe(
      '“2026-13-01” (from) is not a date of the calendar.',
    );
    expect(refusal({ by: ['campain'] })).toEqual([
      'INVALID',
      'There is no dimension “campain”.',
      'Did you mean “campaign”?',
    ]);
    const [, , known] = refusal({ by: ['zzzzzzzzzzzz'] });
    expect(known).toMatch(/^Known: .*, campaign, .*\.$/);
    expect(refusal({ kpis: ['zzzzzzzzzzzz'] })).toEqual([
      'NOT_FOUND',
      'There is no KPI “zzzzzzzzzzzz”.',
      'The catalogue lists every KPI: kpi list, or GET /api/v1/kpis.',
    ]);
  });
});
