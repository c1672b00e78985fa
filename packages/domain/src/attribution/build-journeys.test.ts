import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute } from './attribute.ts';
import { buildJourneys, type JourneyEvent } from './build-journeys.ts';
import { MODELS } from './models.ts';
import { resolveIdentities } from './resolve-identities.ts';

const DAY = 86_400_000;
const touch = (day: number, channel: string, entity = 'ann'): JourneyEvent => ({
  kind: 'touch',
  entity,
  timeMs: day * DAY,
  channel,
});
const win = (day: number, valueMicros = 1_000_000, id?: string): JourneyEvent => ({
  kind: 'conversion',
  entity: 'ann',
  timeMs: day * DAY,
  valueMicros,
  ...(id && { id }),
});
const short = ({ journeys }: ReturnType<typeof buildJourneys>) =>
  journeys.map(({ channels, converted }) => `${channels.join('>')}${converted ? '!' : ''}`);

describe('buildJourneys', () => {
  it('begins anew after a conversion', () => {
    const events = [touch(1, 'a'), touch(2, 'b'), win(3), touch(4, 'c'), win(5), touch(6, 'd')];
    expect(short(buildJourneys(events))).toEqual(['a>b!', 'c!', 'd']);
    const on = buildJourneys(events, { resetsAfterConversion: false });
    expect(short(on)).toEqual(['a>b!', 'a>b>c!', 'd']);
  });

  it('counts touches inside the lookback only; what is older led to nothing', () => {
    const events = [touch(0, 'old'), touch(70, 'new'), win(91)];
    const built = buildJourneys(events, { lookbackDays: 90 });
    expect(short(built)).toEqual(['new!', 'old']);
    expect(built.counts.outsideLookback).toBe(1);
    expect(short(buildJourneys(events, { lookbackDays: 91 }))).toEqual(['old>new!']);
  });

  it('counts ads that were only seen for a day', () => {
    const view: JourneyEvent = { ...touch(7, 'video'), isView: true } as JourneyEvent;
    expect(short(buildJourneys([touch(6, 'a'), view, win(8)]))).toEqual(['a>video!']);
    expect(short(buildJourneys([touch(6, 'a'), view, win(8.01)]))).toEqual(['a!', 'video']);
    // What came after the conversion is another journey.
    const later = buildJourneys([touch(6, 'a'), view, win(9), touch(10, 'b')]);
    expect(short(later)).toEqual(['a!', 'video', 'b']);
  });

  it('joins touches of one visit, and not those of another channel in between', () => {
    const events = [0, 0.01, 0.02, 0.06].map((day) => touch(day, 'a'));
    const built = buildJourneys([...events, win(1)]);
    expect(short(built)).toEqual(['a>a!']);
    expect(built.counts).toMatchObject({ touches: 4, merged: 2 });
    const mixed = [touch(0, 'a'), touch(0.001, 'b'), touch(0.002, 'a'), win(1)];
    expect(short(buildJourneys(mixed))).toEqual(['a>b>a!']);
  });

  it('sorts what came unordered and says so; a touch at the instant of a conversion led to it', () => {
    const built = buildJourneys([win(2), touch(2, 'b'), touch(1, 'a')]);
    expect(short(built)).toEqual(['a>b!']);
    expect(built.warnings.map(({ code }) => code)).toEqual(['unordered_events']);
  });

  it('takes events of one instant as ordered', () => {
    const built = buildJourneys([touch(1, 'a'), touch(1, 'b'), win(1)]);
    expect(short(built)).toEqual(['a>b!']);
    expect(built.warnings).toEqual([]);
  });

  it('gives a milestone to the first touch where it is the one before, and to none before all', () => {
    const lead = (day: number): JourneyEvent => ({
      kind: 'milestone',
      entity: 'ann',
      timeMs: day * DAY,
      milestone: 'lead',
    });
    const after = buildJourneys([touch(1, 'a'), lead(2), touch(3, 'b'), win(4)]);
    expect(after.journeys[0]?.milestones).toEqual({ lead: 0, won: 1 });
    const before = buildJourneys([lead(0), touch(1, 'a'), win(4)]);
    expect(before.journeys[0]?.milestones).toEqual({ won: 0 });
  });

  it('keeps the id of a conversion, and counts all that have none', () => {
    const { journeys, counts } = buildJourneys([touch(1, 'a'), win(2, 5, 'x'), win(3), win(4)]);
    expect(journeys.map((one) => one.conversionId)).toEqual(['x', null, null]);
    expect(counts.duplicateConversions).toBe(0);
  });

  it('passes over touches without a channel', () => {
    const { journeys, counts } = buildJourneys([
      touch(1, ' '),
      touch(2, 'a'),
      touch(3, ''),
      win(4),
    ]);
    expect(journeys.map(({ channels }) => channels)).toEqual([['a']]);
    expect(counts.touches).toBe(1);
  });

  it('joins touches up to the pause, and cuts visits at a conversion', () => {
    const half = 30 / (24 * 60);
    expect(short(buildJourneys([touch(0, 'a'), touch(half, 'a')]))).toEqual(['a']);
    expect(short(buildJourneys([touch(0, 'a'), touch(half + 1e-6, 'a')]))).toEqual(['a>a']);
    expect(short(buildJourneys([touch(0, 'a'), win(0.001), touch(0.002, 'a')]))).toEqual([
      'a!',
      'a',
    ]);
  });

  it('counts what was before the lookback of every conversion, whether journeys begin anew or not', () => {
    const events = [touch(0, 'old'), touch(95, 'a'), win(100), touch(101, 'b'), win(102)];
    for (const resetsAfterConversion of [true, false]) {
      const { counts, journeys } = buildJourneys([...events, touch(110, 'c')], {
        resetsAfterConversion,
      });
      expect(counts.outsideLookback).toBe(1);
      expect(journeys.filter(({ converted }) => !converted).length).toBe(2);
    }
  });

  it('gives milestones of a journey that ended to no later one', () => {
    const lead: JourneyEvent = { entity: 'ann', kind: 'milestone', timeMs: DAY, milestone: 'lead' };
    const { journeys } = buildJourneys([touch(1, 'a'), lead, win(2), touch(0.5, 'b'), win(3)]);
    expect(journeys.map(({ milestones }) => milestones)).toEqual([{ lead: 1, won: 1 }, {}]);
    const later = buildJourneys([touch(1, 'a'), lead, win(2), touch(2.5, 'b'), win(3)]);
    expect(later.journeys[1]?.milestones).toEqual({ won: 0 });
  });

  it('takes times before 1970 as any other', () => {
    const built = buildJourneys([touch(-9, 'a'), touch(-8, 'b'), win(-7)]);
    expect([short(built), built.warnings]).toEqual([['a>b!'], []]);
  });

  it('counts a conversion that came twice once', () => {
    const built = buildJourneys([touch(1, 'a'), win(2, 5, 'x'), win(2.5, 5, 'x')]);
    expect(short(built)).toEqual(['a!']);
    expect(built.warnings.map(({ code }) => code)).toEqual(['duplicate_conversions']);
  });

  it('leaves out journeys that may still convert', () => {
    const events = [touch(1, 'a', 'bob'), touch(95, 'b', 'eve')];
    const built = buildJourneys(events, { asOfMs: 100 * DAY });
    expect(short(built)).toEqual(['a']);
    expect(built.counts.open).toBe(1);
    // On the last day of its lookback a journey may still convert.
    expect(buildJourneys(events, { asOfMs: 91 * DAY }).counts.open).toBe(2);
  });

  it('cuts journeys that failed at a silence longer than the lookback', () => {
    const events = [touch(0, 'a'), touch(20, 'b'), touch(60, 'c')];
    expect(short(buildJourneys(events, { lookbackDays: 30 }))).toEqual(['a>b', 'c']);
    expect(short(buildJourneys(events, { lookbackDays: 40 }))).toEqual(['a>b>c']);
    const [failed] = buildJourneys(events, { lookbackDays: 30 }).journeys;
    expect(failed).toMatchObject({ endMs: 20 * DAY, agesDays: [20, 0], valueMicros: 0 });
  });

  it('puts one person with several ids into one journey', () => {
    const identities = resolveIdentities([
      ['cookie', 'ann'],
      ['phone', 'cookie'],
      ['other', 'bob'],
    ]);
    const events = [touch(1, 'a', 'phone'), touch(2, 'b', 'cookie'), win(3)];
    expect(short(buildJourneys(events, { identities }))).toEqual(['a>b!']);
    expect(identities.get('bob')).not.toBe(identities.get('ann'));
  });

  it('gives each milestone to the touch before it', () => {
    const milestone = (day: number, name: 'lead' | 'opportunity'): JourneyEvent => ({
      kind: 'milestone',
      entity: 'ann',
      timeMs: day * DAY,
      milestone: name,
    });
    const events = [
      touch(0, 'a'),
      touch(10, 'b'),
      milestone(11, 'lead'),
      touch(20, 'c'),
      touch(25, 'd'),
      milestone(25, 'opportunity'),
      win(30, 120_000_000_000),
    ];
    const { paths, journeys } = buildJourneys(events);
    expect(journeys[0]).toMatchObject({
      milestones: { lead: 1, opportunity: 3, won: 3 },
      agesDays: [30, 20, 10, 5],
    });
    const { channels, warnings } = attribute(paths, MODELS['w-shaped']);
    const values = Object.fromEntries(channels.map((row) => [row.channel, row.valueMicros]));
    expect(values).toEqual({ a: 36e9, b: 36e9, c: 12e9, d: 36e9 });
    expect(warnings).toEqual([]);
  });

  it('keeps a conversion without touches as unattributed', () => {
    const { paths, journeys } = buildJourneys([win(1, 7)]);
    expect(journeys).toEqual([
      {
        ...{ entity: 'ann', conversionId: null, converted: true, endMs: DAY, valueMicros: 7 },
        ...{ channels: [], agesDays: [], milestones: {} },
      },
    ]);
    expect(paths.unattributed).toEqual({ conversions: 1, nulls: 0, valueMicros: 7 });
  });

  it.each([
    ['a time that is none', [touch(Number.NaN, 'a')], {}],
    ['a negative value', [win(1, -1)], {}],
    ['a negative lookback', [], { lookbackDays: -1 }],
  ])('refuses %s', (_what, events, rules) => {
    expect(() => buildJourneys(events, rules)).toThrow(
      expect.objectContaining({ code: 'INVALID' }),
    );
  });

  it('neither loses nor doubles a touch or a conversion', () => {
    const day = fc.integer({ min: 0, max: 200 });
    const entity = fc.constantFrom('ann', 'bob');
    const event = fc.oneof(
      fc.tuple(day, fc.constantFrom('a', 'b'), entity).map(([d, c, e]) => touch(d, c, e)),
      fc.tuple(day, fc.nat(1000)).map(([d, value]) => win(d, value)),
    );
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 30 }),
        fc.integer({ min: 0, max: 100 }),
        (events, lookbackDays) => {
          const { journeys, counts } = buildJourneys(events, { lookbackDays });
          const kept = journeys.reduce((a, { channels }) => a + channels.length, 0);
          expect(kept + counts.merged).toBe(counts.touches);
          const wins = events.flatMap((one) =>
            one.kind === 'conversion' ? [one.valueMicros] : [],
          );
          const won = journeys.filter(({ converted }) => converted);
          expect(won.length).toBe(wins.length);
          expect(won.reduce((a, one) => a + one.valueMicros, 0)).toBe(
            wins.reduce((a, b) => a + b, 0),
          );
          expect(won.every((one) => one.agesDays.every((age) => age <= lookbackDays))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
