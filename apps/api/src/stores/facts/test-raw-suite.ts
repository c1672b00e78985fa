import { expect, it } from 'vitest';
import type { RawQuestion, RawRow, RawStore, StoredRawRow } from './raw-port.ts';

const rowOf = (key: string, text: string, more: Partial<RawRow> = {}): RawRow => ({
  key,
  text,
  cursor: 0,
  deleted: false,
  version: null,
  extractedAt: null,
  ...more,
});

/** What every engine's raw store must do. `streams` are new in every test. */
export function rawStoreSuite(store: () => RawStore): void {
  let streams = 0;
  const fresh = () => {
    const workspaceId = `w_raw_${++streams}`;
    const at = { workspaceId, streamId: 'st' };
    const read = async (more: Partial<RawQuestion> = {}) => {
      const all: StoredRawRow[] = [];
      const question = { ...at, hidden: [], activeVersion: null, ...more };
      for await (const page of store().read(question)) all.push(...page);
      return all;
    };
    return {
      at,
      read,
      texts: async (more?: Partial<RawQuestion>) => (await read(more)).map((row) => row.text),
      put: (chunk: number, ...rows: RawRow[]) =>
        store().append({ ...at, chunk, receivedAt: 1_700_000_000_000 + chunk }, rows),
      count: (more: Partial<RawQuestion> = {}) =>
        store().count({ ...at, hidden: [], activeVersion: null, ...more }),
    };
  };

  it('keeps every character, and shows the newest row of a key', async () => {
    const { put, read, texts, count } = fresh();
    const odd = '{"a":1.10,"b":9223372036854775807,"c":"ä\\u0000 \'\\\\\\"\u{1f600}"}';
    await put(1, rowOf("['\\]", odd, { extractedAt: 5, version: 3 }), rowOf('["b"]', '1'));
    await put(2, rowOf('["b"]', '2'), rowOf('["b"]', '3'), rowOf('["c,d"]', '4'));
    expect(await read({ limit: 1 })).toEqual([
      {
        key: '["b"]',
        text: '3',
        chunk: 2,
        row: 1,
        cursor: 0,
        deleted: false,
        version: null,
        extractedAt: null,
        receivedAt: 1_700_000_000_002,
      },
    ]);
    expect(await texts()).toEqual(['3', '4', odd]);
    expect(await count()).toEqual({ standing: 3, arrived: 5 });
  });

  it('lets the greater cursor win, whenever it came', async () => {
    const { put, texts } = fresh();
    await put(1, rowOf('[1]', 'new', { cursor: 20.5 }), rowOf('[2]', 'first', { cursor: 7 }));
    await put(2, rowOf('[1]', 'old', { cursor: 20.25 }), rowOf('[2]', 'second', { cursor: 7 }));
    expect(await texts()).toEqual(['new', 'second']);
  });

  it('leaves out what is hidden, replaced, deleted or of an older version', async () => {
    const { put, texts, count } = fresh();
    await put(1, rowOf('[1]', '1a', { version: 1 }), rowOf('[2]', '2a'));
    await put(2, rowOf('[1]', '1b', { version: 2, deleted: true }), rowOf('[3]', '3b'));
    await put(3, rowOf('[2]', '2c', { version: 3 }));
    expect(await texts()).toEqual(['2c', '3b']);
    expect(await texts({ deleted: 'with' })).toEqual(['1b', '2c', '3b']);
    expect(await texts({ hidden: [2, 3] })).toEqual(['1a', '2a']);
    expect(await texts({ activeVersion: 2, deleted: 'with' })).toEqual(['1b', '2c']);
    expect(await texts({ from: 2 })).toEqual(['2c', '3b']);
    expect(await count({ hidden: [3] })).toEqual({ standing: 2, arrived: 4 });
    expect(await count({ hidden: [3], deleted: 'with' })).toEqual({ standing: 3, arrived: 4 });
  });

  it('gives rows without a key as they arrived, page by page', async () => {
    const { put, texts, count } = fresh();
    const many = Array.from({ length: 1_300 }, (_, at) => rowOf('', `${at}`));
    await put(1, ...many);
    await put(2, rowOf('', 'last', { cursor: -1 }));
    expect(await texts()).toEqual([...many.map((row) => row.text), 'last']);
    expect(await texts({ after: 1 })).toEqual(['last']);
    expect(await count()).toEqual({ standing: 1_301, arrived: 1_301 });
  });

  it('gives the keys that have changed since, page by page', async () => {
    const { put, texts } = fresh();
    const key = (at: number) => `["${String(at).padStart(5, '0')}"]`;
    const all = Array.from({ length: 3_000 }, (_, at) => at);
    await put(1, ...all.map((at) => rowOf(key(at), `old ${at}`, { cursor: at % 5 === 0 ? 9 : 0 })));
    const some = all.filter((at) => at % 2 === 0);
    await put(2, ...some.map((at) => rowOf(key(at), `new ${at}`, { deleted: at % 3 === 0 })));
    const expected = some
      .filter((at) => at % 5 === 0 || at % 3 !== 0)
      .map((at) => (at % 5 === 0 ? `old ${at}` : `new ${at}`));
    expect(await texts({ after: 1 })).toEqual(expected);
    expect((await texts()).length).toBe(3_000 - some.filter((at) => at % 3 === 0 && at % 5).length);
  });

  it('gives a key once that has more versions than a page', async () => {
    const { put, texts, count } = fresh();
    const versions = Array.from({ length: 1_700 }, (_, at) => rowOf('["m"]', `m ${at}`));
    const around = ['a', 'b', 'x', 'z'].map((key) => rowOf(`["${key}"]`, key));
    await put(1, ...versions.slice(0, 900), ...around);
    await put(2, ...versions.slice(900), rowOf('["z"]', 'z', { deleted: true }));
    expect(await texts()).toEqual(['a', 'b', 'm 1699', 'x']);
    expect(await texts({ upTo: 1 })).toEqual(['a', 'b', 'm 899', 'x', 'z']);
    expect(await texts({ after: 1 })).toEqual(['m 1699']);
    expect(await count()).toEqual({ standing: 4, arrived: 1_705 });
  });

  it('forgets what no answer depends on, and nothing else', async () => {
    const { at, put, read, texts, count } = fresh();
    const other = fresh();
    const keys = Array.from({ length: 400 }, (_, n) => `["${n}"]`);
    const all = (text: string, more: Partial<RawRow> = {}) =>
      keys.map((key) => rowOf(key, text, more));
    await put(1, ...all('replaced'));
    await put(2, ...all('old', { version: 1 }));
    // a a | a b a a a, and hidden ones between.
    for (const [chunk, text] of [...'aaabaaa'].entries())
      await put(chunk + 3, ...all(text, { version: 2, extractedAt: chunk }));
    await put(10, ...all('a', { version: 2, cursor: -1 }));
    await put(11, ...all('hidden', { version: 2 }));
    await put(12, ...all('a', { version: 2 }));
    await put(13, rowOf('', 'a'), rowOf('', 'a'), rowOf('', 'a'));
    await other.put(1, ...all('a'), ...all('a'), ...all('a'));
    const given = { ...at, hidden: [11], from: 2, activeVersion: 2, upTo: 12 };
    const question = { hidden: [11], from: 2, activeVersion: 2 };
    const scanned = async () => {
      const found: StoredRawRow[] = [];
      for await (const page of store().scan({ ...at, ...question }, null)) found.push(...page);
      return found.filter(({ key }) => key === '["7"]').map(({ chunk, text }) => `${chunk}${text}`);
    };
    const before = { rows: await read(question), texts: await texts({ ...question, upTo: 9 }) };
    expect(await scanned()).toEqual(['3a', '4a', '5a', '6b', '7a', '8a', '9a', '10a', '12a']);
    // 400 each: replaced, of an older version, and the middle of two runs; without a key nothing is a copy.
    expect(await store().compact(given)).toEqual({ rows: 4_803, dropped: 1_603, more: false });
    expect(await scanned()).toEqual(['3a', '5a', '6b', '7a', '9a', '10a', '12a']);
    expect(await read(question)).toEqual(before.rows);
    expect(await texts({ ...question, upTo: 9 })).toEqual(before.texts);
    expect((await count({ hidden: [] })).arrived).toBe(3_200);
    expect(await store().compact(given)).toEqual({ rows: 3_200, dropped: 0, more: false });
    expect((await other.count()).arrived).toBe(1_200);
    expect(await store().compact({ ...given, ...other.at, hidden: [] })).toEqual({
      rows: 1_200,
      dropped: 1_200,
      more: false,
    });
  });

  it('writes a chunk once, forgets those that were discarded, and nothing of another stream', async () => {
    const one = fresh();
    const other = fresh();
    await one.put(1, rowOf('[1]', 'kept'));
    await one.put(2, rowOf('[1]', 'lost'), rowOf('[2]', 'lost'));
    await one.put(2, rowOf('[1]', 'lost'), rowOf('[2]', 'lost'));
    await one.put(1, rowOf('[1]', 'kept'));
    await other.put(2, rowOf('[9]', 'theirs'));
    expect(await one.count()).toEqual({ standing: 2, arrived: 3 });
    await store().discard(one.at.workspaceId, one.at.streamId, [2, 77]);
    expect(await one.texts()).toEqual(['kept']);
    expect(await one.count()).toEqual({ standing: 1, arrived: 1 });
    expect(await other.texts()).toEqual(['theirs']);
  });
}
