import { expect, it } from 'vitest';
import { attribute } from './attribute.ts';
import { buildJourneys, type JourneyEvent, type JourneyRules } from './build-journeys.ts';
import { compareModels } from './compare-models.ts';
import { anchorModel, namedModel } from './models.ts';
import { readPaths } from './path-set.ts';

// What a person reads when something is refused or needs care, word by word.

const DAY = 86_400_000;
const touch = (day: number, channel: string): JourneyEvent => ({
  ...{ entity: 'ann', kind: 'touch', timeMs: day * DAY, channel },
});
const win = (day: number, valueMicros = 1, id?: string): JourneyEvent => ({
  ...{ entity: 'ann', kind: 'conversion', timeMs: day * DAY, valueMicros },
  ...(id && { id }),
});

function refused(run: () => unknown): unknown[] {
  try {
    run();
  } catch (error) {
    const { code, message, hint } = error as { code: string; message: string; hint: string };
    return [code, message, hint];
  }
  return [];
}

it('settings that a method cannot have', () => {
  const paths = readPaths([{ path: 'a > b', conversions: 1 }]);
  const decay = { ...namedModel('time-decay'), halfLifeDays: 0 } as ReturnType<typeof namedModel>;
  expect(refused(() => attribute(paths, decay))).toEqual([
    'INVALID',
    'A half-life of 0 days is not possible.',
    'Give a number of days above 0, such as 7.',
  ]);
  const long = { ...namedModel('markov'), order: 4 } as unknown as ReturnType<typeof namedModel>;
  expect(refused(() => attribute(paths, long))).toEqual([
    'INVALID',
    'Markov chains of order 4 are not offered.',
    'Ask for order 1, 2 or 3.',
  ]);
  const [, , near] = refused(() => namedModel('liner' as 'linear'));
  expect(near).toBe('Did you mean linear?');
  const [, , known] = refused(() => namedModel('zzzzzzzz' as 'linear'));
  expect(known).toMatch(/^Known are first, .*, markov/);
});

it('models that there are not', () => {
  expect(refused(() => namedModel('liner'))).toEqual([
    'INVALID',
    'There is no attribution model “liner”.',
    'Did you mean linear?',
  ]);
  expect(refused(() => anchorModel('ours', { first: -0.1, last: 0.5 }, 1))).toEqual([
    'INVALID',
    'The shares of the model “ours” are -0.1, 0.5, 1.',
    'Give each anchor a share of 0 or more, and at least one above 0.',
  ]);
});

it('what a rule assumes where paths do not say it', () => {
  const answer = (name: string, more: object = {}) => {
    const { method, warnings } = attribute(
      readPaths([{ path: 'a > b', conversions: 1, ...more }]),
      namedModel(name),
    );
    return { method, told: warnings.map(({ code, message, hint }) => [code, message, hint]) };
  };
  expect(answer('w-shaped')).toEqual({
    method: 'Anchors and weights',
    told: [
      [
        'assumed_milestones',
        'The paths say nothing of milestones: they are taken at even steps along each path, the last one at its last touch.',
        'Say which touch stood before each milestone.',
      ],
    ],
  });
  expect(answer('time-decay')).toEqual({
    method: 'Time decay',
    told: [
      [
        'assumed_times',
        'The paths have no times: touches are taken one day apart, the last one on the day of the conversion.',
        'Say how many days before the conversion each was.',
      ],
    ],
  });
  expect(answer('w-shaped', { milestones: { lead: 0 } }).told).toEqual([]);
  expect(answer('time-decay', { agesDays: [3, 1] }).told).toEqual([]);
  expect(answer('first').told).toEqual([]);
});

it('rules and events that make no journeys', () => {
  const build = (rules: JourneyRules) => refused(() => buildJourneys([touch(1, 'a')], rules));
  expect(build({ lookbackDays: -1 })).toEqual([
    'INVALID',
    'lookbackDays is -1.',
    'Give a finite number, 0 or more.',
  ]);
  expect(build({ viewLookbackDays: Number.NaN })[1]).toBe('viewLookbackDays is NaN.');
  expect(build({ sessionGapMinutes: Infinity })[1]).toBe('sessionGapMinutes is Infinity.');
  expect(build({ lookbackDays: 0, viewLookbackDays: 0, sessionGapMinutes: 0 })).toEqual([]);

  const wrong = [
    'INVALID',
    'An event of ann has no usable time or value.',
    'Times are milliseconds, values whole micros of 0 or more.',
  ];
  const one = (event: JourneyEvent) => refused(() => buildJourneys([event]));
  expect(one(touch(Number.NaN, 'a'))).toEqual(wrong);
  expect(one(win(Infinity))).toEqual(wrong);
  expect(one(win(1, -1))).toEqual(wrong);
  expect(one(win(1, 0.5))).toEqual(wrong);
  expect(one(win(1, 0))).toEqual([]);
});

