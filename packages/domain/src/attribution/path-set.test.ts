import { describe, expect, it } from 'vitest';
import { attribute } from './attribute.ts';
import { MODELS } from './models.ts';
import { type PathRow, readPaths } from './path-set.ts';

describe('what is read', () => {
  it('a text cut at its arrows, and lists of names, to the same touches', () => {
    const text = readPaths([
      { path: ' a>b  >\ta > ', conversions: 1 },
      { path: 'b', conversions: 0.5, nulls: 2 },
    ]);
    const lists = readPaths([
      { path: ['a', ' b', 'a', ''], conversions: 1 },
      { path: ['b'], conversions: 0.5, nulls: 2 },
    ]);
    expect(text).toEqual(lists);
    expect(text.channels).toEqual(['a', 'b']);
    expect([...text.touches]).toEqual([0, 1, 0, 1]);
    expect([...text.starts]).toEqual([0, 3, 4]);
    expect([...text.conversions]).toEqual([1, 0.5]);
    expect([...text.nulls]).toEqual([0, 2]);
    expect([text.valueMicros, text.agesDays, text.milestones]).toEqual([null, null, null]);
  });

  it('values, ages and milestones of the touches that they belong to', () => {
    const paths = readPaths([
      { path: '', conversions: 2, nulls: 3, valueMicros: 40 },
      { path: '', conversions: 1, nulls: 4, valueMicros: 5 },
      { path: 'a > b', conversions: 1, agesDays: [3, 0], milestones: { lead: 0 } },
      {
        ...{ path: 'c > b', conversions: 1, valueMicros: 7, agesDays: [1, 1] },
        milestones: { lead: 1, opportunity: 1, won: 1 },
      },
    ]);
    expect(paths.unattributed).toEqual({ conversions: 3, nulls: 7, valueMicros: 45 });
    expect([...(paths.valueMicros ?? [])]).toEqual([0, 7]);
    expect([...(paths.agesDays ?? [])]).toEqual([3, 0, 1, 1]);
    expect([...(paths.milestones ?? [])]).toEqual([1, 0, 0, 7]);
    expect([...paths.starts]).toEqual([0, 2, 4]);
  });

  it('more touches than one expects of so few paths', () => {
    const path = Array.from({ length: 100 }, (_, i) => `c${i % 7}`);
    const paths = readPaths([{ path, conversions: 1 }]);
    expect([...paths.touches]).toEqual(path.map((_, i) => i % 7));
  });
});

const fine = { path: 'a', conversions: 1 };
const row = (rest: Partial<PathRow>) => ({ path: 'a > b', conversions: 1, ...rest });
const places = (touches: number) => `It has ${touches} touches, counted from 0.`;
const ages =
  'Give one age in days per touch, 0 or more; a touch after the conversion is no part of it.';
const counts = 'Counts are finite and not negative.';
const micros = 'Values are whole micros, not negative; take refunds off before.';

describe('what is refused, by the number of its row', () => {
  it.each<[Partial<PathRow>, string, string]>([
    [{ conversions: -1 }, 'Path 1 has -1 conversions.', counts],
    [{ conversions: Number.NaN }, 'Path 1 has NaN conversions.', counts],
    [{ nulls: Infinity }, 'Path 1 has Infinity nulls.', counts],
    [{ valueMicros: -1 }, 'Path 1 has a value of -1 micros.', micros],
    [{ valueMicros: 0.5 }, 'Path 1 has a value of 0.5 micros.', micros],
    [
      { conversions: 0, nulls: 1, valueMicros: 5 },
      'Path 1 has a value and no conversions.',
      'Value comes with conversions: check which column is which.',
    ],
    [{ agesDays: [1] }, 'Path 1 has 2 touches and the ages 1.', ages],
    [{ agesDays: [1, -0.5] }, 'Path 1 has 2 touches and the ages 1, -0.5.', ages],
    [{ agesDays: [Infinity, 1] }, 'Path 1 has 2 touches and the ages Infinity, 1.', ages],
    [{ agesDays: [] }, 'Path 1 has 2 touches and the ages none.', ages],
    [{ milestones: { lead: 2 } }, 'Path 1 has its milestone “lead” at touch 2.', places(2)],
    [{ milestones: { won: -1 } }, 'Path 1 has its milestone “won” at touch -1.', places(2)],
    [{ milestones: { lead: 0.5 } }, 'Path 1 has its milestone “lead” at touch 0.5.', places(2)],
  ])('%j', (rest, message, hint) => {
    const first = { ...fine, ...(rest.agesDays && { agesDays: [0] }) };
    expect(() => readPaths([first, row(rest)])).toThrow(
      expect.objectContaining({ code: 'INVALID', message, hint }),
    );
  });

  it('ages that only some paths have', () => {
    expect(() => readPaths([{ ...fine, agesDays: [2] }, fine])).toThrow(
      expect.objectContaining({ message: 'Path 1 has 1 touches and the ages none.', hint: ages }),
    );
  });
});

it('says what became of conversions without a touch, and that there were none at all', () => {
  const { warnings } = attribute(
    readPaths([
      { path: '', conversions: 2 },
      { path: 'a', conversions: 0, nulls: 1 },
    ]),
    MODELS.linear,
  );
  const about = { severity: 'warning', hint: null, line: null, field: null };
  expect(warnings).toEqual([
    {
      ...about,
      code: 'no_channel',
      message: '2 conversions have no touchpoint and stay unattributed.',
    },
    {
      ...about,
      code: 'no_conversions',
      message: 'No path converted, so there is no credit to share.',
    },
  ]);
});
