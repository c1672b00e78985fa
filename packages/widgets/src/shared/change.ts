import { compare, type Direction } from '@openmops/domain/kpi';

/** Whether a change is to be welcomed. A KPI without a good direction never gets a colour. */
export type Tone = 'good' | 'bad' | 'neutral';

export type Change = {
  /** (now − before) / |before|; null when before is 0. */
  relative: number | null;
  absolute: number;
  sign: number;
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
  const { absolute, relative } = compare(now, before);
  if (absolute === null) return null;
  const sign = Math.sign(absolute);
  const wanted = direction === 'up' ? sign : direction === 'down' ? -sign : 0;
  return { relative, absolute, sign, tone: wanted > 0 ? 'good' : wanted < 0 ? 'bad' : 'neutral' };
}

/** A change in words: `+4.2%`, `-12%`, `no change`; from 0 the absolute change. */
export function changeText(
  { sign, relative, absolute }: Change,
  text: (value: number) => string,
  locale: string | undefined,
): string {
  if (sign === 0) return 'no change';
  if (relative === null) return `${sign > 0 ? '+' : ''}${text(absolute)}`;
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: Math.abs(relative) < 0.1 ? 1 : 0,
    signDisplay: 'exceptZero',
  }).format(relative);
}
