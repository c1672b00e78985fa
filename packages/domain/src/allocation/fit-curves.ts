import { type Issue, MopsError, seededRandom } from '../shared/index.ts';
import { quantile } from '../statistics/index.ts';
import type { ChannelCurve } from './allocate-budget.ts';
import { responseCurve } from './curve.ts';
import { type FitData, type Fitted, fitOnce } from './fit-once.ts';
import { judgeHistory } from './judge-history.ts';

/** What was spent and what came back, period by period. */
export type History = {
  response: readonly number[];
  channels: readonly { channel: string; spend: readonly number[] }[];
  /** Other things that move the response, each as long as it: price, season, holidays. */
  controls?: readonly (readonly number[])[];
};

export type Estimate = { value: number; low: number; high: number };

export type FittedCurve = ChannelCurve & {
  /** Most that the channel can bring per period. */
  most: Estimate;
  /** Response to one more unit of money per period, at the mean spend. */
  marginal: Estimate;
  /** Whether the history can carry this curve; the warnings say why not. */
  isUsable: boolean;
};

export type CurveFit = {
  curves: FittedCurve[];
  /** The curves of each resampled history, in the order of `curves`; `expectedGain` reads them. */
  draws: { most: number; half: number }[][];
  /** Share of the variance explained, and the share that channels explain beyond trend and controls. */
  rSquared: number;
  explainedByChannels: number;
  level: number;
  method: string;
  version: string;
  warnings: Issue[];
};

/**
 * Fits saturating curves (Hill of slope 1 on normalised geometric carry-over) to own history, beside a
 * trend and controls, by least squares with effects of 0 or more. Intervals come from resampling blocks
 * of residuals (Künsch 1989, Annals of Statistics 17, 1217) with a seed. This is no replacement for an
 * experiment: what the history cannot carry is named. Throws INVALID for series of different lengths,
 * numbers that are none, and fewer periods than twice the parameters.
 * @example
 * const spend = Array.from({ length: 60 }, (_, t) => 50 + 40 * Math.sin(t * 1.7) + (t % 7) * 5);
 * const response = spend.map((x, t) => 200 + t + (900 * x) / (x + 80));
 * fitCurves({ response, channels: [{ channel: 'search', spend }] }, { seed: 1 }).curves[0].isUsable // true
 */
export function fitCurves(
  history: History,
  { seed, draws = 200, level = 0.9 }: { seed: number; draws?: number; level?: number },
): CurveFit {
  checkHistory(history);
  const data: FitData = {
    response: Float64Array.from(history.response),
    spends: history.channels.map(({ spend }) => Float64Array.from(spend)),
    controls: (history.controls ?? []).map((one) => Float64Array.from(one)),
  };
  const best = fitOnce(data);
  const residuals = data.response.map((y, t) => y - (best.fitted[t] ?? 0));
  const random = seededRandom(seed);
  const refits: Fitted[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const noise = resampled(residuals, random);
    const response = best.fitted.map((mean, t) => mean + (noise[t] ?? 0));
    refits.push(fitOnce({ ...data, response }, best.parameters));
  }
  const curves = history.channels.map(({ channel, spend }, c): FittedCurve => {
    const today = spend.reduce((a, b) => a + b, 0) / spend.length;
    const estimate = (of: (fit: Fitted) => number): Estimate => {
      const values = refits.map(of);
      const tail = (1 - level) / 2;
      return { value: of(best), low: quantile(values, tail), high: quantile(values, 1 - tail) };
    };
    const { theta = 0, half = 1 } = best.parameters[c] ?? {};
    const most = estimate((fit) => fit.most[c] ?? 0);
    const marginal = estimate((fit) => marginalOf(fit, c, today));
    return {
      channel,
      adstock: { kind: 'geometric', theta, isNormalised: true },
      // A channel without effect still needs a curve; its interval says what it is worth.
      shape: { kind: 'hill', most: Math.max(most.value, Number.MIN_VALUE), half, slope: 1 },
      currentSpend: today,
      historyMax: Math.max(...spend),
      most,
      marginal,
      isUsable: true,
    };
  });
  const { warnings, doubted } = judgeHistory(history, curves, best);
  return {
    curves: curves.map((curve) => ({ ...curve, isUsable: !doubted.has(curve.channel) })),
    draws: refits.map(({ most, parameters }) =>
      most.map((top, c) => ({ most: top, half: parameters[c]?.half ?? 1 })),
    ),
    rSquared: best.rSquared,
    explainedByChannels: best.explainedByChannels,
    level,
    method: 'Least squares on saturating curves, block bootstrap intervals',
    version: '1',
    warnings,
  };
}

function marginalOf({ most, parameters }: Fitted, c: number, spend: number): number {
  const top = most[c] ?? 0;
  if (top <= 0) return 0;
  const half = parameters[c]?.half ?? 1;
  return responseCurve({ kind: 'hill', most: top, half, slope: 1 }).marginal(spend);
}

/** Blocks keep what neighbouring periods have in common; their length grows with n^(1/3). */
function resampled(residuals: Float64Array, random: () => number): Float64Array {
  const n = residuals.length;
  const block = Math.max(2, Math.round(n ** (1 / 3)));
  const mean = residuals.reduce((a, b) => a + b, 0) / n;
  const noise = new Float64Array(n);
  for (let at = 0; at < n; at += block) {
    const from = Math.floor(random() * (n - block + 1));
    for (let i = 0; i < block && at + i < n; i++) noise[at + i] = (residuals[from + i] ?? 0) - mean;
  }
  return noise;
}

function checkHistory({ response, channels, controls = [] }: History): void {
  const n = response.length;
  const series = [...channels.map(({ spend }) => spend), ...controls];
  const wrong =
    channels.length === 0
      ? 'There are no channels.'
      : series.some((one) => one.length !== n)
        ? 'The series differ in length.'
        : [response, ...series].some((one) => one.some((value) => !Number.isFinite(value)))
          ? 'A series has a value that is no finite number.'
          : channels.some(({ spend }) => spend.some((value) => value < 0))
            ? 'A spend is below 0.'
            : channels.some(({ spend }) => spend.every((value) => value === 0))
              ? 'A channel never spent anything.'
              : response.every((value) => value === response[0])
                ? 'The response never changes.'
                : null;
  if (wrong !== null) {
    throw new MopsError('INVALID', wrong, 'Give one finite value per period and series.');
  }
  const parameters = 2 + controls.length + 3 * channels.length;
  if (n < 2 * parameters) {
    throw new MopsError(
      'INVALID',
      `${n} periods cannot carry ${parameters} parameters.`,
      `Give at least ${2 * parameters} periods, join channels, or test instead.`,
    );
  }
}
