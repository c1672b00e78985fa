import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GREGORIAN } from '../calendar/index.ts';
import { storedMeasure } from '../catalogue/index.ts';
import { MODEL_TABLES } from '../model/index.ts';
import {
  COMMON_LIFECYCLE,
  cohortsOf,
  deriveTransitions,
  type FunnelStage,
  funnelOf,
  ONLY_FROM_TRANSITIONS,
  STAGES,
  stageFacts,
  type Transition,
  velocityOf,
} from './index.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const ASOF = Date.UTC(2026, 10, 22);
const { maturityDays } = COMMON_LIFECYCLE;

/** People with a date per stage, as many days after the one before; null: not reached. */
const lifecycle = (people: { start: number; gaps: (number | null)[]; won: boolean | null }[]) => {
  const contacts = people.map(({ start, gaps }, i) => {
    let at: number | null = START + start * DAY;
    const dates: Record<string, number | null> = { lead_at: at };
    for (const [place, field] of ['mql_at', 'sal_at', 'sql_at'].entries()) {
      const gap: number | null = gaps[place] ?? null;
      at = at === null || gap === null ? null : at + gap * DAY;
      dates[field] = at;
    }
    return {
      source: 'crm',
      contactId: `${i}`,
      dates,
      dims: { channel: i % 2 ? 'Search' : 'Social' },
    };
  });
  const deals = people.flatMap(({ won }, i) => {
    const opened = contacts[i]?.dates.sql_at ?? null;
    if (opened === null || won === null) return [];
    const outcome = won ? ('won' as const) : ('lost' as const);
    return [
      {
        source: 'crm',
        dealId: `d${i}`,
        contactId: `${i}`,
        createdAt: opened + DAY,
        closedAt: opened + 31 * DAY,
        outcome,
        amountMicros: 5_000_000,
        currency: 'EUR',
      },
    ];
  });
  return deriveTransitions({ contacts, deals, definition: COMMON_LIFECYCLE, asOf: ASOF });
};
const question = {
  maturityDays: 30,
  unit: 'month',
  calendar: GREGORIAN,
  timeZone: 'UTC',
  asOf: ASOF,
} as const;

const gap = fc.option(fc.integer({ min: 0, max: 60 }), { nil: null, freq: 4 });
const person = fc.record({
  start: fc.integer({ min: 0, max: 320 }),
  gaps: fc.tuple(gap, gap, gap).map((list) => [...list]),
  won: fc.option(fc.boolean(), { nil: null }),
});
const crowd = fc.array(person, { minLength: 1, maxLength: 12 });

/** By hand: the first time of each track in a stage. */
const firstOf = (of: readonly Transition[], stage: string) => {
  const first = new Map<string, number>();
  for (const { track, to, at } of of)
    if (to === stage) first.set(track, Math.min(at, first.get(track) ?? Infinity));
  return first;
};

