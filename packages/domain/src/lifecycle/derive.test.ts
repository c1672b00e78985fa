import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agreedSince,
  agreeOn,
  COMMON_LIFECYCLE,
  checkDefinition,
  definitionAt,
  deriveTransitions,
  type LifecycleInput,
  stageReader,
} from './index.ts';

const derive = (input: Partial<LifecycleInput>) =>
  deriveTransitions({
    contacts: [],
    deals: [],
    definition: COMMON_LIFECYCLE,
    asOf: 1000,
    ...input,
  });
const said = (input: Partial<LifecycleInput>) =>
  derive(input).transitions.map(
    ({ to, at, basis, recycled }) => `${to} ${at} ${basis}${recycled ? ' recycled' : ''}`,
  );
const step = (entityId: string, toStage: string, at: number, more = {}) => ({
  source: 'hubspot',
  entity: 'contact' as const,
  entityId,
  toStage,
  at,
  ...more,
});
const contacts = [{ source: 'hubspot', contactId: '1' }];

describe('deriveTransitions', () => {
  it('takes the history where it knows a stage, else the date', () => {
    expect(
      said({
        contacts: [
          { source: 'hubspot', contactId: '1', dates: { created_at: 1, mql_at: 99, sql_at: 40 } },
        ],
        history: [step('1', 'marketingqualifiedlead', 20)],
      }),
    ).toEqual(['inquiry 1 date', 'mql 20 history', 'sal 40 filled', 'sql 40 date']);
  });

  it('keeps going back as recycled, and does not fill again what was passed', () => {
    const history = [
      step('1', 'Lead', 1),
      step('1', 'Marketing Qualified Lead', 2),
      step('1', 'Sales Qualified Lead', 5),
      step('1', 'Lead', 7),
      step('1', 'SQL', 9),
      step('1', 'Unqualified', 11),
      step('1', 'MQL', 13),
    ];
    expect(said({ contacts, history })).toEqual([
      'inquiry 1 history',
      'mql 2 history',
      'sal 5 filled',
      'sql 5 history',
      'inquiry 7 history recycled',
      'sql 9 history recycled',
      'rejected 11 history',
      'mql 13 history recycled',
    ]);
  });

  it('does not take a system that lags behind for going back, nor dates out of order', () => {
    const both = [
      ...contacts,
      { source: 'salesforce', contactId: 'L', dates: { sal_at: 3, sql_at: 2 } },
    ];
    const history = [
      step('1', 'MQL', 4),
      step('L', 'Open - Not Contacted', 6, { source: 'salesforce' }),
      step('L', 'Working - Contacted', 8, { source: 'salesforce' }),
    ];
    const personOf = () => 'jane';
    expect(said({ contacts: both, history, personOf })).toEqual([
      'inquiry 2 filled',
      'mql 2 filled',
      'sal 2 filled',
      'sql 2 date',
    ]);
  });

  it('a converted lead, its contact and their first deal are one track; a second deal is its own', () => {
    const { tracks } = derive({
      contacts: [
        {
          source: 'sf',
          contactId: 'L',
          mergedInto: 'C',
          convertedDealId: 'D1',
          dates: { created_at: 1 },
        },
        {
          source: 'sf',
          contactId: 'C',
          stage: 'customer',
          dates: { created_at: 9, customer_at: 30 },
        },
      ],
      deals: [
        {
          source: 'sf',
          dealId: 'D2',
          contactId: 'C',
          createdAt: 20,
          closedAt: 25,
          outcome: 'lost',
        },
        { source: 'sf', dealId: 'D1', createdAt: 10, closedAt: 18, stage: 'Closed Won' },
        {
          source: 'sf',
          dealId: 'D3',
          contactId: 'unknown',
          createdAt: 12,
          closedAt: 90,
          outcome: null,
        },
      ],
    });
    expect(
      tracks.map(({ id, transitions }) => [id, transitions.map(({ to, at }) => `${to} ${at}`)]),
    ).toEqual([
      ['deal/sf/D2', ['opportunity 20', 'lost 25']],
      ['deal/sf/D3', ['opportunity 12']],
      ['person/sf/C', ['inquiry 1', 'mql 10', 'sal 10', 'sql 10', 'opportunity 10', 'won 18']],
    ]);
    expect(tracks[0]?.person).toBe('sf/C');
  });

  it('a deal that was lost may be opened and won again', () => {
    const deal = { entity: 'deal' as const };
    const history = [
      step('9', 'appointmentscheduled', 2, deal),
      step('9', 'closedlost', 4, deal),
      step('9', 'contractsent', 6, deal),
      step('9', 'closedwon', 8, deal),
    ];
    const deals = [
      { source: 'hubspot', dealId: '9', createdAt: 1, closedAt: 8, outcome: 'won' as const },
    ];
    expect(said({ deals, history })).toEqual([
      'opportunity 1 date',
      'lost 4 history',
      'opportunity 6 history recycled',
      'won 8 history recycled',
    ]);
  });

  it('says which words it does not know, and what lies ahead', () => {
    const { warnings, transitions } = derive({
      contacts,
      history: [
        step('1', 'Stufe 7', 1),
        step('1', 'Stufe 7', 2),
        step('1', 'MQL', 5000),
        step('1', 'Subscriber', 3),
      ],
    });
    expect(transitions).toEqual([]);
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'not_agreed: The heads of marketing and sales have not agreed on common@1.',
      'unknown_stage: The definition does not know “hubspot: Stufe 7” (2).',
      'in_the_future: 1 stages lie ahead and do not count.',
    ]);
  });

  it('a ring of merges is one person, and times that are none are refused', () => {
    const ring = [
      { source: 's', contactId: 'a', mergedInto: 'b', dates: { lead_at: 1 } },
      { source: 's', contactId: 'b', mergedInto: 'a' },
    ];
    expect(derive({ contacts: ring }).transitions.length).toBe(1);
    expect(() => derive({ asOf: Number.NaN })).toThrow('what time it is');
    const odd = [{ source: 's', contactId: 'a', dates: { lead_at: Number.NaN } }];
    expect(() => derive({ contacts: odd })).toThrow('no time');
  });

  const word = fc.constantFrom(
    'Lead',
    'MQL',
    'SAL',
    'SQL',
    'Unqualified',
    'Customer',
    'Subscriber',
  );
  const change = fc.record({
    source: fc.constantFrom('hubspot', 'salesforce'),
    entity: fc.constant('contact' as const),
    entityId: fc.constantFrom('1', '2'),
    toStage: word,
    at: fc.nat(20),
  });
  const deal = fc.record({
    source: fc.constant('hubspot'),
    dealId: fc.constantFrom('a', 'b', 'c'),
    contactId: fc.constantFrom('1', '2', '9', null),
    createdAt: fc.nat(20),
    closedAt: fc.nat(40),
    outcome: fc.constantFrom('won' as const, 'lost' as const, null),
  });
  const input = fc.record({
    history: fc.array(change, { maxLength: 10 }),
    deals: fc.uniqueArray(deal, { selector: ({ dealId }) => dealId }),
    dates: fc.record({
      lead_at: fc.option(fc.nat(20), { nil: null }),
      mql_at: fc.option(fc.nat(20), { nil: null }),
    }),
  });
  const people = (dates: Record<string, number | null>) =>
    ['hubspot', 'salesforce'].flatMap((source) =>
      ['1', '2'].map((contactId) => ({ source, contactId, dates })),
    );

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(input, ({ history, deals, dates }) => {
        const personOf = (_: string, contactId: string) => contactId;
        const one = derive({ contacts: people(dates), history, deals, personOf });
        const turned = {
          contacts: people(dates).reverse(),
          history: [...history].reverse(),
          deals: [...deals].reverse(),
        };
        expect(derive({ ...turned, personOf })).toEqual(one);
      }),
      { numRuns: 1000 },
    );
  });

  it('transitions of a track follow each other, skip nothing on the first way, and only move', () => {
    const order = ['inquiry', 'mql', 'sal', 'sql', 'opportunity'];
    fc.assert(
      fc.property(input, ({ history, deals, dates }) => {
        const { tracks } = derive({ contacts: people(dates), history, deals });
        for (const { id, transitions } of tracks) {
          const seen = new Set<string>(id.startsWith('deal/') ? order.slice(0, 4) : []);
          const wrong: string[] = [];
          for (const [i, { from, to, at }] of transitions.entries()) {
            const last = transitions[i - 1];
            if (from !== (last?.to ?? null) || to === from) wrong.push('does not follow');
            if (at < (last?.at ?? 0)) wrong.push('goes back in time');
            const place = to === 'won' || to === 'lost' ? order.length : order.indexOf(to);
            if (order.slice(0, Math.max(0, place)).some((stage) => !seen.has(stage)))
              wrong.push('skips');
            seen.add(to);
          }
          expect(wrong).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('definitions', () => {
  const marketing = { head: 'marketing', by: 'Mia', at: 5 } as const;
  const sales = { head: 'sales', by: 'Sam', at: 9 } as const;

  it('hold from when both heads agree', () => {
    const half = agreeOn(COMMON_LIFECYCLE, marketing);
    expect(checkDefinition(half)[0]?.message).toBe('The head of sales has not agreed on common@1.');
    const whole = agreeOn(half, sales);
    expect(checkDefinition(whole)).toEqual([]);
    expect([agreedSince(half), agreedSince(whole)]).toEqual([null, 9]);
    const next = { ...whole, version: 'ours@2', agreed: [marketing, { ...sales, at: 20 }] };
    expect([8, 9, 19, 20].map((at) => definitionAt([next, whole, half], at)?.version)).toEqual([
      undefined,
      'common@1',
      'common@1',
      'ours@2',
    ]);
    expect(() => agreeOn(whole, sales)).toThrow('has agreed to common@1');
    expect(() => agreeOn(COMMON_LIFECYCLE, { ...sales, by: ' ' })).toThrow('Nobody agrees');
  });

  it('that cannot be used are refused', () => {
    const wrong = { ...COMMON_LIFECYCLE, maturityDays: { mql: 0, sql: 1, opportunity: 1, won: 1 } };
    expect(() => checkDefinition(wrong)).toThrow('cannot be used');
    const twice = {
      ...COMMON_LIFECYCLE,
      sources: [...COMMON_LIFECYCLE.sources, ...COMMON_LIFECYCLE.sources],
    };
    expect(() => checkDefinition(twice)).toThrow('cannot be used');
  });

  it('a source’s own words outweigh the common ones', () => {
    const own = {
      source: 'crm',
      contactStages: { Heiß: 'sql' },
      leadStatuses: {},
      dealStages: {},
      dates: {},
    } as const;
    const read = stageReader({ ...COMMON_LIFECYCLE, sources: [own, ...COMMON_LIFECYCLE.sources] });
    expect(read('crm', 'contactStages', 'heiß')).toBe('sql');
    expect(read('crm', 'contactStages', 'MQL')).toBeNull();
    expect(read('other', 'dealStages', 'Angebot')).toBe('opportunity');
    expect(read('other', 'contactStages', ' ')).toBeNull();
  });
});
