import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateLine } from '../money/allocate-line.ts';
import { bookMonth } from './book-month.ts';
import { decideCommitment } from './decide-commitment.ts';
import { findCampaign } from './find-campaign.ts';
import { findWaste } from './find-waste.ts';
import { type InvoiceToMatch, type MatchBook, matchInvoice, takesItself } from './match-invoice.ts';
import { splitExpense } from './split-expense.ts';
import { spreadSpend } from './spread-spend.ts';
import { sumBudget } from './sum-budget.ts';
import { numberKey, vendorKey } from './vendor-key.ts';

const usd = (units: number) => Math.round(units * 1e6);

describe('sumBudget', () => {
  // Planful for Marketing, “custom available budget”: 1,000,000 − 310,000 − 120,000 − 400,000.
  it('is 170,000.00 where lines still plan 400,000.00', () => {
    const lines = [
      { plannedMicros: usd(500_000), actualMicros: usd(250_000), committedMicros: usd(50_000) },
      { plannedMicros: usd(330_000), actualMicros: usd(60_000), committedMicros: usd(70_000) },
    ];
    expect(sumBudget({ totalMicros: usd(1_000_000), lines })).toMatchObject({
      plannedMicros: usd(400_000),
      availableMicros: usd(170_000),
      remainingMicros: [usd(200_000), usd(200_000)],
    });
  });

  it('never plans below 0, and counts what has no line', () => {
    const over = { plannedMicros: 10, actualMicros: 30, committedMicros: 5 };
    const loose = { actualMicros: 2, committedMicros: 3 };
    const sum = sumBudget({ totalMicros: 100, lines: [over], loose });
    expect(sum).toMatchObject({ plannedMicros: 0, availableMicros: 100 - 32 - 8 });
    expect(() => sumBudget({ totalMicros: Number.NaN, lines: [] })).toThrow(
      'no exact whole amount',
    );
  });

  it('does not change when planned money is promised, and promised money is invoiced', () => {
    const amount = fc.integer({ min: 0, max: 1e12 });
    fc.assert(
      fc.property(amount, amount, amount, (planned, first, second) => {
        const of = (actualMicros: number, committedMicros: number) =>
          sumBudget({
            totalMicros: 5e12,
            lines: [{ plannedMicros: planned, actualMicros, committedMicros }],
          }).availableMicros;
        const promised = Math.min(first, planned);
        const invoiced = Math.min(second, promised);
        expect(of(0, promised)).toBe(of(0, 0));
        expect(of(invoiced, promised - invoiced)).toBe(of(0, promised));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('decideCommitment', () => {
  const figures = {
    totalMicros: usd(1_000_000),
    actualMicros: usd(310_000),
    committedMicros: usd(120_000),
    plannedMicros: usd(400_000),
  };
  const ask = { figures, role: 'editor', currency: 'USD' };

  it('asks for 200,000.00 of which 30,000.00 is missing', () => {
    const rules = { overCommit: 'block', limits: {} } as const;
    const decided = decideCommitment({ ...ask, amountMicros: usd(200_000), rules });
    expect(decided).toMatchObject({
      verdict: 'ask',
      missingMicros: usd(30_000),
      aboveLimit: false,
    });
    expect(decided.reasons).toEqual(['30,000.00 is missing: 170,000.00 is available']);
    expect(decideCommitment({ ...ask, amountMicros: usd(170_000), rules }).verdict).toBe('open');
  });

  it('warns where the workspace only warns, and still keeps the limit of the role', () => {
    const rules = { overCommit: 'warn', limits: { editor: 150_000 } } as const;
    expect(decideCommitment({ ...ask, amountMicros: usd(200_000), rules })).toMatchObject({
      verdict: 'ask',
      aboveLimit: true,
    });
    const free = { ...rules, limits: {} };
    expect(decideCommitment({ ...ask, amountMicros: usd(200_000), rules: free }).verdict).toBe(
      'open',
    );
    expect(() => decideCommitment({ ...ask, amountMicros: -1, rules })).toThrow('below 0');
  });
});

describe('bookMonth', () => {
  it('is the next open month, and never a closed one', () => {
    const months = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(months, fc.integer({ min: 0, max: 40 }), (list, month) => {
        const closed = new Set(list);
        const booked = bookMonth(month, closed);
        expect(closed.has(booked)).toBe(false);
        for (let one = month; one < booked; one++) expect(closed.has(one)).toBe(true);
      }),
      { numRuns: 1000 },
    );
    const all = new Set(Array.from({ length: 200 }, (_, at) => at));
    expect(() => bookMonth(0, all)).toThrow('No month is open');
  });
});

describe('splitExpense', () => {
  const expense = { micros: usd(1000.01), baseMicros: usd(95), currency: 'SEK' };

  it('splits 60/40 and an equal rest; both currencies sum', () => {
    const parts = splitExpense(expense, [{ percent: 60 }, { percent: 40 }]);
    expect(parts.map(({ micros }) => micros / 1e6)).toEqual([600.01, 400]);
    const rest = splitExpense(expense, [{ amountMicros: usd(1) }, { rest: true }, { rest: true }]);
    expect(rest.map(({ micros }) => micros / 1e6)).toEqual([1, 499.51, 499.5]);
    const credit = splitExpense({ ...expense, micros: -usd(10), baseMicros: -usd(1) }, [
      { percent: 50 },
      { rest: true },
    ]);
    expect(credit).toEqual([
      { micros: -usd(5), baseMicros: -usd(0.5) },
      { micros: -usd(5), baseMicros: -usd(0.5) },
    ]);
  });

  it('refuses what does not sum', () => {
    expect(() => splitExpense(expense, [])).toThrow('no part');
    expect(() => splitExpense(expense, [{ percent: 60 }])).toThrow('left over');
    expect(() => splitExpense(expense, [{ percent: 60 }, { percent: 50 }])).toThrow(
      'more than 100',
    );
    expect(() => splitExpense(expense, [{ amountMicros: Number.NaN }])).toThrow('no amount');
  });

  it('sums to the expense through any series of allocations, splits and moves', () => {
    const cents = fc.integer({ min: -1e10, max: 1e10 });
    const shares = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(cents, cents, fc.array(shares, { maxLength: 4 }), (cent, base, splits) => {
        const currency = 'EUR';
        let parts = [{ micros: cent * 10_000, baseMicros: base * 10_000 }];
        for (const list of splits) {
          // The first part is divided anew, and what it was is gone.
          const [first, ...others] = parts;
          if (!first) return;
          const wishes = [
            ...list.map((share) => ({ percent: share / 100 })),
            { rest: true } as const,
          ];
          parts = [...splitExpense({ ...first, currency }, wishes), ...others.reverse()];
        }
        const sum = (name: 'micros' | 'baseMicros') =>
          parts.reduce((all, part) => all + part[name], 0) + 0;
        expect(sum('micros')).toBe(cent * 10_000 + 0);
        expect(sum('baseMicros')).toBe(base * 10_000 + 0);
        const to = parts.map((_, at) => ({ id: String(at), rest: true as const }));
        const line = allocateLine({ lineMicros: Math.abs(cent) * 10_000, currency, to });
        expect(line.reduce((all, one) => all + one.micros, 0)).toBe(Math.abs(cent) * 10_000);
      }),
      { numRuns: 1000 },
    );
  });
});

const INVOICE: InvoiceToMatch = {
  vendor: 'Fair Co. Ltd',
  day: 20_600,
  currency: 'USD',
  micros: usd(1000),
  baseMicros: usd(1000),
  poNumber: '',
  campaignCode: '',
  costCentre: '',
  glAccount: '',
  description: '',
};
const order = (number: string, units: number, more = {}) => ({
  id: `co_${number}`,
  number,
  vendor: 'FAIR CO',
  currency: 'USD',
  remainingMicros: usd(units),
  lineId: 'bl_events',
  campaignId: null,
  ...more,
});
const BOOK: MatchBook = {
  currency: 'USD',
  commitments: [order('PO-7', 5000), order('PO-8', 1000)],
  campaigns: [
    { id: 'ca_one', code: 'fy27-fair', name: 'Fair', shares: [{ lineId: 'bl_events', micros: 5 }] },
    {
      id: 'ca_two',
      code: 'fy27-web',
      name: 'Webinar',
      shares: [
        { lineId: 'bl_events', micros: 3 },
        { lineId: 'bl_social', micros: 1 },
      ],
    },
    { id: 'ca_new', code: 'fy27-new', name: 'New', shares: [] },
  ],
  lines: [
    { id: 'bl_events', name: 'Events', costCentre: 'MK-2', channel: 'Events', vendor: 'Fair Co' },
    { id: 'bl_social', name: 'Social', costCentre: 'MK-2', channel: 'Paid social', vendor: '' },
  ],
  glChannels: { '6010': 'Paid social' },
};
const best = (more: Partial<InvoiceToMatch>, book: Partial<MatchBook> = {}) =>
  matchInvoice({ ...INVOICE, ...more }, { ...BOOK, ...book })[0];

describe('matchInvoice', () => {
  it('is certain by the number of an order, and says what speaks against it', () => {
    expect(best({ poNumber: ' po 007 ' })).toMatchObject({
      confidence: 'certain',
      parts: [{ commitmentId: 'co_PO-7', lineId: 'bl_events', percent: 100 }],
    });
    expect(best({ poNumber: 'PO-7', vendor: 'Other' })).toMatchObject({
      confidence: 'likely',
      reason: 'Order PO-7; the order is with FAIR CO',
    });
    const above = best({ poNumber: 'PO-7', micros: usd(6000), vendor: 'Fair Co' });
    expect(above?.reason).toBe('Order PO-7; it is 1,000.00 above what is left of the order');
    expect(best({ poNumber: 'PO-7', currency: 'SEK' })?.reason).toContain('order is in USD');
  });

  it('proposes to split several orders by what is left, and campaigns by what their lines pay', () => {
    const orders = best({ poNumber: 'PO-7; PO-8', vendor: 'X' });
    expect(orders?.parts.map(({ percent }) => percent)).toEqual([83.33, 16.67]);
    const web = best({ campaignCode: 'FY27-WEB' });
    expect(web?.confidence).toBe('certain');
  });

  it('takes a campaign with one line, and asks where there are several', () => {
    const no = { commitments: [] };
    expect(best({ campaignCode: 'FY27-fair' }, no)).toMatchObject({
      confidence: 'certain',
      rule: 'campaign_code',
      parts: [{ lineId: 'bl_events', campaignId: 'ca_one', percent: 100 }],
    });
    const web = best({ campaignCode: 'fy27-web' }, no);
    expect(web).toMatchObject({ confidence: 'likely' });
    expect(web?.parts.map(({ percent }) => percent)).toEqual([75, 25]);
    const both = best({ campaignCode: 'fy27-fair, fy27-new' }, no);
    expect(both?.parts.map(({ lineId, percent }) => [lineId, percent])).toEqual([
      ['bl_events', 50],
      [null, 50],
    ]);
    expect(takesItself(both ? [both] : [])).toBe(false);
  });

  it('goes on to vendor and amount, text, cost centre and vendor', () => {
    expect(best({})).toMatchObject({ rule: 'vendor_and_amount', confidence: 'certain' });
    expect(best({ poNumber: 'unknown' })?.confidence).not.toBe('certain');
    const two = { commitments: [order('PO-1', 1000), order('PO-2', 1000)] };
    const twice = matchInvoice(INVOICE, { ...BOOK, ...two });
    expect(
      twice.filter(({ rule }) => rule === 'vendor_and_amount').map((one) => one.confidence),
    ).toEqual(['possible', 'possible']);
    const no = { commitments: [] };
    expect(best({ description: 'Booth fy27-fair, hall 3', vendor: 'X' }, no)?.rule).toBe('naming');
    expect(best({ description: 'fy27-fairground', vendor: 'X' }, no)).toBeUndefined();
    const cost = { costCentre: 'mk-2', vendor: 'X' };
    expect(best({ ...cost, glAccount: '6010' }, no)).toMatchObject({
      confidence: 'likely',
      parts: [{ lineId: 'bl_social' }],
    });
    expect(best(cost, no)?.confidence).toBe('possible');
    expect(best({}, no)).toMatchObject({ rule: 'vendor', confidence: 'likely' });
    expect(best({ vendor: 'Nobody' }, no)).toBeUndefined();
  });

  it('has percents that sum to 100, for any remainders', () => {
    const rest = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(rest, (list) => {
        const commitments = list.map((units, at) => order(`N${at}`, units));
        const poNumber = commitments.map(({ number }) => number).join(';');
        const parts = best({ poNumber }, { commitments })?.parts ?? [];
        const cents = parts.reduce((sum, { percent }) => sum + Math.round(percent * 100), 0);
        expect([parts.length, cents]).toEqual([list.length, 10_000]);
      }),
      { numRuns: 1000 },
    );
  });
});

it('keys of vendors and numbers are the same for one and differ for two', () => {
  expect(vendorKey('FAIR CO')).toBe(vendorKey('Fair Co., Ltd.'));
  expect(vendorKey('Ab')).toBe('ab');
  expect(numberKey('PO-0042')).toBe(numberKey('po 42'));
  expect(numberKey('PO-42')).not.toBe(numberKey('PO-421'));
});

describe('findCampaign', () => {
  const campaigns = [
    { id: 'ca_1', code: 'fy27-emea', name: 'EMEA' },
    { id: 'ca_2', code: 'fy27-emea-webinar', name: 'EMEA webinar spectro' },
  ];
  const book = { campaigns, rules: [], links: [], assigned: new Set<string>() };
  const find = (campaign: string, more = {}) =>
    findCampaign({ source: 'google_ads', campaign }, { ...book, ...more });

  it('goes by code, assignment, rule, link and naming, in this order', () => {
    expect(find('FY27-EMEA')).toMatchObject({ campaignId: 'ca_1', rule: 'code' });
    expect(find('fy27-emea', { assigned: new Set(['fy27-emea']) }).rule).toBe('assigned');
    const rules = [{ source: 'google_ads', pattern: 'brand*emea', campaignId: 'ca_1' }];
    expect(find('Brand | EMEA | exact', { rules })).toMatchObject({ rule: 'rule' });
    const others = [{ ...rules[0], source: 'meta_ads' }];
    expect(find('Brand | EMEA | exact', { rules: others }).campaignId).toBeNull();
    const links = [{ code: 'ab12cd34ef', campaign: 'fy27-emea-webinar' }];
    expect(find('x_ab12cd34ef', { links })).toMatchObject({ campaignId: 'ca_2', rule: 'link' });
    expect(find('search_fy27-emea-webinar_de')).toMatchObject({
      campaignId: 'ca_2',
      rule: 'naming',
    });
  });

  it('proposes what only resembles, and knows nothing of the rest', () => {
    expect(find('fy27-emae')).toMatchObject({ campaignId: null, proposal: { campaignId: 'ca_1' } });
    expect(find('Webinar spectro autumn').proposal?.campaignId).toBe('ca_2');
    expect(find('')).toMatchObject({ campaignId: null, proposal: null });
    expect(find('Something else').proposal).toBeNull();
    const two = [...campaigns, { id: 'ca_3', code: 'apac-fair', name: 'Fair' }];
    expect(find('fy27-emea apac-fair', { campaigns: two })).toMatchObject({
      campaignId: null,
      reason: 'Its name holds several codes.',
    });
  });
});

describe('findWaste', () => {
  const amount = fc.integer({ min: -5, max: 100 });
  const spent = fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom('campaign', 'line', 'vendor', 'name'),
      id: fc.constantFrom('a', 'b', 'c'),
      spentMicros: amount,
      withoutGoalMicros: amount,
      withoutLinkMicros: amount,
      afterEndMicros: amount,
    }),
    { selector: ({ kind, id }) => `${kind} ${id}` },
  );
  it('keeps what is closed until more is spent, and sums what is open', () => {
    fc.assert(
      fc.property(spent, fc.integer({ min: 1, max: 20 }), (all, more) => {
        const found = findWaste({ spent: all, closings: [] });
        expect(found.findings.every(({ micros, closed }) => micros > 0 && !closed)).toBe(true);
        const [first] = found.findings;
        if (!first) return;
        const closings = [{ finding: first.id, micros: first.micros }];
        const after = findWaste({ spent: all, closings });
        expect(after.findings).toHaveLength(found.findings.length);
        expect(after.openMicros[first.kind]).toBe(found.openMicros[first.kind] - first.micros);
        expect(after.findings.at(-1)).toEqual({ ...first, closed: true });
        const rising = all.map((one) =>
          one.kind === first.of.kind && one.id === first.of.id
            ? {
                ...one,
                spentMicros: one.spentMicros + more,
                withoutGoalMicros: one.withoutGoalMicros + more,
                withoutLinkMicros: one.withoutLinkMicros + more,
                afterEndMicros: one.afterEndMicros + more,
              }
            : one,
        );
        const again = findWaste({ spent: rising, closings });
        expect(again.findings.find(({ id }) => id === first.id)?.closed).toBe(false);
      }),
      { numRuns: 1000 },
    );
    const one = { kind: 'name', id: 'x', spentMicros: 0.5 } as const;
    const none = { withoutGoalMicros: 0, withoutLinkMicros: 0, afterEndMicros: 0 };
    expect(() => findWaste({ spent: [{ ...one, ...none }], closings: [] })).toThrow('no amount');
  });
});

describe('spreadSpend', () => {
  it('counts every euro once: counted, replaced and without a line sum to what is reported', () => {
    const id = fc.constantFrom('a', 'b', 'c');
    const spend = fc.record({
      campaignId: id,
      month: fc.integer({ min: 1, max: 3 }),
      micros: fc.integer({ min: 0, max: 1e12 }),
    });
    const line = fc.record({
      lineId: fc.constantFrom('x', 'y', 'z'),
      campaignId: fc.constantFrom('a', 'b'),
      micros: fc.integer({ min: 0, max: 1e9 }),
      platform: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(spend), fc.array(line), fc.boolean(), (reported, lines, has) => {
        const spread = spreadSpend({
          spend: reported,
          lines,
          invoiced: (lineId, month) => has && lineId === 'x' && month === 2,
        });
        const counted = spread.counted.reduce((sum, one) => sum + one.micros, 0);
        const all = reported.reduce((sum, one) => sum + one.micros, 0);
        expect(counted + spread.replacedMicros + spread.withoutLineMicros).toBe(all);
        if (has)
          expect(spread.counted.some((one) => one.lineId === 'x' && one.month === 2)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
