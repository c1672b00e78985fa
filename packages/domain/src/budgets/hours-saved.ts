import { MopsError } from '../shared/error.ts';

/**
 * Hours of work that automations save, by what people say of each: count × minutes ÷ 60, exact to a thousandth of
 * a minute. It is as good as what they say; nothing is assumed for a kind of which nobody has said anything.
 * @throws MopsError INVALID for counts that are no whole numbers and minutes that are not above 0
 * @example hoursSaved([{ count: 90, minutes: 5 }, { count: 4, minutes: 30 }]) // 9.5
 */
export function hoursSaved(runs: readonly { count: number; minutes: number }[]): number {
  let thousandths = 0;
  for (const { count, minutes } of runs) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new MopsError('INVALID', `${count} is no count.`, 'Give a whole number, 0 or more.');
    if (!(minutes > 0 && Number.isFinite(minutes)))
      throw new MopsError('INVALID', `${minutes} are no minutes.`, 'Give minutes above 0.');
    thousandths += count * Math.round(minutes * 1000);
  }
  return thousandths / 60_000;
}
