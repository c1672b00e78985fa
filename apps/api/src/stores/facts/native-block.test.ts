import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FactColumns, type FactRow } from '@openmops/domain/sources';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChdb } from './chdb-engine.ts';
import type { Engine } from './engine.ts';
import { toNative } from './native-block.ts';
import type { LandedBatch } from './port.ts';
import { migrate } from './tables.ts';

let folder = '';
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-native-'));
  engine = await openChdb(join(folder, 'facts'));
  const tables = await migrate(engine);
  await tables.ensure('ad_delivery', ['campaign', 'search_term', 'region', ...batch.measures]);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const batch: LandedBatch = {
  workspaceId: 'ws_native',
  batchId: '',
  seq: 12_345_678_901,
  dataset: 'ad_delivery',
  source: 'google_ads',
  account: 'given',
  shape: 'campaign',
  dims: ['account', 'campaign', 'search_term'],
  measures: ['ad_cost', 'ad_impressions'],
  keyedByRecord: false,
};

const text = fc.option(fc.string({ unit: 'binary', maxLength: 12 }), { nil: null });
const value = fc.option(
  fc.oneof(
    fc.maxSafeInteger(),
    fc.constantFrom(0, -1, 2 ** 32, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53) + 1),
  ),
  { nil: null },
);
const fact: fc.Arbitrary<FactRow> = fc.record({
  line: fc.nat(),
  day: fc.integer({ min: -10_000, max: 40_000 }),
  dayTo: fc.integer({ min: -10_000, max: 40_000 }),
  currency: fc.constantFrom('EUR', ''),
  dims: fc.tuple(text, text, text),
  values: fc.tuple(value, value),
});

describe('toNative', () => {
  it('brings any row into the engine as it is', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fact, { minLength: 1, maxLength: 300 }), async (rows) => {
        const batchId = `ba_${run++}`;
        const ordered = rows.map((row, line) => ({ ...row, line }));
        const { columns, block } = toNative({ ...batch, batchId }, 3, FactColumns.of(ordered));
        await engine.insertBlock('landed_ad_delivery', columns, block);
        const found = await engine.look<unknown[]>(
          `SELECT line, seq, chunk, account, day, day_to, currency, campaign, search_term, ad_cost,
             ad_impressions, region FROM landed_ad_delivery WHERE batch = '${batchId}' ORDER BY line`,
        );
        expect(found).toEqual(
          ordered.map((row) => [
            row.line,
            '12345678901',
            3,
            wellFormed(row.dims[0] ?? 'given'),
            row.day,
            row.dayTo,
            row.currency,
            wellFormed(row.dims[1] ?? null),
            wellFormed(row.dims[2] ?? null),
            row.values[0] === null ? null : String((row.values[0] ?? 0) + 0),
            row.values[1] === null ? null : String((row.values[1] ?? 0) + 0),
            null,
          ]),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('writes a large chunk as one part, and small numbers whatever the number of names', async () => {
    for (const names of [200, 5_000, 70_000]) {
      const batchId = `ba_names_${names}`;
      const rows = Array.from({ length: 100_000 }, (_, line) => ({
        line,
        day: 20_000,
        dayTo: 20_000,
        currency: 'EUR',
        dims: [null, `Campaign ${line % names}`, null],
        values: [line, 1],
      }));
      const { columns, block } = toNative({ ...batch, batchId }, 0, FactColumns.of(rows));
      await engine.insertBlock('landed_ad_delivery', columns, block);
      const found = await engine.look(
        `SELECT uniqExact(campaign), count(), sum(ad_cost) FROM landed_ad_delivery WHERE batch = '${batchId}'`,
      );
      expect(found).toEqual([[String(names), '100000', String((99_999 * 100_000) / 2)]]);
      const parts = await engine.look(
        `SELECT rows FROM system.parts WHERE active AND table = 'landed_ad_delivery' AND rows >= 100000
         ORDER BY modification_time DESC LIMIT 1`,
      );
      expect(parts.length).toBe(1);
    }
  });

  it('refuses what is no whole number', () => {
    const row: FactRow = { line: 7, day: 1, dayTo: 1, currency: '', dims: [], values: [0.5, null] };
    expect(() => toNative(batch, 0, FactColumns.of([row]))).toThrow('line 7');
  });
});

/** What UTF-8 can say: halves of a pair become the replacement character. */
function wellFormed(name: string | null): string | null {
  return name === null ? null : name.toWellFormed();
}
