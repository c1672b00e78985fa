import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file, folder } = testFiles();

describe('openmops kpi export', () => {
  test.each([
    ['yaml', 'formula: ad_cost / ad_clicks'],
    ['json', '"formula": "ad_cost / ad_clicks"'],
    ['osi', '1.0 * SUM(ad_delivery.ad_cost) / NULLIF(SUM(ad_delivery.ad_clicks), 0)'],
    ['metricflow', 'numerator: ad_cost'],
    ['schema', 'https://json-schema.org/draft/2020-12/schema'],
  ])('%s, and check reads it again', async (format, part) => {
    const { exit, out } = await openmops('kpi', 'export', 'cpc', '--format', format);
    expect(exit).toBe(0);
    expect(out).toContain(part);
    if (format === 'schema') return;
    const again = await openmops('kpi', 'check', file(`cpc.${format}`, out), '--json');
    expect(JSON.parse(again.out)).toEqual({
      format: /osi|metricflow/.exec(format)?.[0] ?? 'openmops',
      kpis: ['paid.cpc'],
      issues: [],
    });
    expect(again.exit).toBe(0);
  });

  test('says what a format cannot say', async () => {
    const { exit, err, out } = await openmops(
      'kpi',
      'export',
      'mrr',
      'cpc',
      '--format',
      'osi',
      '--json',
    );
    const { issues, text } = JSON.parse(out);
    expect(exit).toBe(0);
    expect(issues).toEqual([expect.objectContaining({ code: 'not_said', field: 'saas.mrr' })]);
    expect(err).toContain('balance of one day');
    expect(text).toContain('name: paid_cpc');
  });

  test('wrong usage and unknown names', async () => {
    expect((await openmops('kpi', 'export', '--format', 'xml')).exit).toBe(2);
    expect(await openmops('kpi', 'export', 'cpcc')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('cpc'),
    });
  });
});

describe('openmops kpi check', () => {
  test('names the line', async () => {
    const path = file('own.yaml', 'kpis:\n  - id: team.x\n    nmae: X\n');
    const { exit, out } = await openmops('kpi', 'check', path);
    expect(exit).toBe(1);
    expect(out).toContain(`${path}:3: error: There is no field “nmae”. Did you mean “name”?`);
  });

  test('text that is no YAML, and no file', async () => {
    const { exit, out } = await openmops('kpi', 'check', file('bad.yaml', 'a: [1'), '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out).issues).toEqual([
      expect.objectContaining({ code: 'bad_yaml', line: 1 }),
    ]);
    expect((await openmops('kpi', 'check', join(folder, 'none.yaml'))).exit).toBe(1);
  });
});
