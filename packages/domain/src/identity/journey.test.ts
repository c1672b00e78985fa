import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BUYING_ROLES,
  buyingGroups,
  buyingRole,
  journeyOf,
  scoreFit,
  sortTouches,
  stitchAccounts,
  stitchPeople,
  type TouchRecord,
} from './index.ts';

const touch = (touchId: string, at: number, more: Partial<TouchRecord> = {}): TouchRecord => ({
  source: 'web',
  touchId,
  at,
  kind: 'visit',
  ...more,
});

describe('journeys', () => {
  const contacts = [
    { source: 'web', contactId: '1', email: 'jane@example.com', anonymousId: 'c1' },
    { source: 'web', contactId: '2', email: 'joe@example.com' },
  ];
  const people = stitchPeople({ contacts });
  const accounts = [{ source: 'crm', accountId: 'A', domain: 'example.com' }];
  const companies = stitchAccounts({ accounts, contacts, people });
  const touches = [
    touch('b', 5, { anonymousId: 'c1' }),
    touch('a', 5, { contactId: '1' }),
    touch('z', 5, { source: 'ads', email: 'jane@example.com' }),
    touch('x', 1, { anonymousId: 'nobody' }),
    touch('y', 9, { contactId: '2' }),
    touch('w', 7, { source: 'crm', accountId: 'A', kind: 'call' }),
    touch('a', 5, { contactId: '1' }),
  ];

  it('sort by time, source and identifier; the same touch stands once', () => {
    const journey = journeyOf({ subject: 'contact/web/1', touches, people });
    expect(
      journey.steps.map(({ touch: { source, touchId }, by }) => [source, touchId, by]),
    ).toEqual([
      ['ads', 'z', 'email'],
      ['web', 'a', 'contact'],
      ['web', 'b', 'anonymous'],
    ]);
    expect([journey.firstAt, journey.lastAt]).toEqual([5, 5]);
  });

  it('of a company hold those of its people and its own, with the stage of each', () => {
    const stages = [
      { stage: 'SQL', enteredAt: 7, leftAt: null },
      { stage: 'MQL', enteredAt: 5, leftAt: 7 },
    ];
    const journey = journeyOf({ subject: 'account/crm/A', touches, people, companies, stages });
    expect(journey.steps.map(({ touch: { touchId }, by, stage }) => [touchId, by, stage])).toEqual([
      ['z', 'email', 'MQL'],
      ['a', 'contact', 'MQL'],
      ['b', 'anonymous', 'MQL'],
      ['w', 'account', 'SQL'],
      ['y', 'contact', 'SQL'],
    ]);
    expect(journey.people).toEqual(['contact/web/1', 'contact/web/2']);
    expect(journey.stages.map(({ stage }) => stage)).toEqual(['MQL', 'SQL']);
  });

  it('of nobody are empty, and a touch without time is refused', () => {
    expect(journeyOf({ subject: 'contact/web/9', touches, people })).toMatchObject({
      steps: [],
      firstAt: null,
    });
    expect(() => sortTouches([touch('t', Number.NaN)])).toThrow('has no time');
  });

  it('any order of rows gives one order of touches', () => {
    const one = fc.record({
      source: fc.constantFrom('a', 'b'),
      touchId: fc.constantFrom('1', '2', '3'),
      at: fc.nat(2),
      kind: fc.constantFrom('visit', 'form'),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 10 }), (list) => {
        const sorted = sortTouches(list);
        expect(sortTouches([...list].reverse())).toEqual(sorted);
        for (const [i, next] of sorted.slice(1).entries()) {
          const before = sorted[i] as TouchRecord;
          const key = ({ at, source, touchId }: TouchRecord) => `${at} ${source} ${touchId}`;
          expect(key(before) < key(next)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('buying groups', () => {
  it('say which roles are known and which are missing', () => {
    const people = [
      { dealId: 'd1', contactId: '1', role: 'DECISION_MAKER' },
      { dealId: 'd1', contactId: '2', role: 'Business User' },
      { dealId: 'd1', contactId: '3', role: 'Gatekeeper' },
      { dealId: 'd1', contactId: '4', role: 'Other' },
      { dealId: 'd1', contactId: '1', role: 'Decision Maker' },
    ];
    const [one, none] = buyingGroups(['d2'], people);
    expect(one).toMatchObject({
      dealId: 'd1',
      people: 4,
      coverage: 0.5,
      missing: ['influencer', 'champion'],
      withoutRole: ['4'],
    });
    expect(one?.roles.decision_maker).toEqual(['1']);
    expect(none).toMatchObject({ people: 0, coverage: 0 });
    expect(buyingGroups(['d'], [], [])[0]?.coverage).toBe(1);
  });

  it('know the words of the roles themselves', () => {
    expect(BUYING_ROLES.map(buyingRole)).toEqual([...BUYING_ROLES]);
    expect([buyingRole(null), buyingRole('Janitor')]).toEqual([null, null]);
  });
});

describe('fit', () => {
  const band = (from: number, fit: number) => ({ from, fit, name: `from ${from}` });
  const profile = {
    version: '1',
    fields: [
      {
        field: 'employees',
        weight: 2,
        bands: [band(200, 1), band(50, 0.5), { to: 10, fit: 0, name: 'below 10' }],
      },
      { field: 'country', weight: 1, bands: [{ oneOf: ['AT', 'DE'], fit: 1, name: 'home' }] },
    ],
  };

  it('tells what is not known from what does not fit', () => {
    const fit = scoreFit({ country: 'FR' }, profile);
    expect(fit.fields.map(({ words }) => words)).toEqual([
      'employees is not known: 0 of 66.7 points.',
      'country FR: does not fit, 0.0 of 33.3 points.',
    ]);
    expect(fit.score).toBe(0);
    expect(fit.possible).toBeCloseTo(66.667, 3);
    expect(fit.known).toBeCloseTo(1 / 3, 12);
    expect(scoreFit({ employees: 'many', country: ' at ' }, profile).score).toBeCloseTo(33.333, 3);
  });

  it('refuses profiles that say nothing', () => {
    const none = { version: '1', fields: [{ field: 'a', weight: 0, bands: [] }] };
    expect(() => scoreFit({}, none)).toThrow('no weights');
    const wrong = { version: '1', fields: [{ field: 'a', weight: 1, bands: [band(1, 2)] }] };
    expect(() => scoreFit({}, wrong)).toThrow('less than nothing');
  });

  it('points sum to the score, which lies between 0 and 100', () => {
    const weights = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.nat(300), { nil: null }),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(weights, (list) => {
        fc.pre(list.some(([weight]) => weight > 0));
        const fields = list.map(([weight, fit], i) => ({
          field: `f${i}`,
          weight,
          bands: [band(100, fit)],
        }));
        const account = Object.fromEntries(list.map(([, , value], i) => [`f${i}`, value]));
        const { score, possible, fields: parts } = scoreFit(account, { version: '1', fields });
        expect(parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(possible).toBeLessThanOrEqual(100);
        expect(possible).toBeGreaterThanOrEqual(score);
      }),
      { numRuns: 1000 },
    );
  });
});
