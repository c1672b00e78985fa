import { formatDay } from '@openmops/domain/shared';
import { describe, expect, it } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file } = testFiles();

function series(rows: (string | number)[][], heading = 't,value'): string {
  return file('series.csv', [heading, ...rows.map((row) => row.join(','))].join('\n'));
}

const DAYS = Array.from({ length: 70 }, (_, i) => [
  formatDay(20_000 + i),
  100 + 30 * (i % 7) + ((i * 37) % 11),
]);

describe('openmops forecast', () => {
  it('answers in the shape that is promised', async () => {
    const path = series(DAYS);
    const answer = await openmops('forecast', path, '--horizon', '3', '--json');
    expect(answer).toMatchObject({ exit: 0, err: '' });
    const json = JSON.parse(answer.out);
    expect(Object.keys(json)).toEqual(['method', 'values', 'backtest', 'warnings']);
    expect(json.method).toBe('comb');
    expect(json.values.map(({ t }: { t: string }) => t)).toEqual(
      [70, 71, 72].map((i) => formatDay(20_000 + i)),
    );
    for (const { mean, lower, upper } of json.values) {
      expect(lower).toBeLessThan(mean);
      expect(mean).toBeLessThan(upper);
    }
    expect(Object.keys(json.backtest)).toEqual(['mase', 'smape', 'coverage', 'beatsSeasonalNaive']);
    expect(json.backtest.beatsSeasonalNaive).toBe(true);
    expect(json.warnings).toEqual([
      expect.objectContaining({
        code: 'season_guessed',
        message: 'One row is one day: a season of 7 rows is assumed.',
      }),
    ]);
  });

  it('takes season, level and method as told', async () => {
    const path = series(DAYS);
    const told = ['--horizon', '1', '--season', '7', '--method', 'seasonal-naive', '--json'];
    const wide = JSON.parse((await openmops('forecast', path, ...told, '--level', '99')).out);
    const narrow = JSON.parse((await openmops('forecast', path, ...told, '--level', '80')).out);
    expect(wide.method).toBe('seasonal-naive');
    expect(wide.warnings).toEqual([]);
    expect(wide.values[0].mean).toBe(DAYS[63]?.[1]);
    expect(wide.values[0].upper).toBeGreaterThan(narrow.values[0].upper);
  });

  it('numbers stay numbers, counts stay above zero', async () => {
    const path = series(Array.from({ length: 30 }, (_, i) => [i + 1, Math.max(0, 40 - 2 * i)]));
    const { values } = JSON.parse(
      (await openmops('forecast', path, '--horizon', '5', '--json')).out,
    );
    expect(values[0].t).toBe(31);
    expect(values.every(({ lower }: { lower: number }) => lower >= 0)).toBe(true);
  });

  it('tells a person the same', async () => {
    const path = series(
      DAYS.map(([t, value], i) => [t as string, i === 20 ? '' : (value as number)]),
      'date,value',
    );
    const { out, exit } = await openmops('forecast', path, '--horizon', '2');
    expect(exit).toBe(0);
    expect(out).toContain('lower 95 %');
    expect(out).toContain('beats seasonal naive');
    expect(out).toContain('1 of 70 times have no value');
  });

  it('says nothing of the past where there is none', async () => {
    const path = series([
      ['2026-01', 5],
      ['2026-02', 6],
      ['2026-03', 7],
    ]);
    const { backtest, warnings } = JSON.parse(
      (await openmops('forecast', path, '--horizon', '1', '--json')).out,
    );
    expect(backtest).toEqual({ mase: null, smape: null, coverage: null, beatsSeasonalNaive: null });
    expect(warnings.map(({ code }: { code: string }) => code)).toContain('too_short_for_backtest');
  });

  it.each([
    ['no horizon', 2, []],
    ['half a step', 2, ['--horizon', '1.5']],
    ['a level that is none', 2, ['--horizon', '1', '--level', '0.95']],
    ['an unknown method', 1, ['--horizon', '1', '--method', 'magic']],
    ['a horizon without end', 1, ['--horizon', '100000']],
  ])('%s: exit %d', async (_, exit, args) => {
    const answer = await openmops('forecast', series(DAYS), ...args);
    expect(answer.exit).toBe(exit);
    expect(answer.err).toContain('error:');
  });

  it('refuses what is no series', async () => {
    const twice = await openmops(
      'forecast',
      series([
        ['2026-01', 5],
        ['2026-01', 6],
        ['2026-02', 6],
      ]),
      '--horizon',
      '1',
      '--json',
    );
    expect(twice.exit).toBe(1);
    expect(JSON.parse(twice.out).error).toMatchObject({
      code: 'INVALID',
      message: '2026-01 stands twice.',
    });
    const words = await openmops('forecast', series([['2026-01', 'many']]), '--horizon', '1');
    expect(words.err).toContain('line 2, column “value”');
    const empty = await openmops('forecast', series([]), '--horizon', '1');
    expect(empty.exit).toBe(1);
  });
});
