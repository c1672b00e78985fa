import type { Issue } from '../shared/issue.ts';
import { mustBe, mustBePositive } from '../statistics/check.ts';
import type { Interval } from '../statistics/interval.ts';
import { type Effect, effectOf, type Pair, type Scale } from './effect.ts';
import { smallSample } from './warnings.ts';

export type SequentialInput = Pair & {
  /** Default `relative`. */
  scale?: Scale;
  /** Confidence over all looks together, default 0.95. */
  level?: number;
  /** Cases (both arms) at which the sequence is narrowest; default 5,000. */
  tuning?: number;
};

export type SequentialTest = Effect & {
  /** Valid at every look, however often; 1 until there is evidence. */
  pValue: number;
  interval: Interval;
  level: number;
  scale: Scale;
  method: 'confidence-sequence' | 'msprt';
  version: 1;
  warnings: Issue[];
};

/**
 * Asymptotic confidence sequence: an interval that may be looked at as often as one likes, and the
 * p-value that belongs to it. Equations 9, 155 and 161 of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas
 * 2021 (arXiv 2103.06476). Refuses arms without variance.
 * @example testSequential({ control: armOfShare({ part: 1396, whole: 3000 }), variant: armOfShare({ part: 2422, whole: 3461 }) }).interval.low.toFixed(5) // '0.40098'
 */
export function testSequential(input: SequentialInput): SequentialTest {
  const { scale = 'relative', level = 0.95, tuning = 5000 } = input;
  mustBePositive('The tuning', tuning);
  const alpha = alphaOf(level);
  const effect = effectOf(input, scale);
  const n = input.control.n + input.variant.n;
  const logs = -2 * Math.log(alpha);
  const spread = ((logs + Math.log(logs + 1)) / tuning) * n;
  return answer({ effect, pair: input, spread, alpha, scale, method: 'confidence-sequence' });
}

/**
 * Mixture sequential probability ratio test with a normal mixture of standard deviation `tau` over the
 * effect, in its own scale: the effect that one expects (Johari, Koomen, Pekelis & Walsh 2017, KDD).
 * Also valid at every look. Refuses arms without variance and a `tau` that is not above 0.
 * @example testMixtureRatio({ control: armOfShare({ part: 10, whole: 100 }), variant: armOfShare({ part: 10, whole: 100 }), tau: 0.1 }).pValue // 1
 */
export function testMixtureRatio(
  input: Pair & { scale?: Scale; level?: number; tau: number },
): SequentialTest {
  const { scale = 'relative', level = 0.95, tau } = input;
  mustBePositive('tau', tau);
  const effect = effectOf(input, scale);
  const spread = (tau / effect.standardError) ** 2;
  return answer({ effect, pair: input, spread, alpha: alphaOf(level), scale, method: 'msprt' });
}

function alphaOf(level: number): number {
  mustBe(level > 0 && level < 1, `A level of ${level} is none.`, 'Give a share: 0.95.');
  return 1 - level;
}

/** Both tests are one: `spread` is the variance of the mixture in squared standard errors. */
function answer(given: {
  effect: Effect;
  pair: Pair;
  spread: number;
  alpha: number;
  scale: Scale;
  method: SequentialTest['method'];
}): SequentialTest {
  const { effect, pair, spread, alpha, scale, method } = given;
  const { estimate, standardError } = effect;
  const more = spread + 1;
  const half = standardError * Math.sqrt(((2 * more) / spread) * Math.log(Math.sqrt(more) / alpha));
  const t = estimate / standardError;
  const logEvidence = (spread * t * t) / (2 * more) - Math.log(more) / 2;
  return {
    ...effect,
    pValue: Math.min(1, Math.exp(-logEvidence)),
    interval: { low: estimate - half, high: estimate + half },
    level: 1 - alpha,
    scale,
    method,
    version: 1,
    warnings: smallSample(pair),
  };
}