describe('funnel, velocity and cohorts recompute from transitions', () => {
  it('conversion of each stage is that of those who entered', () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const { transitions } = lifecycle(people);
        const period = { from: START, to: START + 200 * DAY };
        const { steps } = funnelOf(transitions, period);
        const inquiries = firstOf(transitions, 'inquiry');
        const entered = [...inquiries].filter(([, at]) => at >= period.from && at < period.to);
        for (const [i, stage] of STAGES.entries()) {
          const reached = firstOf(transitions, stage);
          expect(steps[i]?.count).toBe(entered.filter(([track]) => reached.has(track)).length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('cohorts by month: size, share, speed; young ones null', () => {
    fc.assert(
      fc.property(
        crowd,
        fc.constantFrom<[FunnelStage, FunnelStage]>(
          ['inquiry', 'mql'],
          ['mql', 'sql'],
          ['inquiry', 'won'],
        ),
        (people, [from, to]) => {
          const { transitions } = lifecycle(people);
          const cohorts = cohortsOf(transitions, { ...question, from, to });
          const [start, end] = [firstOf(transitions, from), firstOf(transitions, to)];
          expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(start.size);
          for (const { label, size, converted, share, mature, shares } of cohorts) {
            const own = [...start].filter(([, at]) => new Date(at).toISOString().startsWith(label));
            expect([size, converted]).toEqual([
              own.length,
              own.filter(([track]) => end.has(track)).length,
            ]);
            const over =
              Date.UTC(Number(label.slice(0, 4)), Number(label.slice(5)), 1) + 30 * DAY <= ASOF;
            expect(mature).toBe(over);
            expect(share).toBe(mature ? converted / size : null);
            const known = shares.filter((one) => one !== null);
            expect([...known].sort((a, b) => a - b)).toEqual(known);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('facts add up to what transitions say', () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const answer = lifecycle(people);
        const facts = stageFacts(answer, { maturityDays, timeZone: 'UTC', asOf: ASOF });
        const sum = (measure: string) =>
          facts
            .filter((one) => one.measure === measure)
            .reduce((all, { valueMicros }) => all + valueMicros, 0) / 1e6;
        for (const [measure, stage] of [
          ['leads', 'inquiry'],
          ['mqls', 'mql'],
          ['sals', 'sal'],
          ['sqls', 'sql'],
          ['opps_created', 'opportunity'],
          ['deals_won', 'won'],
          ['deals_lost', 'lost'],
        ] as const) {
          expect(sum(measure)).toBe(firstOf(answer.transitions, stage).size);
        }
        expect(sum('bookings_won')).toBe(5 * sum('deals_won'));
        const mature = cohortsOf(answer.transitions, {
          ...question,
          unit: 'week',
          from: 'inquiry',
          to: 'mql',
        }).filter((one) => one.mature);
        expect(sum('cohort_leads')).toBeGreaterThanOrEqual(
          mature.reduce((all, { size }) => all + size, 0),
        );
        expect(sum('cohort_leads_to_mql')).toBeLessThanOrEqual(sum('cohort_leads'));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('velocityOf', () => {
  it('leaves out stages that were only filled in, and counts those still there', () => {
    const { transitions } = lifecycle([
      { start: 0, gaps: [10, null, null], won: null },
      { start: 0, gaps: [20, 5, 5], won: true },
      { start: 0, gaps: [null, null, null], won: null },
    ]);
    const times = velocityOf(transitions, ASOF);
    expect(times.map(({ stage, stays, open }) => [stage, stays, open])).toEqual([
      ['inquiry', 3, 1],
      ['mql', 2, 1],
      ['sal', 1, 0],
      ['sql', 1, 0],
      ['opportunity', 1, 0],
    ]);
    expect(times.at(-1)?.medianSeconds).toBe(30 * 86_400);
  });
});

describe('facts', () => {
  it('are fed by the model, or only from transitions, and all are in the catalogue', () => {
    const fed = MODEL_TABLES.flatMap(({ feeds }) => feeds)
      .filter(({ dataset }) => dataset === 'lead_stage')
      .map(({ measure }) => measure);
    const answer = lifecycle([
      { start: 0, gaps: [10, 5, 5], won: true },
      { start: 0, gaps: [1, 1, 1], won: false },
    ]);
    const given = stageFacts(answer, { maturityDays, timeZone: 'UTC', asOf: ASOF }).map(
      ({ measure }) => measure,
    );
    expect(new Set([...given, 'leads_rejected'])).toEqual(
      new Set([...fed, ...ONLY_FROM_TRANSITIONS]),
    );
    expect(fed.filter((one) => ONLY_FROM_TRANSITIONS.includes(one))).toEqual([]);
    for (const one of given) expect(storedMeasure('lead_stage', one)?.id).toBe(one);
  });

  it('of a deal carry money, days and dimensions; a young cohort has none', () => {
    const answer = lifecycle([
      { start: 0, gaps: [10, 5, 5], won: true },
      { start: 320, gaps: [1, 1, 1], won: null },
    ]);
    const facts = stageFacts(answer, { maturityDays, timeZone: 'UTC', asOf: ASOF });
    const of = (measure: string) =>
      facts
        .filter((one) => one.measure === measure)
        .map(({ valueMicros, currency }) => [valueMicros / 1e6, currency]);
    expect(of('days_opp_to_won')).toEqual([[30, null]]);
    expect(of('days_lead_to_won')).toEqual([[51, null]]);
    expect(of('pipeline_created')).toEqual([[5, 'EUR']]);
    expect(of('leads').length).toBe(2);
    expect(of('cohort_leads').length).toBe(1);
    expect(of('cohort_opps_to_won')).toEqual([[1, null]]);
    expect(facts[0]?.dims).toEqual({ channel: 'Social' });
  });

  it('a contact that merely says customer is no won deal; each rejection counts', () => {
    const history = ['Lead', 'Unqualified', 'MQL', 'Unqualified', 'Customer'].map((toStage, i) => ({
      source: 'crm',
      entity: 'contact' as const,
      entityId: '1',
      toStage,
      at: START + i * DAY,
    }));
    const answer = deriveTransitions({
      contacts: [{ source: 'crm', contactId: '1' }],
      deals: [],
      history,
      definition: COMMON_LIFECYCLE,
      asOf: ASOF,
    });
    expect(answer.transitions.at(-1)?.to).toBe('won');
    const counts = stageFacts(answer, { maturityDays, timeZone: 'UTC', asOf: ASOF }).map(
      ({ measure }) => measure,
    );
    expect(counts.filter((one) => one === 'leads_rejected').length).toBe(2);
    expect(
      counts.some((one) => /deals|opp|bookings/.test(one) && one !== 'cohort_sqls_to_opp'),
    ).toBe(false);
  });
});

describe('refusals', () => {
  it('a cohort cannot go backwards; none without entries', () => {
    expect(() => cohortsOf([], { ...question, from: 'sql', to: 'mql' })).toThrow(
      'does not come after',
    );
    expect(cohortsOf([], { ...question, from: 'inquiry', to: 'mql' })).toEqual([]);
    expect(() => velocityOf([], 0)).toThrow('empty');
  });
});
