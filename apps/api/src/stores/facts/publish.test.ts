import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChdb } from './chdb-engine.ts';
import type { Engine } from './engine.ts';
import { createLander } from './land.ts';
import { publish } from './publish.ts';
import { migrate, type Tables } from './tables.ts';
import { batchOf, rowOf } from './test-suite.ts';

let folder: string;
let engine: Engine;
let tables: Tables;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-publish-'));
  engine = await openChdb(folder);
  tables = await migrate(engine);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** The engine with its statements that change something counted, failing at the one with a number. */
function failingAt(number: number): Engine {
  let count = 0;
  return {
    ...engine,
    run(sql) {
      count += 1;
      return count === number ? Promise.reject(new Error('stopped')) : engine.run(sql);
    },
  };
}

it('is mended by publishing again, wherever it was stopped', async () => {
  const lander = createLander({ engine, tables, alone: (work) => work() });
  for (let stop = 1; stop <= 12; stop++) {
    const workspace = `w-${stop}`;
    const old = batchOf(workspace);
    const fresh = batchOf(workspace);
    await lander.land(old, 0, [rowOf(20_000, ['a'], [1, 1]), rowOf(20_040, ['a'], [2, 1])]);
    await publish({ engine, tables }, workspace, [old.batchId], [old]);
    await lander.land(fresh, 0, [rowOf(20_000, ['a'], [10, 1]), rowOf(20_080, ['a'], [20, 1])]);
    const stopped = await publish(
      { engine: failingAt(stop), tables },
      workspace,
      [fresh.batchId],
      [old, fresh],
    ).then(
      () => false,
      () => true,
    );
    const seen = async () =>
      (
        await engine.ask<[number, string]>(
          'SELECT day, ad_cost FROM facts_ad_delivery WHERE workspace = {w:String} ORDER BY day, ad_cost',
          { w: workspace },
        )
      ).map(([day, cost]) => `${day}: ${cost}`);
    // Each month is seen as it was or as it shall be, never in between.
    for (const one of await seen())
      expect(['20000: 1', '20000: 10', '20040: 2', '20080: 20']).toContain(one);
    await publish({ engine, tables }, workspace, [fresh.batchId], [old, fresh]);
    expect(await seen()).toEqual(['20000: 10', '20040: 2', '20080: 20']);
    if (!stopped) break;
  }
});
