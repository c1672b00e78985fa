import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFacts } from './open.ts';
import type { FactStore } from './port.ts';
import { batchOf, put, queryOf, rowOf } from './test-suite.ts';

let folder: string;
let facts: FactStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-assigned-'));
  facts = await openFacts({ folder });
});
afterAll(async () => {
  await facts.close();
  await rm(folder, { recursive: true, force: true });
});

const M = 1_000_000;
/** A day of January and one of March 2026. */
const [JAN, MAR] = [20_460, 20_520];

async function costs(workspaceId: string): Promise<Record<string, number>> {
  const rows = await facts.sums(workspaceId, queryOf({ by: ['campaign'] }), null);
  return Object.fromEntries(
    rows.map(({ group, values }) => [String(group[0]), Number(values[0]) / M]).sort(),
  );
}

it('gives rows without a campaign one, whenever they are published, and takes it back', async () => {
  const workspace = 'w_assigned';
  const first = batchOf(workspace);
  await put(facts, first, [
    rowOf(JAN, [null], [900 * M, M]),
    rowOf(JAN, ["o'hara"], [100 * M, M]),
    rowOf(MAR, [null], [7 * M, M]),
  ]);
  expect(await costs(workspace)).toEqual({ null: 907, "o'hara": 100 });

  const given = { source: 'google_ads', account: null, campaign: null, from: JAN, to: JAN };
  await facts.assign(workspace, [{ ...given, name: "o'hara" }]);
  await facts.publish(workspace, [first.batchId], [first]);
  expect(await costs(workspace)).toEqual({ null: 7, "o'hara": 1000 });

  // A newer export of the day wins for its rows, and stays assigned.
  const second = batchOf(workspace);
  await put(facts, second, [rowOf(JAN, [null], [950 * M, M])], [first]);
  expect(await costs(workspace)).toEqual({ null: 7, "o'hara": 1050 });

  await facts.assign(workspace, []);
  await facts.publish(workspace, [first.batchId, second.batchId], [first, second]);
  expect(await costs(workspace)).toEqual({ null: 957, "o'hara": 100 });
});

it('touches no other source, account, day or workspace', async () => {
  const [mine, other] = ['w_mine', 'w_other'];
  const batch = batchOf(mine);
  await facts.assign(mine, [
    { source: 'bing_ads', account: null, campaign: null, from: 0, to: 40_000, name: 'x' },
    { source: 'google_ads', account: 'Other', campaign: null, from: 0, to: 40_000, name: 'x' },
    { source: 'google_ads', account: 'Acme', campaign: 'a', from: MAR, to: MAR, name: 'b' },
  ]);
  await put(facts, batch, [
    rowOf(JAN, [null], [M, M]),
    rowOf(JAN, ['a'], [2 * M, M]),
    rowOf(MAR, ['a'], [4 * M, M]),
  ]);
  expect(await costs(mine)).toEqual({ null: 1, a: 2, b: 4 });
  const foreign = batchOf(other);
  await put(facts, foreign, [rowOf(MAR, ['a'], [4 * M, M])]);
  expect(await costs(other)).toEqual({ a: 4 });
});
