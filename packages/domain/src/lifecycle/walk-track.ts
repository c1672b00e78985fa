import type { Signal } from './collect-signals.ts';
import { STAGES, type Stage } from './definition.ts';
import type { Transition } from './records.ts';

/** Place on the way; won and lost both end it, and a rejected lead is before the beginning. */
export function rankOf(stage: Stage): number {
  if (stage === 'rejected') return -1;
  return STAGES.indexOf(stage === 'lost' ? 'won' : stage);
}

/**
 * Signals of one person or deal → the stages that it came into. Skipped stages are filled at the instant of the
 * later one. Only a history goes back, and only where the same record had been further: another system that lags behind
 * is no way back. Of one instant the stages count in their order.
 * @param first stage at which such a track begins: what is before it is not filled
 */
export function walkTrack(track: string, signals: readonly Signal[], first: Stage): Transition[] {
  const sorted = [...signals].sort(
    (a, b) =>
      a.at - b.at ||
      rankOf(a.stage) - rankOf(b.stage) ||
      compare(a.stage, b.stage) ||
      compare(a.source, b.source) ||
      compare(a.record, b.record),
  );
  const found: Transition[] = [];
  /** Where each record stands by its own history. */
  const own = new Map<string, Stage>();
  let current: Stage | null = null;
  let furthest = rankOf(first) - 1;
  const enter = (signal: Signal, to: Stage, filled: boolean) => {
    const { at, source, record } = signal;
    const recycled = current !== null && rankOf(to) <= furthest && to !== 'rejected';
    found.push({
      track,
      from: current,
      to,
      at,
      basis: filled ? 'filled' : signal.basis,
      recycled,
      source,
      record,
    });
    current = to;
    furthest = Math.max(furthest, rankOf(to));
  };
  for (const signal of sorted) {
    const { stage, basis, source, record } = signal;
    const key = `${source} ${record}`;
    const before = own.get(key) ?? null;
    if (basis === 'history') own.set(key, stage);
    if (stage === current) continue;
    const here: number = current === null ? rankOf(first) - 1 : rankOf(current);
    const to = rankOf(stage);
    if (stage === 'rejected' || to <= here) {
      // Out of a date, or from a record that never was as far, it says nothing new.
      const back = before !== null && (stage === 'rejected' || rankOf(before) >= to);
      const rejected = stage === 'rejected' && (basis === 'history' || current !== null);
      if (basis === 'history' && (back || rejected)) enter(signal, stage, false);
      continue;
    }
    for (const skipped of STAGES.slice(here + 1, to)) {
      // What was passed before is not passed again.
      if (rankOf(skipped) > furthest) enter(signal, skipped, true);
    }
    enter(signal, stage, false);
  }
  return found;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
