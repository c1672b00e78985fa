import type { Base, ExperimentCounts } from './read-experiment.ts';

export type VerdictCode =
  | 'variant_better'
  | 'variant_worse'
  | 'no_difference_shown'
  | 'too_few'
  | 'split_broken';

export type Verdict = {
  code: VerdictCode;
  /** Whether to act on it: a winner or loser, at or after the planned end, by an unbroken split. */
  conclusive: boolean;
  text: string;
};

/** Fewest cases that one expects in each of converted and not, of each arm (Cochran 1954). */
const FEWEST_EXPECTED = 5;

/** The verdict of a reading; the split and the number of cases come before the result. */
export function verdictOf(reading: Base, input: ExperimentCounts): Verdict {
  const { split } = reading;
  if (split?.status === 'broken') {
    const text = `No verdict: the arms did not get the cases that were planned (${pText(split.pValue)}). Find out why before reading the result.`;
    return { code: 'split_broken', conclusive: false, text };
  }
  if (fewestExpected(reading) < FEWEST_EXPECTED) {
    const text = 'Too few cases to tell: wait for at least five expected conversions in each arm.';
    return { code: 'too_few', conclusive: false, text };
  }
  const rise = riseOf(reading);
  const better = rise === ((input.direction ?? 'up') === 'up' ? 1 : -1);
  const code = rise === 0 ? 'no_difference_shown' : better ? 'variant_better' : 'variant_worse';
  const early = isEarly(reading, input);
  const open = split?.status === 'suspect';
  return {
    code,
    conclusive: rise !== 0 && !early && !open,
    text: textOf(reading, code, early ? input : null),
  };
}

/** Whether a fixed-sample result was read before its planned end. */
export function isEarly(reading: Base, { plannedPerArm }: ExperimentCounts): boolean {
  if (reading.method !== 'frequentist' || plannedPerArm === undefined) return false;
  return Math.min(reading.control.whole, reading.variant.whole) < plannedPerArm;
}

/** Smallest expected count among converted and not of both arms, if there were no difference. */
export function fewestExpected({ control, variant }: Base): number {
  const share = (control.part + variant.part) / (control.whole + variant.whole);
  return Math.min(control.whole, variant.whole) * Math.min(share, 1 - share);
}

/** 1 or -1 where the conversions of the variant are shown to be more or fewer, else 0. */
function riseOf(reading: Base): -1 | 0 | 1 {
  const { method, level, difference, pValue, chanceExact = 0.5 } = reading;
  const sign = difference.estimate > 0 ? 1 : -1;
  const shown =
    method === 'bayesian'
      ? Math.max(chanceExact, 1 - chanceExact) > level
      : (pValue ?? 1) < 1 - level;
  return shown ? sign : 0;
}

function textOf(reading: Base, code: VerdictCode, early: ExperimentCounts | null): string {
  const { difference, level } = reading;
  const { low, high } = difference.interval;
  const numbers = `${points(difference.estimate)} points (${tidy(level * 100)} % interval ${points(low)} to ${points(high)}, ${evidence(reading)})`;
  const planned = early?.plannedPerArm;
  const stop = planned ? `, but stopped before the planned ${grouped(planned)} per arm` : '';
  if (code === 'no_difference_shown') return `No difference shown: ${numbers}${stop}.`;
  const which = code === 'variant_better' ? 'better' : 'worse';
  const significant = reading.method === 'bayesian' ? 'probable' : 'significant';
  return `The variant is ${which}: ${numbers}. This is ${significant}${stop}.`;
}

function evidence({ method, pValue, chanceExact }: Base): string {
  if (method !== 'bayesian') return pText(pValue ?? 1);
  return `chance to be better ${tidy((chanceExact ?? 0.5) * 100)} %`;
}

const points = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(2)}`;
const tidy = (value: number) => String(Math.round(value * 100) / 100);

function pText(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p = ${p.toFixed(4)}`;
}

/** 8158 → 8,158. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
