import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file } = testFiles();

function ltv(csv: string, ...args: string[]) {
  return openmops('ltv', file('customers.csv', csv), ...args);
}

/** The CDNOW sample, as the domain's own tests have it. */
async function cdnow(): Promise<string> {
  const room = dirname(createRequire(import.meta.url).resolve('@openmops/domain/lifetime'));
  const text = await readFile(join(room, 'fixtures/cdnow.txt'), 'utf8');
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [x = 0, recency = 0, age = 0, cents = 0] = line.split(' ').map(Number);
      const value = x > 0 ? (cents / 100 / x).toFixed(2) : '';
      return [x, (recency / 7).toFixed(2), (age / 7).toFixed(2), value].join(',');
    });
  return ['frequency,recency,age,value', ...rows].join('\n');
}

describe('openmops ltv', () => {
  it('fits CDNOW from summaries: Fader, Hardie & Lee 2005', async () => {
    const { exit, out, err } = await ltv(await cdnow(), '--horizon', '39', '--json');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const json = JSON.parse(out);
    expect(json.logLikelihood).toBeCloseTo(-9582.4256, 3);
    expect(json.parameters.r).toBeCloseTo(0.2426, 3);
    expect(json.standardErrors.r).toBeCloseTo(0.01256, 4);
    expect(json.spending.parameters.p).toBeCloseTo(6.249, 2);
    expect(json.customers.length).toBe(2357);
    expect(json.customers[0].customer).toBe('1');
    expect(json.customers[0].expectedPurchases).toBeCloseTo(1.226, 3);
    expect(json.customers[0].expectedValue).toBeCloseTo(24.65, 1);
  });

  it('reads purchases, days as 20260131 or 2026-01-31', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => {
      const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
      const visits = [0, 20 + i, 60 + 2 * i].slice(0, 1 + (i % 3));
      return visits.map(
        (n, k) => `c${i},${k ? day(n) : day(n).replaceAll('-', '')},${10 + ((i * 7) % 30) + k}`,
      );
    }).flat();
    const csv = ['customer,date,value', ...lines].join('\n');
    const { exit, out } = await ltv(
      csv,
      '--as-of',
      '2025-12-31',
      '--model',
      'pareto-nbd',
      '--json',
    );
    expect(exit).toBe(0);
    const json = JSON.parse(out);
    expect(json.model).toBe('pareto-nbd');
    expect(json.customers[1]).toMatchObject({ customer: 'c1', frequency: 1, recency: 3, age: 52 });
    expect(json.customers.every((one: { lifetimeValue: number }) => one.lifetimeValue >= 0)).toBe(
      true,
    );
    const text = await ltv(csv, '--as-of', '2025-12-31', '--discount', '0.2');
    expect(text.out).toMatch(/60 customers will buy/);
  });

  it('leaves values away where there are none, or too few', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i % 3},${(i % 3) * 5},${20 + i}`);
    const json = JSON.parse(
      (await ltv(['frequency,recency,age', ...rows].join('\n'), '--json')).out,
    );
    expect(json.spending).toBeNull();
    expect(json.customers[0].lifetimeValue).toBeNull();
    const same = rows.map((row) => `${row},7`);
    const flat = JSON.parse(
      (await ltv(['frequency,recency,age,value', ...same].join('\n'), '--json')).out,
    );
    expect(flat.warnings.map(({ code }: { code: string }) => code)).toContain('no_spending_model');
  });

  it.each([
    ['columns of neither form', 'a,b\n1,2\n', /neither purchases nor customers/],
    ['a date that is none', 'customer,date,value\na,soon,1\n', /line 2.*no date/],
    ['nobody who came back', 'frequency,recency,age\n0,0,5\n', /bought twice/],
    ['a recency beyond the age', 'frequency,recency,age\n1,9,5\n', /recency of 9/],
  ])('refuses %s', async (_what, csv, message) => {
    const { exit, err } = await ltv(csv);
    expect(exit).toBe(1);
    expect(err).toMatch(message);
  });

  it.each([[['--model', 'magic']], [['--horizon', 'long']]])(
    'calls %j wrong usage',
    async (args) => {
      expect((await ltv('frequency,recency,age\n1,2,5\n', ...args)).exit).toBe(2);
    },
  );
});
