import type { Direction } from './schema.ts';

export type Status = 'good' | 'bad' | 'neutral';

/** Floats that differ by less are the same number. */
const HAIR = 1e-9;

/**
 * How a value stands against its target; all in the unit of the KPI. `up`: at least the target is
 * good; `down`: at most. With a `band`, a miss of at most that much is neutral. `target`: good
 * within the band around the target, bad outside; without a band only the target itself is good,
 * and nothing is bad, because nobody said how far is too far. Never good or bad: a direction that
 * is neutral, no target, no value.
 * @example statusOf({ value: 3.4, target: 3, direction: 'up' }) // 'good'
 */
export function statusOf(of: {
  value: number | null;
  target: number | null;
  direction: Direction;
  /** Half the width, at least 0. */
  band?: number;
}): Status {
  const { value, target, direction, band } = of;
  if (value === null || target === null || direction === 'neutral') return 'neutral';
  if (!Number.isFinite(value) || !Number.isFinite(target)) return 'neutral';
  const hair = HAIR * Math.max(Math.abs(value), Math.abs(target));
  const width = Math.max(0, band ?? 0);
  const missed = direction === 'up' ? target - value : value - target;
  if (direction !== 'target') {
    if (missed <= hair) return 'good';
    return missed <= width + hair ? 'neutral' : 'bad';
  }
  if (Math.abs(missed) <= width + hair) return 'good';
  return band === undefined ? 'neutral' : 'bad';
}
