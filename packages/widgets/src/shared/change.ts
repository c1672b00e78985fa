import type { Direction } from '@openmops/domain/kpi';

/** Whether a change is to be welcomed. A KPI without a good direction never gets a colour. */
export type Tone = 'good' | 'bad' | 'neutral';

export type Change = {
  /** (now − before) / |before|; null when before is 0. */
  relative: number | null;
  absolute: number;
  sign: -1 | 0 | 1;
  tone: Tone;
};

/**
 * The change of a value against its comparison; null when either is undefined.
 * @example changeOf(8, 10, 'down')?.tone // 'good'
 */
export function changeOf(
  now: number | null,
  before: number | null,
  direction: Direction,
): Change | null {
  if (now === null || before === null) return null;
  const absolute = now - before;
  const sign = absolute > 0 ? 1 : absolute < 0 ? -1 : 0;
  const wanted = direction === 'up' ? 1 : direction === 'down' ? -1 : 0;
  const tone = sign * wanted > 0 ? 'good' : sign * wanted < 0 ? 'bad' : 'neutral';
  return { relative: before === 0 ? null : absolute / Math.abs(before), absolute, sign, tone };
}
