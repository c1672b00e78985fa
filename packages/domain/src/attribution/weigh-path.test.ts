import { describe, expect, it } from 'vitest';
import { attribute } from './attribute.ts';
import { type AnchorModel, anchorModel, MODELS, type Model } from './models.ts';
import { type PathRow, readPaths } from './path-set.ts';

/** Credit by channel of paths whose channels are named by their place: `1 > 2 > 3`. */
const credits = (row: Omit<PathRow, 'conversions'>, model: Model) => {
  const { channels } = attribute(readPaths([{ ...row, conversions: 1 }]), model);
  return channels
    .toSorted((a, b) => Number(a.channel) - Number(b.channel))
    .map(({ conversions }) => Math.round(conversions * 1e6) / 1e6);
};
const path = (touches: number) => Array.from({ length: touches }, (_, i) => String(i + 1));

describe('what is assumed', () => {
  it('touches one day apart, the last on the day of the conversion', () => {
    const daily: Model = { kind: 'decay', id: 'daily', halfLifeDays: 1 };
    expect(credits({ path: path(3) }, daily)).toEqual([0.142857, 0.285714, 0.571429]);
  });

  it.each([
    [1, [1]],
    [2, [0.666667, 0.333333]],
    [3, [0.3, 0.3, 0.4]],
    [4, [0.3, 0.3, 0.1, 0.3]],
    [5, [0.3, 0.05, 0.3, 0.05, 0.3]],
  ])('milestones of W at even steps of %i touches', (touches, expected) => {
    const shares = touches === 3 ? [0.3, 0.3, 0.3].map((one) => one / 0.9) : expected;
    const rounded = shares.map((one) => Math.round(one * 1e6) / 1e6);
    expect(credits({ path: path(touches) }, MODELS['w-shaped'])).toEqual(rounded);
  });

  it('milestones of the full path, and of a model that gives one of them nothing', () => {
    expect(credits({ path: path(7) }, MODELS['full-path'])).toEqual([
      0.225, 0.033333, 0.225, 0.033333, 0.225, 0.033333, 0.225,
    ]);
    const two: AnchorModel = anchorModel('two', { lead: 0, opportunity: 0.5, won: 0.5 }, 0);
    expect(credits({ path: path(5) }, two)).toEqual([0, 0, 0.5, 0, 0.5]);
  });
});

describe('what is known', () => {
  it('counts ages from the youngest touch, whatever the order', () => {
    const daily: Model = { kind: 'decay', id: 'daily', halfLifeDays: 1 };
    expect(credits({ path: path(3), agesDays: [11, 10, 12] }, daily)).toEqual([
      0.285714, 0.571429, 0.142857,
    ]);
  });

  it('lets the first touch hold a milestone, and two milestones one touch', () => {
    const milestones = { lead: 0, opportunity: 2, won: 2 };
    expect(credits({ path: path(3), milestones }, MODELS['full-path'])).toEqual([0.45, 0.1, 0.45]);
  });

  it('knows of no milestone on a path of a set that knows some', () => {
    const rows = [
      { path: ['1', '2', '3'], conversions: 1, milestones: { lead: 1 } },
      { path: ['1', '2', '3'], conversions: 1 },
    ];
    const { channels, warnings } = attribute(readPaths(rows), MODELS['u-shaped']);
    // 0.4/1, 0.4/1, 0.2/1 of the first; of the second 0.4 first and 0.2 over two, of 0.6.
    const [one, two, three] = channels.toSorted((a, b) => Number(a.channel) - Number(b.channel));
    expect(one?.conversions).toBeCloseTo(0.4 + 2 / 3, 12);
    expect(two?.conversions).toBeCloseTo(0.4 + 1 / 6, 12);
    expect(three?.conversions).toBeCloseTo(0.2 + 1 / 6, 12);
    expect(warnings).toEqual([]);
  });
});

describe('anchors', () => {
  it('that have no share hold no touch', () => {
    const late = anchorModel('late', { first: 0, last: 0.5 }, 0.5);
    expect(credits({ path: path(3) }, late)).toEqual([0.25, 0.25, 0.5]);
  });

  it('give nothing to the others without a rest, and everything where there are no others', () => {
    const ends = anchorModel('ends', { first: 1, last: 1 }, 0);
    expect(credits({ path: path(4) }, ends)).toEqual([0.5, 0, 0, 0.5]);
    const some = anchorModel('some', { first: 1, last: 1 }, 8);
    expect(credits({ path: path(2) }, some)).toEqual([0.5, 0.5]);
  });

  it('leave a path to the rest where none of them is there', () => {
    const rows = [
      { path: ['1', '2'], conversions: 1, milestones: { lead: 1 } },
      { path: ['3', '4'], conversions: 1 },
    ];
    const model = anchorModel('lead', { lead: 0.8 }, 0.2);
    const { channels } = attribute(readPaths(rows), model);
    expect(channels.map(({ channel, conversions }) => [channel, conversions])).toEqual([
      ['2', 0.8],
      ['3', 0.5],
      ['4', 0.5],
      ['1', 0.2],
    ]);
  });

  it('pass over direct traffic under its usual names, in any case', () => {
    const model = anchorModel('ours', { lastNonDirect: 1 }, 0);
    const { channels } = attribute(
      readPaths([{ path: 'a > b > DIRECT > (Direct)', conversions: 1 }]),
      model,
    );
    expect(channels[0]).toMatchObject({ channel: 'b', conversions: 1 });
  });
});

describe('anchorModel', () => {
  it.each([
    [{ first: -0.1 }, 1],
    [{ first: 0 }, 0],
    [{ first: Number.NaN }, 1],
    [{ first: 1 }, Number.POSITIVE_INFINITY],
    [{}, -1],
  ])('refuses the shares %j and %d', (shares, rest) => {
    expect(() => anchorModel('ours', shares, rest)).toThrow(
      expect.objectContaining({ code: 'INVALID' }),
    );
  });

  it('needs no shares that sum to one', () => {
    expect(credits({ path: path(2) }, anchorModel('ours', { first: 3, last: 1 }, 0))).toEqual([
      0.75, 0.25,
    ]);
  });
});
