import { expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import { type Due, type Months, rememberMonths } from './remember.ts';

/** All months of a dataset. */
const whole = (dataset: 'ad_delivery' | 'web_session') => ({ dataset, from: 0, to: 999_999 });
const ADS = whole('ad_delivery');
const month = (number: number) => ({ dataset: 'ad_delivery' as const, month: number });

/** A store of a number by month, and what was asked of it. */
function numbers(shared = false) {
  const facts = new Map([
    [202_601, 1],
    [202_602, 2],
  ]);
  const asked: (number[] | null)[] = [];
  const memory = rememberMonths({ shared } as Engine);
  const load = async (due: Due) => {
    asked.push(due?.map((one) => one.month) ?? null);
    const months = due?.map((one) => one.month) ?? [...facts.keys()];
    const there = months.filter((one) => facts.has(one));
    return there.map((one) => ({ ...month(one), value: facts.get(one) ?? 0 }));
  };
  const keep = (of?: Months) => memory.keep('w', 'numbers', load, of);
  return { facts, asked, memory, keep };
}

it('asks once, and after a change only for its months', async () => {
  const { facts, asked, memory, keep } = numbers();
  expect(await Promise.all([keep(), keep()])).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(await keep()).toBe(await keep());
  await memory.during('w', [month(202_602), month(202_603)], async () => {
    facts.set(202_602, 20).set(202_603, 30);
  });
  expect(await keep()).toEqual([1, 20, 30]);
  await memory.during('w', [month(202_601)], async () => void facts.delete(202_601));
  expect(await keep()).toEqual([20, 30]);
  expect(asked).toEqual([null, [202_602, 202_603], [202_601]]);
});

it('is asked by whoever changes something, once for those who ask then, and not when nobody does', async () => {
  const { facts, asked, memory, keep } = numbers();
  await keep();
  await memory.during('w', [month(202_601)], async () => void facts.set(202_601, 5));
  expect(asked).toEqual([null, [202_601]]);
  await memory.during('w', [month(202_602)], async () => void facts.set(202_602, 6));
  await memory.during('w', [month(202_601)], async () => void facts.set(202_601, 7));
  expect(asked).toHaveLength(2);
  expect(await keep()).toEqual([7, 6]);
  expect(asked).toEqual([null, [202_601], [202_602, 202_601]]);
});

it('asks for the months only that a question is about', async () => {
  const { facts, asked, memory, keep } = numbers();
  const first = { dataset: 'ad_delivery', from: 202_601, to: 202_601 } as const;
  await keep();
  const version = memory.version('w', first);
  await memory.during('w', [month(202_602)], async () => {
    facts.set(202_602, 20);
    expect([memory.isSure('w', first), memory.isSure('w', ADS)]).toEqual([true, false]);
    expect((await keep(first))[0]).toBe(1);
    expect(asked).toEqual([null]);
  });
  expect(memory.version('w', first)).toBe(version);
  // What is asked anew for the other months is there for everybody.
  expect(asked).toEqual([null, [202_602]]);
  expect(await keep()).toEqual([1, 20]);
  await memory.during('w', [month(202_601)], async () => {
    facts.set(202_601, 10);
    expect((await keep(first))[0]).toBe(10);
  });
  expect(memory.version('w', first)).toBeGreaterThan(version);
  expect(await keep()).toEqual([10, 20]);
});

it('asks each time while a month changes, and says that nothing is sure', async () => {
  const { facts, asked, memory, keep } = numbers();
  await keep();
  const version = memory.version('w', ADS);
  await memory.during('w', [month(202_602)], async () => {
    expect(memory.isSure('w', ADS)).toBe(false);
    expect(memory.isSure('w', whole('web_session'))).toBe(true);
    expect(await keep()).toEqual([1, 2]);
    facts.set(202_602, 20);
    expect(await keep()).toEqual([1, 20]);
  });
  expect(memory.isSure('w', ADS)).toBe(true);
  expect(memory.version('w', ADS)).toBeGreaterThan(version);
  expect(await keep()).toEqual([1, 20]);
  await keep();
  expect(asked).toEqual([null, [202_602], [202_602], [202_602]]);
});

it('does not keep what was asked before a change and answered after it', async () => {
  const { facts, asked, memory, keep } = numbers();
  const early = keep();
  const change = memory.during('w', [month(202_601)], async () => void facts.set(202_601, 10));
  await Promise.all([early, change]);
  expect(await keep()).toEqual([10, 2]);
  expect(asked).toEqual([null, [202_601]]);
});

it('forgets all when all changes, even when that fails, and nothing of others', async () => {
  const { facts, asked, memory, keep } = numbers();
  await keep();
  const stopped = memory.duringAll('w', async () => {
    facts.clear();
    expect(await keep()).toEqual([]);
    throw new Error('stopped');
  });
  await expect(stopped).rejects.toThrow('stopped');
  facts.set(202_605, 5);
  await memory.duringAll('other', async () => {
    expect(await keep()).toEqual([5]);
  });
  await memory.duringAll(null, async () => {
    expect(memory.isSure('w', ADS)).toBe(false);
  });
  await keep();
  expect(await keep()).toEqual([5]);
  expect(asked).toEqual([null, null, null, null]);
});

it('remembers nothing of facts that others change, too', async () => {
  const { asked, memory, keep } = numbers(true);
  await keep();
  await keep();
  expect(memory.isSure('w', ADS)).toBe(false);
  expect(asked).toEqual([null, null]);
});
