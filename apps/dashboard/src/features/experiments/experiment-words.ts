import type { ExperimentDecision, ExperimentState } from '../../api-experiments.ts';

export const STATES: Record<ExperimentState, { label: string; tone: 'plain' | 'accent' | 'good' }> =
  {
    planned: { label: 'Planned', tone: 'plain' },
    running: { label: 'Running', tone: 'accent' },
    ended: { label: 'Ended', tone: 'plain' },
    concluded: { label: 'Concluded', tone: 'good' },
  };
export const DECISIONS: Record<ExperimentDecision, string> = {
  adopt: 'Adopt the variant',
  keep: 'Keep the control',
  repeat: 'Test again',
};
export const VARIABLES = {
  messaging: 'Messaging',
  audience: 'Audience',
  timing: 'Timing',
  offer: 'Offer',
  format: 'Format',
} as const;
const VERDICTS: Record<string, { label: string; tone: 'plain' | 'good' | 'warn' | 'bad' }> = {
  variant_better: { label: 'Variant better', tone: 'good' },
  variant_worse: { label: 'Variant worse', tone: 'bad' },
  no_difference_shown: { label: 'No difference shown', tone: 'plain' },
  too_few: { label: 'Too few cases', tone: 'warn' },
  split_broken: { label: 'Split broken', tone: 'bad' },
};
export const verdictOf = (code: string) =>
  VERDICTS[code] ?? { label: code, tone: 'plain' as const };

/** 0.0198 → 1.98%. */
export const percent = (share: number, digits = 2) =>
  share.toLocaleString(undefined, { style: 'percent', maximumFractionDigits: digits });
/** 0.01 → +1.00 points. */
export const points = (share: number) =>
  `${share > 0 ? '+' : share < 0 ? '−' : ''}${Math.abs(share * 100).toFixed(2)} points`;
export const count = (value: number) => value.toLocaleString();
