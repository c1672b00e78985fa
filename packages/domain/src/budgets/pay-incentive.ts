import { MopsError } from '../shared/error.ts';
import { moneyText } from './money-text.ts';

/** A rule that pays for each of something, up to a cap in its period. Days count from 1970. */
export type IncentiveRule = {
  /** For one meeting, deal, … */
  perUnitMicros: number;
  capMicros: number;
  dayFrom: number;
  dayTo: number;
  currency: string;
};

/**
 * What a payout comes to: units times the amount of one, on a day of the period. INVALID (422) where with all that is
 * paid it passes the cap, with what is left (`left`) and how many units that still pays for (`units`); a part of a
 * unit is never paid.
 * @example
 * const rule = { perUnitMicros: 50e6, capMicros: 500e6, dayFrom: 0, dayTo: 90, currency: 'EUR' };
 * payIncentive(rule, { units: 3, day: 10, paidMicros: 350e6 }) // { amountMicros: 150e6, leftMicros: 0 }
 */
export function payIncentive(
  rule: IncentiveRule,
  { units, day, paidMicros }: { units: number; day: number; paidMicros: number },
): { amountMicros: number; leftMicros: number } {
  if (!Number.isSafeInteger(units) || units < 1)
    throw new MopsError('INVALID', `${units} are no units.`, 'Give a whole number above 0.');
  if (day < rule.dayFrom || day > rule.dayTo)
    throw new MopsError(
      'INVALID',
      'The day is outside of the period of the incentive.',
      'Give a day in it.',
      { status: 422 },
    );
  const amountMicros = units * rule.perUnitMicros;
  const freeMicros = Math.max(0, rule.capMicros - paidMicros);
  if (!Number.isSafeInteger(amountMicros) || amountMicros > freeMicros) {
    const most = rule.perUnitMicros > 0 ? Math.floor(freeMicros / rule.perUnitMicros) : 0;
    throw new MopsError(
      'INVALID',
      `The payout would pass the cap of ${moneyText(rule.capMicros, rule.currency)}: ${moneyText(freeMicros, rule.currency)} is left.`,
      most === 0 ? 'Nothing more is paid under this cap.' : `At most ${most} are paid for.`,
      { status: 422, left: freeMicros / 1e6, units: most },
    );
  }
  return { amountMicros, leftMicros: freeMicros - amountMicros };
}

/**
 * What was counted in a period beside the same number of days before it. It shows that both went together, and
 * proves no cause: season, other campaigns and chance move the count too.
 * @example incentiveEffect({ during: 30, before: 24 }) // { change: 6, changeShare: 0.25 }
 */
export function incentiveEffect({
  during,
  before,
}: {
  during: number | null;
  before: number | null;
}): { change: number | null; changeShare: number | null } {
  if (during === null || before === null) return { change: null, changeShare: null };
  const change = during - before;
  return { change, changeShare: before === 0 ? null : change / before };
}
