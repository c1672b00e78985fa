import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attribute } from './attribute.ts';
import { type Model, namedModel } from './models.ts';
import { type PathRow, readPaths } from './path-set.ts';

// PathData of the R package ChannelAttribution (CRAN): 10,000 rows, here joined by path. Line 1
// names the channels a, b, …; then path, conversions, value in thousandths, journeys that failed.
function pathData(): PathRow[] {
  const text = readFileSync(join(import.meta.dirname, 'fixtures/path-data.txt'), 'utf8');
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.split(' ');
  return lines.map((line) => {
    const [path = '', conversions, thousandths, nulls] = line.split(' ');
    return {
      path: Array.from(path, (letter) => names[letter.charCodeAt(0) - 97] ?? ''),
      conversions: Number(conversions),
      nulls: Number(nulls),
      valueMicros: Number(thousandths) * 1000,
    };
  });
}

const paths = readPaths(pathData());
const byChannel = (model: Model) =>
  new Map(attribute(paths, model).channels.map((row) => [row.channel, row]));
const VALUE = paths.valueMicros?.reduce((a, b) => a + b) ?? 0;
const NAMES = ['alpha', 'iota', 'eta', 'beta', 'theta', 'gamma', 'delta', 'mi'];

describe('PathData', () => {
  it('has the counts that its source states', () => {
    const { total } = attribute(paths, namedModel('first'));
    const nulls = paths.nulls.reduce((a, b) => a + b);
    expect([total.conversions, nulls, paths.channels.length]).toEqual([19_785, 68_602, 12]);
    expect(total.conversions / (total.conversions + nulls)).toBeCloseTo(0.2238451351, 8);
  });

  // First, last and linear touch equal heuristic_models of ChannelAttribution 2.2.4 to all digits.
  it.each([
    ['first', [6308, 4606, 3164, 2831, 1606, 165, 1]],
    ['last', [8447, 3355, 4167, 989, 653, 92, 5]],
    ['linear', [7574.7186, 3857.0962, 3539.9512, 2083.5001, 1022.8014, 121.0416, 1.725]],
    ['position', [7444.8238, 3944.9482, 3618.7961, 1969.7662, 1092.7445, 125.2409, 2.5867]],
    ['shapley', [7627.944, 3505.044, 3613.656, 1982.7393, 1190.9631, 138.1857, 2.2929]],
    ['shapley-ordered', [7627.944, 3505.044, 3613.656, 1982.7393, 1190.9631, 138.1857, 2.2929]],
  ])('%s', (name, credits) => {
    const rows = byChannel(namedModel(name));
    for (const [i, expected] of credits.entries()) {
      expect(rows.get(NAMES[i] ?? '')?.conversions).toBeCloseTo(expected, 4);
    }
  });

  // Sums by R's tapply over the first and last channel of each row.
  it.each([
    ['first', 'alpha', 19_121.2724],
    ['first', 'theta', 6652.3493],
    ['last', 'iota', 13_487.9743],
    ['last', 'lambda', 5249.95],
  ])('value by %s touch: %s', (name, channel, value) => {
    const micros = byChannel(namedModel(name)).get(channel)?.valueMicros ?? 0;
    expect(Math.abs(micros / 1e6 - value)).toBeLessThan(0.01);
  });

  // Dense linear equations for each removed channel in numpy; ChannelAttribution, which simulates, comes
  // near with nsim 1e6 and conv_par 0.01.
  it.each([
    [
      1,
      [
        5344.947682085, 3884.614701875, 3340.847401501, 2527.35216652, 1971.912879887,
        171.145442694, 4.613618311, 1.722424556,
      ],
    ],
    [
      2,
      [
        5617.453853893, 3810.511044198, 3391.858163429, 2439.648976121, 1902.473610065,
        171.918183239, 5.159056316, 2.073188639,
      ],
    ],
    [
      3,
      [
        5748.098649509, 3791.029166898, 3396.070645359, 2405.534040235, 1849.812647322,
        178.482808327, 5.070844184, 2.126774577,
      ],
    ],
  ])('Markov of order %i', (order, credits) => {
    const rows = byChannel({ kind: 'markov', id: 'm', order: order as 1 | 2 | 3 });
    for (const [i, expected] of credits.entries()) {
      expect(rows.get(NAMES[i] ?? '')?.conversions).toBeCloseTo(expected, 8);
    }
  });

  it('removal effects of order 1', () => {
    const rows = byChannel(namedModel('markov'));
    const effects = [0.558399, 0.405835, 0.349026, 0.264039, 0.20601, 0.01788, 0.000482];
    for (const [i, expected] of effects.entries()) {
      expect(rows.get(NAMES[i] ?? '')?.removalEffect).toBeCloseTo(expected, 6);
    }
  });

  it('every model shares out the same conversions and value, to the micro', () => {
    const models = ['first', 'linear', 'position', 'w-shaped', 'full-path', 'time-decay'];
    for (const name of [...models, 'markov', 'shapley', 'shapley-rate', 'shapley-ordered']) {
      const { channels, total } = attribute(paths, namedModel(name));
      expect(total).toEqual({
        conversions: 19_785,
        conversionMicros: 19_785_000_000,
        valueMicros: VALUE,
      });
      expect(channels.reduce((a, row) => a + row.conversionMicros, 0)).toBe(19_785_000_000);
      expect(channels.reduce((a, row) => a + (row.valueMicros ?? 0), 0)).toBe(total.valueMicros);
    }
  });
});
