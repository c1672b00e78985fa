import { mustBe } from '../statistics/check.ts';
import type { FunnelInput } from './funnel.ts';

/** Refuses funnels that have no answer. */
export function checkFunnel(input: FunnelInput): void {
  const { events, steps, order = 'sequential', windowSeconds, period, exclusions = [] } = input;
  mustBe(steps.length > 0, 'A funnel needs a step.', 'Name at least one event.');
  mustBe(
    !steps[0]?.optional,
    'The first step cannot be optional.',
    'Begin with the event by which one enters.',
  );
  for (const step of steps) {
    const within = step.withinSeconds;
    mustBe(
      within === undefined || within >= 0,
      `Step “${step.event}” has to come within ${within} seconds.`,
      'Give seconds from 0 on.',
    );
    mustBe(
      within === undefined || order !== 'unordered',
      'A funnel in any order has no step before another.',
      'Use windowSeconds for the whole funnel.',
    );
  }
  mustBe(
    !(input.fillForward && order !== 'sequential'),
    `Steps cannot be filled in where the order is ${order}.`,
    'Fill in with the sequential order.',
  );
  mustBe(
    windowSeconds === undefined || windowSeconds >= 0,
    `A window of ${windowSeconds} seconds is none.`,
    'Give seconds from 0 on.',
  );
  mustBe(
    !period || period.from <= period.to,
    'The period ends before it begins.',
    'Swap from and to.',
  );
  for (const { from = 0, to = steps.length - 1 } of exclusions) {
    mustBe(
      from >= 0 && from < to && to < Math.max(2, steps.length),
      `An exclusion between steps ${from} and ${to} is none.`,
      'Give indexes of two steps, the first one smaller; 0 is the first step.',
    );
  }
  for (const [i, event] of events.entries()) {
    mustBe(
      Number.isFinite(event.at),
      `Event ${i + 1} (“${event.event}”) has no time.`,
      'Give milliseconds since 1970.',
    );
  }
}
