import { groupBy, MopsError } from '../shared/index.ts';
import type { ChannelCurve } from './allocate-budget.ts';
import type { meridianRecords } from './schema.ts';

type Records = ReturnType<typeof meridianRecords.parse>;

/**
 * Records of response curves → straight lines between their points. Only the mean is used; the spend at
 * multiplier 1 is today's. Spend and outcome are those of the whole time that was analysed.
 */
export function readMeridian(records: Records): ChannelCurve[] {
  const means = records.filter(({ metric = 'mean' }) => metric === 'mean');
  return [...groupBy(means, ({ channel }) => channel)].map(([channel, own]) => {
    const bySpend = new Map(own.map((one) => [one.spend, one.incremental_outcome]));
    const points = [...bySpend].sort(([a], [b]) => a - b);
    if (points.length < 2) {
      throw new MopsError(
        'INVALID',
        `The response curve of ${channel} has ${points.length} points.`,
        'Export the curve at several spend multipliers.',
      );
    }
    const today = own.find(({ spend_multiplier }) => spend_multiplier === 1)?.spend ?? null;
    return { channel, shape: { kind: 'points', points }, currentSpend: today, historyMax: today };
  });
}
