import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../cli/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'openmops-definitions-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function call(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('openmops kpi export', () => {
  test.each([
    ['yaml', 'formula: ad_cost / ad_clicks'],
    ['json', '"formula": "ad_cost / ad_clicks"'],
    ['osi', '1.0 * SUM(ad_delivery.ad_cost) / NULLIF(SUM(ad_delivery.ad_clicks), 0)'],
    ['metricflow', 'numerator: ad_cost'],
    ['schema', 'https://json-schema.org/draft/2020-12/schema'],
  ])('%s, and check reads it again', async (format, part) => {
    const { exit, out } = await call('kpi', 'export', 'cpc', '--format', format);
    expect(exit).toBe(0);
    expect(out).toContain(part);
    if (format === 'schema') return;
    const again = await call('kpi', 'check', file(`cpc.${format}`, out), '--json');
    expect(JSON.parse(again.out)).toEqual({
      format: /osi|metricflow/.exec(format)?.[0] ?? 'openmops',
      kpis: ['paid.cpc'],
      issues: [],
    });
    expect(again.exit).toBe(0);
  });

  test('says what a format cannot say', async () => {
    const { exit, err, out } = await call(
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
    expect((await call('kpi', 'export', '--format', 'xml')).exit).toBe(2);
    expect(await call('kpi', 'export', 'cpcc')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('cpc'),
    });
  });
});

describe('openmops kpi check', () => {
  test('names the line', async () => {
    const path = file('own.yaml', 'kpis:\n  - id: team.x\n    nmae: X\n');
    const { exit, out } = await call('kpi', 'check', path);
    expect(exit).toBe(1);
    expect(out).toContain(`${path}:3: error: There is no field “nmae”. Did you mean “name”?`);
  });

  test('text that is no YAML, and no file', async () => {
    const { exit, out } = await call('kpi', 'check', file('bad.yaml', 'a: [1'), '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out).issues).toEqual([
      expect.objectContaining({ code: 'bad_yaml', line: 1 }),
    ]);
    expect((await call('kpi', 'check', join(folder, 'none.yaml'))).exit).toBe(1);
  });
});
