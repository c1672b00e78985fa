import { type BusinessHours, businessSeconds } from '../calendar/business-hours.ts';
import { mustBe } from '../statistics/check.ts';
import { estimateSurvival, type Stay, type Survival, type SurvivalScale } from './kaplan-meier.ts';

/** Something entered a stage at an instant (milliseconds since 1970 UTC), and so left the one before. */
export type StageChange = { entity: string; stage: string; at: number };

export type StageTimes = {
  stage: string;
  stays: number;
  /** Still in the stage. */
  open: number;
  medianSeconds: number | null;
  medianInterval: { low: number | null; high: number | null };
  /** In seconds. */
  survival: Survival;
};

/**
 * How long things stay in each stage, from the history of their changes: those that are still there count
 * as open, every return is a stay of its own, and the same stage twice in a row is one. With business
 * hours only working time counts. Changes after `asOf` do not. Stages in order of appearance. Refuses an
 * empty history and unknown times.
 * @example timeInStage({ history: [{ entity: 'a', stage: 'lead', at: 0 }, { entity: 'a', stage: 'won', at: 60_000 }], asOf: 90_000 })[0]?.medianSeconds // 60
 */
export function timeInStage(input: {
  history: readonly StageChange[];
  /** Instant up to which the history is complete. */
  asOf: number;
  hours?: BusinessHours;
  level?: number;
  scale?: SurvivalScale;
}): StageTimes[] {
  const { asOf, hours, level, scale } = input;
  mustBe(Number.isFinite(asOf), 'The end of the history is unknown.', 'Give asOf as milliseconds.');
  const stays = new Map<string, Stay[]>();
  for (const changes of historyOf(input)) {
    for (const [i, { stage, at }] of changes.entries()) {
      const next = changes[i + 1];
      const to = next?.at ?? asOf;
      const duration = hours ? businessSeconds(hours, { from: at, to }) : (to - at) / 1000;
      const list = stays.get(stage);
      const stay = { duration, ended: next !== undefined };
      if (list) list.push(stay);
      else stays.set(stage, [stay]);
    }
  }
  mustBe(stays.size > 0, 'The history is empty.', 'Give changes up to asOf.');
  return [...stays].map(([stage, list]) => {
    const survival = estimateSurvival(list, {
      ...(level !== undefined && { level }),
      ...(scale && { scale }),
    });
    return {
      stage,
      stays: list.length,
      open: list.length - survival.ended,
      medianSeconds: survival.median,
      medianInterval: survival.medianInterval,
      survival,
    };
  });
}

/** Changes of each entity in time, repetitions of a stage left out. */
function historyOf(input: { history: readonly StageChange[]; asOf: number }): StageChange[][] {
  const found = new Map<string, StageChange[]>();
  for (const [i, change] of input.history.entries()) {
    mustBe(
      Number.isFinite(change.at),
      `Change ${i + 1} (“${change.stage}”) has no time.`,
      'Give milliseconds since 1970.',
    );
    if (change.at > input.asOf) continue;
    const list = found.get(change.entity);
    if (list) list.push(change);
    else found.set(change.entity, [change]);
  }
  return [...found.values()].map((changes) =>
    changes
      .toSorted((a, b) => a.at - b.at)
      .filter((change, i, all) => change.stage !== all[i - 1]?.stage),
  );
}
