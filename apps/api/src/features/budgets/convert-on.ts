import {
  CARRY_DAYS,
  convertMicros,
  findRate,
  rateBook,
  roundToMinor,
} from '@openmops/domain/money';
import { formatDay, MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type { Db, Trx } from '../../stores/records/records.ts';
import { ratesBetween } from '../kpi/rates-between.ts';

/** An amount in the workspace's currency, and the rate that is kept with it. */
export type ConvertedAmount = { rate: number; rateDay: number; baseMicros: number };
export type ForeignAmount = { currency: string; day: number; micros: number };
/** Null: there is no rate for that day. */
export type Convert = (amount: ForeignAmount) => ConvertedAmount | null;

/** Converts amounts of some days, each by the rate of its own day, to whole cents. */
export async function converter(
  db: Db | Trx,
  workspace: Workspace,
  days: { from: number; to: number },
): Promise<Convert> {
  const { currency } = workspace;
  const range = { from: days.from - CARRY_DAYS, to: days.to };
  const book = rateBook(await ratesBetween(db as Db, workspace.id, range), { base: currency });
  return ({ currency: from, day, micros }) => {
    const found = findRate(book, { from, to: currency, day });
    if (!found) return null;
    const exact = Number(convertMicros(BigInt(micros), found.rate));
    return {
      rate: found.rate,
      rateDay: found.day,
      baseMicros: from === currency ? micros : roundToMinor(exact, currency),
    };
  };
}

/** One amount; INVALID where no rate is loaded for its day. */
export async function convertOn(
  db: Db | Trx,
  workspace: Workspace,
  amount: ForeignAmount,
): Promise<ConvertedAmount> {
  const convert = await converter(db, workspace, { from: amount.day, to: amount.day });
  const found = convert(amount);
  if (found) return found;
  throw new MopsError(
    'INVALID',
    `There is no rate from ${amount.currency} to ${workspace.currency} for ${formatDay(amount.day)}.`,
    'Load exchange rates for this day: openmops rates import FILE',
    { status: 422 },
  );
}
