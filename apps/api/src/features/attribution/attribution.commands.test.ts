import { describe, expect, it } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file } = testFiles();

function attribute(csv: string, ...args: string[]) {
  return openmops('attribute', file('paths.csv', csv), ...args);
}
const creditsOf = (out: string) =>
  Object.fromEntries(
    JSON.parse(out).channels.map((row: { channel: string; credit: number }) => [
      row.channel,
      row.credit,
    ]),
  );

const PATHS = 'path,conversions,nulls,value\na > b,3,1,30.50\na > c,1,1,9.50\n';

describe('openmops attribute', () => {
  it('answers Markov with removal effects', async () => {
    const { exit, out, err } = await attribute(PATHS, '--model', 'markov', '--json');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const json = JSON.parse(out);
    expect(json).toMatchObject({ model: 'markov', total: 4, unattributed: 0, warnings: [] });
    expect(json.channels.map((row: { channel: string }) => row.channel)).toEqual(['a', 'b', 'c']);
    const effects = json.channels.map((row: { removalEffect: number }) => row.removalEffect);
    for (const [i, effect] of [1, 0.75, 0.25].entries()) expect(effects[i]).toBeCloseTo(effect, 12);
    const value = json.channels.reduce((sum: number, row: { value: number }) => sum + row.value, 0);
    expect(value).toBeCloseTo(40, 9);
  });

  it.each([
    ['first', { a: 4, b: 0, c: 0 }],
    ['last', { a: 0, b: 3, c: 1 }],
    ['linear', { a: 2, b: 1.5, c: 0.5 }],
    ['shapley', { a: 2, b: 1.5, c: 0.5 }],
  ])('%s', async (model, credits) => {
    const { out } = await attribute(PATHS, '--model', model, '--json');
    expect(creditsOf(out)).toEqual(credits);
    expect(JSON.parse(out).channels[0]).toMatchObject({ removalEffect: null });
  });

  it('takes days and milestones where the file has them', async () => {
    const deal =
      'path;conversions;value;days;lead;opportunity\na > b > c > d;1;120000;30 > 20 > 10 > 5;2;4\n';
    const decayed = await attribute(deal, '--model', 'time-decay', '--json');
    const json = JSON.parse(decayed.out);
    const values = json.channels.map((row: { value: number }) => row.value);
    for (const [i, value] of [62_498.15, 38_093.06, 14_151.52, 5257.27].entries())
      expect(values[i]).toBeCloseTo(value, 1);
    expect(json.warnings).toEqual([]);
    const shaped = await attribute(deal, '--model=w-shaped', '--json');
    expect(JSON.parse(shaped.out).channels.map((row: { value: number }) => row.value)).toEqual([
      36_000, 36_000, 36_000, 12_000,
    ]);
  });

  it('says what it assumes where it has not', async () => {
    const { out } = await attribute(PATHS, '--model', 'time-decay', '--half-life', '14');
    expect(out).toContain('one day apart');
    const shaped = await attribute(PATHS, '--model', 'full-path', '--json');
    expect(JSON.parse(shaped.out).warnings[0].code).toBe('assumed_milestones');
  });

  it('shows conversions without a channel', async () => {
    const { out } = await attribute('path,conversions\n > ,2\na,3\n', '--model', 'last');
    expect(out).toContain('3 conversions, 2 more without a channel');
  });

  it('puts all models side by side', async () => {
    const { out } = await attribute(PATHS, '--model', 'all', '--json');
    const { models, channels, total } = JSON.parse(out);
    expect(models.length).toBe(15);
    for (const model of models) {
      const sum = channels.reduce(
        (all: number, row: { credits: Record<string, number> }) => all + (row.credits[model] ?? 0),
        0,
      );
      expect(sum).toBeCloseTo(total, 9);
    }
    expect((await attribute(PATHS, '--model', 'all')).out).toContain('spread %');
  });

  it.each([
    ['a negative count', 'path,conversions\na,-1\n', /line 2, column “conversions”.*below 0/],
    ['what is no number', 'path,conversions\na,x\n', /line 2.*no number/],
    ['value without conversions', 'path,conversions,value\na,0,5\n', /beside no conversions/],
    ['ages that do not fit', 'path,conversions,days\na > b,1,5\n', /each of 2 touches/],
    ['a milestone outside of the path', 'path,conversions,lead\na,1,2\n', /no touch of 1/],
    ['a missing column', 'way,conversions\na,1\n', /no column “path”/],
  ])('refuses %s', async (_what, csv, message) => {
    const { exit, err } = await attribute(csv, '--model', 'linear');
    expect(exit).toBe(1);
    expect(err).toMatch(message);
  });

  it.each([
    [[]],
    [['--model', 'middle']],
    [['--model', 'markov', '--order', '4']],
    [['--model', 'linear', '--order', '2']],
    [['--model', 'time-decay', '--half-life', 'week']],
  ])('calls %j wrong usage', async (args) => {
    expect((await attribute(PATHS, ...args)).exit).toBe(2);
  });
});
