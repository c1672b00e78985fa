import { describe, expect, it } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file } = testFiles();

function allocate(document: unknown, ...args: string[]) {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return openmops('allocate', file('curves.json', text), ...args);
}

const channel = (name: string, most: number, half: number, currentSpend: number) => ({
  channel: name,
  most,
  half,
  currentSpend,
});
const CURVES = {
  channels: [
    channel('search', 900_000, 200_000, 300_000),
    channel('social', 500_000, 150_000, 300_000),
    channel('events', 400_000, 250_000, 200_000),
  ],
};
const cents = (out: string) =>
  JSON.parse(out).channels.map(({ spend }: { spend: number }) => Math.round(spend * 100) / 100);

describe('openmops allocate', () => {
  it('splits a budget freely, with a lock, and near today', async () => {
    const free = await allocate(CURVES, '--budget', '800000', '--json');
    expect(free).toMatchObject({ exit: 0, err: '' });
    expect(cents(free.out)).toEqual([385_565.02, 227_980.59, 186_454.39]);
    const json = JSON.parse(free.out);
    expect(json.totalResponse).toBeCloseTo(1_065_062.69, 2);
    expect(json.currentResponse).toBeCloseTo(1_051_111.11, 2);
    expect(json).toMatchObject({ source: 'openmops', binding: [], warnings: [] });
    const locked = await allocate(CURVES, '--budget', '800000', '--lock', 'events', '--json');
    expect(cents(locked.out)).toEqual([377_333.09, 222_666.91, 200_000]);
    const near = await allocate(CURVES, '--budget=800000', '--max-change', '10', '--json');
    expect(cents(near.out)).toEqual([330_000, 270_000, 200_000]);
    expect(JSON.parse(near.out).binding).toEqual([
      { channel: 'search', bound: 'change' },
      { channel: 'social', bound: 'change' },
    ]);
  });

  it('prints a table and the gain', async () => {
    const { out } = await allocate(CURVES, '--budget', '800000');
    expect(out).toContain('search   385565.02');
    expect(out).toContain('+1.33 % against today’s split');
  });

  it('names the bounds that cannot be met', async () => {
    const { exit, err } = await allocate(CURVES, '--budget', '1000000', '--max-change', '10');
    expect(exit).toBe(1);
    expect(err).toMatch(/search 330000.* for the largest change/);
  });

  it('refuses what is no file of curves', async () => {
    expect((await allocate('{', '--budget', '1')).err).toMatch(/no JSON/);
    expect((await allocate({ channels: [] }, '--budget', '1')).exit).toBe(1);
    const { exit, err } = await allocate(
      { channels: [{ channel: 'a', most: 1 }] },
      '--budget',
      '1',
    );
    expect(exit).toBe(1);
    expect(err).toMatch(/channels.0/);
  });

  it.each([[[]], [['--budget', 'much']], [['--budget', '5', '--lock', 'radio']]])(
    'calls %j wrong usage',
    async (args) => {
      expect((await allocate(CURVES, ...args)).exit).toBe(2);
    },
  );
});
