import type { DecisionOption } from '@openmops/domain/decisions';
import { readAmount } from '../budgets/read-amount.ts';

/** An option while it is typed: one point on a line. */
export type OptionDraft = { key: number; name: string; pros: string; cons: string; cost: string };

let keys = 0;
const newKey = (): number => {
  keys += 1;
  return keys;
};

export const blankOption = (): OptionDraft => ({
  ...{ key: newKey(), name: '', pros: '', cons: '', cost: '' },
});

export const optionDraft = ({ name, pros, cons, cost }: DecisionOption): OptionDraft => ({
  ...{ key: newKey(), name, pros: pros.join('\n'), cons: cons.join('\n') },
  // Three digits behind a point are thousands to some readers; with one more they are not.
  cost: cost === null ? '' : String(cost).replace(/^\d{1,3}\.\d{3}$/, '$&0'),
});

/** The option, or null where its cost is no amount. Empty is none. */
export function optionOf({ name, pros, cons, cost }: OptionDraft): DecisionOption | null {
  const amount = cost.trim() === '' ? null : readAmount(cost);
  if (cost.trim() !== '' && amount === null) return null;
  return { name: name.trim(), pros: pointsOf(pros), cons: pointsOf(cons), cost: amount };
}

const pointsOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
