import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { listQuarantine } from './list-quarantine.ts';
import { type Json, send, total } from './mappings.testing.ts';
import { previewMapping } from './preview-mapping.ts';
import { saveMapping } from './save-mapping.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());

const scope = (workspace: Workspace) => instance.scope({ kind: 'system' }, workspace);
const mapping = (unique?: string[]) => ({
  key: [],
  mappings: [
    {
      table: 'ad_delivery' as const,
      fields: {
        day: { fixed: '2026-03-01' },
        account: { fixed: 'Shop' },
        campaign_id: 'row',
        ad_cost: 'cost',
      },
    },
  ],
  contract: unique ? { unique } : {},
});

/** A stream with what is agreed of it; every record costs 1, 10, 100, … so that a sum says which count. */
async function stream(key: string[], unique: string[]) {
  const workspace = await instance.addWorkspace();
  const feed = { source: 'agency', stream: 'invoices', key };
  const deliver = (records: Json[], more = {}) =>
    send(instance, workspace, { ...feed, records, ...more });
  await deliver([{ row: 'first', cost: 0 }]);
  const { db } = instance.records.scoped(workspace.id);
  const { id } = await db.selectFrom('streams').select('id').executeTakeFirstOrThrow();
  const wish = (given?: string[]) => ({
    stream: id,
    pack: null,
    overrides: null,
    own: mapping(given),
  });
  const agree = (given?: string[]) => saveMapping.call(scope(workspace), wish(given));
  await agree(unique);
  return {
    deliver,
    agree,
    preview: (given?: string[]) => previewMapping.call(scope(workspace), wish(given)),
    cost: async () => (await total(instance, workspace, 'spend')) ?? 0,
    aside: async () => {
      const [found] = await listQuarantine.call(scope(workspace), {});
      return (found?.records ?? []).map(({ key: of, code, field, message }) => ({
        key: of,
        code,
        field,
        message,
      }));
    },
  };
}

describe('a value that no two records may have', () => {
  it('sets the later record aside, in one delivery and across deliveries', async () => {
    const { deliver, cost, aside } = await stream(['row'], ['number']);
    await deliver([
      { row: 'a', number: 'R-1', cost: 1 },
      { row: 'b', number: 'R-1', cost: 10 },
      { row: 'c', number: 'R-2', cost: 100 },
      { row: 'd', number: '', cost: 1000 },
      { row: 'e', cost: 10_000 },
    ]);
    expect(await cost()).toBe(11_101);
    await deliver([{ row: 'f', number: ' R-2 ', cost: 100_000 }]);
    expect(await cost()).toBe(11_101);
    expect(await aside()).toEqual([
      {
        key: '["b"]',
        code: 'unique',
        field: 'number',
        message: expect.stringContaining(
          'number is “R-1”, as in the earlier record ["a"]; agreed is',
        ),
      },
      expect.objectContaining({ key: '["f"]' }),
    ]);
    // The same again is the same record, and changes nothing.
    await deliver([{ row: 'a', number: 'R-1', cost: 1 }]);
    expect(await cost()).toBe(11_101);
    expect(await aside()).toHaveLength(2);
  });

  it('is free again when the record that has it changes or goes: nothing is lost, nothing doubled', async () => {
    const { deliver, cost, aside } = await stream(['row'], ['number']);
    await deliver([{ row: 'a', number: 7, cost: 1 }]);
    await deliver([
      { row: 'b', number: '7', cost: 10 },
      { row: 'c', number: 7.0, cost: 100 },
    ]);
    expect(await cost()).toBe(1);
    await deliver([{ row: 'a', number: 8, cost: 1 }]);
    expect(await cost()).toBe(11);
    expect((await aside()).map(({ key }) => key)).toEqual(['["c"]']);
    await deliver([{ row: 'b', cost: 10 }], { deleted: true });
    expect(await cost()).toBe(101);
    expect(await aside()).toEqual([]);
    // A record that is set aside keeps what stood of it.
    await deliver([{ row: 'c', number: 8, cost: 200 }]);
    expect(await cost()).toBe(101);
    expect((await aside()).map(({ key }) => key)).toEqual(['["c"]']);
  });

  it('is no longer asked for once it is not agreed any more, as the preview says', async () => {
    const { deliver, cost, aside, agree, preview } = await stream(['row'], []);
    await deliver([
      { row: 'a', at: { number: 'x' }, cost: 1 },
      { row: 'b', at: { number: 'x' }, cost: 10 },
    ]);
    expect(await cost()).toBe(11);
    const unique = ['at.number|number'];
    expect(await preview(unique)).toMatchObject({ checked: 3, newlyAside: 1, released: 0 });
    await agree(unique);
    expect(await cost()).toBe(1);
    expect(await preview()).toMatchObject({ released: 1, newlyAside: 0 });
    await agree();
    expect(await cost()).toBe(11);
    expect(await aside()).toEqual([]);
  });

  it('holds for rows without a key, too: who delivers twice is not counted twice', async () => {
    const { deliver, cost, aside } = await stream([], ['number']);
    const rows = [
      { row: 'a', number: 1, cost: 1 },
      { row: 'b', number: 2, cost: 10 },
    ];
    await deliver(rows);
    await deliver(rows);
    expect(await cost()).toBe(11);
    expect(await aside()).toHaveLength(2);
  });

  it('gives the same, however the records are cut into deliveries', async () => {
    const records = Array.from({ length: 15 }, (_, n) => ({
      row: `r${n % 8}`,
      number: `n${(n * 4) % 7}`,
      cost: n + 1,
    }));
    const outcomes: unknown[] = [];
    for (const size of [15, 6]) {
      const { deliver, cost, aside } = await stream(['row'], ['number']);
      for (let at = 0; at < records.length; at += size) await deliver(records.slice(at, at + size));
      outcomes.push([await cost(), (await aside()).map(({ key }) => key)]);
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  it('is not saved when almost every row breaks it, and can be mended where it was', async () => {
    const { deliver, cost, agree, preview } = await stream(['row'], []);
    await deliver([
      { row: 'a', number: 1, cost: 1 },
      { row: 'b', number: 1, cost: 10 },
    ]);
    const { raw } = instance.facts;
    const repeats = raw.repeats.bind(raw);
    // As in a stream of hundreds of thousands of rows.
    const grow = () =>
      vi.spyOn(raw, 'repeats').mockImplementation(async (asked) => {
        const [row] = await repeats(asked);
        return row ? Array.from({ length: asked.limit }, () => row) : [];
      });
    const grown = grow();
    await expect(agree(['number'])).rejects.toMatchObject({ code: 'LIMIT' });
    grown.mockRestore();
    await deliver([{ row: 'c', number: 2, cost: 100 }]);
    expect(await cost()).toBe(111);
    await agree(['number']);
    expect(await cost()).toBe(101);
    grow();
    try {
      expect(await preview()).toMatchObject({ checked: 4, newlyAside: 0 });
    } finally {
      vi.restoreAllMocks();
    }
  });
});
