import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gone } from './model.ts';
import type { ModelPlace, ModelQuestion, ModelRowIn, ModelRowOut } from './model-port.ts';
import type { FactStore } from './port.ts';
import { testFacts } from './test-facts.ts';

const DAY_MS = 86_400_000;
let facts: FactStore;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ facts, close } = await testFacts());
});
afterAll(() => close());

let streams = 0;
const fresh = (): ModelPlace => ({
  workspaceId: 'w_model',
  streamId: `st_${++streams}`,
  generation: 1,
});

const rowOf = (id: string, chunk: number, values: ModelRowIn['values'], more = {}): ModelRowIn => ({
  id,
  part: 0,
  mapping: 0,
  key: JSON.stringify([id]),
  cursor: 0,
  chunk,
  row: 0,
  receivedAt: 5,
  deleted: false,
  values,
  ...more,
});

async function all(question: ModelQuestion): Promise<ModelRowOut[]> {
  const rows: ModelRowOut[] = [];
  for await (const page of facts.model.read(question)) rows.push(...page);
  return rows;
}
const shown = async (at: ModelPlace, more: Partial<ModelQuestion> = {}) =>
  (await all({ ...at, table: 'deal', ...more })).map(({ id, values }) => [id, values.amount]);

describe('the rows of the model', () => {
  it('come back as they were, of every type', async () => {
    const at = fresh();
    const values = {
      contact_id: "a'\\\0\n ü",
      email: 'x@y.z',
      score: -9_007_199_254_740_991,
      created_at: 1_772_359_230_500,
      opted_out: true,
      country: null,
    };
    await facts.model.put(at, 'contact', [rowOf("['\\\0", 1, values)]);
    const [row] = await all({ ...at, table: 'contact' });
    expect(row).toMatchObject({ id: "['\\\0", part: 0, mapping: 0, receivedAt: 5, values });
    expect(await all({ ...at, table: 'order' })).toEqual([]);
  });

  it('of the newest version of a record stand, all of them', async () => {
    const at = fresh();
    await facts.model.put(at, 'deal', [
      rowOf('a', 1, { amount: 1 }),
      rowOf('a', 1, { amount: 2 }, { part: 1 }),
      rowOf('b', 1, { amount: 3 }, { cursor: 9 }),
      rowOf('c', 1, { amount: 4 }),
    ]);
    await facts.model.put(at, 'deal', [
      rowOf('a', 2, { amount: 5 }),
      rowOf('b', 2, { amount: 6 }, { cursor: 8 }),
      gone({ id: 'c', cursor: 0, chunk: 2, row: 1, receivedAt: 6 }),
    ]);
    const wanted = [
      ['a', 5],
      ['b', 3],
    ];
    expect(await shown(at)).toEqual(wanted);
    // The same again changes nothing.
    await facts.model.put(at, 'deal', [rowOf('a', 2, { amount: 5 })]);
    expect(await shown(at)).toEqual(wanted);
    expect(await facts.model.count({ ...at, table: 'deal' })).toBe(2);
    expect(await shown(at, { keys: ['["b"]'] })).toEqual([['b', 3]]);
    expect(await shown(at, { keys: [] })).toEqual([]);
  });

  it('are read by the months of their days, old versions named too', async () => {
    const at = fresh();
    const of = (month: number, day = 15) => Date.UTC(2026, month - 1, day);
    await facts.model.put(at, 'deal', [
      rowOf('a', 1, { amount: 1, created_at: of(1) }),
      rowOf('b', 1, { amount: 2, created_at: of(2) }),
      rowOf('c', 1, { amount: 3, created_at: of(3), closed_at: of(5) }),
    ]);
    await facts.model.put(at, 'deal', [rowOf('a', 2, { amount: 4, created_at: of(4) })]);
    const dayFields = ['created_at', 'closed_at'];
    const months = (after: number | null) =>
      facts.model.months({ ...at, table: 'deal', dayFields, after });
    expect(await months(null)).toEqual([202601, 202602, 202603, 202604, 202605]);
    expect(await months(1)).toEqual([202601, 202604]);
    expect(await months(2)).toEqual([]);
    const inMonths = (...list: number[]) => shown(at, { in: { dayFields, months: list } });
    expect(await inMonths(202601)).toEqual([]);
    expect(await inMonths(202604, 202605)).toEqual([
      ['a', 4],
      ['c', 3],
    ]);
    // More than a list of changed records can hold.
    const many = Array.from({ length: 50_001 }, (_, n) =>
      rowOf(`a${n}`, 3, { amount: 1, created_at: of(6) }),
    );
    await facts.model.put(at, 'deal', [
      ...many,
      gone({ id: 'c', cursor: 0, chunk: 3, row: 0, receivedAt: 6 }),
    ]);
    expect(await months(2)).toEqual([202603, 202605, 202606]);
    expect(await months(1)).toEqual([202601, 202603, 202604, 202605, 202606]);
  });

  it('at the edge of a month belong to both, since zones differ', async () => {
    const at = fresh();
    await facts.model.put(at, 'deal', [rowOf('a', 1, { amount: 1, created_at: 31 * DAY_MS })]);
    const dayFields = ['created_at'];
    expect(await facts.model.months({ ...at, table: 'deal', dayFields, after: null })).toEqual([
      197001, 197002,
    ]);
    expect(await shown(at, { in: { dayFields, months: [197001] } })).toHaveLength(1);
  });

  it('come in pages', async () => {
    const at = fresh();
    const rows = Array.from({ length: 25_001 }, (_, n) =>
      rowOf(String(n).padStart(6, '0'), 1, { amount: n }),
    );
    await facts.model.put(at, 'deal', rows);
    const found = await all({ ...at, table: 'deal', fields: ['amount'] });
    expect(found.map(({ values }) => values.amount)).toEqual(rows.map((_, n) => n));
  });

  it('of another generation are others, and go alone', async () => {
    const at = fresh();
    const next = { ...at, generation: 2 };
    await facts.model.put(at, 'deal', [rowOf('a', 1, { amount: 1 })]);
    await facts.model.put(next, 'deal', [rowOf('a', 1, { amount: 2 })]);
    const { workspaceId, streamId } = at;
    await facts.model.drop({ workspaceId, streamId, keep: [2] });
    expect([await shown(at), await shown(next)]).toEqual([[], [['a', 2]]]);
  });

  it('are in a backup, and come back from it', async () => {
    const at = fresh();
    await facts.model.put(at, 'deal', [rowOf('a', 1, { amount: 7, created_at: 5 })]);
    const into = await mkdtemp(join(tmpdir(), 'openmops-backup-'));
    try {
      await facts.backup(into);
      await facts.drop(at.workspaceId);
      expect(await shown(at)).toEqual([]);
      await facts.restore(into);
      expect(await shown(at)).toEqual([['a', 7]]);
    } finally {
      await rm(into, { recursive: true, force: true });
    }
  });

  it('that stand aside are counted by reason', async () => {
    const at = fresh();
    const why = { code: 'type', field: 'x', message: 'x is a number.', hint: 'Map it.' };
    await facts.model.put(at, 'quarantine', [
      rowOf('a', 1, why, { receivedAt: 7 }),
      rowOf('b', 2, why),
      rowOf('b', 2, { ...why, field: null }, { part: 1 }),
      rowOf('c', 1, why),
      gone({ id: 'c', cursor: 0, chunk: 2, row: 0, receivedAt: 9 }),
    ]);
    expect(await facts.model.reasons(at)).toEqual([
      { ...why, rows: 2, firstSeen: 5 },
      { ...why, field: null, rows: 1, firstSeen: 5 },
    ]);
  });
});
