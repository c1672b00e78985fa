import type { Workspace } from '@openmops/domain/workspace';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from './import-file.ts';
import { undoImport } from './undo-import.ts';
import { uploadFile } from './upload-file.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

const DAYS = 45;
const CAMPAIGNS = 3;

/** A step of a team's life with its exports. */
type Step =
  | { kind: 'import'; from: number; days: number; salt: number; skip: number }
  | { kind: 'again'; which: number }
  | { kind: 'undo'; which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      from: fc.integer({ min: 0, max: DAYS - 1 }),
      days: fc.integer({ min: 1, max: 20 }),
      salt: fc.integer({ min: 0, max: 999 }),
      skip: fc.integer({ min: 0, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: fc.nat(9) }) },
);

type Row = { key: string; cents: number; impressions: number };
type Done = { text: string; rows: Row[]; batch: string; undone: boolean };

/** An export of a window; which rows it has and what they say depends on the salt. */
function exported({ from, days, salt, skip }: Extract<Step, { kind: 'import' }>) {
  const lines = ['Day,Campaign,Currency code,Impr.,Clicks,Cost'];
  const rows: Row[] = [];
  for (let day = from; day < Math.min(from + days, DAYS); day++) {
    const date = new Date(Date.UTC(2026, 0, 15 + day)).toISOString().slice(0, 10);
    for (let campaign = 0; campaign < CAMPAIGNS; campaign++) {
      if ((day + campaign + salt) % 5 < skip && rows.length > 0) continue;
      const cents = (day * 131 + campaign * 17 + salt * 7) % 5000;
      const impressions = (day * 31 + salt) % 700;
      lines.push(`${date},C${campaign},EUR,${impressions},1,${(cents / 100).toFixed(2)}`);
      rows.push({ key: `${date} C${campaign}`, cents, impressions });
    }
  }
  return { text: `${lines.join('\n')}\n`, rows };
}

/** The newest import that is not undone wins, row by row; the rest stays. */
function model(all: Done[]): Map<string, Row> {
  const facts = new Map<string, Row>();
  for (const one of all) if (!one.undone) for (const row of one.rows) facts.set(row.key, row);
  return facts;
}

it('equals a plain map under any sequence of imports, restatements and undos', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
      const workspace = await instance.addWorkspace();
      const all: Done[] = [];
      for (const one of steps) await take(workspace, all, one);
      expect(await stored(workspace)).toEqual(expected(all));
    }),
    { numRuns: 12 },
  );
});

async function take(workspace: Workspace, all: Done[], one: Step): Promise<void> {
  const scope = instance.scope({ kind: 'local' }, workspace);
  const importText = async (text: string) => {
    async function* body() {
      yield Buffer.from(text);
    }
    const { upload } = await uploadFile.call(scope, { name: 'r.csv', body: body() });
    return importFile.call(scope, { upload });
  };
  if (one.kind === 'undo') {
    const done = all[one.which % Math.max(all.length, 1)];
    if (!done) return;
    const undo = undoImport.call(scope, { batch: done.batch });
    if (done.undone) {
      await expect(undo).rejects.toMatchObject({ code: 'CONFLICT' });
      return;
    }
    expect((await undo).removedRows).toBe(done.rows.length);
    done.undone = true;
    return;
  }
  const known = one.kind === 'again' ? all[one.which % Math.max(all.length, 1)] : undefined;
  if (one.kind === 'again' && !known) return;
  const { text, rows } = one.kind === 'import' ? exported(one) : (known as Done);
  const report = await importText(text);
  const there = all.find((done) => !done.undone && done.text === text);
  expect(report.unchanged).toBe(there !== undefined);
  if (!there) all.push({ text, rows, batch: report.batch ?? '', undone: false });
}

function expected(all: Done[]) {
  const rows = [...model(all).values()];
  const cents = rows.reduce((sum, row) => sum + row.cents, 0);
  const impressions = rows.reduce((sum, row) => sum + row.impressions, 0);
  return {
    rows: rows.length,
    cost: rows.length === 0 ? null : BigInt(cents) * 10_000n,
    impressions: rows.length === 0 ? null : BigInt(impressions) * 1_000_000n,
  };
}

async function stored(workspace: Workspace) {
  const query = {
    dataset: 'ad_delivery' as const,
    measures: measures('ad_cost', 'ad_impressions'),
    by: [],
    filters: [],
    buckets: [{ label: '', from: 0, to: 40_000 }],
    resolution: 'bucket' as const,
  };
  const sums = await instance.facts.sums(workspace.id, query, null);
  const slices = await instance.facts.slices(workspace.id);
  return {
    rows: slices.reduce((sum, slice) => sum + slice.rows, 0),
    cost: sums[0]?.values[0] ?? null,
    impressions: sums[0]?.values[1] ?? null,
  };
}
