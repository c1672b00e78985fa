import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFunnel, type FunnelEvent, type FunnelInput, type FunnelStep } from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const SECOND = 1000;

/** `a: visit@0 cart@5; b: visit@1`, instants in seconds. */
function eventsOf(text: string): FunnelEvent[] {
  return text.split(';').flatMap((line) => {
    const [entity = '', rest = ''] = line.split(':').map((part) => part.trim());
    return rest.split(/\s+/).map((word) => {
      const [what = '', at = ''] = word.split('@');
      const [event = '', product] = what.split('/');
      const time = { entity, event, at: Number(at) * SECOND };
      return product ? { ...time, props: { product } } : time;
    });
  });
}
const steps = (...names: string[]): FunnelStep[] =>
  names.map((name) =>
    name.endsWith('?') ? { event: name.slice(0, -1), optional: true } : { event: name },
  );
const counts = (text: string, input: Omit<FunnelInput, 'events'>) =>
  countFunnel({ events: eventsOf(text), ...input }).steps.map((step) => step.count);
const THREE = steps('visit', 'cart', 'order');

describe('countFunnel', () => {
  it('counts each entity once, in order, whatever lies between', () => {
    const text = 'a: visit@0 other@1 cart@2 order@3; b: cart@0 visit@1 order@2; c: visit@0 cart@9';
    expect(counts(text, { steps: THREE })).toEqual([3, 2, 1]);
    expect(counts(text, { steps: THREE, order: 'strict' })).toEqual([3, 1, 0]);
    expect(counts(text, { steps: THREE, order: 'unordered' })).toEqual([3, 3, 2]);
  });

  it('gives shares with intervals, and times', () => {
    const {
      steps: rows,
      conversion,
      interval,
    } = countFunnel({
      events: eventsOf(
        'a: visit@0 cart@2 order@3; b: visit@1 cart@7; c: visit@2; d: visit@3 cart@5',
      ),
      steps: THREE,
    });
    expect(rows.map((row) => row.fromPrevious)).toEqual([null, 0.75, 1 / 3]);
    expect(rows.map((row) => row.fromFirst)).toEqual([1, 0.75, 0.25]);
    expect(rows.map((row) => row.medianSeconds)).toEqual([null, 2, 1]);
    // Newcombe 1998, method 3, of 1 in 4: 0.0456 to 0.6994.
    expect(conversion).toBe(0.25);
    expect(interval?.low).toBeCloseTo(0.0456, 4);
    expect(interval?.high).toBeCloseTo(0.6994, 4);
  });

  it('keeps to the windows, of a step and of all', () => {
    const text = 'a: visit@0 cart@10 order@20; b: visit@0 cart@3 order@6';
    expect(counts(text, { steps: THREE, windowSeconds: 10 })).toEqual([2, 2, 1]);
    const within = [{ event: 'visit' }, { event: 'cart', withinSeconds: 5 }, { event: 'order' }];
    expect(counts(text, { steps: within })).toEqual([2, 1, 1]);
  });

  it('finds the way that is in time, not only the first one', () => {
    const late = [{ event: 'visit' }, { event: 'cart' }, { event: 'order', withinSeconds: 5 }];
    expect(counts('a: visit@0 cart@1 cart@10 order@12', { steps: late })).toEqual([1, 1, 1]);
    const again = 'a: visit@0 cart@50 visit@100 cart@101 order@102';
    expect(counts(again, { steps: THREE, windowSeconds: 10 })).toEqual([1, 1, 1]);
  });

  it('events of one instant follow the order of the steps', () => {
    expect(counts('a: order@5 cart@5 visit@5', { steps: THREE })).toEqual([1, 1, 1]);
    expect(counts('a: other@5 cart@5 visit@5', { steps: THREE, order: 'strict' })).toEqual([
      1, 1, 0,
    ]);
  });

  it('one event takes one step, also where two steps have its name', () => {
    const twice = steps('visit', 'visit', 'order');
    expect(counts('a: visit@0 order@1; b: visit@0 visit@1 order@2', { steps: twice })).toEqual([
      2, 1, 1,
    ]);
    expect(
      counts('a: visit@0 order@1; b: visit@0 visit@1 order@2', {
        steps: twice,
        order: 'unordered',
      }),
    ).toEqual([2, 1, 1]);
  });

  it('optional steps may be left out', () => {
    const text = 'a: visit@0 cart@1 order@2; b: visit@0 order@2; c: visit@1';
    const funnel = countFunnel({ events: eventsOf(text), steps: steps('visit', 'cart?', 'order') });
    expect(funnel.steps.map((row) => row.count)).toEqual([3, 1, 2]);
    expect(funnel.steps[2]?.fromPrevious).toBeCloseTo(2 / 3, 12);
    expect(funnel.steps[2]?.medianSeconds).toBe(1);
  });

  it('skipped stages are filled in when that is asked for', () => {
    const text = 'a: visit@0 order@2; b: cart@1; c: visit@3';
    expect(counts(text, { steps: THREE })).toEqual([2, 0, 0]);
    expect(counts(text, { steps: THREE, fillForward: true })).toEqual([3, 2, 1]);
  });

  it('holds constants', () => {
    const text = 'a: visit/x@0 cart/y@1 order/x@2; b: visit/x@0 cart/x@1 order/x@2';
    expect(counts(text, { steps: THREE, constants: ['product'] })).toEqual([2, 1, 1]);
    expect(counts(text, { steps: THREE })).toEqual([2, 2, 2]);
  });

  it('an exclusion ends the way, and a new one may begin', () => {
    const text = 'a: visit@0 refund@1 cart@2 order@3; b: visit@0 refund@1 visit@2 cart@3 order@4';
    const input = { steps: THREE, exclusions: [{ event: 'refund' }] };
    expect(counts(text, input)).toEqual([2, 1, 1]);
    expect(countFunnel({ events: eventsOf(text), ...input }).excluded).toBe(2);
    const between = { steps: THREE, exclusions: [{ event: 'refund', from: 1, to: 2 }] };
    expect(counts('a: visit@0 refund@1 cart@2 order@3', between)).toEqual([1, 1, 1]);
    expect(counts('a: visit@0 cart@1 refund@2 order@3', between)).toEqual([1, 1, 0]);
    expect(counts(text, { ...input, order: 'unordered' })).toEqual([2, 1, 1]);
  });

  it('counts those who entered in the period, or what happened in it', () => {
    const text = 'a: visit@0 cart@10 order@25; b: visit@10 cart@15 order@30; c: visit@22';
    const period = { from: 10 * SECOND, to: 20 * SECOND };
    expect(counts(text, { steps: THREE, period })).toEqual([1, 1, 1]);
    const converted = countFunnel({
      events: eventsOf(text),
      steps: THREE,
      period,
      count: 'converted',
    });
    expect(converted.steps.map((row) => row.count)).toEqual([1, 2, 0]);
    expect(converted.steps[1]?.interval).toBeNull();
    expect(converted.warnings.map(({ code }) => code)).toEqual(['throughput_ratio']);
    // Whoever came back in the period enters again.
    expect(counts('a: visit@0 visit@12 cart@13', { steps: THREE, period })).toEqual([1, 1, 0]);
    // Whoever was in it before does not begin in the middle.
    expect(counts('a: visit@0 cart@12', { steps: THREE, period, fillForward: true })).toEqual([
      0, 0, 0,
    ]);
  });

  it('says who still has time, and when nobody came', () => {
    const { open, warnings } = countFunnel({
      events: eventsOf('a: visit@0; b: visit@95; c: visit@96 cart@97 order@98'),
      steps: THREE,
      windowSeconds: 30,
      asOf: 100 * SECOND,
    });
    expect(open).toBe(1);
    expect(warnings.map(({ code }) => code)).toEqual(['window_open']);
    expect(countFunnel({ events: [], steps: THREE })).toMatchObject({
      conversion: null,
      interval: null,
      warnings: [{ code: 'nobody_entered' }],
    });
  });

  it('is the best of all ways that there are', () => {
    const event = fc.record({
      event: fc.constantFrom('x', 'y', 'z', 'other'),
      at: fc.integer({ min: 0, max: 12 }),
    });
    const within = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined });
    const cases = fc.record({
      events: fc.array(event, { maxLength: 9 }),
      within: fc.tuple(within, within),
      window: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
      optional: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ events, within: [second, third], window, optional }) => {
        const list: FunnelStep[] = [
          { event: 'x' },
          { event: 'y', optional, ...(second !== undefined && { withinSeconds: second }) },
          { event: 'z', ...(third !== undefined && { withinSeconds: third }) },
        ];
        const found = countFunnel({
          events: events.map((one) => ({ entity: 'a', event: one.event, at: one.at * SECOND })),
          steps: list,
          ...(window !== undefined && { windowSeconds: window }),
        });
        expect(found.steps.map((step) => step.count)).toEqual(everyWay(events, list, window));
      }),
      { numRuns: 2000 },
    );
  });

  it('never grows from step to step, and order adds nothing', () => {
    const event = fc.record({
      entity: fc.constantFrom('a', 'b', 'c'),
      event: fc.constantFrom('visit', 'cart', 'order', 'other'),
      at: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const count = (order: FunnelInput['order']) =>
          countFunnel({ events, steps: THREE, ...(order && { order }) }).steps.map(
            (one) => one.count,
          );
        const [strict, sequential, unordered] = [
          count('strict'),
          count('sequential'),
          count('unordered'),
        ];
        for (let i = 0; i < 3; i++) {
          expect(strict[i]).toBeLessThanOrEqual(sequential[i] as number);
          expect(sequential[i]).toBeLessThanOrEqual(unordered[i] as number);
          if (i > 0) expect(sequential[i]).toBeLessThanOrEqual(sequential[i - 1] as number);
        }
        expect(countFunnel({ events: events.toReversed(), steps: THREE }).conversion).toBe(
          countFunnel({ events, steps: THREE }).conversion,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, Partial<FunnelInput>]>([
    ['no steps', { steps: [] }],
    ['an optional first step', { steps: steps('visit?', 'order') }],
    ['a negative window', { windowSeconds: -1 }],
    ['a negative time', { steps: [{ event: 'visit', withinSeconds: -1 }] }],
    [
      'windows of steps without order',
      { order: 'unordered', steps: [{ event: 'a', withinSeconds: 1 }] },
    ],
    ['filling in a strict order', { order: 'strict', fillForward: true }],
    ['a period that ends before it begins', { period: { from: 2, to: 1 } }],
    ['an exclusion between no steps', { exclusions: [{ event: 'x', from: 2, to: 1 }] }],
    ['an event without time', { events: [{ entity: 'a', event: 'visit', at: Number.NaN }] }],
  ])('refuses %s', (_, input) => {
    expect(() => countFunnel({ events: [], steps: THREE, ...input })).toThrow(refusal);
  });
});

/** Tries every way through: slow, and plainly right. */
function everyWay(
  events: { event: string; at: number }[],
  list: FunnelStep[],
  window = Number.POSITIVE_INFINITY,
): number[] {
  const rank = (name: string) => {
    const at = list.findIndex((step) => step.event === name);
    return at < 0 ? list.length : at;
  };
  const sorted = events.toSorted((a, b) => a.at - b.at || rank(a.event) - rank(b.event));
  const reached = list.map(() => 0);
  const go = (from: number, way: { step: number; at: number; start: number } | null): void => {
    if (way) reached[way.step] = 1;
    for (let i = from; i < sorted.length; i++) {
      const { event, at } = sorted[i] as { event: string; at: number };
      for (const [
        step,
        { event: name, withinSeconds = Number.POSITIVE_INFINITY },
      ] of list.entries()) {
        if (name !== event) continue;
        if (step === 0 && !way) go(i + 1, { step, at, start: at });
        if (!way || step <= way.step) continue;
        if (list.slice(way.step + 1, step).some((one) => !one.optional)) continue;
        if (at - way.at > withinSeconds || at - way.start > window) continue;
        go(i + 1, { step, at, start: way.start });
      }
    }
  };
  go(0, null);
  return reached;
}
