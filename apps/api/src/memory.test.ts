import { expect, test } from 'vitest';
import { Memory } from './memory.ts';

function counting() {
  let calls = 0;
  return { work: async () => ++calls, calls: () => calls };
}

test('an answer is kept while the version stands, and made again when it has moved', async () => {
  const memory = new Memory<number>(10);
  const { work } = counting();
  expect(await memory.keep('a', 1, work)).toBe(1);
  expect(await memory.keep('a', 1, work)).toBe(1);
  expect(await memory.keep('a', 2, work)).toBe(2);
  expect(await memory.keep('b', 2, work)).toBe(3);
});

test('what was begun before a change is not given out after it', async () => {
  const memory = new Memory<string>(10);
  let finish = (_: string) => {};
  const slow = memory.keep('a', 1, () => new Promise((resolve) => (finish = resolve)));
  const fresh = await memory.keep('a', 2, async () => 'new');
  finish('old');
  expect(await slow).toBe('old');
  expect(fresh).toBe('new');
  expect(await memory.keep('a', 2, async () => 'newer')).toBe('new');
});

test('callers of one key share one work; a failure is not kept', async () => {
  const memory = new Memory<number>(10);
  const { work, calls } = counting();
  await Promise.all([memory.keep('a', 1, work), memory.keep('a', 1, work)]);
  expect(calls()).toBe(1);
  await expect(memory.keep('b', 1, () => Promise.reject(new Error('down')))).rejects.toThrow(
    'down',
  );
  expect(await memory.keep('b', 1, work)).toBe(2);
});

test('the longest unused answer leaves first, and stores that are shared keep nothing', async () => {
  const memory = new Memory<number>(2);
  const { work } = counting();
  await memory.keep('a', 1, work);
  await memory.keep('b', 1, work);
  await memory.keep('a', 1, work);
  await memory.keep('c', 1, work);
  expect(await memory.keep('a', 1, work)).toBe(1);
  expect(await memory.keep('b', 1, work)).toBe(4);
  expect(await memory.keep('a', null, work)).toBe(5);
});
