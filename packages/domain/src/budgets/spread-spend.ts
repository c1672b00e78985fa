import type { MonthNumber } from '../calendar/month.ts';
import { splitMicros } from '../money/split-micros.ts';

export type CampaignSpend = { campaignId: string; month: MonthNumber; micros: number };

/** Which lines pay for a campaign, and with how much; `platform`: the line counts what platforms report. */
export type PayingLine = { lineId: string; campaignId: string; micros: number; platform: boolean };

export type SpreadSpend = {
  /** What counts as actual spend of a line in a month, by the campaign that it is of. */
  counted: { lineId: string; campaignId: string; month: MonthNumber; micros: number }[];
  /** Spend of lines that count invoices, or whose month an invoice has replaced. */
  replacedMicros: number;
  /** Spend of campaigns for which no line pays. */
  withoutLineMicros: number;
};

/**
 * Reported spend of campaigns as actual spend of their lines, no euro twice: only lines that count
 * what platforms report take it, in the proportion in which they pay, and a month of such a line that
 * has an invoice (`invoiced`: line and month) counts the invoice alone. The three parts sum to what was reported.
 * @example
 * const spend = [{ campaignId: 'ca', month: 24313, micros: 90 }];
 * const lines = [{ lineId: 'a', campaignId: 'ca', micros: 2, platform: true }, { lineId: 'b', campaignId: 'ca', micros: 1, platform: false }];
 * spreadSpend({ spend, lines, invoiced: () => false }) // { counted: [{ lineId: 'a', campaignId: 'ca', month: 24313, micros: 60 }], replacedMicros: 30, withoutLineMicros: 0 }
 */
export function spreadSpend(input: {
  spend: readonly CampaignSpend[];
  lines: readonly PayingLine[];
  invoiced: (lineId: string, month: MonthNumber) => boolean;
}): SpreadSpend {
  const paying = new Map<string, PayingLine[]>();
  for (const line of input.lines)
    paying.set(line.campaignId, [...(paying.get(line.campaignId) ?? []), line]);
  const counted = new Map<string, SpreadSpend['counted'][number]>();
  let replacedMicros = 0;
  let withoutLineMicros = 0;
  for (const { campaignId, month, micros } of input.spend) {
    const lines = paying.get(campaignId) ?? [];
    if (lines.length === 0) {
      withoutLineMicros += micros;
      continue;
    }
    const weights = lines.map((line) => line.micros);
    const parts = splitMicros(
      micros,
      weights.some((one) => one > 0) ? weights : weights.map(() => 1),
    );
    for (const [at, line] of lines.entries()) {
      const part = parts[at] ?? 0;
      if (!line.platform || input.invoiced(line.lineId, month)) {
        replacedMicros += part;
        continue;
      }
      const key = JSON.stringify([line.lineId, campaignId, month]);
      const known = counted.get(key) ?? { lineId: line.lineId, campaignId, month, micros: 0 };
      known.micros += part;
      counted.set(key, known);
    }
  }
  return { counted: [...counted.values()], replacedMicros, withoutLineMicros };
}
