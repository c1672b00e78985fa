import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE } from '../../catalogue/index.ts';
import { randomFormula } from '../../kpi/facts.ts';
import {
  createCatalogue,
  definitionHash,
  type Expr,
  findKpi,
  parseFormula,
} from '../../kpi/index.ts';
import { checkDefinitions } from '../check/index.ts';
import {
  definitionFile,
  definitionOf,
  definitionsJsonSchema,
  formulaSource,
  readDefinitions,
  writeDefinitions,
} from '../index.ts';

const { kpis, measures } = CATALOGUE;
const validate = new Ajv2020({ validateFormats: false }).compile(definitionsJsonSchema());

describe('YAML out and in', () => {
  const text = writeDefinitions({ kpis, measures });
  const found = readDefinitions(text);

  test('every KPI of the catalogue comes back with the same definition', () => {
    expect(kpis.length).toBeGreaterThanOrEqual(215);
    expect(found.issues).toEqual([]);
    expect(found.measures).toEqual(measures);
    expect(found.kpis).toEqual(
      kpis.map(({ source: { checked: _, ...source }, ...kpi }) => ({ ...kpi, source })),
    );
    const own = createCatalogue({ ...CATALOGUE, measures: found.measures, kpis: found.kpis });
    for (const kpi of kpis) {
      const hash = definitionHash(own, findKpi(own, kpi.id));
      expect(hash, kpi.id).toBe(definitionHash(CATALOGUE, kpi));
    }
  });

  test('another reader of YAML sees the same, and JSON is read as well', () => {
    expect(parse(text)).toEqual(JSON.parse(JSON.stringify(definitionFile({ kpis, measures }))));
    const json = readDefinitions(JSON.stringify(definitionFile({ kpis, measures }), null, '\t'));
    expect({ ...json, lines: null }).toEqual({ ...found, lines: null });
  });

  test('nothing is wrong with the catalogue in its own company', () => {
    expect(checkDefinitions(readDefinitions(text), CATALOGUE)).toEqual([]);
  });

  test('any formula is told as text or in its parts', () => {
    const of = { refs: ['ad_cost', 'sessions'], dims: ['campaign', 'device'] };
    const filters = [{ dim: 'campaign', op: 'eq' as const, values: ['a', null] }];
    fc.assert(
      fc.property(
        fc.integer(),
        fc.boolean(),
        fc.integer({ min: 0, max: 4 }),
        (seed, some, depth) => {
          const expr = randomFormula(seed, { ...of, filters: some ? filters : [], depth });
          const source = formulaSource(expr);
          expect(typeof source === 'string' ? parseFormula(source) : source).toEqual(expr);
          const kpi = { ...findKpi(CATALOGUE, 'cpc'), id: 'team.x', aliases: [], expr };
          const again = readDefinitions(writeDefinitions({ kpis: [kpi] }));
          expect(again.issues).toEqual([]);
          expect(again.kpis[0]?.expr).toEqual(expr);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each<[string, string]>([
    ['a - (b - c)', 'a - (b - c)'],
    ['a / b / c', 'a / b / c'],
    ['a / (b * c)', 'a / (b * c)'],
    ['(a + b) * 2', '(a + b) * 2'],
    ['a * (b / c)', 'a * (b / c)'],
    ['shift(a, 1 month) / total(a, campaign)', 'shift(a, month) / total(a, campaign)'],
    ['to_date(coalesce(a, 0), year)', 'to_date(coalesce(a, 0), year)'],
  ])('%s', (formula, expected) => {
    expect(formulaSource(parseFormula(formula))).toBe(expected);
  });

  test('what text cannot say stays an expression', () => {
    const negative: Expr = { op: 'mul', args: [{ ref: 'a' }, -1] };
    expect(formulaSource(negative)).toBe(negative);
  });
});

describe('JSON Schema', () => {
  const good = definitionOf(findKpi(CATALOGUE, 'cpc'));

  test('the catalogue fits, by an independent validator', () => {
    expect(validate(definitionFile({ kpis, measures })), JSON.stringify(validate.errors)).toBe(
      true,
    );
    expect(definitionsJsonSchema().$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  test.each([
    ['no unit', { ...good, unit: undefined }],
    ['an unknown unit', { ...good, unit: { kind: 'euros' } }],
    ['a direction that is none', { ...good, direction: 'sideways' }],
    ['an id with blanks', { ...good, id: 'Cost per click' }],
    ['version 0', { ...good, version: 0 }],
    ['a field nobody knows', { ...good, colour: 'red' }],
    ['an operation that is none', { ...good, formula: { op: 'pow', args: [1, 2] } }],
    ['a filter without values', { ...good, filters: [{ dim: 'device', op: 'eq', values: [] }] }],
  ])('refuses %s, as reading does', (_, kpi) => {
    const file = JSON.parse(JSON.stringify({ kpis: [kpi] }));
    expect(validate(file)).toBe(false);
    expect(readDefinitions(JSON.stringify(file)).issues.length).toBeGreaterThan(0);
  });
});

describe('what is wrong, with its line', () => {
  const head = '- id: team.cost\n  name: Cost\n';
  const tail = '  unit: {kind: money}\n  direction: down\n  description: Cost.\n';

  test.each([
    ['a: [', { code: 'bad_yaml', line: 1 }],
    [
      `${head}  formula: ad_cots\n${tail}`,
      { code: 'unknown_name', line: 1, hint: 'Did you mean “ad_cost”?' },
    ],
    [`${head}  formula: ad_cost +\n${tail}`, { code: 'bad_definition', line: 3, field: 'formula' }],
    [`${head}  formula: ad_clicks\n${tail}`, { code: 'unit', line: 1 }],
    [
      `# mine\n${head}  formula: ad_cost\n  unitt: x\n${tail}`,
      { code: 'unknown_field', line: 5, hint: 'Did you mean “unit”?' },
    ],
    [`${head}  formula: team.cost\n${tail}`, { code: 'circle', line: 1 }],
    [`${head}  formula: ad_cost\n  version: 0\n${tail}`, { line: 4, field: 'version' }],
    [
      `- id: paid.cpc\n  name: X\n  version: 3\n  formula: ad_cost\n${tail}${head}  formula: ad_cost\n  aliases: [cpc]\n${tail}`,
      { code: 'name_taken' },
    ],
    ['kpis: 5', { line: 1, message: '“kpis” is no list.' }],
    ['kpi: []', { code: 'unknown_field', hint: 'Did you mean “kpis”?' }],
    ['format: openmops/9', { message: 'This format is not known.' }],
    ['just text', { message: 'This is no definition.' }],
    ['- 5', { code: 'bad_definition', line: 1 }],
    [
      'measures:\n  - id: x\n    name: X\n    dataset: d\n    unit: {kind: count}\n    agg: quantile',
      { line: 2, hint: expect.stringContaining('quantile') },
    ],
    [
      'measures:\n  - id: x\n    name: X\n    dataset: d\n    unit: {kind: count}\n    agg: mean',
      { line: 6, field: 'agg' },
    ],
    ['measures:\n  - id: x\n    nam: X', { code: 'unknown_field', line: 3 }],
  ])('%j', (text, issue) => {
    expect(checkDefinitions(readDefinitions(text), CATALOGUE)).toContainEqual(
      expect.objectContaining(issue),
    );
  });

  test('nothing, in an empty file and in a good one', () => {
    expect(checkDefinitions(readDefinitions('# later\n'), CATALOGUE)).toEqual([]);
    expect(checkDefinitions(readDefinitions('kpis:\n'), CATALOGUE)).toEqual([]);
    expect(
      checkDefinitions(readDefinitions(`${head}  formula: ad_cost\n${tail}`), CATALOGUE),
    ).toEqual([]);
  });
});