it('what became of the events', () => {
  const built = buildJourneys([win(9, 5, 'x'), touch(8, 'a'), win(9, 5, 'x'), touch(95, 'b')], {
    asOfMs: 100 * DAY,
    lookbackDays: 30,
  });
  expect(built).toMatchObject({ method: 'Journeys with a lookback of 30 days', version: '1' });
  expect(built.warnings).toEqual([
    {
      code: 'unordered_events',
      severity: 'info',
      message: 'The events came in no order of time and were sorted.',
      hint: null,
      line: null,
      field: null,
    },
    {
      code: 'duplicate_conversions',
      severity: 'warning',
      message: '1 conversions came twice and count once.',
      hint: 'Check who sends them twice.',
      line: null,
      field: null,
    },
    {
      code: 'open_journeys',
      severity: 'info',
      message: '1 journeys may still convert and are left out.',
      hint: null,
      line: null,
      field: null,
    },
  ]);
  expect(built.paths.milestones).toBeNull();
  expect(buildJourneys([touch(1, 'a'), touch(1, 'b'), win(2)]).warnings).toEqual([]);
  expect(buildJourneys([]).warnings).toEqual([]);
});

it('milestones are known only where there are any', () => {
  const lead: JourneyEvent = { entity: 'ann', kind: 'milestone', timeMs: DAY, milestone: 'lead' };
  expect(buildJourneys([touch(1, 'a'), lead, win(2)]).paths.milestones).not.toBeNull();
  expect(buildJourneys([touch(1, 'a'), win(2)]).paths.milestones).toBeNull();
});

it('one person under two ids makes one journey, two persons make two', () => {
  const bob = { ...touch(1, 'b'), entity: 'bob' };
  const events = [bob, touch(2, 'a'), win(3)];
  const channels = (rules?: JourneyRules) =>
    buildJourneys(events, rules).journeys.map((journey) => journey.channels.join('>'));
  expect(channels().sort()).toEqual(['a', 'b']);
  expect(channels({ identities: new Map([['bob', 'ann']]) })).toEqual(['b>a']);
});

it('models that cannot be told apart, and models that disagree', () => {
  const paths = readPaths([{ path: 'a > b > c', conversions: 10, valueMicros: 100 }]);
  const models = (...names: Parameters<typeof namedModel>[0][]) =>
    names.map((one) => namedModel(one));
  const hint = 'Name at least one model, each with its own id.';
  expect(refused(() => compareModels(paths, []))).toEqual([
    'INVALID',
    'These models cannot be told apart: none.',
    hint,
  ]);
  expect(refused(() => compareModels(paths, models('first', 'first')))).toEqual([
    'INVALID',
    'These models cannot be told apart: first, first.',
    hint,
  ]);
  const compared = compareModels(paths, models('first', 'linear'));
  expect(compared).toMatchObject({ method: 'Models side by side', version: '1' });
  expect(compared.channels.map(({ channel }) => channel)).toEqual(['a', 'b', 'c']);
  expect(compared.channels[0]).toMatchObject({ lowShare: 1 / 3, highShare: 1 });
  expect(compared.channels[0]?.spread).toBeCloseTo(2 / 3, 12);
  expect(compared.channels[0]?.valueMicros).toMatchObject({ first: 100, linear: 34 });
  expect(compared.warnings[0]).toEqual({
    code: 'models_disagree',
    severity: 'warning',
    message: 'a gets between 33.3% and 100.0% of the conversions.',
    hint: 'The choice of the model decides here: test this channel before moving money.',
    line: null,
    field: null,
  });
  const alike = readPaths([{ path: 'a > b', conversions: 10 }]);
  expect(compareModels(alike, models('linear', 'position')).warnings).toEqual([]);
  // A spread of a fifth of the smaller share is no disagreement.
  const close = readPaths([
    { path: 'a > b > c', conversions: 1 },
    { path: 'a > b', conversions: 9 },
  ]);
  const { warnings } = compareModels(close, models('linear', 'position'));
  expect(warnings.map(({ message }) => message).filter((text) => text.startsWith('a '))).toEqual(
    [],
  );
  const none = compareModels(readPaths([{ path: 'a', conversions: 0, nulls: 3 }]), models('first'));
  expect(none.channels[0]).toMatchObject({ lowShare: 0, highShare: 0, spread: 0 });
});

it('channels stand by credit, then by name', () => {
  const paths = readPaths([
    { path: 'b > a', conversions: 2, valueMicros: 10 },
    { path: 'c', conversions: 5, valueMicros: 1 },
  ]);
  const { channels, total, warnings } = attribute(paths, namedModel('linear'));
  expect(channels.map(({ channel, conversions }) => [channel, conversions])).toEqual([
    ['c', 5],
    ['a', 1],
    ['b', 1],
  ]);
  expect(total.conversions).toBe(7);
  expect(warnings).toEqual([]);
  const nothing = attribute(
    readPaths([{ path: 'a', conversions: 0, nulls: 1 }]),
    namedModel('markov'),
  );
  expect(nothing.channels[0]).toMatchObject({ conversions: 0 });
  const free = attribute(
    readPaths([{ path: 'a > b', conversions: 1, valueMicros: 0 }]),
    namedModel('markov'),
  );
  expect(free.channels.map(({ valueMicros }) => valueMicros)).toEqual([0, 0]);
});
