import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NINE_TO_FIVE } from '../calendar/index.ts';
import {
  estimateSurvival,
  measureFlow,
  pipelineVelocity,
  type Stay,
  slaAttainment,
  slaClock,
  survivalAt,
  timeInStage,
} from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const DAY = 86_400_000;

/** `9 13 13+`: a plus is a stay that still goes on. */
const stays = (text: string): Stay[] =>
  text
    .split(' ')
    .map((word) => ({ duration: Number.parseFloat(word), ended: !word.endsWith('+') }));
// The data set aml of R survival 3.5: Miller 1997, Survival Analysis.
const MAINTAINED = stays('9 13 13+ 18 23 28+ 31 34 45+ 48 161+');
const NOT_MAINTAINED = stays('5 5 8 8 12 16+ 23 27 30 33 43 45');

describe('estimateSurvival', () => {
  it('is survfit(Surv(time, status) ~ 1) of R survival, maintained', () => {
    const { points, median, medianInterval, ended } = estimateSurvival(MAINTAINED);
    const events = points.filter((point) => point.ended > 0);
    expect(ended).toBe(7);
    expect(events.map(({ time, atRisk }) => [time, atRisk])).toEqual([
      [9, 11],
      [13, 10],
      [18, 8],
      [23, 7],
      [31, 5],
      [34, 4],
      [48, 2],
    ]);
    const expected = [
      [0.909091, 0.0866784, 0.7541338, 1],
      [0.818182, 0.1162913, 0.619249, 1],
      [0.715909, 0.139665, 0.4884263, 1],
      [0.613636, 0.1526323, 0.3768671, 0.999158],
      [0.490909, 0.1641933, 0.25486, 0.945585],
      [0.368182, 0.1626689, 0.1548771, 0.875261],
      [0.184091, 0.1534927, 0.0359179, 0.943526],
    ];
    for (const [i, [survival, error, low, high]] of expected.entries()) {
      const point = events[i];
      expect(point?.survival).toBeCloseTo(survival as number, 6);
      expect(point?.standardError).toBeCloseTo(error as number, 7);
      expect(point?.low).toBeCloseTo(low as number, 6);
      expect(point?.high).toBeCloseTo(high as number, 6);
    }
    expect(median).toBe(31);
    expect(medianInterval).toEqual({ low: 18, high: null });
  });

  it('not maintained, and the other scales', () => {
    const found = estimateSurvival(NOT_MAINTAINED);
    expect(found.median).toBe(23);
    expect(found.medianInterval).toEqual({ low: 8, high: null });
    expect(found.points.at(-1)).toMatchObject({ survival: 0, standardError: 0 });
    const loglog = estimateSurvival(MAINTAINED, { scale: 'log-log' });
    expect(loglog.points[0]?.low).toBeCloseTo(0.5080802, 7);
    expect(loglog.points[0]?.high).toBeCloseTo(0.986674, 6);
    expect(loglog.medianInterval).toEqual({ low: 13, high: null });
    const plain = estimateSurvival(MAINTAINED, { scale: 'plain' });
    expect(plain.points[0]?.low).toBeCloseTo(0.7392043, 7);
    expect(plain.points.find((point) => point.time === 48)?.low).toBe(0);
  });

  it('where the curve rests on one half, the median is in the middle', () => {
    expect(estimateSurvival(stays('1 2 3 4')).median).toBe(2.5);
    expect(estimateSurvival(stays('1 2+ 3+')).median).toBeNull();
  });

  it('without open stays it is the share that lasted longer', () => {
    const durations = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(durations, (list) => {
        const curve = estimateSurvival(list.map((duration) => ({ duration, ended: true })));
        for (let time = -1; time <= 21; time++) {
          const longer = list.filter((duration) => duration > time).length;
          expect(survivalAt(curve, time)).toBeCloseTo(longer / list.length, 12);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('stays between 0 and 1, never rises, and holds its interval', () => {
    const list = fc.array(
      fc.record({ duration: fc.integer({ min: 0, max: 15 }), ended: fc.boolean() }),
      { minLength: 1, maxLength: 25 },
    );
    fc.assert(
      fc.property(list, fc.constantFrom('log', 'log-log', 'plain'), (some, scale) => {
        let before = 1;
        for (const { survival, low, high } of estimateSurvival(some, { scale }).points) {
          expect(survival).toBeLessThanOrEqual(before);
          expect(low <= survival + 1e-12 && survival <= high + 1e-12).toBe(true);
          expect(low >= 0 && high <= 1).toBe(true);
          before = survival;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses nothing and impossible durations', () => {
    expect(() => estimateSurvival([])).toThrow(refusal);
    expect(() => estimateSurvival(stays('-1'))).toThrow(refusal);
    expect(() => estimateSurvival([{ duration: Number.NaN, ended: true }])).toThrow(refusal);
    expect(() => estimateSurvival(MAINTAINED, { level: 1 })).toThrow(refusal);
  });
});

describe('timeInStage', () => {
  const at = (entity: string, stage: string, day: number) => ({ entity, stage, at: day * DAY });

  it('counts open stays, returns, and no stage twice in a row', () => {
    const history = [
      at('a', 'lead', 0),
      at('a', 'offer', 4),
      at('a', 'offer', 5),
      at('a', 'lead', 6),
      at('b', 'lead', 0),
      at('b', 'won', 2),
      at('c', 'lead', 1),
      at('d', 'lead', 99),
    ];
    const found = timeInStage({ history, asOf: 10 * DAY });
    expect(found.map(({ stage, stays: all, open }) => [stage, all, open])).toEqual([
      ['lead', 4, 2],
      ['offer', 1, 0],
      ['won', 1, 1],
    ]);
    // Ended after 2 and 4 days, open after 4 and 9: one half is left from day 4 on.
    expect(found[0]?.medianSeconds).toBe(4 * 86_400);
    expect(found[2]?.medianSeconds).toBeNull();
  });

  it('counts working time when it is asked for', () => {
    const friday = Date.UTC(2026, 10, 20, 16, 30);
    const monday = Date.UTC(2026, 10, 23, 12, 30);
    const history = [
      { entity: 'a', stage: 'lead', at: friday },
      { entity: 'a', stage: 'won', at: monday },
    ];
    const [lead] = timeInStage({ history, asOf: monday, hours: NINE_TO_FIVE });
    expect(lead?.medianSeconds).toBe(4 * 3600);
  });

  it('refuses an empty history and unknown times', () => {
    expect(() => timeInStage({ history: [], asOf: 0 })).toThrow(refusal);
    expect(() => timeInStage({ history: [at('a', 'lead', Number.NaN)], asOf: 0 })).toThrow(refusal);
    expect(() => timeInStage({ history: [at('a', 'lead', 1)], asOf: Number.NaN })).toThrow(refusal);
  });
});

describe('pipelineVelocity', () => {
  it('50 × 25 % × 25,000 ÷ 60 days', () => {
    const { perDay, levers } = pipelineVelocity({
      opportunities: 50,
      winRate: 0.25,
      averageDeal: 25000,
      cycleDays: 60,
    });
    expect(perDay).toBeCloseTo(5208.33, 2);
    expect(levers.cycleDays).toBeCloseTo(5208.33 / 9, 2);
  });

  it('refuses what is no pipeline', () => {
    const one = { opportunities: 1, winRate: 0.5, averageDeal: 1, cycleDays: 1 };
    for (const wrong of [
      { opportunities: -1 },
      { winRate: 25 },
      { averageDeal: Number.NaN },
      { cycleDays: 0 },
    ]) {
      expect(() => pipelineVelocity({ ...one, ...wrong })).toThrow(refusal);
    }
    expect(pipelineVelocity({ ...one, winRate: 1 }).levers.winRate).toBe(0);
  });
});

describe('measureFlow', () => {
  it('keeps Little’s law, whatever flows', () => {
    const item = fc
      .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 40 }), fc.boolean())
      .map(([start, length, open]) => ({
        startedAt: start * DAY,
        endedAt: open ? null : (start + length) * DAY,
      }));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), (items) => {
        const flow = measureFlow({ items, from: 20 * DAY, to: 70 * DAY });
        expect(flow.perDay * (flow.averageDays ?? 0)).toBeCloseTo(flow.averageInProgress, 10);
      }),
      { numRuns: 1000 },
    );
  });

  it('from empty to empty: throughput × cycle time', () => {
    const items = [0, 1, 2, 3, 4].map((day) => ({
      startedAt: day * DAY,
      endedAt: (day + 2) * DAY,
    }));
    const flow = measureFlow({ items, from: 0, to: 10 * DAY });
    expect(flow).toMatchObject({ arrived: 5, completed: 5, averageDays: 2, averageInProgress: 1 });
  });

  it('refuses a period without length and work that ends before it begins', () => {
    expect(() => measureFlow({ items: [], from: 1, to: 1 })).toThrow(refusal);
    const wrong = [{ startedAt: 2, endedAt: 1 }];
    expect(() => measureFlow({ items: wrong, from: 0, to: 9 })).toThrow(refusal);
    expect(measureFlow({ items: [], from: 0, to: DAY }).averageDays).toBeNull();
  });
});

describe('slaClock', () => {
  const friday = Date.UTC(2026, 10, 20, 16, 30);
  const monday = (hour: number, minute: number) => Date.UTC(2026, 10, 23, hour, minute);
  const clock = { startedAt: friday, targetSeconds: 4 * 3600, hours: NINE_TO_FIVE };

  it('Friday 16:30 and four working hours are Monday 12:30', () => {
    const running = slaClock({ ...clock, now: monday(10, 0) });
    expect(running).toMatchObject({ dueAt: monday(12, 30), status: 'running' });
    expect(running.elapsedSeconds).toBe(1.5 * 3600);
    expect(running.remainingSeconds).toBe(2.5 * 3600);
    expect(slaClock({ ...clock, now: monday(12, 30) }).status).toBe('running');
    expect(slaClock({ ...clock, now: monday(12, 31) })).toMatchObject({
      status: 'late',
      remainingSeconds: -60,
    });
  });

  it('an answer keeps or breaks it', () => {
    const now = monday(16, 0);
    expect(slaClock({ ...clock, now, stoppedAt: monday(12, 30) }).status).toBe('met');
    expect(slaClock({ ...clock, now, stoppedAt: monday(12, 31) }).status).toBe('breached');
  });

  it('stands still while it waits for the customer', () => {
    const pauses = [{ from: monday(9, 30), to: monday(11, 0) }];
    const found = slaClock({ ...clock, pauses, now: monday(12, 0) });
    expect(found).toMatchObject({ dueAt: monday(14, 0), status: 'running' });
    expect(found.elapsedSeconds).toBe(2 * 3600);
    const open = [{ from: monday(9, 30), to: null }];
    expect(slaClock({ ...clock, pauses: open, now: monday(16, 0) })).toMatchObject({
      dueAt: null,
      status: 'paused',
      remainingSeconds: 3 * 3600,
    });
    const late = [{ from: monday(13, 0), to: null }];
    expect(slaClock({ ...clock, pauses: late, now: monday(16, 0) })).toMatchObject({
      dueAt: monday(12, 30),
      status: 'late',
    });
  });

  it('attainment leaves out what is not decided', () => {
    const found = slaAttainment(
      (['met', 'met', 'met', 'breached', 'late', 'running', 'paused'] as const).map((status) => ({
        status,
      })),
    );
    expect(found).toMatchObject({ met: 3, missed: 2, open: 2, share: 0.6 });
  });

  it('refuses impossible clocks', () => {
    expect(() => slaClock({ ...clock, now: friday - 1 })).toThrow(refusal);
    expect(() => slaClock({ ...clock, targetSeconds: -1, now: friday })).toThrow(refusal);
    expect(() => slaClock({ ...clock, startedAt: Number.NaN, now: friday })).toThrow(refusal);
    const pauses = [
      { from: friday, to: null },
      { from: friday + 1, to: null },
    ];
    expect(() => slaClock({ ...clock, pauses, now: monday(9, 0) })).toThrow(refusal);
  });
});
