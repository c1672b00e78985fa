import type { Issue } from '../shared/index.ts';
import { mean, variance } from '../statistics/index.ts';
import { warning } from './allocate-budget.ts';
import type { FittedCurve, History } from './fit-curves.ts';
import type { Fitted } from './fit-once.ts';

const FLAT = 0.1;
const COLLINEAR = 0.8;
const PERIODS_PER_PARAMETER = 5;
const LITTLE = 0.05;

/** What a history cannot carry, and the channels it concerns. */
export function judgeHistory(
  history: History,
  curves: readonly FittedCurve[],
  { explainedByChannels }: Fitted,
): { warnings: Issue[]; doubted: Set<string> } {
  const warnings: Issue[] = [];
  const doubted = new Set<string>();
  const doubt = (channels: readonly string[], code: string, text: string, hint: string) => {
    for (const channel of channels) doubted.add(channel);
    warnings.push(warning(code, text, hint));
  };
  const names = curves.map(({ channel }) => channel);
  const periods = history.response.length;
  const parameters = 2 + (history.controls?.length ?? 0) + 3 * names.length;
  if (periods < PERIODS_PER_PARAMETER * parameters) {
    const text = `${periods} periods for ${parameters} parameters are few.`;
    warnings.push(warning('short_history', text, 'Join channels or wait for more history.'));
  }
  if (explainedByChannels < LITTLE) {
    const text = `The channels explain ${(explainedByChannels * 100).toFixed(1)}% of what trend and controls leave open.`;
    doubt(
      names,
      'channels_explain_little',
      text,
      'The history cannot carry curves: run an experiment.',
    );
  }
  for (const { channel, spend } of history.channels) {
    const variation = Math.sqrt(variance([...spend])) / mean([...spend]);
    if (variation >= FLAT) continue;
    const text = `${channel}: spend varied by ${(variation * 100).toFixed(1)}% only.`;
    doubt([channel], 'flat_spend', text, 'Vary the spend on purpose for some periods.');
  }
  for (const [i, a] of history.channels.entries()) {
    for (const b of history.channels.slice(i + 1)) {
      const r = correlation(a.spend, b.spend);
      if (Math.abs(r) < COLLINEAR) continue;
      const text = `${a.channel} and ${b.channel} were spent together (correlation ${r.toFixed(2)}).`;
      doubt(
        [a.channel, b.channel],
        'collinear_spend',
        text,
        'Move one without the other, or join them.',
      );
    }
  }
  for (const { channel, marginal, most, historyMax, shape } of curves) {
    const width = marginal.high - marginal.low;
    if (marginal.low <= 0 || width > 2 * marginal.value) {
      const text = `${channel}: one more unit brings between ${short(marginal.low)} and ${short(marginal.high)}.`;
      doubt([channel], 'unsettled_marginal', text, 'Too wide to move money by: run an experiment.');
    }
    if (shape.kind === 'hill' && most.value > 0 && shape.half > 2 * (historyMax ?? 0)) {
      const text = `${channel}: the history shows no saturation; where it begins is a guess.`;
      warnings.push(
        warning('no_saturation_seen', text, 'Do not plan far beyond the largest spend.'),
      );
    }
  }
  return { warnings, doubted };
}

const short = (value: number) => Number(value.toPrecision(3));

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean([...a]), mean([...b])];
  const spread = Math.sqrt(variance([...a]) * variance([...b])) * (a.length - 1);
  if (spread === 0) return 0;
  return a.reduce((sum, x, t) => sum + (x - ma) * ((b[t] ?? 0) - mb), 0) / spread;
}
